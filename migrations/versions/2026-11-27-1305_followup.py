"""Following up: difficulties, requests to clarify, what was said about them, chases."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0013"
down_revision: str | None = "0012"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_INDEXES: dict[str, tuple[list[str], ...]] = {
    "difficulties": (
        ["unit_id", "status"],
        ["put_to_id", "status"],
        ["task_id"],
        ["plan_id"],
        ["department_id", "created_at", "id"],
    ),
    "clarification_requests": (
        ["unit_id", "status", "due_on"],
        ["asked_by_id", "status"],
        ["task_id"],
        ["department_id", "created_at", "id"],
    ),
    "difficulty_acts": (["difficulty_id", "id"],),
    "clarification_acts": (["clarification_id", "id"],),
    "chases": (["unit_id", "created_at", "id"], ["task_id"], ["assignment_id"], ["department_id", "created_at", "id"]),
}


def upgrade() -> None:
    """Expand."""
    _difficulties()
    _clarifications()
    _acts("difficulty_acts", "difficulty_id", "difficulties", _amendment())
    _acts("clarification_acts", "clarification_id", "clarification_requests")
    _chases()
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    op.create_index(
        "ix_difficulties_search", "difficulties", ["search"],
        postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"},
    )  # fmt: skip
    op.create_index(
        "uq_difficulty_acts_difficulty_id_amendment_id", "difficulty_acts", ["difficulty_id", "amendment_id"],
        unique=True, postgresql_where=sa.text("amendment_id IS NOT NULL"),
    )  # fmt: skip


def _difficulties() -> None:
    op.create_table(
        "difficulties",
        *_record(),
        *_owner("difficulties"),
        *_named("difficulties", "put_to_id", "units", nullable=False),
        *_named("difficulties", "plan_id", "plans"),
        *_named("difficulties", "task_id", "tasks"),
        *_named("difficulties", "indicator_id", "indicators"),
        *_texts("title", "text", "search", "status"),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("resolved_at", _INSTANT, nullable=True),
        _one_of("difficulties", "status", "open", "answered", "resolved"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulties")),
    )


def _clarifications() -> None:
    table = "clarification_requests"
    op.create_table(
        table,
        *_record(),
        *_owner(table),
        *_named(table, "asked_by_id", "units", nullable=False),
        *_named(table, "plan_id", "plans"),
        *_named(table, "task_id", "tasks"),
        *_named(table, "assignment_id", "assignments"),
        *_named(table, "indicator_id", "indicators"),
        *_texts("title", "text", "search", "wording", "status"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=True),
        sa.Column("closed_at", _INSTANT, nullable=True),
        _one_of(table, "status", "open", "answered", "closed"),
        _one_of(table, "wording", "request", "require"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _acts(table: str, owner: str, of: str, more: tuple[Any, ...] = ()) -> None:
    acts = {
        "difficulty_acts": ("raised", "changed", "passed_on", "answered", "amended", "resolved", "reopened"),
        "clarification_acts": ("asked", "changed", "answered", "closed", "reopened"),
    }
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        *_named(table, owner, of, nullable=False),
        *more,
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        *_texts("by_name", "act"),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        _one_of(table, "act", *acts[table]),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _amendment() -> tuple[Any, ...]:
    return _named("difficulty_acts", "amendment_id", "amendments")


def _chases() -> None:
    op.create_table(
        "chases",
        *_record(),
        *_owner("chases"),
        *_named("chases", "plan_id", "plans"),
        *_named("chases", "task_id", "tasks"),
        *_named("chases", "assignment_id", "assignments"),
        *_texts("how", "note", "by_name"),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _one_of("chases", "how", "phone", "message", "visit", "letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chases")),
    )


def _record() -> tuple[Any, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=True),
    )


def _owner(table: str) -> tuple[Any, ...]:
    return (*_named(table, "unit_id", "units", nullable=False), *_named(table, "department_id", "units"))


def _named(table: str, column: str, of: str, *, nullable: bool = True) -> tuple[Any, ...]:
    key = sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))
    return sa.Column(column, sa.Uuid(), nullable=nullable), key


def _texts(*names: str) -> tuple[Any, ...]:
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in names)


def _one_of(table: str, column: str, *words: str) -> Any:
    said = ", ".join(repr(word) for word in words)
    return sa.CheckConstraint(f"{column} IN ({said})", name=op.f(f"ck_{table}_{column}"))


def downgrade() -> None:
    """Undo."""
    for table in ("chases", "clarification_acts", "difficulty_acts", "clarification_requests", "difficulties"):
        op.drop_table(table)
