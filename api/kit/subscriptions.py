"""Upward communication: a higher room reads the feed of what happened below it.

Each subscriber keeps its own place in the feed. What it does for an event and its new place are one transaction, so
an event takes effect exactly once, in order, however often a worker dies.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import BigInteger, Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.clock import Clock
from api.kit.db import Base, Database
from api.kit.events import FeedEvent, look

_BATCH = 500
_RETRY_SECONDS = 5.0
_log = structlog.get_logger(__name__)

Handle = Callable[[AsyncSession, Sequence[FeedEvent]], Awaitable[None]]


class FeedReader(Base):
    """How far a subscriber has read."""

    __tablename__ = "feed_readers"

    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class Subscriber:
    """Who wants to know of which events, and what it does with a run of them, in order."""

    name: str
    types: frozenset[str]
    handle: Handle


class Pulse:
    """The newest position of the feed that this process knows of. Those who wait for a newer one ask nobody else."""

    def __init__(self) -> None:
        self._position = -1
        self._moved = asyncio.Condition()

    async def beat(self, position: int) -> None:
        """Say how far the feed goes."""
        if position > self._position:
            async with self._moved:
                self._position = position
                self._moved.notify_all()

    async def beyond(self, position: int) -> None:
        """Return once the feed goes further than `position`."""
        async with self._moved:
            await self._moved.wait_for(lambda: self._position > position)


async def read_once(database: Database, clock: Clock, subscriber: Subscriber) -> int:
    """Handle the next run of events; how far it has read now. A second reader of the same name waits its turn."""
    async with database.session(clock()) as session:
        reader = await _reader(session, subscriber.name)
        # The end first: what is sequenced between the two statements waits for the next run instead of being skipped.
        end, _ = await look(session)
        wanted = (await session.scalars(_following(subscriber, reader.position, end).limit(_BATCH))).all()
        if wanted:
            await subscriber.handle(session, wanted)
        reader.position = position = wanted[-1].position if len(wanted) == _BATCH else end
        await session.commit()
        return position


def _following(subscriber: Subscriber, position: int, end: int) -> Select[FeedEvent]:
    """What it wants of a stretch of the feed. The database drops the rest: sixteen readers want little of it each."""
    within = FeedEvent.position.between(position + 1, end)
    return select(FeedEvent).where(within, FeedEvent.type.in_(subscriber.types)).order_by(FeedEvent.position)


async def _reader(session: AsyncSession, name: str) -> FeedReader:
    await session.execute(insert(FeedReader).values(name=name, position=0).on_conflict_do_nothing())
    return await session.get_one(FeedReader, name, with_for_update=True)


async def follow(database: Database, clock: Clock, subscriber: Subscriber, pulse: Pulse) -> None:
    """Read for ever; a failing handler is tried again, so nothing is skipped."""
    while True:
        try:
            position = await read_once(database, clock, subscriber)
        except Exception:
            _log.exception("subscriber_failed", subscriber=subscriber.name)
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            await pulse.beyond(position)
