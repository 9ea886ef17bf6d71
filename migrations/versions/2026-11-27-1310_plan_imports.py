"""Plan documents sent in, until they are drafts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0014"
down_revision: str | None = "0013"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_STATUSES = "'reading', 'ready', 'refused', 'committed', 'discarded'"
_REFERENCES = {"unit_id": "units", "department_id": "units", "parent_plan_id": "plans", "plan_id": "plans"}


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "plan_imports",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("parent_plan_id", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("header", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("remarks", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("left_out", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("doubtful_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=True),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name=op.f("ck_plan_imports_status")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_plan_imports_{column}"))
            for column, table in _REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_imports")),
    )
    op.create_index(op.f("ix_plan_imports_unit_id_created_at"), "plan_imports", ["unit_id", "created_at"])
    for column in ("department_id", "plan_id", "parent_plan_id"):
        op.create_index(op.f(f"ix_plan_imports_{column}"), "plan_imports", [column])


def downgrade() -> None:
    """Back."""
    op.drop_table("plan_imports")
