"""What is found out about a file after it came in: malware, signatures, what it looks like.

It is about bytes, not about who sent them: what is known already is not found out again, and what is found holds for
every record of the same bytes.
"""

import hashlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import and_, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.evidence.examining import bounded
from api.evidence.examining.bounded import Pictures
from api.evidence.models import Evidence, EvidenceFile, EvidencePicture
from api.evidence.rules import likeness
from api.evidence.rules.evidence import NOT_SERVED, Scan
from api.evidence.rules.kinds import LOOKED_INTO, PDF
from api.evidence.service import scanner
from api.evidence.service.journal import wrote
from api.kit.files import FileStore, NoSuchFile, lock_file
from api.kit.jobs import UNFINISHED, Job, enqueue
from api.settings import Settings

EXAMINE = "examine_evidence"
_AT_A_TIME = 500
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Bytes:
    sha256: str
    media_type: str


async def ask(session: AsyncSession, evidence: Evidence, settings: Settings) -> None:
    """Have new evidence examined, where there is anything to find out."""
    unknown = evidence.media_type in LOOKED_INTO and not await _is_known(session, evidence.sha256)
    if unknown or settings.clamd_host is not None:
        await enqueue(session, EXAMINE, {"evidence": str(evidence.id)}, None)


async def _is_known(session: AsyncSession, sha256: str) -> bool:
    return await session.scalar(select(EvidenceFile.file_sha256).where(EvidenceFile.file_sha256 == sha256)) is not None


async def examine(session: AsyncSession, store: FileStore, settings: Settings, evidence_id: UUID) -> dict[str, str]:
    """Scan the file, then look into it unless it is infected or still to be scanned. Says what is known now."""
    evidence = await session.get(Evidence, evidence_id)
    if evidence is None or evidence.deleted_at is not None:
        return {"scan": "deleted"}
    file = _Bytes(evidence.sha256, evidence.media_type)
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"examine:{file.sha256}", 0))))
    try:
        scan = await _scan(session, store, settings, evidence)
        if scan not in NOT_SERVED and file.media_type in LOOKED_INTO and not await _is_known(session, file.sha256):
            await _look_into(session, store, settings, file)
    except NoSuchFile:
        _log.error("file_missing", sha256=file.sha256)
        return {"scan": "missing"}
    return {"scan": scan}


async def _scan(session: AsyncSession, store: FileStore, settings: Settings, evidence: Evidence) -> Scan:
    """What is known of malware in it; as before when the scanner is away."""
    if settings.clamd_host is None:
        return Scan(evidence.scan)
    try:
        found = await scanner.scan(store.read(evidence.sha256), settings)
    except OSError as error:
        _log.warning("scanner_away", error=repr(error))
        return Scan(evidence.scan)
    if found.scan is Scan.INFECTED:
        _log.warning("malware_found", sha256=evidence.sha256, name=found.name)
    same = select(Evidence).where(Evidence.sha256 == evidence.sha256, Evidence.scan != found.scan)
    locked = same.with_for_update().execution_options(populate_existing=True)
    for each in await session.scalars(locked.order_by(Evidence.id)):
        each.scan = found.scan
        await wrote(session, SYSTEM, "evidence.scan", each, {"scan": found.scan, "found": found.name})
    return found.scan


async def _look_into(session: AsyncSession, store: FileStore, settings: Settings, file: _Bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="lotrinh-") as made:
        folder = Path(made)
        copy = folder / "file"
        await _copy(store.read(file.sha256), copy)
        signatures = []
        if file.media_type == PDF:
            signatures = await bounded.read_signatures(copy, settings.signature_roots)
        pictures = await bounded.draw(copy, file.media_type, folder)
        look = None if pictures.look is None or not likeness.telling(pictures.look) else likeness.stored(pictures.look)
        known = {"signatures": signatures, "pages": pictures.pages, "look": look}
        known["previews"] = sum(drawn.position > 0 for drawn in pictures.drawn)
        await session.execute(insert(EvidenceFile).values(file_sha256=file.sha256, **known))
        await _keep(session, store, file, pictures)


async def _copy(content: AsyncIterator[bytes], to: Path) -> None:
    with to.open("xb") as copy:
        async for chunk in content:
            copy.write(chunk)


async def _keep(session: AsyncSession, store: FileStore, file: _Bytes, pictures: Pictures) -> None:
    """The pictures go into the store, then their rows; the sweeper is held off meanwhile."""
    for drawn in pictures.drawn:
        content = drawn.path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        await lock_file(session, sha256)
        await store.add(_once(content))
        values = {
            "sha256": sha256, "size": len(content), "width": drawn.width, "height": drawn.height,
        }  # fmt: skip
        await session.execute(
            insert(EvidencePicture).values(file_sha256=file.sha256, position=drawn.position, **values)
        )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def catch_up(session: AsyncSession, settings: Settings) -> int:
    """Ask again for what was not examined: the scanner was away, it was set up later, a job failed. How many."""
    if settings.clamd_host is None:
        await session.execute(update(Evidence).where(Evidence.scan == Scan.PENDING).values(scan=Scan.UNSCANNED))
    busy = exists().where(Job.kind == EXAMINE, Job.status.in_(UNFINISHED))
    if await session.scalar(select(busy)):
        return 0
    known = exists().where(EvidenceFile.file_sha256 == Evidence.sha256)
    wanting = and_(Evidence.media_type.in_(LOOKED_INTO), ~known, Evidence.scan != Scan.INFECTED)
    if settings.clamd_host is not None:
        wanting = or_(wanting, Evidence.scan.in_((Scan.PENDING, Scan.UNSCANNED)))
    found = select(Evidence.id).where(Evidence.deleted_at.is_(None), wanting).order_by(Evidence.created_at.desc())
    ids = (await session.scalars(found.limit(_AT_A_TIME))).all()
    for evidence_id in ids:
        await enqueue(session, EXAMINE, {"evidence": str(evidence_id)}, None)
    return len(ids)
