"""/plans/{id}/child-plans: units' own plans under another, and who has issued one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, declare
from api.kit.schemas import Page
from api.plans import service
from api.plans.dependencies import Desk, PlanAbove, PlanToCallFor, PlanToRead, ReadingDesk, RecordingDesk
from api.plans.endpoints.plans import answer_plan
from api.plans.errors import ChildPlanHasTasks, PlanNotIssued
from api.plans.queries import child_plans as queries
from api.plans.schemas.child_plan import (
    STANDINGS,
    ChildPlanCallIn,
    ChildPlanCallOut,
    ChildPlanFilters,
    ChildPlanIn,
    ChildPlanOut,
)
from api.plans.schemas.plan import PlanOut
from api.units.models import Unit

router = resource("plans")
_LIST, _CALL = "/plans/{plan_id}/child-plans", "/plans/{plan_id}/child-plan-call"
_READ = declare(Forbidden, NotFound)
_PUT_RIGHT: dict[int | str, dict[str, Any]] = {
    200: {"model": PlanOut, "description": "The unit's plan was there already, and is put right."}
}


@router.get(_LIST, response_model=Page[ChildPlanOut], operation_id="list_child_plans", responses=_READ)
async def list_child_plans(
    request: Request, plan: PlanToRead, at: ReadingDesk, filters: Annotated[ChildPlanFilters, Query()]
) -> Response:
    """Of the units the caller looks after: who has issued its own plan under this one, in time or late, and who not.

    Sorts: name, code; by default by name.
    """
    found, standing = queries.units(at.subject, at.today, plan.id, await service.call_of(at.session, plan.id))
    return await page(
        request,
        at.session,
        queries.narrowed(found, standing, filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="name",
        tie=Unit.id,
        shape=queries.shape,
    )


@router.post(
    _LIST,
    response_model=PlanOut,
    status_code=201,
    operation_id="record_child_plan",
    responses=declare(Forbidden, NotFound, PlanNotIssued, ChildPlanHasTasks) | _PUT_RIGHT,
)
async def record_child_plan(request: Request, above: PlanAbove, at: RecordingDesk, given: ChildPlanIn) -> Response:
    """Record the plan a unit issued on paper under this one; recorded again, it is put right.

    Any of the unit's own people may, and for it its commune's officer or the coordinator. Row by row a plan is
    drafted with `POST /plans` and `parent_plan`, and issued by whoever heads the unit.
    """
    plan, new = await service.record_child(at.session, at.actor, at.subject, above, given)
    return await answer_plan(request, at, plan.id, created=new)


@router.get(_CALL, response_model=ChildPlanCallOut, operation_id="get_child_plan_call", responses=_READ)
async def get_child_plan_call(plan: PlanToRead, at: ReadingDesk) -> Response:
    """By when, and of whom, plans under this one are wanted, and how many units stand where."""
    return await _called(at, plan.id)


@router.put(
    _CALL,
    response_model=ChildPlanCallOut,
    operation_id="call_for_child_plans",
    responses=declare(Forbidden, NotFound, PlanNotIssued),
)
async def call_for_child_plans(plan: PlanToCallFor, at: ReadingDesk, given: ChildPlanCallIn) -> Response:
    """Say by when, and of which audience, plans under this one are wanted. Who owes one is reminded."""
    await service.call_for(at.session, at.actor, at.subject, plan, given)
    await at.session.flush()
    return await _called(at, plan.id)


async def _called(at: Desk, plan_id: UUID) -> Response:
    call = await service.call_of(at.session, plan_id)
    found, _ = queries.units(at.subject, at.today, plan_id, call)
    counted = dict((await at.session.execute(queries.counts(found))).all())
    audience = call and {"id": call.audience.id, "code": call.audience.code, "name": call.audience.name}
    return plain(
        {
            "plan_id": plan_id,
            "due_on": call and call.due_on,
            "audience": audience,
            "counts": {standing: counted.get(standing, 0) for standing in STANDINGS},
        }
    )
