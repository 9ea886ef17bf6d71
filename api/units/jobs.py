"""What units do by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.units import service


async def follow_the_day(session: AsyncSession) -> None:
    """Let units bear what holds since today: names, kinds and places that were entered for a later day.

    Run every hour, so that a machine that slept through midnight catches up; where nothing changed it writes nothing.
    """
    await service.bring_up_to_date(session, vietnam_today(session.info["now"]))
