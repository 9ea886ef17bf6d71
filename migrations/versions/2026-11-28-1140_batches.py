"""Batches: what one load wrote, the rows it refused, and what is needed to take it back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0030"
down_revision: str | None = "0029"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("entity", "mode", "owner_kind")),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("received", "created", "updated", "unchanged", "rejected")
        ),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("created_at", "updated_at")),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index(op.f("ix_batches_owner_id_created_at"), "batches", ["owner_id", "created_at"])
    op.create_index(op.f("ix_batches_unit_id_created_at"), "batches", ["unit_id", "created_at"])
    op.create_table(
        "batch_rejects",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("sent", postgresql.JSON(), nullable=False),
        sa.Column("errors", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "row", name=op.f("pk_batch_rejects")),
    )
    table = "indicator_value_batches"
    op.create_table(
        table,
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("unit_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("periods", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("indicator_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("versions", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_batch_id"), table, ["batch_id"])
    table = "assignment_batches"
    op.create_table(
        table,
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("rows", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_batch_id"), table, ["batch_id"])
    # A value is written two or three times in its life: room beside it spares both indexes an entry each time.
    op.execute("ALTER TABLE indicator_values SET (fillfactor = 75)")


def downgrade() -> None:
    """Contract."""
    op.execute("ALTER TABLE indicator_values RESET (fillfactor)")
    for table in ("assignment_batches", "indicator_value_batches", "batch_rejects", "batches"):
        op.drop_table(table)
