"""/plans/{id}: what it would ask, issuing it, closing it."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from api.assignments import service
from api.assignments.dependencies import HandingOutDesk, IssuingDesk, PlanSeen, PlanToIssue
from api.assignments.errors import PlanNotInForce
from api.assignments.rules.load import LIMIT
from api.assignments.schemas.issuing import IssuedOut, IssueIn, LoadsOut, ProposalsOut
from api.assignments.schemas.outside import OutsideIn, OutsideOut
from api.assignments.service.proposing import Proposed
from api.kit.http.answers import plain, record
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.plans.dependencies import ReadingDesk
from api.plans.errors import PlanNotDraft
from api.plans.models import Plan

router = resource("plans")
_PLAN = "/plans/{plan_id}"
_JOBS = "/api/v1/jobs"
_READ = declare(Forbidden, NotFound)
_CHANGE = (Forbidden, NotFound, PreconditionRequired, Stale)
_PROPOSED = Query(description="Count the proposals instead of the plan's own engagements.")


@router.get(
    f"{_PLAN}/engagement-proposals", response_model=ProposalsOut, operation_id="propose_engagements", responses=_READ
)
async def propose_engagements(plan: PlanSeen, at: ReadingDesk) -> Response:
    """What each audience named in the plan might owe, for the coordinator to correct before issuing.

    `PUT …/engagements` takes the items back as they are, but for `role` and `why`.
    """
    found = await service.proposals(at.session, plan)
    return plain({"next_cursor": None, "items": [_proposal(each) for each in found]})


@router.get(f"{_PLAN}/load", response_model=LoadsOut, operation_id="get_plan_load", responses=_READ)
async def get_plan_load(plan: PlanSeen, at: ReadingDesk, proposed: Annotated[bool, _PROPOSED] = False) -> Response:
    """What each kind of school is asked for in each period, this plan and those in force together."""
    asks = service.as_asks(plan, await service.proposals(at.session, plan)) if proposed else None
    loads = await service.load_of(at.session, plan, plan.effective_on or at.today, proposed=asks)
    return plain({"limit": LIMIT, "next_cursor": None, "items": [service.shape(load) for load in loads]})


@router.post(
    f"{_PLAN}/issue",
    response_model=IssuedOut,
    status_code=202,
    operation_id="issue_plan",
    responses=declare(*_CHANGE, PlanNotDraft),
)
async def issue_plan(request: Request, plan: PlanToIssue, at: IssuingDesk, given: IssueIn) -> Response:
    """Issue a draft: from now on it changes only by amendments, and a job hands out its work.

    When some kind of school would be asked for more than ten things in a period, `reason` is demanded (422).
    """
    job = await service.issue(at.session, at.actor, at.subject, plan, given, before_includes_day=at.before_includes_day)
    body = _issued(plan) | {"job": job.id}
    return record(request, body, status=202, location=f"{_JOBS}/{job.id}")


@router.post(
    "/tasks/outside-plan",
    response_model=OutsideOut,
    status_code=202,
    operation_id="hand_out_work",
    responses=declare(Forbidden),
)
async def hand_out_work(request: Request, at: HandingOutDesk, given: OutsideIn) -> Response:
    """Hand out work that arose outside all plans: a document (công văn, thông báo kết luận), its tasks, who owes them.

    A job hands it out at once. The document then stands among plans (`GET /plans?outside=true`): its tasks are read,
    amended, cancelled and closed as a plan's are.
    """
    plan, tasks, job = await service.hand_out(
        at.session, at.actor, at.subject, given, before_includes_day=at.before_includes_day
    )
    named = [{"id": task.id, "code": task.code, "name": task.title} for task in tasks]
    body = _issued(plan) | {"tasks": named, "job": job.id}
    return record(request, body, status=202, location=f"{_JOBS}/{job.id}")


@router.post(
    f"{_PLAN}/close",
    response_model=IssuedOut,
    operation_id="close_plan",
    responses=declare(*_CHANGE, PlanNotInForce),
)
async def close_plan(request: Request, plan: PlanToIssue, at: IssuingDesk) -> Response:
    """Close an issued plan: its work can be read, and no longer changed."""
    await service.close(at.session, at.actor, plan)
    return record(request, _issued(plan) | {"job": None})


def _issued(plan: Plan) -> dict[str, Any]:
    return {"plan_id": plan.id, "version": plan.version, "status": plan.status}


def _proposal(each: Proposed) -> dict[str, Any]:
    task, audience = each.task, each.audience
    return {
        "task": {"id": task.id, "code": task.code, "name": task.title},
        "audience": {"id": audience.id, "code": audience.code, "name": audience.name},
        "role": each.role,
        "owes": each.proposal.owes,
        "education_levels": each.proposal.education_levels,
        "ownership": each.proposal.ownership,
        "why": each.proposal.why,
    }
