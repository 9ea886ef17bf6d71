"""Values of indicators, and as they were before."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0016"
down_revision: str | None = "0015"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_FIGURE = sa.Numeric(18, 6)
_ANSWERS = "'given', 'not_applicable', 'nothing_arose'"
_STATES = "'draft', 'sent', 'received', 'returned', 'withdrawn'"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "indicator_values",
        *_answered(),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint(f"answer IN ({_ANSWERS})", name=op.f("ck_indicator_values_answer")),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_indicator_values_state")),
        sa.PrimaryKeyConstraint("unit_id", "period", "indicator_id", name=op.f("pk_indicator_values")),
    )
    op.create_index(
        op.f("ix_indicator_values_indicator_id_period_unit_id"),
        "indicator_values",
        ["indicator_id", "period", "unit_id"],
    )
    op.create_table(
        "indicator_value_versions",
        *_answered(),
        sa.PrimaryKeyConstraint(
            "unit_id", "period", "indicator_id", "version", name=op.f("pk_indicator_value_versions")
        ),
    )


def _answered() -> tuple[Any, ...]:
    return (
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Text(collation="C"), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("numerator", _FIGURE, nullable=True),
        sa.Column("denominator", _FIGURE, nullable=True),
        sa.Column("value", _FIGURE, nullable=True),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("warnings", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("by_kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("indicator_value_versions")
    op.drop_table("indicator_values")
