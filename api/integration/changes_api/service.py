"""Reading the feed on, at once or when there is something new; nobody holds a database session while they wait."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from api.integration.changes_api import queries
from api.integration.changes_api.errors import PositionGone
from api.integration.changes_api.rules import Wanted
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Problem, Unavailable
from api.kit.reads import Reads

LOOK_SECONDS = 0.15
HEARTBEAT_SECONDS = 15.0
_STREAMED = 500
_HELLO = b"retry: 3000\n\n"
_HEARTBEAT = b":\n\n"


class Reader(NamedTuple):
    """Who reads which changes. `caller` says who it is each time, for rights may end while one waits."""

    reads: Reads
    caller: Callable[[], Awaitable[Subject]]
    clock: Callable[[], datetime]
    wanted: Wanted | None
    national: bool


class Part(NamedTuple):
    """What was read, where to read on, and whether more stands there already."""

    rows: list[tuple[int, bytes]]
    next_position: int
    more: bool


class Watch:
    """Those who wait in this process for the feed to move on: one look at the database for all of them."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Event, int] = {}
        self._looking: asyncio.Task[None] | None = None
        self.ending = False

    def end(self) -> None:
        """What `kit.http.ending` calls: who waits is answered with what there is and asks whoever serves next."""
        self.ending = True
        for woken in self._waiting:
            woken.set()

    async def beyond(self, reads: Reads, position: int, seconds: float) -> None:
        """Return once the feed goes further than `position`, when the time is over, or when the server stops."""
        woken = asyncio.Event()
        self._waiting[woken] = position
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(reads))
        try:
            if not self.ending:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), seconds)
        finally:
            del self._waiting[woken]
            if not self._waiting:
                self._looking.cancel()
                self._looking = None

    async def _look(self, reads: Reads) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            with contextlib.suppress(Unavailable):
                last = await queries.last_position(reads)
                for woken, position in self._waiting.items():
                    if last > position:
                        woken.set()


async def read(reader: Reader, after: int | None, limit: int) -> Part:
    """The next changes. Raises PositionGone for a place the feed does not reach from or to."""
    subject = await reader.caller()
    seen = queries.seen_by(subject, vietnam_today(reader.clock()))
    found = await queries.read(reader.reads, seen, reader.wanted, after, limit=limit, national=reader.national)
    if after is not None and not found.first - 1 <= after <= found.last:
        raise PositionGone(after=after, first=found.first - 1, last=found.last)
    full = len(found.rows) == limit
    position = found.rows[-1][0] if full else found.scanned_to
    return Part(found.rows, position, position < found.last)


async def read_or_wait(reader: Reader, watch: Watch, after: int | None, limit: int, seconds: float) -> Part:
    """The next changes; when there are none, those that come within so many seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    part = await read(reader, after, limit)
    while not part.rows and not watch.ending and (left := end - loop.time()) > 0:
        if not part.more:
            await watch.beyond(reader.reads, part.next_position, left)
        part = await read(reader, part.next_position, limit)
    return part


async def stream(reader: Reader, watch: Watch, after: int | None, seconds: float) -> AsyncGenerator[bytes, None]:
    """Server-sent events until `seconds` are over: each change under its position, from where its reader stands.

    A position alone says that what was passed by was not for this reader. Who may no longer read hears no more.
    """
    loop = asyncio.get_running_loop()
    end, spoken = loop.time() + seconds, loop.time()
    yield _HELLO
    while not watch.ending:
        try:
            part = await read(reader, after, _STREAMED)
        except Problem:
            return
        if part.next_position != after:
            after, spoken = part.next_position, loop.time()
            yield _events(part)
        if part.more:
            continue
        if (left := end - loop.time()) <= 0:
            return
        await watch.beyond(reader.reads, part.next_position, min(left, HEARTBEAT_SECONDS))
        if loop.time() - spoken >= HEARTBEAT_SECONDS:
            spoken = loop.time()
            yield _HEARTBEAT


def _events(part: Part) -> bytes:
    events = [b"id: %d\ndata: %b\n\n" % row for row in part.rows]
    if not part.rows or part.rows[-1][0] != part.next_position:
        events.append(b"id: %d\n\n" % part.next_position)
    return b"".join(events)
