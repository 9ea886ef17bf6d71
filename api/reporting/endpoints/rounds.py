"""/reporting-rounds: a regime in one period, and how complete it is."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk
from api.reporting import service
from api.reporting.dependencies import (
    ReportExtender,
    ReportingReader,
    ReportingWriter,
    RoundToChange,
    RoundToExtend,
)
from api.reporting.errors import RoundThere
from api.reporting.models import Round
from api.reporting.queries import completeness
from api.reporting.queries import rounds as queries
from api.reporting.queries.rounds import RoundFilters
from api.reporting.schemas.round import CompletenessOut, ExtendedOut, ExtensionIn, RoundIn, RoundOut, RoundPatch

router = resource("reporting")
_ALL, _ONE = "/reporting-rounds", "/reporting-rounds/{round_id}"


@router.get(_ALL, response_model=Page[RoundOut], operation_id="list_reporting_rounds", responses=declare(Forbidden))
async def list_reporting_rounds(
    request: Request, at: ReportingReader, filters: Annotated[RoundFilters, Query()]
) -> Response:
    """Rounds of the units above and below the caller. Sorts: due_at, opens_on, created_at; the latest opened first."""
    return await page(
        request,
        at.session,
        queries.filtered(queries.rounds(at.subject, at.session.info["now"], at.today), filters),
        filters,
        sorts=queries.SORTS,
        default_sort="-opens_on",
        tie=Round.id,
        shape=queries.shape,
    )


@router.post(
    _ALL,
    response_model=RoundOut,
    status_code=201,
    operation_id="open_reporting_round",
    responses=declare(Forbidden, NotFound, RoundThere),
)
async def open_reporting_round(request: Request, at: ReportingWriter, given: RoundIn) -> Response:
    """Open a round now: of what is reported when it arises, once, or on no day anybody set."""
    regime = await service.regime_to_change(at.session, at.subject, given.regime)
    included = at.before_includes_day
    of = await service.open_by_hand(at.session, at.actor, regime, given, before_includes_day=included)
    return await _answer(request, at, of.id, status=201, location=f"{request.url.path}/{of.id}")


@router.get(
    _ONE,
    response_model=RoundOut,
    operation_id="get_reporting_round",
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_reporting_round(request: Request, at: ReportingReader, round_id: UUID) -> Response:
    """One round."""
    return await _answer(request, at, round_id)


@router.patch(
    _ONE,
    response_model=RoundOut,
    operation_id="update_reporting_round",
    responses=declare(Forbidden, NotFound, PreconditionRequired, Stale),
)
async def update_reporting_round(
    request: Request, of: RoundToChange, at: ReportingWriter, patch: RoundPatch
) -> Response:
    """Keep it open longer, open it again, or close it (RFC 7396)."""
    await service.change_round(at.session, at.actor, of, patch)
    return await _answer(request, at, of.id)


@router.post(
    f"{_ONE}/extensions",
    response_model=ExtendedOut,
    status_code=201,
    operation_id="extend_reports",
    responses=declare(Forbidden, NotFound),
)
async def extend_reports(of: RoundToExtend, at: ReportExtender, given: ExtensionIn) -> Response:
    """Give a unit, or a unit and all below it, more time to send."""
    extended = await service.extend(at.session, at.actor, at.subject, of, given)
    return plain({"extended": extended}, 201)


@router.get(
    f"{_ONE}/completeness",
    response_model=CompletenessOut,
    operation_id="get_reporting_round_completeness",
    responses=declare(Forbidden, NotFound),
)
async def get_reporting_round_completeness(at: ReportingReader, round_id: UUID) -> Response:
    """How many reports stand where, on time or late, in all and by the unit they stand under."""
    now = at.session.info["now"]
    of = (await at.session.execute(queries.named(at.subject, round_id, at.today))).one_or_none()
    if of is None:
        raise NotFound
    totals = (await at.session.execute(completeness.totals(at.subject, round_id, now, at.today))).one()
    groups = await at.session.execute(completeness.by_unit_above(at.subject, [round_id], now, at.today))
    return plain(
        {
            "round": {"id": of.id, "code": None, "name": of.title},
            "period": of.period,
            "as_of": now,
            **completeness.shape(totals),
            "items": [completeness.shape_group(row) for row in groups],
        }
    )


async def _answer(
    request: Request, at: Desk, round_id: UUID, *, status: int = 200, location: str | None = None
) -> Response:
    now = at.session.info["now"]
    row = (await at.session.execute(queries.one(at.subject, round_id, now, at.today))).one_or_none()
    if row is None:
        raise NotFound
    # Names it shows, its counts, and what the caller may do, change without a write of it.
    derived = [row.unit, row.regime, row.counts, row.change, row.extend]
    return record(request, queries.shape(row), derived=derived, status=status, location=location)
