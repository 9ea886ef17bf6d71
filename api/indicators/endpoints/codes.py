"""/indicator-codes: what other systems call indicators."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.dependencies import CodeReadingDesk, CodeToChange, CodeWritingDesk
from api.indicators.models import IndicatorCode
from api.indicators.queries import codes as queries
from api.indicators.queries.codes import IndicatorCodeFilters
from api.indicators.schemas.code import IndicatorCodeIn, IndicatorCodeOut
from api.kit.http.answers import record
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page

router = resource("indicators")


@router.get(
    "/indicator-codes",
    response_model=Page[IndicatorCodeOut],
    operation_id="list_indicator_codes",
    responses=declare(Forbidden),
)
async def list_indicator_codes(
    request: Request, at: CodeReadingDesk, filters: Annotated[IndicatorCodeFilters, Query()]
) -> Response:
    """What systems of the caller's units call indicators. Sorts: value (the default), updated_at."""
    return await page(
        request,
        at.session,
        queries.filtered(queries.codes(at.subject, at.today), filters),
        filters,
        sorts=queries.SORTS,
        default_sort="value",
        tie=IndicatorCode.id,
        shape=queries.shape,
    )


@router.put(
    "/indicator-codes",
    response_model=IndicatorCodeOut,
    operation_id="put_indicator_code",
    responses=declare(Forbidden, NotFound) | {201: {"model": IndicatorCodeOut, "description": "It had none for it."}},
)
async def put_indicator_code(request: Request, at: CodeWritingDesk, given: IndicatorCodeIn) -> Response:
    """Say by which code a system names an indicator; its key, system and indicator, is in the body.

    From then on that system may name the indicator so wherever it names one in figures, and is told it by
    `/roll-ups?include=codes`.
    """
    code_id, new = await service.set_code(at.session, at.actor, at.subject, given)
    row = (await at.session.execute(queries.codes(at.subject, at.today).where(IndicatorCode.id == code_id))).one()
    return record(request, queries.shape(row), status=201 if new else 200)


@router.delete(
    "/indicator-codes/{code_id}",
    status_code=204,
    operation_id="delete_indicator_code",
    responses=declare(Forbidden, NotFound, PreconditionRequired, Stale),
)
async def delete_indicator_code(found: CodeToChange, at: CodeWritingDesk) -> Response:
    """Take a code away; the system names the indicator by ours again."""
    await service.take_code_away(at.session, at.actor, *found)
    return Response(status_code=204)
