"""Ad hoc requests: what is asked of an audience, and a row for each unit asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0022"
down_revision: str | None = "0021"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_JSON = postgresql.JSONB()


def upgrade() -> None:
    """Expand."""
    table = "data_requests"
    op.create_table(
        table,
        *_record(),
        *(_named(table, name, "units", nullable=name != "unit_id") for name in ("unit_id", "department_id")),
        _named(table, "audience_id", "audiences"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "text", "search", "by_name")),
        sa.Column("columns", _JSON, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(op.f("ix_data_requests_unit_id_created_at_id"), table, ["unit_id", "created_at", "id"])
    op.create_index(op.f("ix_data_requests_audience_id"), table, ["audience_id"])
    table = "data_request_answers"
    op.create_table(
        table,
        *_record(),
        _named(table, "request_id", "data_requests"),
        *(_named(table, name, "units", nullable=name != "unit_id") for name in ("unit_id", "department_id")),
        sa.Column("values", _JSON, nullable=True),
        *(sa.Column(name, _INSTANT, nullable=True) for name in ("answered_at", "chased_at")),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request_answers")),
    )
    columns = ["request_id", "unit_id"]
    op.create_index("uq_data_request_answers_request_id_unit_id", table, columns, unique=True)
    op.create_index(op.f("ix_data_request_answers_unit_id_request_id"), table, columns[::-1])


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=True),
    )


def _named(table: str, column: str, of: str, *, nullable: bool = False) -> sa.Column[object]:
    key = sa.ForeignKey(f"{of}.id", name=op.f(f"fk_{table}_{column}_{of}"))
    return sa.Column(column, sa.Uuid(), key, nullable=nullable)


def downgrade() -> None:
    """Undo."""
    op.drop_table("data_request_answers")
    op.drop_table("data_requests")
