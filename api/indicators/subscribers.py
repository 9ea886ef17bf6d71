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


ROLL_UPS = Subscriber("indicators.roll_ups", _UNITS | _AUDIENCES | _PLANS | _TARGETS | _INDICATORS, _count_anew)
