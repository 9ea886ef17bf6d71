"""Targets of the plans a caller sees."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, Text, cast, or_, select

from api.indicators.models import Indicator, Target, TargetParticipation
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Line, Reference, Year
from api.kit.sorting import SortKey
from api.plans.models import Plan
from api.plans.queries.parties import audience_ref, parties, raw, rows_of
from api.plans.queries.plans import AsOf, apply, as_id, containing, named
from api.plans.queries.scope import there, visible
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

_PLAIN = (
    Target.id,
    Target.version,
    Target.plan_id,
    Target.group,
    Target.number,
    Target.position,
    Target.printed_name,
    Target.year,
    Target.comparator,
    Target.value,
    Target.value_max,
    Target.baseline,
    Target.text,
    Target.updated_at,
    Indicator.unit_of_measure,
)
_NAMES = tuple(column.key for column in _PLAIN)


def targets(subject: Subject, today: date, as_of: date | None = None) -> Select[Any]:
    """The targets a caller sees, as `shape` wants them."""
    return (
        rows_of(
            *_PLAIN,
            Indicator.id.label("indicator_id"),
            Indicator.code.label("indicator_code"),
            Indicator.name.label("indicator_name"),
            audience_ref(Target.audience_id).label("audience"),
            cast(
                parties(
                    TargetParticipation, TargetParticipation.target_id == Target.id, "role", TargetParticipation.role
                ),
                Text,
            ).label("participations"),
        )
        .select_from(Target)
        .join(Plan, Plan.id == Target.plan_id)
        .join(Indicator, Indicator.id == Target.indicator_id)
        .where(there(Target.deleted_at, as_of), visible(subject, today, as_of))
    )


def _is_indicator(reference: str) -> ColumnElement[bool]:
    id_ = as_id(reference)
    return Indicator.code == reference if id_ is None else Indicator.id == id_


def _names(reference: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    units = select(Unit.id).where(named(Unit, reference)).scalar_subquery()
    audiences = select(Audience.id).where(named(Audience, reference)).scalar_subquery()
    party = or_(TargetParticipation.unit_id == units, TargetParticipation.audience_id == audiences)
    return Target.id.in_(select(TargetParticipation.target_id).where(party, *conditions))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "plan": lambda plan_id: Target.plan_id == plan_id,
    "indicator": _is_indicator,
    "group": lambda code: Target.group == code,
    "year": lambda year: Target.year == year,
    "audience": lambda reference: Target.audience_id.in_(select(Audience.id).where(named(Audience, reference))),
    "lead": lambda reference: _names(reference, TargetParticipation.role == "lead"),
    "participant": _names,
    "updated_since": lambda instant: Target.updated_at >= instant,
    "q": lambda words: Target.search.like(containing(words), escape="\\"),
}


def filtered(statement: Select[Any], filters: TargetFilters) -> Select[Any]:
    """The list with the filters applied."""
    return apply(statement, filters, _CONDITIONS)


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `targets` as the contract's target."""
    return {
        **dict(zip(_NAMES, row, strict=False)),
        "indicator": {"id": row.indicator_id, "code": row.indicator_code, "name": row.indicator_name},
        "audience": raw(row.audience),
        "participations": raw(row.participations),
    }
