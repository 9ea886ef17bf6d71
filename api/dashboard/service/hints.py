"""Who looks at a page is told that something about its unit changed, and nothing else.

What changed is heard over `kit.invalidation`, as every process hears it; nobody holds a database session meanwhile.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from api.kit.clock import Clock
from api.kit.http.answers import to_json
from api.units.service import announced

# A word now and then keeps proxies from closing a quiet line, and shows the server that nobody is there any more.
HEARTBEAT_SECONDS = 15.0
# Of many changes at once a page is told once.
PAUSE_SECONDS = 0.3
_HELLO = b"retry: 3000\n\n"
_HEARTBEAT = b":\n\n"


class Hints:
    """The pages open in this process, by the units they are about."""

    def __init__(self) -> None:
        self._watching: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._ending = False

    def drop(self, key: str | None) -> None:
        """What `kit.invalidation` calls: after a lost connection nobody knows what was missed, so all are told."""
        units = list(self._watching) if key is None else announced(key)
        for unit in units:
            for changed in self._watching.get(unit, ()):
                changed.set()

    def end(self) -> None:
        """What `kit.http.ending` calls: open streams end, their pages connect anew to whoever serves next."""
        self._ending = True
        self.drop(None)

    @contextmanager
    def watching(self, units: Collection[UUID]) -> Iterator[asyncio.Event]:
        """An event that is set whenever something about one of these units changed."""
        changed = asyncio.Event()
        for unit in units:
            self._watching[unit].add(changed)
        try:
            yield changed
        finally:
            for unit in units:
                self._watching[unit].discard(changed)
                if not self._watching[unit]:
                    del self._watching[unit]

    async def stream(
        self, units: Collection[UUID], clock: Clock, seconds: float, *, pause: float = PAUSE_SECONDS
    ) -> AsyncGenerator[bytes, None]:
        """Server-sent events until `seconds` are over: when something changed, the instant it was heard of."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        yield _HELLO
        with self.watching(units) as changed:
            while (left := end - loop.time()) > 0:
                try:
                    await asyncio.wait_for(changed.wait(), min(left, HEARTBEAT_SECONDS))
                except TimeoutError:
                    yield _HEARTBEAT
                    continue
                if self._ending:
                    return
                changed.clear()
                yield b"data: " + to_json({"as_of": clock()}) + b"\n\n"
                await asyncio.sleep(min(pause, left))
