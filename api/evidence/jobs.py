"""What evidence does in the background and by the clock."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.service import examination, expiring, follow_departments, store_of, sweeping
from api.kit.jobs import Running
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


async def examine(job: Running) -> dict[str, str]:
    """Scan a file and look into it."""
    evidence_id = UUID(job.payload["evidence"])
    return await examination.examine(job.session, job.files, get_settings(), evidence_id)


async def catch_up(session: AsyncSession) -> dict[str, int]:
    """Ask again for what was not examined yet; how many files."""
    return {"asked": await examination.catch_up(session, get_settings())}


async def tell_expiring(session: AsyncSession) -> dict[str, int]:
    """Tell units of certificates that end soon; of how many."""
    return {"told": await expiring.tell_expiring(session)}


async def follow_the_day(session: AsyncSession) -> None:
    """Lie where units stand since today; after their own tick."""
    await follow_departments(session)
