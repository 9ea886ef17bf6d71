"""The line of each request: at once, or while a process serves, with others of the same moment."""

import asyncio
from collections.abc import Callable

import orjson
import pytest

from api.kit import logging
from api.kit.logging import AccessLog

Read = Callable[[], list[str]]


@pytest.fixture
def written(capfdbinary: pytest.CaptureFixture[bytes]) -> Read:
    """The paths of the lines that left since last asked."""
    return lambda: [orjson.loads(line)["path"] for line in capfdbinary.readouterr().err.splitlines()]


@pytest.fixture
def log() -> AccessLog:
    log = AccessLog()
    log.enabled = True
    return log


def test_a_line_leaves_at_once_where_nobody_gathers_them(log: AccessLog, written: Read) -> None:
    log.write({"path": "/a"})
    assert written() == ["/a"]


async def test_lines_of_a_moment_leave_together(log: AccessLog, written: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "MOMENT", 0)
    with log.together():
        log.write({"path": "/a"})
        log.write({"path": "/b"})
        assert written() == []
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert written() == ["/a", "/b"]
        log.write({"path": "/c"})
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert written() == ["/c"]


async def test_nothing_is_left_when_it_ends(log: AccessLog, written: Read) -> None:
    with log.together():
        log.write({"path": "/a"})
    assert written() == ["/a"]


def test_where_the_level_is_higher_nothing_is_written(log: AccessLog, written: Read) -> None:
    log.enabled = False
    log.write({"path": "/a"})
    assert written() == []
