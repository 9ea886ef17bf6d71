"""What values add up to above, and what is to be counted anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0017"
down_revision: str | None = "0016"

_SUM = sa.Numeric(24, 6)
_COUNTS = ("units_expected", "units_reported", "units_received", "units_yes", "units_not_applicable")


def upgrade() -> None:
    """Expand; what is there already is counted once the worker runs."""
    op.create_table(
        "roll_ups",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Text(collation="C"), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.Text(collation="C"), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *(sa.Column(name, _SUM, nullable=False) for name in ("numerator", "denominator", "total")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("unit_id", "period", "indicator_id", "bucket", name=op.f("pk_roll_ups")),
    )
    op.create_index(op.f("ix_roll_ups_indicator_id"), "roll_ups", ["indicator_id"])
    op.create_table(
        "roll_up_queue",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("indicator_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_roll_up_queue")),
    )
    op.execute(
        "INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)"
        " SELECT unit_id, period, ends_on, array_agg(indicator_id), max(updated_at)"
        " FROM indicator_values GROUP BY unit_id, period, ends_on"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("roll_up_queue")
    op.drop_table("roll_ups")
