"""Keeps in-process caches true across processes.

A writer announces a key inside its transaction. Its own process drops the key right after the commit; the others hear
of it by NOTIFY, which PostgreSQL delivers only if the transaction commits.
"""

import asyncio
import contextlib
from collections.abc import Callable

import asyncpg
import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

CHANNEL = "lotrinh_invalidate"
_RETRY_SECONDS = 1.0
_listeners: list[Callable[[str | None], None]] = []
_log = structlog.get_logger(__name__)


def subscribe(drop: Callable[[str | None], None]) -> None:
    """Register a cache: `drop(key)` forgets one key, `drop(None)` forgets all."""
    _listeners.append(drop)


async def announce(session: AsyncSession, key: str) -> None:
    """Say, inside a transaction, that what is cached under `key` changes with it."""
    await session.execute(select(func.pg_notify(CHANNEL, key)))
    session.info.setdefault("invalidated", []).append(key)


def committed(session: AsyncSession) -> None:
    """Drop at once, in this process, what the session announced."""
    for key in session.info.pop("invalidated", ()):
        _drop(key)


def _drop(key: str | None) -> None:
    for drop in _listeners:
        drop(key)


async def listen(url: str) -> None:
    """Hear the other processes until cancelled; after a lost connection everything cached is dropped."""
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            await _listen_once(url)
        _drop(None)
        await asyncio.sleep(_RETRY_SECONDS)


async def _listen_once(url: str) -> None:
    connection = await asyncpg.connect(url)
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    try:
        await connection.add_listener(CHANNEL, lambda _c, _p, _ch, key: _drop(str(key)))
        _drop(None)
        await gone.wait()
        _log.warning("invalidation_listener_lost")
    finally:
        await connection.close(timeout=1)
