"""Short transactions that stay although their request is refused.

The house lists what may use this: counters of failed sign-ins, the audit of refusals, the end of a stolen session.
Everything else is committed once, by `kit.http.route`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import invalidation


@asynccontextmanager
async def apart(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """Drop what the session did so far; commit what is done inside."""
    await session.rollback()
    yield session
    await session.commit()
    invalidation.committed(session)
