"""What reporting hears of the rooms below: plans that were issued, whose rules become regimes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber
from api.reporting import service


async def _follow_plans(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """A plan in force has its regimes at once; its rounds open with the clock."""
    for plan_id in sorted({UUID(event.entity_id) for event in events}):
        await service.ensure_regimes(session, plan_id)


PLANS = Subscriber("reporting.plans", frozenset({"plan.issued"}), _follow_plans)
