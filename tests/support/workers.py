"""Workers as processes of their own, to be killed and stopped for real."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.cli.process import command, environment
from api.indicators.service import take_turn
from api.kit import events
from api.kit.clock import system_clock
from api.kit.db import Database
from api.kit.subscriptions import FeedReader
from api.worker import SUBSCRIBERS


@contextmanager
def a_worker(url: str, home: Path, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker process, gone at the end. `variables` are more of its environment."""
    settings = {"LOTRINH_DATABASE_URL": url, "LOTRINH_HOME": str(home), "LOTRINH_LOG_LEVEL": "ERROR"}
    worker = subprocess.Popen(command("api.worker"), env=environment(**settings) | variables)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look until something is so."""
    async with asyncio.timeout(60):
        while not await holds():
            await asyncio.sleep(0.05)


async def catch_up(url: str) -> None:
    """Do in a moment what a worker has done by the time anybody looks at sample data.

    Events have their places, whoever hears of them has (the seed itself did what they would do), figures are counted.
    """
    database = Database.connect(url, pool=1)
    async with database.session(system_clock()) as session:
        while await events.sequence(session):
            await session.commit()
        position, _ = await events.look(session)
        session.add_all(FeedReader(name=each.name, position=position) for each in SUBSCRIBERS)
        while await take_turn(session):
            await session.commit()
        await session.commit()
    await database.close()
