"""Regimes as a list and as records."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, Text, and_, cast, func

from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Instant, Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import items, parties, raw, rows_of, unit_ref
from api.plans.queries.plans import apply
from api.reporting.models import Regime, RegimeStep, StepParty
from api.reporting.queries.parts import of_unit
from api.reporting.queries.scope import ruled_by, visible_regimes
from api.reporting.rules import due, rounds
from api.reporting.rules.due import Cadence


class RegimeFilters(ListQuery):
    """What narrows the list of regimes."""

    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    plan: UUID | None = Field(default=None, description="Of this plan, by id.")
    cadence: Cadence | None = Field(default=None, description="How often.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


SORTS = {"title": SortKey(Regime.title), "created_at": SortKey(Regime.created_at)}
_PLAIN = (
    Regime.id, Regime.version, Regime.plan_id, Regime.title, Regime.cadence, Regime.first_on, Regime.last_on,
    Regime.opens_days, Regime.closes_days, Regime.updated_at,
)  # fmt: skip


def _side(side: str) -> Any:
    return parties(StepParty, and_(StepParty.step_id == RegimeStep.id, StepParty.side == side))


_STEP = func.json_build_object(
    "due", RegimeStep.due,
    "due_text", RegimeStep.due_text,
    "cutoff", RegimeStep.cutoff,
    "outline", RegimeStep.outline,
    "who", _side("who"),
    "to", _side("to"),
)  # fmt: skip
_STEPS = rows_of(items(_STEP, RegimeStep.position)).where(RegimeStep.regime_id == Regime.id)
_SHOWN = (
    unit_ref(Regime.unit_id).label("unit"),
    cast(_STEPS.correlate(Regime).scalar_subquery(), Text).label("steps"),
)
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "unit": lambda reference: of_unit(Regime.unit_id, reference),
    "plan": lambda plan_id: Regime.plan_id == plan_id,
    "cadence": lambda cadence: Regime.cadence == cadence,
    "updated_since": lambda instant: Regime.updated_at >= instant,
}


def regimes(subject: Subject, today: date) -> Select[Any]:
    """The regimes a caller sees, as `shape` wants them."""
    return rows_of(*_PLAIN, *_SHOWN, ruled_by(subject, today).label("rules")).where(visible_regimes(subject, today))


def one(subject: Subject, regime_id: UUID, today: date) -> Select[Any]:
    """One of them."""
    return regimes(subject, today).where(Regime.id == regime_id)


def filtered(statement: Select[Any], filters: RegimeFilters) -> Select[Any]:
    """A statement narrowed by the filters of the list."""
    return apply(statement, filters, _CONDITIONS)


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `regimes` as it goes out, with what a coordinator has yet to set."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    steps = [rounds.StepRule(due.from_json(step["due"])) for step in orjson.loads(row.steps)]
    waits_for = rounds.waits_for(rounds.Regime(row.cadence, tuple(steps), row.first_on))
    more = {"unit": raw(row.unit), "steps": raw(row.steps), "waits_for": waits_for}
    return plain | more | {"may": ["change", "open"] if row.rules else []}
