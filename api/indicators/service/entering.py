"""Values the system itself writes: settled disputes, what is worked out. The rules for typing do not hold here."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.service.writing import Entry, put


async def enter(session: AsyncSession, actor: Actor, entries: Sequence[Entry]) -> int:
    """Write values decided under a lock, tell of them, have them counted; how many were written."""
    return len(await put(session, actor, entries)) if entries else 0
