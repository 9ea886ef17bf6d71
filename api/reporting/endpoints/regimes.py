"""/reporting-regimes: who reports what to whom, how often, by when."""

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
from api.reporting import service
from api.reporting.dependencies import RegimeToChange, ReportingReader, ReportingWriter
from api.reporting.models import Regime
from api.reporting.queries import regimes as queries
from api.reporting.queries.regimes import RegimeFilters
from api.reporting.schemas.regime import RegimeIn, RegimeOut, RegimePatch

router = resource("reporting")
_ALL, _ONE = "/reporting-regimes", "/reporting-regimes/{regime_id}"


@router.get(
    _ALL,
    response_model=Page[RegimeOut],
    operation_id="list_reporting_regimes",
    responses=declare(Forbidden),
)
async def list_reporting_regimes(
    request: Request, at: ReportingReader, filters: Annotated[RegimeFilters, Query()]
) -> Response:
    """Regimes of the units above and below the caller. Sorts: title, created_at."""
    return await page(
        request,
        at.session,
        queries.filtered(queries.regimes(at.subject, at.today), filters),
        filters,
        sorts=queries.SORTS,
        default_sort="created_at",
        tie=Regime.id,
        shape=queries.shape,
    )


@router.post(
    _ALL,
    response_model=RegimeOut,
    status_code=201,
    operation_id="create_reporting_regime",
    responses=declare(Forbidden),
)
async def create_reporting_regime(request: Request, at: ReportingWriter, given: RegimeIn) -> Response:
    """Say who reports what to whom; rounds open by themselves once there is a rhythm and a due rule."""
    regime = await service.create_regime(at.session, at.actor, at.subject, given)
    return await _answer(request, at, regime.id, status=201, location=f"{request.url.path}/{regime.id}")


@router.get(
    _ONE,
    response_model=RegimeOut,
    operation_id="get_reporting_regime",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_reporting_regime(request: Request, at: ReportingReader, regime_id: UUID) -> Response:
    """One regime."""
    return await _answer(request, at, regime_id)


@router.patch(
    _ONE,
    response_model=RegimeOut,
    operation_id="update_reporting_regime",
    responses=declare(Forbidden, NotFound, PreconditionRequired, Stale),
)
async def update_reporting_regime(
    request: Request, regime: RegimeToChange, at: ReportingWriter, patch: RegimePatch
) -> Response:
    """Set its rhythm, its steps and their due rules (RFC 7396); rounds that are open stay as they opened."""
    await service.change_regime(at.session, at.actor, at.subject, regime, patch)
    return await _answer(request, at, regime.id)


async def _answer(
    request: Request, at: Desk, regime_id: UUID, *, status: int = 200, location: str | None = None
) -> Response:
    row = (await at.session.execute(queries.one(at.subject, regime_id, at.today))).one_or_none()
    if row is None:
        raise NotFound
    # Names it shows, and what the caller may do, change without a write of it.
    derived = [row.unit, row.steps, row.rules]
    return record(request, queries.shape(row), derived=derived, status=status, location=location)
