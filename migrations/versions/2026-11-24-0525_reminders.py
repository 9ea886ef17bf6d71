"""When reminders go out, and on which days they did."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "reminder_rules",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_reminder_rules_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_reminder_rules")),
    )
    op.create_table(
        "reminder_runs",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ran_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_reminder_runs")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("reminder_runs")
    op.drop_table("reminder_rules")
