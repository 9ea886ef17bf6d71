"""/clarification-requests: a leader asks one unit why."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.followup import service
from api.followup.dependencies import (
    AskedByCaller,
    AskedOfCaller,
    AskedToChange,
    ClarificationAnswerer,
    ClarificationAsker,
    ClarificationReader,
)
from api.followup.errors import ClarificationClosed, ClarificationNotAnswered, ClarificationNotOpen
from api.followup.models import Clarification
from api.followup.permissions import CLARIFICATION_ANSWER
from api.followup.queries import clarifications as queries
from api.followup.queries.clarifications import ClarificationFilters
from api.followup.schemas.clarification import (
    ClarificationCountsOut,
    ClarificationDetailOut,
    ClarificationIn,
    ClarificationOut,
    ClarificationPatch,
    ReopenIn,
)
from api.followup.schemas.difficulty import AnswerIn, RemarkIn
from api.followup.service.journal import Voice, voice_of
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk

router = resource("follow-up")
_ALL, _ONE = "/clarification-requests", "/clarification-requests/{clarification_id}"


@router.get(
    _ALL,
    response_model=Page[ClarificationOut],
    operation_id="list_clarification_requests",
    responses=declare(Forbidden),
)
async def list_clarification_requests(
    request: Request, at: ClarificationReader, filters: Annotated[ClarificationFilters, Query()]
) -> Response:
    """What units at and below the caller are asked, and what is asked about tasks the caller's division leads.

    Sorts: due_on, created_at, updated_at; by default the latest first.
    """
    return await page(
        request,
        at.session,
        queries.filtered(queries.clarifications(at.subject, at.today), filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=Clarification.id,
        shape=lambda row: queries.shape(row, at.today),
    )


@router.post(
    _ALL,
    response_model=ClarificationDetailOut,
    status_code=201,
    operation_id="create_clarification_request",
    responses=declare(Forbidden),
)
async def create_clarification_request(request: Request, at: ClarificationAsker, given: ClarificationIn) -> Response:
    """Ask a unit below one's own why. How it is worded follows from the unit's rank."""
    asked = await service.ask(at.session, at.actor, at.subject, given)
    return await _answer(request, at, asked.id, status=201, location=f"{request.url.path}/{asked.id}")


@router.get(
    f"{_ALL}/counts",
    response_model=ClarificationCountsOut,
    operation_id="count_clarification_requests",
    responses=declare(Forbidden),
)
async def count_clarification_requests(at: ClarificationReader) -> Response:
    """How many requests there are, and how many wait for the caller."""
    found = (await at.session.execute(queries.counts(at.subject, at.today))).one()
    return plain(dict(found._mapping))


@router.get(
    _ONE,
    response_model=ClarificationDetailOut,
    operation_id="get_clarification_request",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_clarification_request(request: Request, at: ClarificationReader, clarification_id: UUID) -> Response:
    """One request with its history."""
    return await _answer(request, at, clarification_id)


@router.patch(
    _ONE,
    response_model=ClarificationDetailOut,
    operation_id="update_clarification_request",
    responses=declare(Forbidden, NotFound, ClarificationNotOpen, PreconditionRequired, Stale),
)
async def update_clarification_request(
    request: Request, asked: AskedToChange, at: ClarificationAsker, patch: ClarificationPatch
) -> Response:
    """Ask it better, or give more time, until it is answered (RFC 7396)."""
    await service.change_clarification(at.session, at.actor, _speaking(at), asked, patch)
    return await _answer(request, at, asked.id)


@router.post(
    f"{_ONE}/answers",
    response_model=ClarificationDetailOut,
    status_code=201,
    operation_id="answer_clarification_request",
    responses=declare(Forbidden, NotFound, ClarificationClosed),
)
async def answer_clarification_request(
    request: Request, asked: AskedOfCaller, at: ClarificationAnswerer, given: AnswerIn
) -> Response:
    """Answer for the unit; entered for it by those above it, it is logged so (nhập thay)."""
    voice = voice_of(at.subject, asked.unit_id, CLARIFICATION_ANSWER)
    await service.answer_clarification(at.session, at.actor, voice, asked, given.text)
    return await _answer(request, at, asked.id, status=201)


@router.post(
    f"{_ONE}/close",
    response_model=ClarificationDetailOut,
    operation_id="close_clarification_request",
    responses=declare(Forbidden, NotFound, ClarificationClosed),
)
async def close_clarification_request(
    request: Request, asked: AskedByCaller, at: ClarificationAsker, given: RemarkIn
) -> Response:
    """Be content with it."""
    await service.close_clarification(at.session, at.actor, _speaking(at), asked, given.text)
    return await _answer(request, at, asked.id)


@router.post(
    f"{_ONE}/reopen",
    response_model=ClarificationDetailOut,
    operation_id="reopen_clarification_request",
    responses=declare(Forbidden, NotFound, ClarificationNotAnswered),
)
async def reopen_clarification_request(
    request: Request, asked: AskedByCaller, at: ClarificationAsker, given: ReopenIn
) -> Response:
    """Ask on, with a new day."""
    await service.reopen_clarification(at.session, at.actor, _speaking(at), asked, given)
    return await _answer(request, at, asked.id)


def _speaking(at: Desk) -> Voice:
    return Voice(at.subject.id, at.subject.name)


async def _answer(
    request: Request, at: Desk, clarification_id: UUID, *, status: int = 200, location: str | None = None
) -> Response:
    row = (await at.session.execute(queries.one(at.subject, clarification_id, at.today))).one_or_none()
    if row is None:
        raise NotFound
    body = queries.shape_one(row, at.today)
    # Names it shows, lateness, and what the caller may do, change without a write of it.
    derived = [body["overdue"], *(str(row[n]) for n in range(len(row)))]
    return record(request, body, derived=derived, status=status, location=location)
