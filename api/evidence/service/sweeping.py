"""What nobody needs any more: expired uploads, drafts of killed processes, files no row names."""

from datetime import timedelta

from sqlalchemy import delete, exists, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.errors import UploadBusy
from api.evidence.models import Upload
from api.evidence.service.partial import Partials
from api.kit.files import REFERENCES, FileStore, Found, lock_file
from api.settings import Settings


async def sweep_uploads(session: AsyncSession, settings: Settings) -> int:
    """Forget uploads that expired, and the bytes of those that became evidence; returns how many."""
    partials, now, swept = Partials(settings.home / "uploads"), session.info["now"], 0
    over = or_(Upload.expires_at <= now, Upload.evidence_id.is_not(None))
    for upload_id in (await session.scalars(select(Upload.id).where(over))).all():
        try:
            async with partials.held(upload_id):
                partials.remove(upload_id)
        except UploadBusy:
            continue
        swept += 1
        await session.execute(delete(Upload).where(Upload.id == upload_id, Upload.expires_at <= now))
    return swept


async def sweep_files(session: AsyncSession, store: FileStore, settings: Settings) -> int:
    """Remove files that no row has named since a grace period; returns how many."""
    before, swept = session.info["now"] - timedelta(hours=settings.orphan_hours), 0
    old = [found async for found in store.listing() if found.added_at < before]
    for found in old:
        swept += await _sweep(session, store, found)
    return swept


async def _sweep(session: AsyncSession, store: FileStore, found: Found) -> bool:
    """Remove one file unless a row names it. Whoever makes such a row holds the same lock, and looks again."""
    if await _is_named(session, found.sha256):
        return False
    await lock_file(session, found.sha256)
    if await _is_named(session, found.sha256) or await store.added_at(found.sha256) != found.added_at:
        return False
    await store.remove(found.sha256)
    return True


async def _is_named(session: AsyncSession, sha256: str) -> bool:
    named = union_all(*REFERENCES).subquery()
    return bool(await session.scalar(select(exists().where(named.c[0] == sha256))))
