"""Whose a file will be, and whether the caller may send it: asked before a byte of it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.errors import EvidenceReplaced, QuotaExceeded
from api.evidence.models import Evidence
from api.evidence.permissions import EVIDENCE_WRITE
from api.evidence.queries.evidence import seen_one
from api.evidence.queries.targets import find
from api.evidence.rules.evidence import MOST_LINKS
from api.evidence.rules.metadata import Malformed, Target, read_targets
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, invalid
from api.kit.validation import MESSAGES
from api.settings import Settings
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.queries.references import unit_named
from api.units.scope import enters

_UNKNOWN_UNIT = Message("Không có đơn vị này.", "There is no such unit.")
_WHICH_UNIT = Message("Hãy cho biết minh chứng của đơn vị nào.", "Say whose evidence this is.")
_UNKNOWN_TARGET = Message("Không có nội dung này để gắn minh chứng.", "There is nothing like this to hang evidence on.")
_OTHER_UNIT = Message("Nội dung này là của đơn vị khác.", "This belongs to another unit.")
_MALFORMED = Message("Phải có dạng assignment:<mã>,task:<mã>.", "Must be written assignment:<id>,task:<id>.")
_UNKNOWN_EVIDENCE = Message("Không có minh chứng này.", "There is no such evidence.")
_ONE_UNIT = Message("Bản mới phải cùng đơn vị với bản cũ.", "A newer version belongs to the same unit.")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a file is, and whether somebody above enters it."""

    unit_id: UUID
    department_id: UUID | None
    on_behalf: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a file beside it. `at` is where in the request: /query, /header/Upload-Metadata or nothing."""

    unit: str | None
    title: str | None
    links: str | None
    replaces: UUID | None
    at: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """The same, looked up and allowed."""

    place: Place
    title: str | None
    targets: tuple[Target, ...]
    replaces: UUID | None
    expires_on: date | None


async def look_up(session: AsyncSession, subject: Subject, words: Words) -> Meant:
    """What the words mean. Raises Forbidden, EvidenceReplaced, Invalid for what the caller does not see."""
    place = await _place(session, subject, words)
    try:
        targets = tuple(read_targets(words.links))
    except Malformed as error:
        raise invalid(f"{words.at}/links", "bad_links", _MALFORMED) from error
    await check_targets(session, subject, place.unit_id, targets, f"{words.at}/links")
    if words.replaces is not None:
        await to_replace(session, subject, words.replaces, place.unit_id, words.at)
    return Meant(place, words.title, targets, words.replaces, words.expires_on)


async def _place(session: AsyncSession, subject: Subject, words: Words) -> Place:
    own = {reach.unit_id for reach in subject.reaches_with(EVIDENCE_WRITE)}
    today = vietnam_today(session.info["now"])
    if words.unit is not None:
        unit = (await session.scalars(unit_named(subject, words.unit, today))).first()
        if unit is None:
            raise invalid(f"{words.at}/unit", "unknown_unit", _UNKNOWN_UNIT)
    elif len(own) == 1:
        unit = await session.get_one(Unit, next(iter(own)))
    else:
        raise invalid(f"{words.at}/unit", "missing", _WHICH_UNIT)
    if await session.scalar(select(Unit.id).where(Unit.id == unit.id, enters(subject, EVIDENCE_WRITE, today)(Unit.id))):
        return Place(unit.id, unit.department_id, unit.id not in own)
    raise Forbidden


async def check_targets(
    session: AsyncSession, subject: Subject, unit_id: UUID, targets: Sequence[Target], pointer: str
) -> None:
    """Raises Invalid for what the caller does not see or is another unit's, Forbidden for what others write."""
    if len(targets) > MOST_LINKS:
        raise invalid(pointer, "too_long", MESSAGES["too_long"], max_length=MOST_LINKS)
    for kind in sorted({target.type for target in targets}):
        await _check_kind(session, subject, unit_id, kind, [t for t in targets if t.type == kind], pointer=pointer)


async def _check_kind(
    session: AsyncSession, subject: Subject, unit_id: UUID, name: str, targets: Sequence[Target], *, pointer: str
) -> None:
    kind = find(name)
    if kind is None or not all(kind.fits(unit_id, target.part) for target in targets):
        raise invalid(pointer, "unknown_target", _UNKNOWN_TARGET)
    seen = kind.seen(subject, vietnam_today(session.info["now"])).subquery()
    wanted = {target.id for target in targets}
    found = {row.id: row for row in await session.execute(select(seen).where(seen.c.id == any_id(wanted)))}
    if len(found) < len(wanted):
        raise invalid(pointer, "unknown_target", _UNKNOWN_TARGET)
    if not all(row.may for row in found.values()):
        raise Forbidden
    if any(row.unit_id not in {None, unit_id} for row in found.values()):
        raise invalid(pointer, "other_unit", _OTHER_UNIT)


async def to_replace(session: AsyncSession, subject: Subject, evidence_id: UUID, unit_id: UUID, at: str) -> Evidence:
    """The evidence a newer version is of, locked. Raises Invalid, EvidenceReplaced."""
    today = vietnam_today(session.info["now"])
    found = seen_one(subject, evidence_id, today).with_for_update(of=Evidence)
    old: Evidence | None = (await session.scalars(found.execution_options(populate_existing=True))).one_or_none()
    if old is None:
        raise invalid(f"{at}/replaces", "unknown_evidence", _UNKNOWN_EVIDENCE)
    if old.unit_id != unit_id:
        raise invalid(f"{at}/replaces", "other_unit", _ONE_UNIT)
    if old.replaced_by_id is not None:
        raise EvidenceReplaced
    return old


def largest(subject: Subject, settings: Settings) -> int:
    """The largest file the caller may send, bytes: by the role that may send most; 0 for who may not."""
    roles = {reach.role for reach in subject.reaches_with(EVIDENCE_WRITE)}
    by_role, most = settings.evidence_role_bytes, settings.evidence_max_bytes
    return max((min(by_role.get(role, most), most) for role in roles), default=0)


async def check_quota(session: AsyncSession, unit_id: UUID, settings: Settings, more: int) -> None:
    """Raises QuotaExceeded when the unit may not keep a file of so many bytes more."""
    counted = select(func.count(), func.coalesce(func.sum(Evidence.size), 0))
    kept = counted.where(Evidence.unit_id == unit_id, Evidence.deleted_at.is_(None))
    files, size = (await session.execute(kept)).one()
    if files >= settings.evidence_unit_files or size + more > settings.evidence_unit_bytes:
        raise QuotaExceeded(limit=settings.evidence_unit_bytes, files=settings.evidence_unit_files)
