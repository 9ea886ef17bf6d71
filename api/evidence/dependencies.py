"""Guards of evidence: find it in the caller's scope, check the permission, take a file in."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.evidence import service
from api.evidence.models import Evidence
from api.evidence.permissions import EVIDENCE_READ, EVIDENCE_VERIFY, EVIDENCE_WRITE
from api.evidence.queries.evidence import seen_one
from api.evidence.queries.scope import judged
from api.evidence.schemas import Beside
from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.files import FileStore
from api.kit.http import upload
from api.kit.http.etag import IfMatch, expect_version
from api.kit.http.route import Route
from api.kit.permissions import Subject, caller, mark_guard
from api.kit.problems import Forbidden, Message, NotFound, TooLarge, invalid
from api.kit.schemas import Day, clean_text
from api.kit.validation import MESSAGES
from api.settings import Settings

Caller = Annotated[Subject, Depends(caller)]
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_FIELDS = frozenset(Beside.model_fields)
_TWICE = Message("Chỉ ghi một nơi: ở địa chỉ hoặc trong biểu mẫu.", "Say it in one place: the address or the form.")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, on which day in Việt Nam, the transaction it happens in, and where files are."""

    session: AsyncSession
    subject: Subject
    today: date
    actor: Actor
    settings: Settings
    store: FileStore


def desk(permission: str) -> Any:
    """A guard that lets only holders of a permission pass, and hands over their desk."""

    async def check(request: Request, session: Tx, now: Now, subject: Caller) -> Desk:
        if not subject.holds(permission):
            raise Forbidden
        state = request.app.state
        return Desk(session, subject, vietnam_today(now), Actor.of(request), state.settings, state.files)

    return mark_guard(check, permission)


Reader = Annotated[Desk, desk(EVIDENCE_READ)]
Writer = Annotated[Desk, desk(EVIDENCE_WRITE)]
Judge = Annotated[Desk, desk(EVIDENCE_VERIFY)]


async def _to_read(evidence_id: UUID, at: Reader) -> Evidence:
    found: Evidence | None = (await at.session.scalars(seen_one(at.subject, evidence_id, at.today))).one_or_none()
    if found is None:
        raise NotFound
    return found


async def _to_change(evidence_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> Evidence:
    evidence = await service.editable(session, subject, evidence_id)
    expect_version(if_match, evidence.version)
    return evidence


async def _to_judge(evidence_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> Evidence:
    evidence = await service.judgeable(session, subject, evidence_id)
    if if_match is not None:
        expect_version(if_match, evidence.version)
    return evidence


async def _to_compare(evidence: Annotated[Evidence, Depends(_to_read)], at: Judge) -> Evidence:
    """Any version of it may be looked at; whoever only reads it is not told of other units."""
    may = select(Evidence.id).where(Evidence.id == evidence.id, judged(at.subject, at.today))
    if await at.session.scalar(may) is None:
        raise Forbidden
    return evidence


EvidenceVerified = Annotated[Evidence, mark_guard(_to_compare, EVIDENCE_VERIFY)]
EvidenceToJudge = Annotated[Evidence, mark_guard(_to_judge, EVIDENCE_VERIFY)]
EvidenceSeen = Annotated[Evidence, mark_guard(_to_read, EVIDENCE_READ)]
EvidenceToChange = Annotated[Evidence, mark_guard(_to_change, EVIDENCE_WRITE)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was taken in, and what was said beside it."""

    file: service.Arrived
    words: service.Words


async def _take_in(request: Request, at: Writer, beside: Annotated[Beside, Query()]) -> Sent:
    """Ask everything that can be asked before the first byte; then take the file in without a transaction."""
    if hasattr(request.state, "sent"):
        sent: Sent = request.state.sent
        return sent
    words = service.Words(beside.unit, beside.title, beside.links, beside.replaces, "/query", beside.expires_on)
    most, announced = service.largest(at.subject, at.settings), _announced(request)
    if announced > most + upload.FORM_OVERHEAD:
        raise TooLarge(limit=most)
    is_form = request.headers.get("content-type", "").lower().startswith(upload.FORM)
    if not is_form or beside.unit is not None:
        meant = await service.look_up(at.session, at.subject, words)
        await service.check_quota(at.session, meant.place.unit_id, at.settings, announced)
    await at.session.rollback()
    came = request.state.sent = await _received(request, at, words, most, is_form=is_form)
    return came


async def _received(request: Request, at: Desk, words: service.Words, most: int, *, is_form: bool) -> Sent:
    look = service.Inspection()
    with service.told():
        came = await upload.receive(
            request, at.store, limit=most, admit=look.admit, fields=_FIELDS, inspect=look.inspect
        )
    declared = None if is_form else request.headers.get("content-type")
    file = service.Arrived(came.stored, came.filename, look.media_type, declared)
    return Sent(file, _with_fields(words, came.fields))


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else 0


def _with_fields(words: service.Words, fields: dict[str, str]) -> service.Words:
    """The words of the form; what the address said already is not said again."""
    said = {name: value.strip() for name, value in fields.items() if value.strip()}
    for name in said:
        if getattr(words, name) is not None:
            raise invalid(f"/{name}", "repeated", _TWICE)
    if not said:
        return words
    beside = words_of(said, "")
    return service.Words(
        words.unit or beside.unit, words.title or beside.title, words.links or beside.links,
        words.replaces or beside.replaces, "", words.expires_on or beside.expires_on,
    )  # fmt: skip


def words_of(said: dict[str, str], at: str) -> service.Words:
    """What was said beside a file in plain text. Raises Invalid."""
    for name, most in (("unit", 64), ("title", 500), ("links", 2_000)):
        if len(said.get(name, "")) > most:
            raise invalid(f"{at}/{name}", "string_too_long", MESSAGES["string_too_long"], max_length=most)
    cleaned = {name: _cleaned(said.get(name), f"{at}/{name}") for name in ("unit", "title", "links")}
    try:
        replaces = UUID(said["replaces"]) if said.get("replaces") else None
    except ValueError as error:
        raise invalid(f"{at}/replaces", "uuid_parsing", MESSAGES["uuid_parsing"]) from error
    try:
        expires_on = _DAY.validate_python(said["expires_on"]) if said.get("expires_on") else None
    except ValidationError as error:
        raise invalid(f"{at}/expires_on", "date_parsing", MESSAGES["date_parsing"]) from error
    return service.Words(cleaned["unit"], cleaned["title"], cleaned["links"], replaces, at, expires_on)


def _cleaned(text: str | None, pointer: str) -> str | None:
    try:
        return clean_text(text).strip() or None if text else None
    except ValueError as error:
        raise invalid(pointer, "control_character", MESSAGES["control_character"]) from error


FileSent = Annotated[Sent, Depends(_take_in)]


class FileRoute(Route):
    """A route whose body is a file; whoever calls is known, and allowed, before the first byte of it is read."""

    takes_in = (Depends(_take_in),)
