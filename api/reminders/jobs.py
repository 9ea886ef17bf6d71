"""What reminders do by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.reminders import service
from api.settings import get_settings


async def tick(session: AsyncSession) -> int:
    """The day's reminders, if they have not gone out; how many people got a digest."""
    return await service.tick(session, get_settings())
