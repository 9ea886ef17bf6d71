"""Targets of the plans a caller sees."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, Text, any_, cast, exists, or_, select

from api.indicators.models import Indicator, Target, TargetParticipation
from api.indicators.queries.history import PARTICIPATIONS, targets_on
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Line, Reference, Year
from api.kit.sorting import SortKey
from api.plans.models import Plan
from api.plans.queries.history import sorts_then
from api.plans.queries.parties import audience_ref, raw, rows_of
from api.plans.queries.plans import AsOf, apply, as_id, containing, named
from api.plans.queries.scope import visible
from api.units.models import Audience, Unit


class TargetFilters(SearchableQuery):
    """What narrows the list of targets."""

    plan: UUID | None = Field(default=None, description="Targets of this plan, by id.")
    indicator: Reference | None = Field(default=None, description="Targets on this indicator, by code or id.")
    group: Line | None = Field(default=None, description="Targets under this heading, by its code.")
    year: Year | None = Field(default=None, description="Targets to reach in this year.")
    audience: Reference | None = Field(default=None, description="Targets for this audience, by code or id.")
    lead: Reference | None = Field(default=None, description="Targets this unit or audience leads, by code or id.")
    participant: Reference | None = Field(
        default=None, description="Targets this unit or audience is named in, whatever its role, by code or id."
    )
    as_of: AsOf = None
    standing_of: Reference | None = Field(
        default=None,
        description="Beside each target where this unit, by code or id, with those below it, stands today; figures one "
        "may not read are null.",
    )


SORTS = {
    "plan": SortKey(Target.plan_id),
    "number": SortKey(Target.position),
    "name": SortKey(Target.sort_key),
    "year": SortKey(Target.year),
    "created_at": SortKey(Target.created_at),
    "updated_at": SortKey(Target.updated_at),
}
# As printed, plan by plan.
DEFAULT_SORT = "plan,number"

_FIELDS = (
    "id", "version", "plan_id", "group", "number", "position", "printed_name", "year", "comparator", "value",
    "value_max", "baseline", "text", "updated_at",
)  # fmt: skip
_NAMES = (*_FIELDS, "unit_of_measure")


def targets(subject: Subject, today: date) -> Select[Any]:
    """The targets a caller sees, as `shape` wants them."""
    who = cast(PARTICIPATIONS, Text)
    return _targets(Target, who).where(Target.deleted_at.is_(None), visible(subject, today))


def targets_then(subject: Subject, today: date, as_of: date, then: Any) -> Select[Any]:
    """The targets a caller sees as they stood at the end of a day; `then` are the columns of `history.targets_on`."""
    return _targets(then, then.participations).where(visible(subject, today, as_of))


def bodies(which: ColumnElement[bool]) -> Select[Any]:
    """The targets of a condition, whoever sees them, in the order of their plan."""
    return _targets(Target, cast(PARTICIPATIONS, Text)).where(which).order_by(Target.position, Target.id)


def bodies_then(subject: Subject, plan_id: UUID, today: date, day: date) -> Select[Any]:
    """A plan's targets as a caller would have seen them at the end of a day, in order."""
    then = targets_on(day)
    statement = targets_then(subject, today, day, then).where(then.plan_id == plan_id)
    return statement.order_by(then.position, then.id)


def one(subject: Subject, target_id: UUID, today: date, as_of: date | None = None) -> Select[Any]:
    """One target a caller sees, now or as it stood at the end of a day."""
    if as_of is None:
        return targets(subject, today).where(Target.id == target_id)
    then = targets_on(as_of)
    return targets_then(subject, today, as_of, then).where(then.id == target_id)


def _targets(target: Any, participations: ColumnElement[Any]) -> Select[Any]:
    return (
        rows_of(
            *(getattr(target, name) for name in _FIELDS),
            Indicator.unit_of_measure,
            Indicator.id.label("indicator_id"),
            Indicator.code.label("indicator_code"),
            Indicator.name.label("indicator_name"),
            audience_ref(target.audience_id).label("audience"),
            participations.label("participations"),
        )
        .join(Plan, Plan.id == target.plan_id)
        .join(Indicator, Indicator.id == target.indicator_id)
    )


def _is_indicator(reference: str) -> ColumnElement[bool]:
    id_ = as_id(reference)
    return Indicator.code == reference if id_ is None else Indicator.id == id_


def _names(reference: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    units, audiences = (meant.scalar_subquery() for meant in _meant(reference))
    party = or_(TargetParticipation.unit_id == units, TargetParticipation.audience_id == audiences)
    return Target.id.in_(select(TargetParticipation.target_id).where(party, *conditions))


def _among(ids: Any, reference: str) -> ColumnElement[bool]:
    units, audiences = _meant(reference)
    return or_(exists(units.where(Unit.id == any_(ids))), exists(audiences.where(Audience.id == any_(ids))))


def _meant(reference: str) -> tuple[Select[Any], Select[Any]]:
    return select(Unit.id).where(named(Unit, reference)), select(Audience.id).where(named(Audience, reference))


def _conditions(target: Any) -> dict[str, Callable[[Any], ColumnElement[bool]]]:
    """What each filter means of a target, now or then."""
    return {
        "plan": lambda plan_id: target.plan_id == plan_id,
        "indicator": _is_indicator,
        "group": lambda code: target.group == code,
        "year": lambda year: target.year == year,
        "audience": lambda reference: target.audience_id.in_(select(Audience.id).where(named(Audience, reference))),
        "updated_since": lambda instant: target.updated_at >= instant,
        "q": lambda words: target.search.like(containing(words), escape="\\"),
    }


_CONDITIONS = _conditions(Target) | {
    "lead": lambda reference: _names(reference, TargetParticipation.role == "lead"),
    "participant": _names,
}


def list_now(subject: Subject, filters: TargetFilters, today: date) -> tuple[Select[Any], dict[str, SortKey], Any]:
    """The list, what it is sorted by, and its primary key."""
    return apply(targets(subject, today), filters, _CONDITIONS), SORTS, Target.id


def list_then(
    subject: Subject, filters: TargetFilters, today: date, as_of: date
) -> tuple[Select[Any], dict[str, SortKey], Any]:
    """The list as it was at the end of a day, what it is sorted by, and its primary key."""
    then = targets_on(as_of)
    parties: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "lead": lambda reference: _among(then.leads, reference),
        "participant": lambda reference: _among(then.parties, reference),
    }
    statement = apply(targets_then(subject, today, as_of, then), filters, _conditions(then) | parties)
    return statement, sorts_then(SORTS, then), then.id


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `targets` as the contract's target."""
    return {
        **dict(zip(_NAMES, row, strict=False)),
        "indicator": {"id": row.indicator_id, "code": row.indicator_code, "name": row.indicator_name},
        "audience": raw(row.audience),
        "participations": raw(row.participations),
    }
