"""What reporting does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.reporting import service
from api.settings import get_settings


async def tick(session: AsyncSession) -> int:
    """Make regimes, open and close rounds, follow the units; how many rounds opened or closed."""
    done = await service.tick(session, before_includes_day=get_settings().before_includes_day)
    return done.opened + done.closed
