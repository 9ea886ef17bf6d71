"""Targets with what they measure, and what is kept of figures: never counted here, only added over sorts of unit."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Text, Uuid, any_, bindparam, cast, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from api.indicators.models import (
    AudienceRollUp,
    AudienceRollUpDay,
    Indicator,
    RollUp,
    RollUpDay,
    Target,
    TargetParticipation,
)
from api.indicators.rules.rollup import SUMMED
from api.kit.reads import Query
from api.plans.queries.parties import items, ref, rows_of
from api.units.models import Audience, Unit, UnitEdge

_UNIT = bindparam("unit", type_=Uuid())
_INDICATORS = bindparam("indicators", type_=ARRAY(Uuid()))
_PERIODS = bindparam("periods", type_=ARRAY(Text()))
_MEASURE = ("unit_of_measure", "kind", "direction", "time_behaviour", "frequency")
_GOAL = ("id", "plan_id", "year", "comparator", "value", "value_max", "baseline", "text", "number", "group")


def _led(division: ColumnElement[Any]) -> ColumnElement[bool]:
    named = (TargetParticipation.role == "lead", TargetParticipation.unit_id == division)
    return exists().where(TargetParticipation.target_id == Target.id, *named)


def _leads() -> ColumnElement[Any]:
    """The printed names of who leads."""
    party = TargetParticipation.__table__.alias().c
    found = select(items(party.printed_name, party.position))
    found = found.where(party.target_id == Target.id, party.role == "lead").correlate(Target)
    return cast(found.scalar_subquery(), Text).label("leads")


def _targets(*, of_division: bool) -> Select[Any]:
    columns = (
        *(getattr(Target, name) for name in _GOAL), Target.printed_name, _leads(),
        Indicator.id.label("indicator_id"), Indicator.code, Indicator.name,
        *(getattr(Indicator, name) for name in _MEASURE),
        func.array_to_string(Indicator.measured_on, " ").label("measured_on"), Target.audience_id,
        cast(Audience.rule, Text).label("rule"),
        cast(ref(Audience.id, Audience.code, Audience.name), Text).label("audience"),
    )  # fmt: skip
    found = rows_of(*columns).join(Indicator, Indicator.id == Target.indicator_id)
    found = found.outerjoin(Audience, Audience.id == Target.audience_id)
    found = found.where(Target.plan_id == bindparam("plan", type_=Uuid()), Target.deleted_at.is_(None))
    found = found.where(_led(bindparam("division", type_=Uuid()))) if of_division else found
    return found.order_by(Target.position, Target.id)


def _kept() -> Select[Any]:
    sums = (func.sum(getattr(RollUp, name)).label(name) for name in SUMMED)
    found = rows_of(RollUp.indicator_id, RollUp.period, *sums).where(
        RollUp.unit_id == _UNIT, RollUp.indicator_id == any_(_INDICATORS), RollUp.period == any_(_PERIODS)
    )
    return found.group_by(RollUp.indicator_id, RollUp.period)


def _kept_apart() -> Select[Any]:
    sums = (getattr(AudienceRollUp, name) for name in SUMMED)
    found = rows_of(AudienceRollUp.indicator_id, AudienceRollUp.period, AudienceRollUp.audience_id, *sums)
    return found.where(
        AudienceRollUp.unit_id == _UNIT,
        AudienceRollUp.indicator_id == any_(_INDICATORS),
        AudienceRollUp.period == any_(_PERIODS),
    )


def _before(table: Any, *apart: Any) -> Select[Any]:
    """The sums as they were when a day began: of each the newest that was kept by then."""
    named = (table.indicator_id, table.period, *apart)
    found = rows_of(*named, *(getattr(table, name) for name in SUMMED)).where(
        table.unit_id == _UNIT,
        table.indicator_id == any_(_INDICATORS),
        table.period == any_(_PERIODS),
        table.day <= bindparam("day", type_=Date()),
    )
    return found.ext(distinct_on(*named)).order_by(*named, table.day.desc())


def children() -> Select[Any]:
    """The units right below one, today."""
    held = (UnitEdge.line == "professional", UnitEdge.valid.contains(bindparam("today", type_=Date())))
    found = rows_of(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.sort_key).join(
        UnitEdge, UnitEdge.child_id == Unit.id
    )
    return found.where(UnitEdge.parent_id == _UNIT, *held, Unit.deleted_at.is_(None))


def _grid() -> Select[Any]:
    child = children().subquery()
    told = (func.sum(getattr(RollUp, name)).label(name) for name in ("units_reported", "units_expected"))
    found = rows_of(child.c.id, child.c.code, child.c.name, child.c.sort_key, RollUp.period, *told)
    found = found.join(RollUp, RollUp.unit_id == child.c.id).where(
        RollUp.indicator_id == any_(_INDICATORS), RollUp.period == any_(_PERIODS)
    )
    return found.group_by(child.c.id, child.c.code, child.c.name, child.c.sort_key, RollUp.period)


TARGETS = Query(lambda: _targets(of_division=False))
TARGETS_LED = Query(lambda: _targets(of_division=True))
KEPT = Query(_kept)
KEPT_APART = Query(_kept_apart)
BEFORE = Query(lambda: _before(RollUpDay))
BEFORE_APART = Query(lambda: _before(AudienceRollUpDay, AudienceRollUpDay.audience_id))
GRID = Query(_grid)
CHILDREN = Query(children)
