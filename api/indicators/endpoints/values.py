"""/indicator-values: what units answer."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.dependencies import ValueReadingDesk, ValueToRead, ValueWritingDesk
from api.indicators.errors import UnitFigureStands, ValueFromElsewhere, ValueReceived
from api.indicators.permissions import VALUE_READ, VALUE_WRITE
from api.indicators.queries import values as queries
from api.indicators.queries.values import Key, ValueFilters
from api.indicators.schemas.value import ValueHistoryOut, ValueIn, ValueOut, ValueRow
from api.kit import bulk
from api.kit.calendar import vietnam_today
from api.kit.http.answers import JSON, rendered
from api.kit.http.etag import NOT_MODIFIED, IfMatch, etag
from api.kit.http.route import plainly, quick, resource
from api.kit.pagination import hot_page
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, NotFound, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk
from api.plans.endpoints.plans import READ_ONE

router = resource("values")
many = resource("values", bulk.BulkRoute)
_ONE = "/indicator-values/{value_id}"


async def _list_quickly(request: Request) -> Response | None:
    """The list past the framework's layers; see `kit.http.route.quick`."""
    subject: Subject = request.state.subject
    filters = plainly(ValueFilters, request)
    if filters is None or not subject.holds(VALUE_READ):
        return None
    return await _page(request, subject, filters)


async def _page(request: Request, subject: Subject, filters: ValueFilters) -> Response:
    given = queries.parameters(subject, filters, vietnam_today(request.app.state.clock()))
    return await hot_page(request, queries.HOT, filters, given)


@router.get(
    "/indicator-values",
    response_model=Page[ValueOut],
    operation_id="list_indicator_values",
    responses=declare(Forbidden),
)
@quick(_list_quickly)
async def list_indicator_values(
    request: Request, at: ValueReadingDesk, filters: Annotated[ValueFilters, Query()]
) -> Response:
    """What units at and below the caller answer, and what answers to indicators the caller's division leads.

    Sorts: period, updated_at; by default the last periods first. Values taken back are listed with `state=withdrawn`
    and with `updated_since` only.
    """
    return await _page(request, at.subject, filters)


@router.put(
    "/indicator-values",
    response_model=ValueOut,
    operation_id="put_indicator_value",
    responses=declare(Forbidden, NotFound, ValueReceived, ValueFromElsewhere, UnitFigureStands, Stale)
    | {201: {"model": ValueOut, "description": "The value is new."}},
)
async def put_indicator_value(at: ValueWritingDesk, given: ValueIn, if_match: IfMatch = None) -> Response:
    """Enter a value; its key is in the body, and what stood there is replaced and kept in its history.

    It is accepted from the period's first day. What is unusual beside the period before needs a note. Entered for a
    unit by those above it, it is logged so (nhập thay).
    """
    key, new = await service.Values(at.session, at.actor, at.subject).put(given, if_match)
    return await _answer(at, key, new=new)


@many.post("/indicator-values/bulk", operation_id="load_indicator_values", **bulk.described(ValueRow, later=True))
async def load_indicator_values(
    request: Request, at: ValueWritingDesk, query: bulk.Ask, rows: bulk.Spooled
) -> Response:
    """Enter many values: a school's form, a commune's table, another system's export.

    More than 100,000 rows, and at most a million, are carried out by a job.
    """
    batch = bulk.Keeping.begin("indicator_value", at.subject, VALUE_WRITE)
    load = service.value_load(at.session, at.actor, at.subject, batch)
    return await bulk.answer_or_postpone(request, at.session, query, rows, load)


@router.get(_ONE, response_model=ValueOut, operation_id="get_indicator_value", responses=READ_ONE)
async def get_indicator_value(request: Request, value: ValueToRead) -> Response:
    """One value, by `<indicator id>.<unit id>.<period>`."""
    return rendered(request, value.item.encode(), value.version, value.item)


@router.get(
    f"{_ONE}/history",
    response_model=ValueHistoryOut,
    operation_id="get_indicator_value_history",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_indicator_value_history(request: Request, value: ValueToRead, at: ValueReadingDesk) -> Response:
    """Everything a value ever was, the newest first: who wrote it, when, and what."""
    items = (await at.session.execute(queries.history(value.key))).scalar_one()
    body = f'{{"id":"{value.key}","items":{items}}}'
    return rendered(request, body.encode(), value.version, body)


async def _answer(at: Desk, key: Key, *, new: bool) -> Response:
    await at.session.flush()
    row = (await at.session.execute(queries.one(at.subject, key, at.today))).one()
    headers = {"ETag": etag(row.version, row.item)}
    return Response(row.item.encode(), 201 if new else 200, headers, JSON)
