"""/indicators: what is measured."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.dependencies import IndicatorReadingDesk, IndicatorToChange, IndicatorWritingDesk
from api.indicators.errors import IndicatorInUse
from api.indicators.models import Indicator
from api.indicators.queries import indicators as queries
from api.indicators.queries.indicators import IndicatorFilters
from api.indicators.schemas import IndicatorIn, IndicatorOut, IndicatorPatch
from api.kit.http.answers import record
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk
from api.plans.endpoints.plans import READ_ONE

router = resource("indicators")
_EDIT = declare(Forbidden, NotFound, IndicatorInUse, PreconditionRequired, Stale)
_ONE = "/indicators/{indicator_id}"


@router.get(
    "/indicators", response_model=Page[IndicatorOut], operation_id="list_indicators", responses=declare(Forbidden)
)
async def list_indicators(
    request: Request, at: IndicatorReadingDesk, filters: Annotated[IndicatorFilters, Query()]
) -> Response:
    """The shared catalogue and the indicators of departments above and below the caller.

    Sorts: name (the default), code, created_at, updated_at.
    """
    statement = queries.filtered(queries.indicators(at.subject, at.today), filters, at.subject, at.today)
    return await page(
        request,
        at.session,
        statement,
        filters,
        sorts=queries.SORTS,
        default_sort="name",
        tie=Indicator.id,
        shape=queries.shape,
    )


@router.get(_ONE, response_model=IndicatorOut, operation_id="get_indicator", responses=READ_ONE)
async def get_indicator(request: Request, at: IndicatorReadingDesk, indicator_id: UUID) -> Response:
    """One indicator."""
    return await _answer(request, at, indicator_id)


@router.post(
    "/indicators",
    response_model=IndicatorOut,
    status_code=201,
    operation_id="create_indicator",
    responses=declare(Forbidden),
)
async def create_indicator(request: Request, at: IndicatorWritingDesk, given: IndicatorIn) -> Response:
    """Define an indicator of one's department. The shared catalogue comes with the product."""
    indicator = await service.create_indicator(at.session, at.actor, at.subject, given)
    return await _answer(request, at, indicator.id, created=True)


@router.patch(_ONE, response_model=IndicatorOut, operation_id="update_indicator", responses=_EDIT)
async def update_indicator(
    request: Request, indicator: IndicatorToChange, at: IndicatorWritingDesk, patch: IndicatorPatch
) -> Response:
    """Change an indicator (RFC 7396); kind, unit of measure, direction and time behaviour stay once targets use it."""
    await service.update_indicator(at.session, at.actor, indicator, patch)
    return await _answer(request, at, indicator.id)


@router.delete(_ONE, status_code=204, operation_id="delete_indicator", responses=_EDIT)
async def delete_indicator(indicator: IndicatorToChange, at: IndicatorWritingDesk) -> Response:
    """Delete an indicator no plan sets a target on."""
    await service.delete_indicator(at.session, at.actor, indicator)
    return Response(status_code=204)


async def _answer(request: Request, at: Desk, indicator_id: UUID, *, created: bool = False) -> Response:
    statement = queries.indicators(at.subject, at.today).where(Indicator.id == indicator_id)
    row = (await at.session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    body = queries.shape(row)
    if created:
        return record(request, body, derived=body, status=201, location=f"{request.url.path}/{indicator_id}")
    return record(request, body, derived=body)
