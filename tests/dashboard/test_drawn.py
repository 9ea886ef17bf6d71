"""Figures drawn a moment ago are not drawn again, unless something about them changed."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from api.dashboard.service.drawn import Drawing, Drawn
from tests.support.clock import NOON

UNIT, OTHER = uuid4(), uuid4()


class Painter:
    """Counts what is drawn; a drawing is done when it is let."""

    def __init__(self) -> None:
        self.drawn, self.let = 0, asyncio.Event()
        self.let.set()

    async def draw(self) -> Drawing:
        self.drawn += 1
        number = self.drawn
        await self.let.wait()
        return Drawing(NOON, str(number).encode(), b"{}")


@pytest.fixture
def painter():
    return Painter()


async def test_it_is_believed_for_two_seconds_at_most(painter):
    drawn = Drawn()
    for seconds, expected in ((0, b"1"), (2, b"1"), (2.1, b"2"), (-1, b"3")):
        found = await drawn.once((UNIT, "a"), NOON + timedelta(seconds=seconds), painter.draw)
        assert found.targets == expected
    assert (await drawn.once((UNIT, "b"), NOON, painter.draw)).targets == b"4"


async def test_it_is_forgotten_when_something_about_its_unit_changed(painter):
    drawn = Drawn()
    for key, expected in (("user:1", b"1"), (f"above:{OTHER}", b"1"), (f"above:{OTHER},{UNIT}", b"2"), (None, b"3")):
        await drawn.once((UNIT, "a"), NOON, painter.draw)
        drawn.drop(key)
        assert (await drawn.once((UNIT, "a"), NOON, painter.draw)).targets == expected


async def test_many_at_once_wait_for_one_and_who_comes_after_a_change_for_the_next(painter):
    drawn = Drawn()
    painter.let.clear()
    first = [asyncio.ensure_future(drawn.once((UNIT, "a"), NOON, painter.draw)) for _ in range(3)]
    await asyncio.sleep(0)
    drawn.drop(f"above:{UNIT}")
    later = asyncio.ensure_future(drawn.once((UNIT, "a"), NOON, painter.draw))
    await asyncio.sleep(0)
    painter.let.set()
    assert [(await each).targets for each in (*first, later)] == [b"1", b"1", b"1", b"2"]
    assert (await drawn.once((UNIT, "a"), NOON, painter.draw)).targets == b"2"


async def test_what_fails_is_tried_again(painter):
    async def fail():
        raise RuntimeError

    drawn = Drawn()
    with pytest.raises(RuntimeError):
        await drawn.once((UNIT, "a"), NOON, fail)
    assert (await drawn.once((UNIT, "a"), NOON, painter.draw)).targets == b"1"


async def test_only_the_newest_are_kept(painter):
    drawn = Drawn()
    await drawn.once((UNIT, "a"), NOON, painter.draw)
    for number in range(64):
        await drawn.once((OTHER, number), NOON, painter.draw)
    await drawn.once((OTHER, 63), NOON, painter.draw)
    assert painter.drawn == 65
    await drawn.once((UNIT, "a"), NOON, painter.draw)
    assert painter.drawn == 66
