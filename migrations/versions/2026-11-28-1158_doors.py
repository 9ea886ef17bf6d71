"""A client's own pace; where the feed last spoke of a department; entries of the audit found by their request."""

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"

_INDEX = "ix_audit_entries_request_id"


def upgrade() -> None:
    """Expand."""
    op.add_column("clients", sa.Column("requests_per_minute", sa.Integer(), nullable=True))
    op.create_table(
        "feed_marks",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("department_id", name=op.f("pk_feed_marks")),
    )
    with op.get_context().autocommit_block():
        op.create_index(_INDEX, "audit_entries", ["request_id"], postgresql_concurrently=True, if_not_exists=True)


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        op.drop_index(_INDEX, "audit_entries", postgresql_concurrently=True, if_exists=True)
    op.drop_table("feed_marks")
    op.drop_column("clients", "requests_per_minute")
