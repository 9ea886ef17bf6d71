"""What a consolidated report tells of targets: those of a plan, or of all plans in force, and what is kept of them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, exists, func, select

from api.indicators.models import AudienceRollUp, Indicator, RollUp, RollUpTurn, Target, TargetParticipation
from api.indicators.rules.rollup import SUMMED
from api.plans.models import Plan
from api.plans.queries.parties import audience_ref, items, rows_of
from api.units.models import Audience
from api.units.models.arrays import any_id, any_text

_GOAL = ("id", "plan_id", "unit_id", "year", "comparator", "value", "value_max", "baseline", "text", "number", "group")
_MEASURE = ("unit_of_measure", "kind", "direction", "time_behaviour", "frequency", "measured_on")
_SORT = (Target.position, Target.id)


def _leading(of: Any) -> Any:
    party = TargetParticipation.__table__.alias().c
    found = select(items(of(party), party.position)).where(party.target_id == Target.id, party.role == "lead")
    return cast(found.correlate(Target).scalar_subquery(), Text)


def targets(plan_id: UUID | None, department_id: UUID | None, year: int) -> Select[Any]:
    """The targets to be reached in a year or later, in printed order: of a plan, or of all of a department in force."""
    found = _targets().join(Plan, Plan.id == Target.plan_id)
    whose = Plan.department_id == department_id if plan_id is None else Plan.id == plan_id
    found = found.where(whose, Plan.status != "draft", Target.year >= year, Plan.deleted_at.is_(None))
    return found.order_by(Plan.year.desc(), Plan.id, *_SORT)


def of_targets(ids: Iterable[UUID]) -> Select[Any]:
    """These targets, as they are now."""
    return _targets().where(Target.id == any_id(ids)).order_by(*_SORT)


def _targets() -> Select[Any]:
    columns = (
        *(getattr(Target, name) for name in _GOAL), Target.printed_name, Indicator.id.label("indicator_id"),
        Indicator.code, Indicator.name, *(getattr(Indicator, name) for name in _MEASURE),
        Target.audience_id, Audience.rule, audience_ref(Target.audience_id).label("audience"),
        _leading(lambda party: party.printed_name).label("leads"),
        _leading(lambda party: party.unit_id).label("led_by"),
    )  # fmt: skip
    found = rows_of(*columns).join(Indicator, Indicator.id == Target.indicator_id)
    found = found.outerjoin(Audience, Audience.id == Target.audience_id)
    return found.where(Target.deleted_at.is_(None), Indicator.deleted_at.is_(None))


def kept(units: Collection[UUID], indicators: Iterable[UUID], periods: Iterable[str]) -> Select[Any]:
    """What is kept of units, over all sorts of unit."""
    sums = (func.sum(getattr(RollUp, name)).label(name) for name in SUMMED)
    found = rows_of(RollUp.unit_id, RollUp.indicator_id, RollUp.period, *sums).where(
        RollUp.unit_id == any_id(units), RollUp.indicator_id == any_id(indicators), RollUp.period == any_text(periods)
    )
    return found.group_by(RollUp.unit_id, RollUp.indicator_id, RollUp.period)


def kept_apart(units: Collection[UUID], indicators: Iterable[UUID], periods: Iterable[str]) -> Select[Any]:
    """What is kept of units, by audience."""
    kept = AudienceRollUp
    found = rows_of(kept.unit_id, kept.indicator_id, kept.period, kept.audience_id, *(getattr(kept, n) for n in SUMMED))
    return found.where(
        kept.unit_id == any_id(units), kept.indicator_id == any_id(indicators), kept.period == any_text(periods)
    )


def waits(periods: Iterable[str]) -> Select[Any]:
    """Whether any value of these periods is still to be counted."""
    return select(exists().where(RollUpTurn.period == any_text(periods)))
