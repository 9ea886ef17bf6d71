"""Values the system itself writes: settled disputes, what is worked out. The rules for typing do not hold here."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.service.rollup import queue
from api.indicators.service.writing import Entry, store, tell


async def enter(session: AsyncSession, actor: Actor, entries: Sequence[Entry]) -> int:
    """Write values decided under a lock, tell of them, have them counted; how many were written."""
    if not entries:
        return 0
    stored = await store(session, actor, entries)
    written = [entry for entry in entries if entry.key in stored]
    if written:
        await tell(session, written)
        await queue(session, written)
    return len(written)
