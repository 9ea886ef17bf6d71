"""Kept roll-ups as rows, and whom they may be told to."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, any_, bindparam, func, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import NullType

from api.indicators.models import (
    AudienceRollUp,
    Indicator,
    IndicatorValue,
    RollUp,
    RollUpTurn,
    Target,
    TargetParticipation,
)
from api.indicators.permissions import VALUE_READ
from api.indicators.queries.indicators import visible
from api.indicators.rules.rollup import SUMMED
from api.kit.events import FeedMark, FeedState
from api.kit.permissions import Subject
from api.kit.reads import Query
from api.plans.models import Plan
from api.plans.queries.parties import audience_ref, rows_of
from api.plans.queries.scope import visible as plan_visible
from api.units.models import Audience, Cluster, Unit, UnitClosure, UnitEdge
from api.units.models.arrays import any_id, any_text
from api.units.scope import governs

_OF_DIVISIONS = frozenset({"division_head", "officer"})


def kept(units: Collection[UUID], indicators: Iterable[UUID], periods: Iterable[str]) -> Select[Any]:
    """What is kept of units, by sort of unit."""
    return _kept(RollUp, RollUp.bucket, units, indicators, periods)


def kept_apart(units: Collection[UUID], indicators: Iterable[UUID], periods: Iterable[str]) -> Select[Any]:
    """What is kept of units, by audience."""
    return _kept(AudienceRollUp, AudienceRollUp.audience_id, units, indicators, periods)


def _kept(
    table: Any, key: Any, units: Collection[UUID], indicators: Iterable[UUID], periods: Iterable[str]
) -> Select[Any]:
    columns = (table.unit_id, table.indicator_id, table.period, key)
    found = rows_of(*columns, *(getattr(table, name) for name in SUMMED))
    return found.where(
        table.unit_id == any_id(units),
        table.indicator_id == any_id(indicators),
        table.period == any_text(periods),
    )


def kept_whole(units: Collection[UUID], indicators: Iterable[UUID], periods: Iterable[str]) -> Select[Any]:
    """What is kept of units over all their sorts: of each unit and indicator one row, with arrays alike in order.

    Of a province's communes a row for each period would be a hundred thousand things to unpack.
    """
    sorts = kept(units, indicators, periods).subquery().c
    key = (sorts.unit_id, sorts.indicator_id)
    summed = [func.sum(sorts[name]).label(name) for name in SUMMED]
    one = select(*key, sorts.period, *summed).group_by(*key, sorts.period).subquery().c
    arrays = [func.array_agg(one[name], type_=NullType()).label(name) for name in ("period", *SUMMED)]
    return rows_of(one.unit_id, one.indicator_id, *arrays).group_by(one.unit_id, one.indicator_id)


def oldest_turn() -> Select[Any]:
    """Since when something waits to be counted; null when nothing does."""
    return select(func.min(RollUpTurn.at))


def _mark() -> Select[Any]:
    departments: Any = bindparam("departments", type_=ARRAY(Uuid()))
    near = select(func.max(FeedMark.position)).where(FeedMark.department_id == any_(departments))
    last = select(FeedState.last_position).where(FeedState.id == 1)
    turn = select(func.min(RollUpTurn.seq))
    return select(near.scalar_subquery(), last.scalar_subquery(), turn.scalar_subquery())


# How far the feed spoke of some departments, and of anything, and what waits to be counted first: by primary keys.
MARK = Query(_mark)


def indicators_of(subject: Subject, unit_id: UUID, today: date) -> Select[Any]:
    """The indicators a unit has figures of."""
    rolled = select(RollUp.indicator_id).where(RollUp.unit_id == unit_id)
    own = select(IndicatorValue.indicator_id).where(IndicatorValue.unit_id == unit_id)
    found = union(rolled, own).subquery()
    seen = select(Indicator).where(Indicator.id.in_(select(found.c[0])), visible(subject, today))
    return seen.order_by(Indicator.sort_key, Indicator.id)


def is_governed(subject: Subject, today: date) -> Any:
    """Whether the caller reads all figures of a unit."""
    return governs(subject, VALUE_READ, today)(Unit.id)


def led_by(subject: Subject) -> tuple[list[UUID], list[UUID]]:
    """The divisions the caller acts for, and the departments they belong to."""
    acting = [reach for reach in subject.reaches_with(VALUE_READ) if reach.role in _OF_DIVISIONS]
    departments = {reach.department_id for reach in acting if reach.department_id is not None}
    return sorted({reach.unit_id for reach in acting}), sorted(departments)


def stands_under(unit_id: UUID, departments: Iterable[UUID], today: date) -> Select[Any]:
    """A row where a unit is one of these or below it."""
    way = (UnitClosure.line == "professional", UnitClosure.descendant_id == unit_id)
    return select(UnitClosure.depth).where(
        *way, UnitClosure.ancestor_id == any_id(departments), UnitClosure.readable.contains(today)
    )


def led_indicators(divisions: Iterable[UUID]) -> Select[Any]:
    """The indicators of targets these divisions lead."""
    named = (TargetParticipation.role == "lead", TargetParticipation.unit_id == any_id(divisions))
    joined = select(Target.indicator_id).join(TargetParticipation, TargetParticipation.target_id == Target.id)
    return joined.where(Target.deleted_at.is_(None), *named)


def goals(subject: Subject, unit_id: UUID, indicators: Iterable[UUID], year: int, today: date) -> Select[Any]:
    """What plans in force of a unit, and of those above it, want these indicators to reach in a year or later.

    The first of an indicator is the nearest: of the nearest unit, for the nearest year, of the newest plan, for all
    before some.
    """
    columns = ("id", "indicator_id", "unit_id", "comparator", "value", "value_max", "baseline", "text", "year")
    told_of = (Target.audience_id, Audience.rule, Indicator.measured_on)
    of_audience = (*told_of, audience_ref(Target.audience_id).label("audience"))
    found = rows_of(*(getattr(Target, name) for name in columns), Target.plan_id, UnitClosure.depth, *of_audience)
    found = found.join(Plan, Plan.id == Target.plan_id).join(UnitClosure, UnitClosure.ancestor_id == Plan.unit_id)
    found = found.join(Indicator, Indicator.id == Target.indicator_id)
    found = found.outerjoin(Audience, Audience.id == Target.audience_id)
    above = (UnitClosure.line == "professional", UnitClosure.descendant_id == unit_id)
    set_ = (Target.indicator_id == any_id(indicators), Target.deleted_at.is_(None), Target.comparator.is_not(None))
    in_force = (Plan.status != "draft", Plan.year <= year, Target.year >= year, plan_visible(subject, today))
    found = found.where(*above, UnitClosure.valid.contains(today), *set_, *in_force)
    nearest = (UnitClosure.depth, Target.year, Plan.year.desc(), Target.audience_id.is_not(None), Target.position)
    return found.order_by(*nearest, Target.id)


def children(unit_id: UUID, on: date) -> Select[Any]:
    """The units right below one on a day, by name."""
    stands = (UnitEdge.line == "professional", UnitEdge.parent_id == unit_id, UnitEdge.valid.contains(on))
    found = rows_of(Unit.id, Unit.code, Unit.name).join(UnitEdge, UnitEdge.child_id == Unit.id)
    return found.where(*stands, Unit.deleted_at.is_(None)).order_by(Unit.sort_key, Unit.id)


def clusters(ids: Iterable[UUID]) -> Select[Any]:
    """Clusters as references, by name."""
    found = rows_of(Cluster.id, Cluster.code, Cluster.name).where(Cluster.id == any_id(ids))
    return found.order_by(Cluster.sort_key, Cluster.id)
