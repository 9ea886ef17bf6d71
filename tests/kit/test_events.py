"""The outbox and the feed's sequencer."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import events
from api.kit.db import Database
from api.kit.events import FeedEvent, Kind, Many, OutboxEvent, emit

NOW = datetime(2026, 5, 20, tzinfo=UTC)


def _emit(session: AsyncSession, version: int) -> None:
    emit(session, "note.updated", entity="note", entity_id="n", version=version)


ONE, OTHER, DEPARTMENT = UUID(int=1), UUID(int=2), UUID(int=3)


def _emit_load(session: AsyncSession) -> None:
    many = Many()
    kinds = [many.add(Kind(f"{name}.", ".2026", DEPARTMENT, {"name": name})) for name in ("a", "b")]
    many.emit(session, "note", [str(OTHER), str(ONE), str(ONE)], [kinds[1], kinds[0], kinds[1]], [1, 7, 2])


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


async def test_a_load_is_one_row_and_each_of_its_events_gets_its_place(real: Database) -> None:
    async with real.session(NOW) as session:
        _emit(session, 3)
        await session.flush()
        _emit_load(session)
        await session.flush()
        _emit(session, 4)
        await session.flush()
        assert len((await session.scalars(select(OutboxEvent))).all()) == 3
        await session.commit()
    assert await _sequence(real)
    async with real.session(NOW) as session:
        found = (await session.scalars(select(FeedEvent).order_by(FeedEvent.position))).all()
    assert [(each.position, each.type, each.entity_id, each.version) for each in found] == [
        (1, "note.updated", "n", 3),
        (2, "note.created", f"b.{OTHER}.2026", 1),
        (3, "note.updated", f"a.{ONE}.2026", 7),
        (4, "note.updated", f"b.{ONE}.2026", 2),
        (5, "note.updated", "n", 4),
    ]
    of_load = found[1:4]
    assert [each.data for each in of_load] == [{"name": "b"}, {"name": "a"}, {"name": "b"}]
    assert [(each.entity, each.unit_id, each.department_id, each.at) for each in of_load] == [
        ("note", unit, DEPARTMENT, NOW) for unit in (OTHER, ONE, ONE)
    ]
    assert len({each.id for each in found}) == 5
    assert {each.id.version for each in of_load} == {7}


async def test_a_killed_sequencer_leaves_a_load_whole(real: Database) -> None:
    async with real.session(NOW) as session:
        _emit_load(session)
        await session.commit()
    async with real.session(NOW) as killed:
        await events.sequence(killed)
    assert await _sequence(real)
    assert await _positions(real) == [(1, 1), (2, 7), (3, 2)]


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
