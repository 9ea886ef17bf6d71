"""/targets: what plans want indicators to reach."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.dependencies import TargetToChange
from api.indicators.queries import targets as queries
from api.indicators.queries.targets import TargetFilters
from api.indicators.schemas import ListedTargetOut, TargetIn, TargetOut, TargetPatch
from api.kit.http.answers import record
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans.dependencies import Desk, ReadingDesk, WritingDesk
from api.plans.endpoints.plans import READ_ONE
from api.plans.errors import PlanNotDraft
from api.plans.queries.plans import AsOf

router = resource("targets")
_EDIT = declare(Forbidden, NotFound, PlanNotDraft, PreconditionRequired, Stale)
_ONE = "/targets/{target_id}"


@router.get(
    "/targets",
    response_model=Page[ListedTargetOut],
    operation_id="list_targets",
    responses=declare(Forbidden, NotFound),
)
async def list_targets(request: Request, at: ReadingDesk, filters: Annotated[TargetFilters, Query()]) -> Response:
    """Targets of the plans the caller sees.

    With `standing_of` where a unit stands with each: over the target's own audience, this year, or of a target of a
    year that is over as that ended.

    Sorts: plan, number (as printed), name, year, created_at, updated_at; by default plan by plan as printed.
    """
    if filters.as_of is None:
        statement, sorts, tie = queries.list_now(at.subject, filters, at.today)
    else:
        statement, sorts, tie = queries.list_then(at.subject, filters, at.today, filters.as_of)
    return await page(
        request,
        at.session,
        statement,
        filters,
        sorts=sorts,
        default_sort=queries.DEFAULT_SORT,
        tie=tie,
        shape=queries.shape,
        beside=lambda rows: service.standings(at.session, at.subject, filters.standing_of, [row.id for row in rows]),
    )


@router.get(_ONE, response_model=TargetOut, operation_id="get_target", responses=READ_ONE)
async def get_target(
    request: Request, at: ReadingDesk, target_id: UUID, as_of: Annotated[AsOf, Query()] = None
) -> Response:
    """One target, as it is now or as it was at the end of a day."""
    return await _answer(request, at, target_id, as_of=as_of)


@router.post(
    "/targets",
    response_model=TargetOut,
    status_code=201,
    operation_id="create_target",
    responses=declare(Forbidden, PlanNotDraft),
)
async def create_target(request: Request, at: WritingDesk, given: TargetIn) -> Response:
    """Add a target to a draft."""
    target = await service.create_target(at.session, at.actor, at.subject, given)
    return await _answer(request, at, target.id, created=True)


@router.patch(_ONE, response_model=TargetOut, operation_id="update_target", responses=_EDIT)
async def update_target(request: Request, found: TargetToChange, at: WritingDesk, patch: TargetPatch) -> Response:
    """Change a target of a draft (RFC 7396); the list of participations is replaced whole."""
    await service.update_target(at.session, at.actor, at.subject, *found, patch=patch)
    return await _answer(request, at, found.target.id)


@router.delete(_ONE, status_code=204, operation_id="delete_target", responses=_EDIT)
async def delete_target(found: TargetToChange, at: WritingDesk) -> Response:
    """Delete a target of a draft."""
    await service.delete_target(at.session, at.actor, *found)
    return Response(status_code=204)


async def _answer(
    request: Request, at: Desk, target_id: UUID, *, as_of: date | None = None, created: bool = False
) -> Response:
    row = (await at.session.execute(queries.one(at.subject, target_id, at.today, as_of))).one_or_none()
    if row is None:
        raise NotFound
    body = queries.shape(row)
    if created:
        return record(request, body, derived=body, status=201, location=f"{request.url.path}/{target_id}")
    return record(request, body, derived=body, as_of=as_of is not None)
