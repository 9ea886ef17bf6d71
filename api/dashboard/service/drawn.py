"""Figures as they were last drawn: many pages read the same at the same moment, after each hint all that are open.

What is kept of figures changes in turns only, and each turn says whose (`units.service.announce_above`): those are
forgotten here. Should a message be lost, nothing is believed for more than two seconds, which a figure may be behind.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from api.units.service import announced

_LIFE = timedelta(seconds=2)
# Some sixty kilobytes each.
_MOST = 64
# Whose figures, and all they are drawn from but the sums.
Place = tuple[UUID, Hashable]


class Drawing(NamedTuple):
    """A page's figures as JSON, and until when everything written is in them."""

    as_of: datetime
    targets: bytes
    grid: bytes


class Drawn:
    """The figures this process drew last, and those it is drawing; whoever wants the same waits for them."""

    def __init__(self) -> None:
        self._there: OrderedDict[Place, tuple[datetime, Drawing]] = OrderedDict()
        self._under_way: dict[Place, asyncio.Task[Drawing]] = {}

    def drop(self, key: str | None) -> None:
        """What `kit.invalidation` calls: what is being drawn is for those who wait for it already, and not kept."""
        units = None if key is None else set(announced(key))
        for places in (self._there, self._under_way):
            for place in [place for place in places if units is None or place[0] in units]:
                del places[place]

    async def once(self, place: Place, now: datetime, draw: Callable[[], Awaitable[Drawing]]) -> Drawing:
        """What was drawn a moment ago, or is being drawn; else `draw` it."""
        there = self._there.get(place)
        if there is not None and timedelta() <= now - there[0] <= _LIFE:
            return there[1]
        task = self._under_way.get(place)
        if task is None:
            task = self._under_way[place] = asyncio.ensure_future(self._draw(place, now, draw))
        return await asyncio.shield(task)

    async def _draw(self, place: Place, now: datetime, draw: Callable[[], Awaitable[Drawing]]) -> Drawing:
        own = asyncio.current_task()
        try:
            drawing = await draw()
        finally:
            wanted = self._under_way.get(place) is own
            if wanted:
                del self._under_way[place]
        if wanted:
            self._there[place] = now, drawing
            self._there.move_to_end(place)
            if len(self._there) > _MOST:
                self._there.popitem(last=False)
        return drawing
