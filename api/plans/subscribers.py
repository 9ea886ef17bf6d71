"""What plans hear of the rooms below: units and audiences that were given other names."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber
from api.plans.service import render_names


async def _render_names(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    await render_names(session, {UUID(event.entity_id) for event in events})


NAMES = Subscriber("plans.names", frozenset({"unit.updated", "audience.updated"}), _render_names)
