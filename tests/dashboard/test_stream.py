"""/dashboard/stream: who may listen, and what is heard."""

import asyncio
import contextlib

import pytest

from api.dashboard import endpoints
from api.dashboard.service import Hints
from api.dashboard.subscribers import HINTS
from api.indicators.models import RollUpTurn
from api.indicators.service import take_turn
from api.kit import events, invalidation
from api.kit.subscriptions import FeedReader, read_once
from tests.dashboard.conftest import STREAM
from tests.factories.plans import two_provinces
from tests.factories.units import caller
from tests.support.clock import NOON, FixedClock

AT = b'data: {"as_of":"2026-05-20T05:00:00Z"}\n\n'


async def test_who_may_listen(client, ids, leader, stranger, as_):
    assert (await client.get(STREAM)).status_code == 401
    assert (await client.get(STREAM, headers=await as_("admin", "hp"))).status_code == 403
    assert (await client.get(STREAM, headers=stranger, params={"unit": "hp"})).status_code == 404
    assert (await client.get(STREAM, headers=leader, params={"plan": "x"})).status_code == 422
    heard = await client.get(STREAM, headers=leader | {"Accept": "text/event-stream"})
    assert (heard.status_code, heard.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert heard.text == "retry: 3000\n\n"
    assert heard.headers["cache-control"] == "no-store"


async def test_a_stream_says_that_something_changed_and_not_what(ids):
    hints = Hints()
    stream = hints.stream({ids["hp"]}, FixedClock(), 60, pause=0)
    assert await anext(stream) == b"retry: 3000\n\n"
    heard = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hints.drop(f"above:{ids['qng']}")
    hints.drop("user:1")
    await asyncio.sleep(0)
    assert not heard.done()
    hints.drop(f"above:{ids['hp-xa1']},{ids['hp']}")
    assert await heard == AT
    await stream.aclose()
    assert hints._watching == {}


async def test_streams_end_when_the_server_begins_to_stop(ids):
    hints = Hints()
    stream = hints.stream({ids["hp"]}, FixedClock(), 60, pause=0)
    await anext(stream)
    heard = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0)
    hints.end()
    assert await heard is None
    assert hints._watching == {}


async def test_after_a_lost_connection_everybody_looks_again(ids):
    hints = Hints()
    stream = hints.stream({ids["hp"]}, FixedClock(), 60, pause=0)
    await anext(stream)
    heard = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hints.drop(None)
    assert await heard == AT
    await stream.aclose()


async def test_a_quiet_stream_breathes_and_ends_in_time(ids, monkeypatch):
    monkeypatch.setattr("api.dashboard.service.hints.HEARTBEAT_SECONDS", 0)
    heard = [each async for each in Hints().stream({ids["hp"]}, FixedClock(), 0.02)]
    assert set(heard) == {b"retry: 3000\n\n", b":\n\n"}


@pytest.fixture
async def heard(own_database_url, monkeypatch):
    """What a process hears of the others by its own connection; the first is that it is connected."""
    keys: asyncio.Queue[str | None] = asyncio.Queue()
    monkeypatch.setattr(invalidation, "_listeners", [keys.put_nowait])
    listening = asyncio.create_task(invalidation.listen(own_database_url))
    async with asyncio.timeout(10):
        assert await keys.get() is None
        yield keys
    listening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listening


async def test_a_committed_change_is_heard_by_those_above_and_by_nobody_else(real, heard):
    async with real.session(NOON) as session:
        ids = await two_provinces(session)
        while await events.sequence(session):
            pass
        session.add(FeedReader(name=HINTS.name, position=(await events.look(session))[0]))
        await session.commit()
    above = {str(ids[code]) for code in ("hp-th1", "hp-xa1", "hp", "bgddt")}
    async with real.session(NOON) as session:
        school = ids["hp-th1"]
        events.emit(session, "assignment.updated", entity="x", entity_id=school, version=1, unit_id=school)
        await session.flush()
        assert await events.sequence(session)
        await session.commit()
    await read_once(real, FixedClock(), HINTS)
    assert _units(await heard.get()) == above
    async with real.session(NOON) as session:
        turn = {"period": "2026-Q2", "ends_on": NOON.date(), "indicator_ids": [], "at": NOON}
        session.add(RollUpTurn(unit_id=ids["hp-th1"], **turn))
        await session.flush()
        await take_turn(session)
        await session.commit()
    assert _units(await heard.get()) == above


def _units(key):
    assert key.startswith("above:")
    return set(key.removeprefix("above:").split(","))


async def test_no_connection_is_held_while_a_page_listens(app, client, callers, real, monkeypatch):
    async with real.session(NOON) as session:
        ids = await two_provinces(session)
        leader = callers.sign_in(await caller(session, "leader", ids["hp"]))
    app.state.database = real
    held = []

    async def stream(*_):
        held.append(real.engine.pool.checkedout())
        yield b"retry: 3000\n\n"

    monkeypatch.setattr(endpoints._hints, "stream", stream)
    assert (await client.get(STREAM, headers=leader)).status_code == 200
    assert held == [0]
