"""Caches of several processes are dropped together."""

import asyncio
import contextlib

import pytest

from api.kit import invalidation
from api.kit.db import Database
from tests.support.clock import NOON


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    keys: list[str | None] = []
    monkeypatch.setattr(invalidation, "_listeners", [keys.append])
    return keys


async def test_the_own_process_drops_a_key_at_commit(database: Database, dropped: list[str | None]) -> None:
    async with database.session(NOON) as session:
        await invalidation.announce(session, "user:1")
        assert dropped == []
        await session.commit()
        invalidation.committed(session)
    assert dropped == ["user:1"]


async def test_other_processes_hear_of_a_commit_and_of_no_rollback(
    own_database_url: str, dropped: list[str | None]
) -> None:
    database = Database.connect(own_database_url, pool=2)
    listening = asyncio.create_task(invalidation.listen(own_database_url))
    async with asyncio.timeout(10):
        while not dropped:  # connected: everything is dropped once
            await asyncio.sleep(0.01)
        async with database.session(NOON) as session:
            await invalidation.announce(session, "user:rolled-back")
            await session.rollback()
            await invalidation.announce(session, "user:committed")
            await session.commit()
        while "user:committed" not in dropped:
            await asyncio.sleep(0.01)
    listening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listening
    await database.close()
    assert dropped == [None, "user:committed"]
