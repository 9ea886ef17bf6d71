"""What figures have done in the background."""

import asyncio
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.service import derive_all, expect, keep_day, take_turn, value_load_of_job
from api.kit import bulk
from api.kit.clock import Clock
from api.kit.db import Database
from api.kit.jobs import Running
from api.settings import get_settings

# How often the queue is looked at, and how long a turn is followed by rest: who writes has the database to itself for
# two thirds of the time, and a figure is behind by a second or so.
LOOK_SECONDS = 0.25
REST = 2.0


async def load_values(job: Running) -> dict[str, Any]:
    """Carry out a load that was too large for one request, or that nobody wanted to wait for."""
    return await bulk.carry_out(job, partial(value_load_of_job, job), get_settings().max_load_bytes)


async def derived_figures_follow_the_day(session: AsyncSession) -> None:
    """Begin the derived figures of the periods that began today."""
    await derive_all(session)


async def keep_roll_ups(database: Database, clock: Clock) -> None:
    """Count anew what changed, for ever."""
    while True:
        began = monotonic()
        async with database.session(clock()) as session:
            found = await take_turn(session)
            await session.commit()
        took = monotonic() - began
        await asyncio.sleep(max(LOOK_SECONDS, min(took * REST, 1.0)) if found else LOOK_SECONDS)


async def keep_silence(session: AsyncSession) -> None:
    """Have it kept who should answer in the periods that have begun."""
    await expect(session)


async def keep_figures_of_the_day(session: AsyncSession) -> bool:
    """Keep what figures were when today began, if nobody did; after a standstill that is when it is over."""
    return await keep_day(session)
