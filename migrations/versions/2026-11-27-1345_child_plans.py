"""By when, and of whom, units' own plans are wanted."""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "child_plan_calls",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("audience_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_child_plan_calls_plan_id")),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name=op.f("fk_child_plan_calls_audience_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_child_plan_calls")),
    )
    op.create_index(op.f("ix_child_plan_calls_due_on"), "child_plan_calls", ["due_on"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("child_plan_calls")
