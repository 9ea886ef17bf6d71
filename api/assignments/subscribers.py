"""What work hears of the rooms below: units that came, changed or ended, audiences drawn otherwise, plans amended."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import false, or_
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments import service
from api.assignments.queries.owing import issued_plans, may_bind
from api.audit.service import SYSTEM
from api.kit.calendar import vietnam_today
from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber
from api.plans.models import Plan
from api.units.models.arrays import any_id
from api.units.queries.succession import kin_of

_UNITS = frozenset({"unit.created", "unit.updated", "unit.deleted"})
_AUDIENCES = frozenset({"audience.updated", "audience.deleted"})
_PLANS = frozenset({"plan.amended"})
_WORK = frozenset({"assignment.updated"})
_EVIDENCE = frozenset({"evidence.rejected"})


async def _follow_units(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Units gain and lose open work by the plans in force; all of a department's where it or an audience changed."""
    today = vietnam_today(session.info["now"])
    units = await _units_of(session, events)
    redrawn = {event.department_id for event in events if event.type in _AUDIENCES and event.department_id}
    concerned = or_(Plan.department_id == any_id(redrawn), may_bind(units) if units else false())
    for plan in (await session.scalars(issued_plans().where(concerned))).all():
        only = None if plan.department_id in redrawn.union(units) else units
        await service.resolve(session, SYSTEM, plan, today, units=only)


async def _units_of(session: AsyncSession, events: Sequence[FeedEvent]) -> list[UUID]:
    """The units that changed, and those they took over from or that took over from them."""
    changed = {UUID(event.entity_id) for event in events if event.type in _UNITS}
    if not changed:
        return []
    await service.follow_departments(session, changed)
    return sorted(await session.scalars(kin_of(changed)))


async def _follow_plans(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """What a plan asks after an amendment is what is owed from now on."""
    today = vietnam_today(session.info["now"])
    amended = {UUID(event.entity_id) for event in events}
    for plan in (await session.scalars(issued_plans().where(Plan.id.in_(amended)))).all():
        await service.resolve(session, SYSTEM, plan, today)


async def _follow_work(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Tasks stand where the work of their units stands."""
    await service.refresh_tasks(session, {UUID(event.data["task_id"]) for event in events})


async def _follow_evidence(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """What was handed in with proof that is not accepted is open again."""
    await service.reopen(session, {UUID(event.entity_id) for event in events})


UNITS = Subscriber("assignments.units", _UNITS | _AUDIENCES, _follow_units)
PLANS = Subscriber("assignments.plans", _PLANS, _follow_plans)
WORK = Subscriber("assignments.work", _WORK, _follow_work)
EVIDENCE = Subscriber("assignments.evidence", _EVIDENCE, _follow_evidence)
