"""/plans: what units set out to do."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import quick, resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page
from api.plans import service
from api.plans.dependencies import Desk, PlanToChange, PlanToRead, ReadingDesk, WritingDesk
from api.plans.endpoints import hot
from api.plans.errors import PlanNotDraft
from api.plans.models import Plan
from api.plans.queries import plans as queries
from api.plans.queries.plans import AsOf, PlanFilters
from api.plans.schemas.plan import PlanCopy, PlanIn, PlanOut, PlanPatch

router = resource("plans")
READ_ONE = declare(Forbidden, NotFound) | NOT_MODIFIED
EDIT = declare(Forbidden, NotFound, PlanNotDraft, PreconditionRequired, Stale)
_ONE = "/plans/{plan_id}"
_PLANS = "/api/v1/plans"


@router.get("/plans", response_model=Page[PlanOut], operation_id="list_plans", responses=declare(Forbidden))
async def list_plans(request: Request, at: ReadingDesk, filters: Annotated[PlanFilters, Query()]) -> Response:
    """Plans the caller sees: issued ones of units above and below, drafts of units below.

    Sorts: year, title, issued_on, effective_on, created_at, updated_at; by default the newest year first.
    """
    statement = queries.filtered(queries.plans(at.subject, at.today, filters.as_of), filters)
    return await page(
        request,
        at.session,
        statement,
        filters,
        sorts=queries.SORTS,
        default_sort=queries.DEFAULT_SORT,
        tie=Plan.id,
        shape=lambda row: queries.shape(row._mapping),
    )


@router.get(_ONE, response_model=PlanOut, operation_id="get_plan", responses=READ_ONE)
@quick(hot.get_plan)
async def get_plan(
    request: Request, at: ReadingDesk, plan_id: UUID, as_of: Annotated[AsOf, Query()] = None
) -> Response:
    """One plan, as it is now or as it was at the end of a day."""
    return await answer_plan(request, at, plan_id, as_of=as_of)


@router.post(
    "/plans", response_model=PlanOut, status_code=201, operation_id="create_plan", responses=declare(Forbidden)
)
async def create_plan(request: Request, at: WritingDesk, given: PlanIn) -> Response:
    """Draft a plan. A commune's or school's own plan names the issued plan above that it carries out."""
    plan = await service.create_plan(at.session, at.actor, at.subject, given)
    return await answer_plan(request, at, plan.id, created=True)


@router.post(
    f"{_ONE}/copy",
    response_model=PlanOut,
    status_code=201,
    operation_id="copy_plan",
    responses=declare(Forbidden, NotFound),
)
async def copy_plan(request: Request, at: WritingDesk, plan: PlanToRead, given: PlanCopy) -> Response:
    """Draft another year's plan from this one: headings, tasks, who takes part, targets, reporting, engagements.

    Schedules keep their text and are read anew in the new year. Cancelled tasks and all progress stay behind.
    """
    copy = await service.copy_plan(
        at.session, at.actor, at.subject, plan.id, given, before_includes_day=at.before_includes_day
    )
    return await answer_plan(request, at, copy.id, created=True)


@router.patch(_ONE, response_model=PlanOut, operation_id="update_plan", responses=EDIT)
async def update_plan(request: Request, plan: PlanToChange, at: WritingDesk, patch: PlanPatch) -> Response:
    """Change a draft (RFC 7396). When its years change, schedules are read anew from their text.

    Targets stay under their heading by its code; one that changes its code, or is joined to another, is named in
    `takes`.
    """
    await service.update_plan(
        at.session, at.actor, at.subject, plan, patch=patch, before_includes_day=at.before_includes_day
    )
    return await answer_plan(request, at, plan.id)


@router.delete(_ONE, status_code=204, operation_id="delete_plan", responses=EDIT)
async def delete_plan(plan: PlanToChange, at: WritingDesk) -> Response:
    """Delete a draft with all its parts."""
    await service.delete_plan(at.session, at.actor, plan)
    return Response(status_code=204)


async def answer_plan(
    request: Request,
    at: Desk,
    plan_id: UUID,
    *,
    as_of: date | None = None,
    created: bool = False,
    more: dict[str, Any] | None = None,
) -> Response:
    """The plan as the caller sees it; with `more` keys where an answer says more of it. Raises NotFound."""
    statement = queries.plans(at.subject, at.today, as_of).where(Plan.id == plan_id)
    row = (await at.session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    body, derived = queries.shape(row._mapping) | (more or {}), row.names_version
    if created:
        return record(request, body, derived=derived, status=201, location=f"{_PLANS}/{plan_id}")
    return record(request, body, derived=derived, as_of=as_of is not None)
