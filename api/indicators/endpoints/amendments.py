"""/plans/{id}/amendments and /comparison: how an issued plan changes, and what did.

Here and not among the endpoints of plans, for an amendment changes targets as well.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from api.indicators import service
from api.indicators.schemas.amendment import AmendmentIn
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import ListQuery, page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Day, Page
from api.plans.dependencies import Desk, PlanToAmend, PlanToRead, ReadingDesk, desk
from api.plans.errors import PlanNotIssued
from api.plans.models import Amendment
from api.plans.permissions import PLAN_AMEND
from api.plans.queries import amendments as queries
from api.plans.schemas.amendment import AmendmentOut, ComparisonOut

router = resource("plans")
_ALL, _ONE = "/plans/{plan_id}/amendments", "/plans/{plan_id}/amendments/{amendment_id}"
_READ = declare(Forbidden, NotFound)
_TRIED: dict[int | str, dict[str, Any]] = {
    200: {"model": AmendmentOut, "description": "With `dry_run`: what the amendment would be."}
}
AmendingDesk = Annotated[Desk, desk(PLAN_AMEND)]


@router.post(
    _ALL,
    response_model=AmendmentOut,
    status_code=201,
    operation_id="amend_plan",
    responses=_TRIED | declare(Forbidden, NotFound, PlanNotIssued, PreconditionRequired, Stale),
)
async def amend_plan(
    request: Request,
    plan: PlanToAmend,
    at: AmendingDesk,
    given: AmendmentIn,
    dry_run: Annotated[bool, Query(description="Try only: the same checks, nothing written, answer 200.")] = False,
) -> Response:
    """Amend an issued plan: add, change and cancel tasks and targets from a day on, all at once or not at all.

    `If-Match` holds the plan's version. A cancelled task stays in the list as `cancelled`; a cancelled target leaves
    it. The plan as it was stays readable with `?as_of=`. With `dry_run` the answer is what the amendment would be.
    """
    amendment = await service.amend(
        at.session, at.actor, at.subject, plan, given, before_includes_day=at.before_includes_day
    )
    if dry_run:
        tried = queries.shape(amendment)
        await at.session.rollback()
        return plain(tried)
    return record(request, queries.shape(amendment), status=201, location=f"{request.url.path}/{amendment.id}")


@router.get(_ALL, response_model=Page[AmendmentOut], operation_id="list_amendments", responses=_READ)
async def list_amendments(
    request: Request, plan: PlanToRead, at: ReadingDesk, query: Annotated[ListQuery, Query()]
) -> Response:
    """The amendments of a plan, each with what it changed. Sort: number, effective_on."""
    return await page(
        request,
        at.session,
        queries.amendments(plan.id),
        query,
        sorts=queries.SORTS,
        default_sort="number",
        tie=Amendment.id,
        shape=queries.shape,
    )


@router.get(_ONE, response_model=AmendmentOut, operation_id="get_amendment", responses=_READ | NOT_MODIFIED)
async def get_amendment(request: Request, plan: PlanToRead, at: ReadingDesk, amendment_id: UUID) -> Response:
    """One amendment: what stood before and what after."""
    statement = queries.amendments(plan.id).where(Amendment.id == amendment_id)
    row = (await at.session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return record(request, queries.shape(row))


@router.get(
    "/plans/{plan_id}/comparison",
    response_model=ComparisonOut,
    operation_id="compare_plan",
    responses=declare(Forbidden, NotFound),
)
async def compare_plan(
    plan: PlanToRead,
    at: ReadingDesk,
    first: Annotated[
        Day | None, Query(alias="from", description="The plan at the end of this day, by default its first…")
    ] = None,
    last: Annotated[Day | None, Query(alias="to", description="… and of this one, by default today.")] = None,
) -> Response:
    """How the plan of one day differs from that of a later one: tasks and targets added, changed, cancelled."""
    return plain(await service.compare(at.session, at.subject, plan.id, at.today, first=first, last=last))
