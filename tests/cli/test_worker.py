"""The worker's parts: each for ever, until it is told to stop."""

import asyncio

import pytest

from api import worker


async def test_a_part_that_fails_while_it_is_told_to_stop_stops() -> None:
    begun = asyncio.Event()

    async def without_a_database() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise ConnectionError("there is no server")

    async def part() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(without_a_database())

    running = asyncio.create_task(worker._forever("part", part))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 10)
