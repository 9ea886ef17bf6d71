"""What evidence does by the clock."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.service import store_of, sweeping
from api.settings import get_settings


async def sweep(session: AsyncSession) -> dict[str, int]:
    """Remove expired uploads, drafts that were never finished and files no record names; how many of each."""
    settings = get_settings()
    store = store_of(settings)
    before = session.info["now"] - timedelta(hours=settings.orphan_hours)
    return {
        "uploads": await sweeping.sweep_uploads(session, settings),
        "drafts": await store.drafts.forget_old(before),
        "files": await sweeping.sweep_files(session, store, settings),
    }
