"""What figures were when a day began: kept once a day, so that one can say what moved since."""

from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import KeptDay
from api.indicators.queries import days
from api.kit.calendar import start_of_day, vietnam_today

# Tết and what lies around it are shorter; nobody asks what moved since before that.
KEPT = timedelta(days=35)


async def keep_day(session: AsyncSession, day: date | None = None) -> bool:
    """Keep the figures of now as those today began with, or an earlier day; whether nobody had done so."""
    at = session.info["now"] if day is None else start_of_day(day)
    day = day or vietnam_today(at)
    claim = insert(KeptDay).values(day=day, at=at).on_conflict_do_nothing().returning(KeptDay.day)
    if await session.scalar(claim) is None:
        return False
    for statement in days.KEEP:
        await session.execute(statement, {"day": day, "since": day.replace(year=day.year - 1, month=1, day=1)})
    for statement in days.FORGET:
        await session.execute(statement, {"until": day - KEPT})
    await session.execute(delete(KeptDay).where(KeptDay.day < day - KEPT))
    return True
