"""Who makes a row that names a file, and who sweeps files that no row names, wait for each other."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def lock_file(session: AsyncSession, sha256: str) -> None:
    """Hold off the sweeper, or a sender of the same bytes, until this transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"file:{sha256}", 0))))
