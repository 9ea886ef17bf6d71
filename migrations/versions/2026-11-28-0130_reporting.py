"""Reporting: regimes with their steps, rounds, reports, what was received and what was said."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019"
down_revision: str | None = "0018"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_JSON = postgresql.JSONB()
_CADENCES = (
    "month", "quarter", "half_year", "year", "semester", "sector_round", "school_year", "once", "ad_hoc",
)  # fmt: skip
_INDEXES: dict[str, tuple[list[str], ...]] = {
    "reporting_regimes": (["unit_id"], ["plan_id"]),
    "reporting_steps": (["regime_id", "position"],),
    "reporting_step_parties": (["step_id", "position"], ["unit_id"], ["audience_id"]),
    "reporting_rounds": (["unit_id", "due_at", "id"], ["status", "closes_on"]),
    "reports": (["unit_id", "due_at", "id"], ["to_id", "status"], ["round_id", "under_id", "status"]),
    "report_acts": (["report_id", "id"],),
}


def upgrade() -> None:
    """Expand."""
    _regimes()
    _rounds()
    _reports()
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    op.create_index("uq_reporting_rounds_regime_id_period", "reporting_rounds", ["regime_id", "period"], unique=True)
    op.create_index("uq_reports_round_id_unit_id", "reports", ["round_id", "unit_id"], unique=True)
    for table, column in (("reporting_regimes", "rule_id"), ("reports", "receipt_code")):
        op.create_index(
            f"uq_{table}_{column}", table, [column],
            unique=True, postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )  # fmt: skip


def _regimes() -> None:
    op.create_table(
        "reporting_regimes",
        *_record(),
        *_owner("reporting_regimes"),
        _named("reporting_regimes", "plan_id", "plans"),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("opens_days", sa.Integer(), nullable=False),
        sa.Column("closes_days", sa.Integer(), nullable=False),
        _one_of("reporting_regimes", "cadence", *_CADENCES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_regimes")),
    )
    op.create_table(
        "reporting_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        _named("reporting_steps", "regime_id", "reporting_regimes", nullable=False, ondelete="CASCADE"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due", _JSON, nullable=True),
        sa.Column("due_text", sa.String(), nullable=True),
        sa.Column("cutoff", _JSON, nullable=True),
        sa.Column("outline", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_steps")),
    )
    table = "reporting_step_parties"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        _named(table, "step_id", "reporting_steps", nullable=False, ondelete="CASCADE"),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _named(table, "unit_id", "units"),
        _named(table, "audience_id", "audiences"),
        sa.Column("printed_name", sa.String(), nullable=False),
        _one_of(table, "side", "who", "to"),
        sa.CheckConstraint("unit_id IS NULL OR audience_id IS NULL", name=op.f(f"ck_{table}_party")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _rounds() -> None:
    days = ("starts_on", "ends_on", "opens_on", "closes_on", "followed_on")
    op.create_table(
        "reporting_rounds",
        *_record(),
        _named("reporting_rounds", "regime_id", "reporting_regimes", nullable=False),
        *_owner("reporting_rounds"),
        _named("reporting_rounds", "plan_id", "plans"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "period", "status")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in days),
        sa.Column("due_at", _INSTANT, nullable=True),
        _one_of("reporting_rounds", "status", "open", "closed"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_rounds")),
    )
    op.create_table(
        "reporting_round_steps",
        _named("reporting_round_steps", "round_id", "reporting_rounds", nullable=False, ondelete="CASCADE"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=True),
        sa.Column("cutoff_on", sa.Date(), nullable=False),
        sa.Column("outline", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "position", name=op.f("pk_reporting_round_steps")),
    )


def _reports() -> None:
    instants = ("due_at", "step_due_at", "first_sent_at", "sent_at", "received_at")
    op.create_table(
        "reports",
        *_record(),
        _named("reports", "round_id", "reporting_rounds", nullable=False),
        *_owner("reports"),
        _named("reports", "under_id", "units"),
        _named("reports", "to_id", "units", nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("step", "edition", "flaws")),
        sa.Column("status", sa.String(), nullable=False),
        *(sa.Column(name, _INSTANT, nullable=True) for name in instants),
        sa.Column("sections", _JSON, nullable=True),
        sa.Column("returned", _JSON, nullable=False),
        sa.Column("receipt_code", sa.String(), nullable=True),
        _one_of("reports", "status", "draft", "sent", "received", "returned"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_table(
        "report_editions",
        _named("report_editions", "report_id", "reports", nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("sent_at", "received_at")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("received_by", "receipt_code")),
        sa.Column("content", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "edition", name=op.f("pk_report_editions")),
    )
    op.create_table(
        "report_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        _named("report_acts", "report_id", "reports", nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("by_name", "act")),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("lines", _JSON, nullable=False),
        _one_of("report_acts", "act", "sent", "returned", "received", "corrected", "extended", "passed_on"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_acts")),
    )


def _record() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=True),
    )


def _owner(table: str) -> tuple[sa.Column[Any], ...]:
    return _named(table, "unit_id", "units", nullable=False), _named(table, "department_id", "units")


def _named(
    table: str, column: str, target: str, *, nullable: bool = True, ondelete: str | None = None
) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
    return sa.Column(column, sa.Uuid(), key, nullable=nullable)


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(repr(value) for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def downgrade() -> None:
    """Contract."""
    for table in (
        "report_acts", "report_editions", "reports", "reporting_round_steps", "reporting_rounds",
        "reporting_step_parties", "reporting_steps", "reporting_regimes",
    ):  # fmt: skip
        op.drop_table(table)
