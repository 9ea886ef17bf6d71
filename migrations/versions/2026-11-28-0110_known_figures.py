"""What is known of units before they answer: base counts, and which of them an indicator's denominator is; what
units say of figures that came from elsewhere; and by which rules the system works figures out itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0018"
down_revision: str | None = "0017"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_STATUSES = "'confirmed', 'disputed', 'settled_for_source', 'settled_for_unit', 'withdrawn'"
_DERIVATIONS = "'child_plan_issued', 'assignments_completed', 'assignments_on_time', 'evidence_verified'"
_KINDS = "'teachers', 'staff', 'pupils', 'classes'"


def upgrade() -> None:
    """Expand."""
    op.add_column("indicators", sa.Column("base_count", sa.String(), nullable=True))
    op.create_check_constraint(op.f("ck_indicators_base_count"), "indicators", f"base_count IN ({_KINDS})")
    op.add_column("indicators", sa.Column("prevails", sa.String(), server_default="source", nullable=False))
    op.create_check_constraint(op.f("ck_indicators_prevails"), "indicators", "prevails IN ('source', 'unit')")
    op.add_column("indicators", sa.Column("derivation", sa.String(), nullable=True))
    op.create_check_constraint(op.f("ck_indicators_derivation"), "indicators", f"derivation IN ({_DERIVATIONS})")
    op.create_table(
        "base_counts",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_base_counts_kind")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_base_counts_count")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_base_counts_unit_id_units")),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_base_counts_department_id_units")),
        sa.PrimaryKeyConstraint("unit_id", "kind", "counted_on", "version", name=op.f("pk_base_counts")),
    )
    op.create_index("ix_base_counts_department_id", "base_counts", ["department_id", "counted_on"])
    _confirmations()


def _confirmations() -> None:
    op.create_table(
        "confirmations",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Text(collation="C"), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("believed", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("said_by_id", sa.Uuid(), nullable=True),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", _INSTANT, nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=True),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name=op.f("ck_confirmations_status")),
        sa.CheckConstraint("(believed IS NULL) = (reason IS NULL)", name=op.f("ck_confirmations_believed")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_confirmations_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_confirmations_indicator_id_indicators")
        ),
        sa.ForeignKeyConstraint(["department_id"], ["units.id"], name=op.f("fk_confirmations_department_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )
    key = ["unit_id", "period", "indicator_id"]
    op.create_index(op.f("ix_confirmations_unit_id_period_indicator_id"), "confirmations", key)
    op.create_index(op.f("ix_confirmations_department_id_status"), "confirmations", ["department_id", "status"])
    open_ones = sa.text("status = 'disputed'")
    op.create_index("uq_confirmations_open", "confirmations", key, unique=True, postgresql_where=open_ones)


def downgrade() -> None:
    """Undo."""
    op.drop_table("confirmations")
    op.drop_table("base_counts")
    op.drop_column("indicators", "derivation")
    op.drop_column("indicators", "prevails")
    op.drop_column("indicators", "base_count")
