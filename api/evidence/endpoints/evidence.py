"""/evidence: files sent in, what is said of them."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Query, Request, Response

from api.evidence import service
from api.evidence.dependencies import (
    Desk,
    EvidenceSeen,
    EvidenceToChange,
    EvidenceVerified,
    FileRoute,
    FileSent,
    Judge,
    Reader,
    Writer,
)
from api.evidence.endpoints import hot
from api.evidence.errors import (
    EmptyFile,
    EvidenceReplaced,
    FileNotAllowed,
    QuotaExceeded,
    StorageFull,
    UnsafeArchive,
)
from api.evidence.models import Evidence
from api.evidence.queries import evidence as queries
from api.evidence.queries.duplicates import duplicates
from api.evidence.queries.evidence import EvidenceFilters
from api.evidence.schemas import DuplicateOut, EvidenceOut, EvidencePatch
from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import quick, resource
from api.kit.http.upload import FORM
from api.kit.problems import (
    BadRequest,
    Forbidden,
    IdempotencyMismatch,
    Invalid,
    NotFound,
    PreconditionRequired,
    Stale,
    StillRunning,
    TooLarge,
    Unavailable,
    UnsupportedMediaType,
    declare,
)
from api.kit.schemas import Page

router = resource("evidence")
sending = resource("evidence", FileRoute)
_ONE = "/evidence/{evidence_id}"
_READ = declare(Forbidden, NotFound)
_WORDS = {name: {"type": "string"} for name in ("unit", "title", "links", "replaces", "expires_on")}
_FILE = {"type": "string", "format": "binary"}
_FORM_SCHEMA = {"type": "object", "required": ["file"], "properties": {"file": _FILE, **_WORDS}}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {FORM: {"schema": _FORM_SCHEMA}, "application/octet-stream": {"schema": _FILE}},
    }
}
_REFUSALS = (
    BadRequest, Forbidden, EvidenceReplaced, StillRunning, TooLarge, QuotaExceeded, FileNotAllowed,
    UnsupportedMediaType, EmptyFile, UnsafeArchive, Invalid, IdempotencyMismatch, Unavailable, StorageFull,
)  # fmt: skip


@router.get("/evidence", response_model=Page[EvidenceOut], operation_id="list_evidence", responses=declare(Forbidden))
@quick(hot.list_evidence)
async def list_evidence(request: Request, at: Reader, filters: Annotated[EvidenceFilters, Query()]) -> Response:
    """Files of the units at and below the caller, and those on work the caller's division leads; current versions.

    Sorts: created_at, updated_at, title, size, risk; by default the newest first. `verdict=none&sort=-risk` is the
    queue of those who judge.
    """
    return await hot.page_of_evidence(request, at.subject, at.today, filters)


@sending.post(
    "/evidence",
    response_model=EvidenceOut,
    status_code=201,
    operation_id="create_evidence",
    responses=declare(*_REFUSALS),
    openapi_extra=_BODY,
)
async def create_evidence(request: Request, at: Writer, sent: FileSent) -> Response:
    """Send a file: the whole body, with its name in `Content-Disposition`, or the part `file` of a form.

    What it is shows by its content, whatever `Content-Type` says. `unit`, `title`, `links`, `replaces` and
    `expires_on` stand in the query or are fields of the form. Large files over bad lines: `/uploads`.
    """
    meant = await service.look_up(at.session, at.subject, sent.words)
    evidence = await service.add(
        at.session, at.actor, at.subject, meant, sent.file, store=at.store, settings=at.settings
    )
    return await answer(request, at, evidence.id, status=201)


@router.get(_ONE, response_model=EvidenceOut, operation_id="get_evidence", responses=_READ | NOT_MODIFIED)
async def get_evidence(request: Request, at: Reader, evidence_id: UUID) -> Response:
    """One file: what is said of it. Its bytes are at `…/content`."""
    return await answer(request, at, evidence_id)


@router.get(
    f"{_ONE}/versions", response_model=Page[EvidenceOut], operation_id="list_evidence_versions", responses=_READ
)
async def list_evidence_versions(at: Reader, evidence: EvidenceSeen) -> Response:
    """The file and what it replaced or was replaced by, the newest first."""
    found = queries.items(at.subject, at.today, Evidence.series_id == evidence.series_id)
    rows = await at.session.scalars(found.order_by(Evidence.created_at.desc(), Evidence.id.desc()))
    body = b'{"items":[' + ",".join(rows).encode() + b'],"next_cursor":null}'
    return Response(body, media_type="application/json")


@router.get(
    f"{_ONE}/duplicates",
    response_model=Page[DuplicateOut],
    operation_id="list_evidence_duplicates",
    responses=_READ,
)
async def list_evidence_duplicates(evidence: EvidenceVerified, at: Judge) -> Response:
    """What other units sent in that is the same to the byte, or a photograph that looks the same; the likest first.

    For those who verify it, among what they see themselves; fifty at most.
    """
    rows = await at.session.scalars(duplicates(at.subject, at.today, evidence))
    body = b'{"items":[' + ",".join(rows).encode() + b'],"next_cursor":null}'
    return Response(body, media_type="application/json")


@router.patch(
    _ONE,
    response_model=EvidenceOut,
    operation_id="update_evidence",
    responses=declare(Forbidden, NotFound, EvidenceReplaced, PreconditionRequired, Stale),
)
async def update_evidence(request: Request, evidence: EvidenceToChange, at: Writer, patch: EvidencePatch) -> Response:
    """Say otherwise what it shows and what it is about (RFC 7396)."""
    await service.update(at.session, at.actor, at.subject, evidence, patch)
    return await answer(request, at, evidence.id)


@router.delete(
    _ONE,
    status_code=204,
    response_class=Response,
    operation_id="delete_evidence",
    responses=declare(Forbidden, NotFound, EvidenceReplaced, PreconditionRequired, Stale),
)
async def delete_evidence(evidence: EvidenceToChange, at: Writer) -> Response:
    """Take a file back; the version it replaced stands in its place again."""
    await service.remove(at.session, at.actor, evidence)
    return Response(status_code=204)


async def answer(request: Request, at: Desk, evidence_id: UUID, *, status: int = 200) -> Response:
    """One item, as the list shows it."""
    await at.session.flush()
    item = await at.session.scalar(queries.items(at.subject, at.today, Evidence.id == evidence_id))
    if item is None:
        raise NotFound
    body = orjson.loads(item)
    location = f"/api/v1/evidence/{evidence_id}" if status == 201 else None
    derived = [body["duplicates_elsewhere"], *([body["previews"]] if body["examined"] else [])]
    return record(request, body, derived=derived if any(derived) else None, status=status, location=location)
