"""The outbox and the feed's sequencer."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import events
from api.kit.db import Database
from api.kit.events import FeedEvent, OutboxEvent, emit

NOW = datetime(2026, 5, 20, tzinfo=UTC)


def _emit(session: AsyncSession, version: int) -> None:
    emit(session, "note.updated", entity="note", entity_id="n", version=version)


async def _positions(database: Database) -> list[tuple[int, int]]:
    async with database.session(NOW) as session:
        rows = await session.execute(select(FeedEvent.position, FeedEvent.version).order_by(FeedEvent.position))
        return [(row.position, row.version) for row in rows]


async def _sequence(database: Database) -> bool:
    async with database.session(NOW) as session:
        moved = await events.sequence(session)
        await session.commit()
        return moved


async def test_an_event_rolled_back_is_never_seen(real: Database) -> None:
    async with real.session(NOW) as session:
        _emit(session, 1)
        await session.flush()
        await session.rollback()
    assert not await _sequence(real)


async def test_positions_have_no_gaps_and_start_at_one(real: Database) -> None:
    async with real.session(NOW) as session:
        for version in (1, 2, 3):
            _emit(session, version)
        await session.commit()
    await _sequence(real)
    assert await _positions(real) == [(1, 1), (2, 2), (3, 3)]


async def test_a_slow_transaction_comes_after_those_that_committed_before_it(real: Database) -> None:
    async with real.session(NOW) as slow, real.session(NOW) as quick:
        _emit(slow, 1)
        await slow.flush()
        _emit(quick, 2)
        await quick.commit()
        await _sequence(real)
        await slow.commit()
    await _sequence(real)
    assert await _positions(real) == [(1, 2), (2, 1)]


async def test_an_event_leaves_the_outbox_when_it_has_its_place(real: Database) -> None:
    async with real.session(NOW) as session:
        _emit(session, 1)
        await session.commit()
        await _sequence(real)
        assert (await session.scalars(select(OutboxEvent))).all() == []


async def test_while_one_sequencer_works_another_does_nothing(real: Database) -> None:
    async with real.session(NOW) as session:
        _emit(session, 1)
        await session.commit()
    async with real.session(NOW) as working:
        assert await events.sequence(working)
        assert not await _sequence(real)
        await working.commit()
    assert await _positions(real) == [(1, 1)]


async def test_a_killed_sequencer_leaves_the_events_for_the_next(real: Database) -> None:
    async with real.session(NOW) as session:
        _emit(session, 1)
        await session.commit()
    async with real.session(NOW) as killed:
        await events.sequence(killed)
    assert await _sequence(real)
    assert await _positions(real) == [(1, 1)]


async def test_concurrent_writers_and_sequencers_give_each_event_one_place(real: Database) -> None:
    async def write(first: int) -> None:
        for version in range(first, first + 20):
            async with real.session(NOW) as session:
                _emit(session, version)
                await session.commit()

    async def keep_sequencing(writers: asyncio.Future[list[None]]) -> None:
        while not writers.done():
            await _sequence(real)

    writers = asyncio.ensure_future(asyncio.gather(*(write(n * 100) for n in range(8))))
    await asyncio.gather(writers, keep_sequencing(writers), keep_sequencing(writers))
    while await _sequence(real):
        pass
    positions = await _positions(real)
    assert [position for position, _ in positions] == list(range(1, 161))
    assert len({version for _, version in positions}) == 160
