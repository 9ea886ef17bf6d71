"""A file becomes evidence: its bytes are in the store already, the row comes after."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.evidence.models import Evidence
from api.evidence.rules.evidence import Scan, Signs, Verdict, risk_of
from api.evidence.rules.kinds import is_contradicted
from api.evidence.service import examination
from api.evidence.service.journal import wrote
from api.evidence.service.linking import link, targets_of
from api.evidence.service.placing import Meant, check_quota, to_replace
from api.evidence.service.storing import told
from api.kit.files import FileStore, Stored, lock_file
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Unavailable
from api.kit.text import fold, nfc, sort_key
from api.settings import Settings

_PLAINLY = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file in the store, what it is called, what it is, and what its sender said it was."""

    stored: Stored
    filename: str
    media_type: str
    declared_type: str | None


async def add(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    meant: Meant,
    file: Arrived,
    *,
    store: FileStore,
    settings: Settings,
) -> Evidence:
    """Make the record. Raises QuotaExceeded, EvidenceReplaced, Unavailable should the bytes be gone again."""
    unit_id = meant.place.unit_id
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"evidence:{unit_id}", 0))))
    await lock_file(session, file.stored.sha256)
    with told():
        if await store.added_at(file.stored.sha256) is None:
            raise Unavailable(headers={"Retry-After": "1"})
    await check_quota(session, unit_id, settings, file.stored.size)
    old = None
    if meant.replaces is not None:
        old = await to_replace(session, subject, meant.replaces, unit_id, "")
    senders = await _senders(session, file)
    evidence = _record(meant, file, subject, old, repeated=unit_id in senders)
    evidence.shared = bool(senders - {unit_id})
    if evidence.shared:
        await _mark_shared(session, file)
    evidence.scan = Scan.UNSCANNED if settings.clamd_host is None else Scan.PENDING
    session.add(evidence)
    await session.flush()
    await _hang(session, evidence, meant, old)
    if old is not None:
        old.replaced_by_id = evidence.id
        await wrote(session, actor, "evidence.replace", old, {"replaced_by": str(evidence.id)})
    said = {"filename": evidence.filename, "sha256": evidence.sha256, "on_behalf": evidence.on_behalf}
    await wrote(session, actor, "evidence.create", evidence, said)
    await examination.ask(session, evidence, settings)
    return evidence


async def _senders(session: AsyncSession, file: Arrived) -> set[UUID]:
    """The units that sent these bytes before."""
    same = (Evidence.sha256 == file.stored.sha256, Evidence.deleted_at.is_(None))
    return set(await session.scalars(select(Evidence.unit_id).where(*same).distinct()))


async def _mark_shared(session: AsyncSession, file: Arrived) -> None:
    """Nothing that is said of the others changes by it, so neither does their version."""
    others = (Evidence.sha256 == file.stored.sha256, Evidence.shared.is_(False))
    await session.execute(update(Evidence).where(*others).values(shared=True), execution_options=_PLAINLY)


def _record(meant: Meant, file: Arrived, subject: Subject, old: Evidence | None, *, repeated: bool) -> Evidence:
    id_, title = uuid7(), nfc(meant.title or (old.title if old else file.filename))
    signs = Signs(is_contradicted(file.declared_type, file.media_type), repeated, meant.place.on_behalf)
    return Evidence(
        id=id_,
        unit_id=meant.place.unit_id,
        department_id=meant.place.department_id,
        title=title,
        sort_key=sort_key(title),
        search=fold(f"{title} {file.filename}"),
        filename=file.filename,
        media_type=file.media_type,
        declared_type=file.declared_type,
        size=file.stored.size,
        sha256=file.stored.sha256,
        risk=risk_of(signs),
        verdict=Verdict.NONE,
        added_by_id=subject.id,
        added_by=subject.name,
        on_behalf=meant.place.on_behalf,
        series_id=old.series_id if old else id_,
        replaces_id=old.id if old else None,
        expires_on=meant.expires_on,
    )


async def _hang(session: AsyncSession, evidence: Evidence, meant: Meant, old: Evidence | None) -> None:
    """What the request names; a newer version of which nothing is said is about what the older one is about."""
    targets = meant.targets
    if old is not None and not targets:
        targets = tuple(await targets_of(session, old))
    await link(session, evidence, targets)
