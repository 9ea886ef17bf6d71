"""Work: assignments and what was said about them; engagements narrowed by ownership and area."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0007"
down_revision: str | None = "0006"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_STATUSES = "'not_started', 'in_progress', 'awaiting_confirmation', 'completed', 'cancelled'"
_INDEXES = {
    "uq_assignments_task_id_unit_id_occurrence": ["task_id", "unit_id", "occurrence"],
    "ix_assignments_unit_id": ["unit_id", "status", "due_at", "id"],
    "ix_assignments_department_id": ["department_id", "due_at", "id"],
    "ix_assignments_plan_id": ["plan_id", "status", "due_at", "id"],
}


def upgrade() -> None:
    """Expand: new columns have a default, so the release before writes on."""
    for name in ("ownership", "area"):
        op.add_column("engagements", sa.Column(name, sa.ARRAY(sa.Text()), server_default="{}", nullable=False))
    _assignments()
    _updates()


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("owes", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("supervisor", sa.String(), nullable=True),
        sa.Column("deliverables", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("completed_at", _INSTANT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=True),
        sa.CheckConstraint("owes IN ('yes_no', 'figure', 'product')", name=op.f("ck_assignments_owes")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_assignments_percent")),
        sa.CheckConstraint("role IN ('lead', 'coordinate', 'monitor')", name=op.f("ck_assignments_role")),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name=op.f("ck_assignments_status")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_assignments_department_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_assignments_plan_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_assignments_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assignments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "assignments", columns, unique=name.startswith("uq"))


def _updates() -> None:
    op.create_table(
        "assignment_updates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name=op.f("ck_assignment_updates_status")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_assignment_updates_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_updates")),
    )
    op.create_index(
        op.f("ix_assignment_updates_assignment_id_at_id"), "assignment_updates", ["assignment_id", "at", "id"]
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("assignment_updates")
    op.drop_table("assignments")
    op.drop_column("engagements", "area")
    op.drop_column("engagements", "ownership")
