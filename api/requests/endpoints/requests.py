"""/data-requests: what is asked of an audience, by whom, until when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk
from api.requests import service
from api.requests.dependencies import RequestAsker, RequestReader, RequestToChange
from api.requests.errors import DataRequestClosed
from api.requests.models import DataRequest
from api.requests.queries import answers
from api.requests.queries import requests as queries
from api.requests.schemas import (
    DataRequestDetailOut,
    DataRequestFilters,
    DataRequestIn,
    DataRequestOut,
    DataRequestPatch,
)

router = resource("data-requests")
_ALL, _ONE = "/data-requests", "/data-requests/{request_id}"


@router.get(_ALL, response_model=Page[DataRequestOut], operation_id="list_data_requests", responses=declare(Forbidden))
async def list_data_requests(
    request: Request, at: RequestReader, filters: Annotated[DataRequestFilters, Query()]
) -> Response:
    """Requests of the units below the caller, and those asked of one of them. Sorts: created_at, due_at, updated_at."""
    now = at.session.info["now"]
    return await page(
        request,
        at.session,
        queries.filtered(queries.requests(at.subject, at.today), filters, at.subject, now),
        filters,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=DataRequest.id,
        shape=lambda row: queries.shape(row, now),
    )


@router.post(
    _ALL,
    response_model=DataRequestDetailOut,
    status_code=201,
    operation_id="create_data_request",
    responses=declare(Forbidden),
)
async def create_data_request(request: Request, at: RequestAsker, given: DataRequestIn) -> Response:
    """Ask every unit of an audience for a few columns; each is told."""
    made = await service.ask(at.session, at.actor, at.subject, given)
    return await _answer(request, at, made.id, status=201, location=f"{request.url.path}/{made.id}")


@router.get(
    _ONE,
    response_model=DataRequestDetailOut,
    operation_id="get_data_request",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_data_request(request: Request, at: RequestReader, request_id: UUID) -> Response:
    """One request with how many answered, and the caller's own rows."""
    return await _answer(request, at, request_id)


@router.patch(
    _ONE,
    response_model=DataRequestDetailOut,
    operation_id="update_data_request",
    responses=declare(Forbidden, NotFound, PreconditionRequired, Stale),
)
async def update_data_request(
    request: Request, made: RequestToChange, at: RequestAsker, patch: DataRequestPatch
) -> Response:
    """Say it better, or give more time, which opens it again (RFC 7396)."""
    await service.change(at.session, at.actor, made, patch)
    return await _answer(request, at, made.id)


@router.post(
    f"{_ONE}/close",
    response_model=DataRequestDetailOut,
    operation_id="close_data_request",
    responses=declare(Forbidden, NotFound, DataRequestClosed, PreconditionRequired, Stale),
)
async def close_data_request(request: Request, made: RequestToChange, at: RequestAsker) -> Response:
    """Take no more answers, before its time is over."""
    await service.close(at.session, at.actor, made)
    return await _answer(request, at, made.id)


async def _answer(
    request: Request, at: Desk, request_id: UUID, *, status: int = 200, location: str | None = None
) -> Response:
    row = (await at.session.execute(queries.one(at.subject, request_id, at.today))).one_or_none()
    if row is None:
        raise NotFound
    own = (await at.session.execute(answers.own(at.subject, request_id, at.today))).all()
    body = queries.shape_one(row, [answers.shape(each) for each in own], at.session.info["now"])
    # Answers and the clock change it without a write of it.
    derived = [body["status"], row.asked, row.answered, body["may"], *(each.version for each in own), row.unit]
    return record(request, body, derived=derived, status=status, location=location)
