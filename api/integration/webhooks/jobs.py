"""What the workers do for webhooks."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.integration.webhooks.service import subscribing
from api.integration.webhooks.service.delivering import run

__all__ = ["forget_old_deliveries", "run"]


async def forget_old_deliveries(session: AsyncSession) -> int:
    """Delete deliveries that ended long ago; how many."""
    return await subscribing.forget_old(session)
