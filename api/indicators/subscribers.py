"""What figures hear of the rooms below: units that came, moved or ended, audiences drawn otherwise, plans that ask."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators import service
from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber

_UNITS = frozenset({"unit.created", "unit.updated", "unit.deleted"})
_AUDIENCES = frozenset({"audience.updated", "audience.deleted"})
_PLANS = frozenset({"plan.created", "plan.updated", "plan.deleted", "plan.issued", "plan.amended"})
_TARGETS = frozenset({"target.created", "target.updated", "target.deleted"})
_INDICATORS = frozenset({"indicator.updated"})


async def _count_anew(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Put into the queue whatever kept figures these events may touch."""
    units = {UUID(event.entity_id) for event in events if event.type in _UNITS}
    departments = {event.department_id for event in events if event.type in _UNITS | _AUDIENCES}
    if units or departments:
        await service.mark_units(session, units, departments - {None})  # type: ignore[arg-type]
    plans = {UUID(event.entity_id) for event in events if event.type in _PLANS}
    plans |= {UUID(event.data["plan_id"]) for event in events if event.type in _TARGETS}
    if plans:
        await service.mark_plans(session, plans)
        await service.expect(session, plans)
    changed = {UUID(event.entity_id) for event in events if event.type in _INDICATORS}
    if changed:
        await service.mark_indicators(session, changed)


_WORK = frozenset({"assignment.updated"})
_PROOF = frozenset({f"evidence.{verb}" for verb in ("created", "updated", "verified", "rejected", "deleted")})
_ASKING = _UNITS | _AUDIENCES | _TARGETS | frozenset({"plan.work_resolved"})
_DEFINED = frozenset({"indicator.created", "indicator.updated"})


async def _work_out_anew(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Work out the derived figures these events may touch: of a unit, of a department, or all."""
    if any(event.type in _DEFINED and event.department_id is None for event in events):
        await service.derive_all(session)
        return
    departments = {event.department_id for event in events if _concerns_department(event)} - {None}
    units = {event.unit_id for event in events if event.department_id not in departments} - {None}
    await service.derive_departments(session, departments)  # type: ignore[arg-type]
    await service.derive(session, units)  # type: ignore[arg-type]


def _concerns_department(event: FeedEvent) -> bool:
    """Whether more than the event's own unit is touched; a unit's own plan under another tells of that unit."""
    if event.type in _PLANS:
        return event.data.get("parent_plan_id") is None
    return event.type in _ASKING | _DEFINED


async def _follow_proof(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """What was sent with proof that is not accepted goes back to its unit."""
    await service.reopen_values(session, {UUID(event.entity_id) for event in events})


PROOF = Subscriber("indicators.proof", frozenset({"evidence.rejected"}), _follow_proof)
DERIVED = Subscriber("indicators.derived", _WORK | _PROOF | _ASKING | _DEFINED | _PLANS, _work_out_anew)
ROLL_UPS = Subscriber("indicators.roll_ups", _UNITS | _AUDIENCES | _PLANS | _TARGETS | _INDICATORS, _count_anew)
