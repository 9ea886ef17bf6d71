"""What values add up to over the audiences that targets are set for, and what that was when a day began; who sent a
figure that a unit contests; the report a difficulty was raised in."""

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"

_SUM = sa.Numeric(24, 6)
_COUNTS = ("units_expected", "units_reported", "units_received", "units_yes", "units_not_applicable")


def upgrade() -> None:
    """Expand; what is there already is counted once the worker runs."""
    for table, key in (("audience_roll_ups", "ends_on"), ("audience_roll_up_days", "day")):
        names = ("unit_id", "period", "indicator_id", "audience_id", *(("day",) if key == "day" else ()))
        op.create_table(
            table,
            *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("unit_id", "indicator_id", "audience_id")),
            sa.Column("period", sa.Text(collation="C"), nullable=False),
            sa.Column(key, sa.Date(), nullable=False),
            *(sa.Column(name, _SUM, nullable=False) for name in ("numerator", "denominator", "total")),
            *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
            sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}")),
        )
    op.add_column("confirmations", sa.Column("told_by_kind", sa.String(), nullable=True))
    op.add_column("confirmations", sa.Column("told_by_id", sa.Uuid(), nullable=True))
    op.add_column("confirmations", sa.Column("told_by", sa.String(), nullable=True))
    op.add_column("difficulties", sa.Column("report_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_audience_roll_ups_indicator_id"), "audience_roll_ups", ["indicator_id"])
    op.execute(
        "INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)"
        " SELECT unit_id, period, ends_on, array_agg(DISTINCT indicator_id), now()"
        " FROM roll_ups WHERE indicator_id IN (SELECT indicator_id FROM targets WHERE audience_id IS NOT NULL)"
        " GROUP BY unit_id, period, ends_on"
    )
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_difficulties_report_id",
            "difficulties",
            ["report_id"],
            postgresql_where=sa.text("report_id IS NOT NULL"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        op.drop_index("ix_difficulties_report_id", "difficulties", postgresql_concurrently=True, if_exists=True)
    op.drop_column("difficulties", "report_id")
    for column in ("told_by", "told_by_id", "told_by_kind"):
        op.drop_column("confirmations", column)
    op.drop_table("audience_roll_up_days")
    op.drop_table("audience_roll_ups")
