"""By which codes other systems name indicators."""

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "indicator_codes",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_indicator_codes_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_codes_indicator_id_indicators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_codes")),
        sa.UniqueConstraint("client_id", "indicator_id", name=op.f("uq_indicator_codes_client_id_indicator_id")),
    )
    op.create_index(op.f("ix_indicator_codes_indicator_id"), "indicator_codes", ["indicator_id"])
    op.create_index(
        "uq_indicator_codes_client_id_value",
        "indicator_codes",
        ["client_id", "value"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("indicator_codes")
