"""Rounds as a list and as records."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, null, select

from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Instant, Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import items, raw, rows_of, unit_ref
from api.plans.queries.plans import apply
from api.reporting.models import Regime, Report, Round, RoundStep
from api.reporting.permissions import REPORT_EXTEND
from api.reporting.queries.completeness import counted
from api.reporting.queries.parts import of_unit
from api.reporting.queries.scope import rounds_ruled_by, visible_reports, visible_rounds


class RoundFilters(ListQuery):
    """What narrows the list of rounds."""

    regime: UUID | None = Field(default=None, description="Of this regime, by id.")
    plan: UUID | None = Field(default=None, description="Of this plan, by id.")
    unit: Reference | None = Field(default=None, description="Of this unit's regimes, by code or id.")
    period: str | None = Field(default=None, max_length=12, description="Of this period: 2026-Q1.")
    status: Literal["open", "closed"] | None = Field(default=None, description="Whether reports may be sent in it.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


SORTS = {
    "due_at": SortKey(Round.due_at, nullable=True),
    "opens_on": SortKey(Round.opens_on),
    "created_at": SortKey(Round.created_at),
}
_PLAIN = (
    Round.id, Round.version, Round.title, Round.period, Round.starts_on, Round.ends_on, Round.opens_on,
    Round.closes_on, Round.due_at, Round.status, Round.plan_id, Round.updated_at,
)  # fmt: skip
_DUE = func.to_char(func.timezone("UTC", RoundStep.due_at), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
_STEP = func.json_build_object("due_at", _DUE, "cutoff_on", RoundStep.cutoff_on, "outline", RoundStep.outline)
_STEPS = rows_of(items(_STEP, RoundStep.position)).where(RoundStep.round_id == Round.id)
_REGIME = select(
    cast(func.json_build_object("id", Regime.id, "code", null(), "name", Regime.title), Text)
).where(Regime.id == Round.regime_id)  # fmt: skip
_SHOWN = (
    unit_ref(Round.unit_id).label("unit"),
    _REGIME.scalar_subquery().label("regime"),
    cast(_STEPS.correlate(Round).scalar_subquery(), Text).label("steps"),
)
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "regime": lambda regime_id: Round.regime_id == regime_id,
    "plan": lambda plan_id: Round.plan_id == plan_id,
    "unit": lambda reference: of_unit(Round.unit_id, reference),
    "period": lambda period: Round.period == period,
    "status": lambda status: Round.status == status,
    "updated_since": lambda instant_: Round.updated_at >= instant_,
}


def rounds(subject: Subject, now: Any, today: date) -> Select[Any]:
    """The rounds a caller sees, each with how many of the reports the caller sees stand where."""
    reports = (
        select(func.json_build_object(*(part for name, column in counted(now) for part in (name, column))))
        .where(Report.round_id == Round.id, visible_reports(subject, today))
        .correlate(Round)
        .scalar_subquery()
    )
    may = (
        rounds_ruled_by(subject, today).label("change"),
        rounds_ruled_by(subject, today, REPORT_EXTEND).label("extend"),
    )
    more = (cast(reports, Text).label("counts"), *may)
    return rows_of(*_PLAIN, *_SHOWN, *more).where(visible_rounds(subject, today))


def one(subject: Subject, round_id: UUID, now: Any, today: date) -> Select[Any]:
    """One of them."""
    return rounds(subject, now, today).where(Round.id == round_id)


def named(subject: Subject, round_id: UUID, today: date) -> Select[Any]:
    """What names a round the caller sees."""
    return rows_of(Round.id, Round.title, Round.period).where(Round.id == round_id, visible_rounds(subject, today))


def filtered(statement: Select[Any], filters: RoundFilters) -> Select[Any]:
    """A statement narrowed by the filters of the list."""
    return apply(statement, filters, _CONDITIONS)


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `rounds` as it goes out."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    more = {name: raw(getattr(row, name)) for name in ("unit", "regime", "steps", "counts")}
    return plain | more | {"may": [name for name in ("change", "extend") if getattr(row, name)]}
