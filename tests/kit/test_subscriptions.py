"""Subscribers of the feed."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import events
from api.kit.db import Database
from api.kit.events import FeedEvent, emit
from api.kit.subscriptions import FeedReader, Pulse, Subscriber, follow, read_once
from tests.support.clock import NOON


def _now():
    return NOON


class Listener:
    """Collects the versions of the events it is given."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.fails = False

    async def handle(self, session: AsyncSession, events: Sequence[FeedEvent]) -> None:
        await session.execute(text("SELECT 1"))
        if self.fails:
            raise RuntimeError
        self.heard += [event.version for event in events]


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def subscriber(listener: Listener) -> Subscriber:
    return Subscriber("names", frozenset({"unit.updated"}), listener.handle)


@pytest.fixture
async def fed(database: Database) -> Database:
    async with database.session(NOON) as session:
        for version, type_ in enumerate(("unit.updated", "plan.updated", "unit.updated"), 1):
            emit(session, type_, entity="unit", entity_id="u", version=version)
        await session.commit()
        await events.sequence(session)
        await session.commit()
    return database


async def test_only_the_wanted_events_are_heard_in_order(
    fed: Database, subscriber: Subscriber, listener: Listener
) -> None:
    assert await read_once(fed, _now, subscriber) == 3
    assert listener.heard == [1, 3]


async def test_an_event_is_heard_once(fed: Database, subscriber: Subscriber, listener: Listener) -> None:
    await read_once(fed, _now, subscriber)
    assert await read_once(fed, _now, subscriber) == 3
    assert listener.heard == [1, 3]


async def test_a_failing_handler_hears_it_again(fed: Database, subscriber: Subscriber, listener: Listener) -> None:
    listener.fails = True
    with pytest.raises(RuntimeError):
        await read_once(fed, _now, subscriber)
    listener.fails = False
    await read_once(fed, _now, subscriber)
    assert listener.heard == [1, 3]


async def test_the_place_is_kept(fed: Database, subscriber: Subscriber, session: AsyncSession) -> None:
    await read_once(fed, _now, subscriber)
    assert await session.scalar(select(FeedReader.position)) == 3


async def test_who_waits_for_more_is_woken_by_a_later_position_only() -> None:
    pulse = Pulse()
    waiting = asyncio.create_task(pulse.beyond(3))
    await pulse.beat(3)
    assert not waiting.done()
    await pulse.beat(4)
    await waiting


async def test_a_follower_hears_what_comes_after_it_has_read_all(real: Database, listener: Listener) -> None:
    await _happens(real, version=1)
    heard = asyncio.Event()

    async def handle(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
        await listener.handle(session, events)
        heard.set()

    pulse, names = Pulse(), Subscriber("names", frozenset({"unit.updated"}), handle)
    following = asyncio.create_task(follow(real, _now, names, pulse))
    async with asyncio.timeout(20):
        await heard.wait()
        heard.clear()
        await pulse.beat(await _happens(real, version=2))
        await heard.wait()
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    assert listener.heard == [1, 2]


async def _happens(database: Database, version: int) -> int:
    """One event more in the feed; how far it goes then."""
    async with database.session(NOON) as session:
        emit(session, "unit.updated", entity="unit", entity_id="u", version=version)
        await session.commit()
        await events.sequence(session)
        await session.commit()
        position, waiting = await events.look(session)
    assert not waiting
    return position
