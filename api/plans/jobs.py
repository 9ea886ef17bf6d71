"""What plans do by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.plans.service import follow_names


async def names_follow_the_day(session: AsyncSession) -> None:
    """Show units by the names that hold since today; after `units.jobs.follow_the_day`."""
    await follow_names(session, vietnam_today(session.info["now"]))
