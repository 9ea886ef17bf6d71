"""Amendments, and what plans, tasks and targets said on earlier days."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"

_FIGURE = sa.Numeric(18, 6)


def upgrade() -> None:
    """Expand: new columns may be null or have a default, so the release before writes on."""
    op.add_column("plans", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("tasks", sa.Column("since", sa.Date(), nullable=True))
    op.add_column("tasks", sa.Column("rendered_version", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE tasks SET rendered_version = version")
    op.add_column("targets", sa.Column("since", sa.Date(), nullable=True))
    _amendments()
    _plan_versions()
    _task_versions()
    _target_versions()


def _amendments() -> None:
    op.create_table(
        "amendments",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("signer", postgresql.JSON(astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("legal_bases", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("changes", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_amendments_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    op.create_index("uq_amendments_plan_id_number", "amendments", ["plan_id", "number"], unique=True)


def _plan_versions() -> None:
    op.create_table(
        "plan_versions",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("target_count", sa.Integer(), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        *_days("plan_versions", "plan"),
    )


def _task_versions() -> None:
    op.create_table(
        "task_versions",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("leads", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=False),
        *_days("task_versions", "task"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_task_versions_plan_id")),
    )
    op.create_index(op.f("ix_task_versions_plan_id"), "task_versions", ["plan_id"])


def _target_versions() -> None:
    op.create_table(
        "target_versions",
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("audience_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("comparator", sa.String(), nullable=True),
        sa.Column("value", _FIGURE, nullable=True),
        sa.Column("value_max", _FIGURE, nullable=True),
        sa.Column("baseline", _FIGURE, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("leads", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("participations", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        *_days("target_versions", "target"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_target_versions_plan_id")),
    )
    op.create_index(op.f("ix_target_versions_plan_id"), "target_versions", ["plan_id"])


def _days(table: str, of: str) -> tuple[sa.Constraint, ...]:
    """A record has one version a day."""
    return (
        postgresql.ExcludeConstraint(
            (sa.column(f"{of}_id"), "="), (sa.column("valid"), "&&"), using="gist", name=f"ex_{table}_{of}"
        ),
        sa.CheckConstraint("NOT isempty(valid)", name=op.f(f"ck_{table}_valid")),
        sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}s.id"], name=op.f(f"fk_{table}_{of}_id")),
        sa.PrimaryKeyConstraint(f"{of}_id", "valid", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Undo."""
    for table in ("target_versions", "task_versions", "plan_versions", "amendments"):
        op.drop_table(table)
    for table, column in (
        ("targets", "since"), ("tasks", "rendered_version"), ("tasks", "since"),
        ("plans", "since"),
    ):  # fmt: skip
        op.drop_column(table, column)
