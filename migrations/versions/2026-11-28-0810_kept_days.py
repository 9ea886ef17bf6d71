"""What figures were when a day began, and which work was completed since."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0026"
down_revision: str | None = "0025"

_SUM = sa.Numeric(24, 6)
_COUNTS = ("units_expected", "units_reported", "units_received", "units_yes", "units_not_applicable")


def upgrade() -> None:
    """Expand; the index is built beside the traffic."""
    op.create_table(
        "kept_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_kept_days")),
    )
    op.create_table(
        "roll_up_days",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("unit_id", "indicator_id")),
        sa.Column("period", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, _SUM, nullable=False) for name in ("numerator", "denominator", "total")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("unit_id", "indicator_id", "period", "day", name=op.f("pk_roll_up_days")),
    )
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_assignments_completed",
            "assignments",
            ["department_id", "completed_at"],
            postgresql_where=sa.text("completed_at IS NOT NULL"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        op.drop_index("ix_assignments_completed", "assignments", postgresql_concurrently=True, if_exists=True)
    op.drop_table("roll_up_days")
    op.drop_table("kept_days")
