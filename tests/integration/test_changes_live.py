"""The feed read while it is written: by sixteen at once, over killed sequencers, waiting, and to the server's end."""

import asyncio
import random
import time

import httpx
import pytest
import pytest_asyncio

from api.integration.changes_api import queries, service
from api.integration.changes_api.errors import PositionGone
from api.kit import events
from api.kit.ids import uuid7
from api.kit.permissions import Reach, Subject, register_all
from api.kit.problems import NotSignedIn
from tests.factories.units import a_unit, plant
from tests.support.clock import NOON
from tests.support.workers import a_worker

WRITERS, EACH = 16, 25


@pytest_asyncio.fixture
async def unit(real):
    async with real.session(NOON) as session:
        ids = await plant(session, [a_unit("hp", "department", "bgddt")])
        await session.commit()
        await events.sequence(session)
        await session.commit()
    return ids["hp"]


@pytest.fixture
def reader(real, unit):
    register_all()
    subject = Subject("client", uuid7(), "IOC", (Reach("viewer", unit, (unit,), department_id=unit),))

    async def caller():
        return subject

    return service.Reader(real.reads, caller, lambda: NOON, None, False)


async def _write(real, unit, number, *, hold=0.0):
    async with real.session(NOON) as session:
        events.emit(session, "base_count.updated", entity="base_count", entity_id="r", version=number, unit_id=unit)
        await session.flush()
        await asyncio.sleep(hold)
        await session.commit()


async def _sequence(real):
    async with real.session(NOON) as session:
        await events.sequence(session)
        await session.commit()


async def _end(real):
    async with real.session(NOON) as session:
        return (await events.look(session))[0]


async def test_each_change_is_read_once_while_sixteen_write_and_the_sequencer_is_killed(
    real, unit, reader, own_database_url, tmp_path
):
    """Writers hold their transactions for a random while, so that they commit in another order than they began in."""
    chance = random.Random(6)

    async def write(writer):
        for n in range(EACH):
            await _write(real, unit, writer * EACH + n, hold=chance.random() / 20)

    async def kill_and_start():
        for lives in (1.6, 1.9, 2.2):
            with a_worker(own_database_url, tmp_path) as worker:
                await asyncio.sleep(lives)
                worker.kill()
        with a_worker(own_database_url, tmp_path):
            await writing
            await read_all.wait()

    read: list[int] = []
    places: list[int] = []
    read_all = asyncio.Event()

    async def follow():
        watch, after = service.Watch(), (await service.read(reader, None, 1)).next_position
        while len(read) < WRITERS * EACH:
            part = await service.read_or_wait(reader, watch, after, 7, 5)
            found = queries.body(part.rows, part.next_position)
            places.extend(place for place, _ in part.rows)
            read.extend(item["version"] for item in httpx.Response(200, content=found).json()["items"])
            after = part.next_position
        read_all.set()

    async with asyncio.timeout(60):
        writing = asyncio.ensure_future(asyncio.gather(*(write(n) for n in range(WRITERS))))
        await asyncio.gather(kill_and_start(), follow())
    assert sorted(read) == list(range(WRITERS * EACH))
    assert read != sorted(read)
    assert places == list(range(places[0], places[0] + WRITERS * EACH))


async def test_who_waits_is_answered_when_something_comes(real, unit, reader):
    watch, after = service.Watch(), await _end(real)
    waiting = asyncio.create_task(service.read_or_wait(reader, watch, after, 10, 20))
    await asyncio.sleep(0)
    await _write(real, unit, 7)
    await _sequence(real)
    part = await waiting
    assert ([place for place, _ in part.rows], part.next_position) == ([after + 1], after + 1)
    assert watch._looking is None


async def test_who_waits_for_nothing_is_told_how_far_the_feed_goes(real, unit, reader):
    """A stranger's change comes in the meantime."""
    watch, after = service.Watch(), await _end(real)
    waiting = asyncio.create_task(service.read_or_wait(reader, watch, after, 10, 0.6))
    await asyncio.sleep(0)
    await _write(real, None, 7)
    await _sequence(real)
    assert await waiting == service.Part([], after + 1, False)


async def test_waiting_and_streams_end_when_the_server_begins_to_stop(real, unit, reader):
    watch, after = service.Watch(), await _end(real)
    waiting = asyncio.create_task(service.read_or_wait(reader, watch, after, 10, 60))
    stream = service.stream(reader, watch, after, 60)
    assert await anext(stream) == b"retry: 3000\n\n"
    heard = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0.3)
    watch.end()
    async with asyncio.timeout(10):
        assert (await waiting).rows == []
        assert await heard is None


async def test_a_stream_tells_of_what_comes_breathes_and_ends_with_the_right_to_read(real, unit, reader, monkeypatch):
    monkeypatch.setattr(service, "HEARTBEAT_SECONDS", 0)
    allowed, before = True, reader.caller

    async def caller():
        if not allowed:
            raise NotSignedIn
        return await before()

    after = await _end(real)
    stream = service.stream(reader._replace(caller=caller), service.Watch(), after, 60)
    assert await anext(stream) == b"retry: 3000\n\n"
    assert await anext(stream) == b":\n\n"
    await _write(real, unit, 7)
    await _sequence(real)
    while (told := await anext(stream)) == b":\n\n":
        pass
    assert told.startswith(b'id: %d\ndata: {"position"' % (after + 1))
    allowed = False
    assert {told async for told in stream} <= {b":\n\n"}
    with pytest.raises(PositionGone):
        await service.read(reader, after + 9, 1)


async def test_what_is_written_is_read_within_a_second(real, unit, reader, own_database_url, tmp_path):
    with a_worker(own_database_url, tmp_path):
        await _write(real, unit, 1)
        watch, after = service.Watch(), None
        async with asyncio.timeout(30):
            while not (part := await service.read_or_wait(reader, watch, after, 500, 1)).rows or part.more:
                after = part.next_position
        lags = []
        for n in range(5):
            began, after = time.monotonic(), part.next_position
            await _write(real, unit, n)
            part = await service.read_or_wait(reader, watch, after, 10, 20)
            lags.append(time.monotonic() - began)
    assert sorted(lags)[2] < 1
