"""/data-requests/{id}/answers: one row a unit; and chasing those that are silent."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.kit.http.answers import plain, record
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, Stale, declare
from api.kit.schemas import Page
from api.requests import service
from api.requests.dependencies import RequestAnswerer, RequestChaser, RequestReader, RequestToChase, RowToAnswer
from api.requests.errors import DataRequestClosed
from api.requests.models import DataAnswer
from api.requests.queries import answers as queries
from api.requests.queries import requests
from api.requests.schemas import DataAnswerFilters, DataAnswerIn, DataAnswerOut, RequestChasedOut, RequestChaseIn

router = resource("data-requests")
_ONE = "/data-requests/{request_id}"


@router.get(
    f"{_ONE}/answers",
    response_model=Page[DataAnswerOut],
    operation_id="list_data_request_answers",
    responses=declare(Forbidden, NotFound),
)
async def list_data_request_answers(
    request: Request, at: RequestReader, request_id: UUID, filters: Annotated[DataAnswerFilters, Query()]
) -> Response:
    """The units asked that the caller sees, and what they answered. Sorts: unit, answered_at."""
    if (await at.session.execute(requests.one(at.subject, request_id, at.today))).one_or_none() is None:
        raise NotFound
    return await page(
        request,
        at.session,
        queries.filtered(queries.answers(at.subject, request_id, at.today), filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="unit",
        tie=DataAnswer.id,
        shape=queries.shape,
    )


@router.put(
    f"{_ONE}/answers/{{unit}}",
    response_model=DataAnswerOut,
    operation_id="put_data_request_answer",
    responses=declare(Forbidden, NotFound, DataRequestClosed, Stale),
)
async def put_data_request_answer(
    request: Request, asked: RowToAnswer, at: RequestAnswerer, given: DataAnswerIn
) -> Response:
    """Answer for a unit (by code or id) while the request is open; for one below it is logged so (nhập thay).

    `If-Match` is optional: with it, an answer somebody else gave meanwhile is not written over.
    """
    await service.answer(at.session, at.actor, at.subject, asked, given.values)
    found = queries.answers(at.subject, asked.made.id, at.today).where(DataAnswer.id == asked.answer.id)
    return record(request, queries.shape((await at.session.execute(found)).one()))


@router.post(
    f"{_ONE}/chase",
    response_model=RequestChasedOut,
    operation_id="chase_data_request",
    responses=declare(Forbidden, NotFound, DataRequestClosed),
)
async def chase_data_request(made: RequestToChase, at: RequestChaser, given: RequestChaseIn) -> Response:
    """Chase the units that have not answered, of those the caller looks after; each is told, and it is recorded."""
    return plain({"units": await service.chase(at.session, at.actor, at.subject, made, given)})
