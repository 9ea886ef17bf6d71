"""What evidence hears of the rooms below: units that moved to another department."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence import service
from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber


async def _follow_units(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    await service.follow_departments(session, {UUID(event.entity_id) for event in events})


UNITS = Subscriber("evidence.units", frozenset({"unit.created", "unit.updated", "unit.deleted"}), _follow_units)
