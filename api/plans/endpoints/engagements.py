"""/plans/{id}/engagements and /reporting-rules: what audiences owe, and who reports."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, Stale, declare
from api.plans import service
from api.plans.dependencies import PlanToRead, PlanToReplace, ReadingDesk, WritingDesk
from api.plans.errors import PlanNotDraft
from api.plans.schemas.engagement import EngagementsIn, EngagementsOut, ReportingRulesIn, ReportingRulesOut

router = resource("plans")
_READ = declare(Forbidden, NotFound) | NOT_MODIFIED
_REPLACE = declare(Forbidden, NotFound, PlanNotDraft, Stale)
_ENGAGEMENTS, _REPORTING = "/plans/{plan_id}/engagements", "/plans/{plan_id}/reporting-rules"


@router.get(_ENGAGEMENTS, response_model=EngagementsOut, operation_id="list_engagements", responses=_READ)
async def list_engagements(request: Request, plan: PlanToRead, at: ReadingDesk) -> Response:
    """What each audience owes for the tasks of a plan."""
    return _whole(request, plan.version, await service.engagements(at.session, plan.id))


@router.put(_ENGAGEMENTS, response_model=EngagementsOut, operation_id="replace_engagements", responses=_REPLACE)
async def replace_engagements(request: Request, plan: PlanToReplace, at: WritingDesk, given: EngagementsIn) -> Response:
    """Set all engagements of a draft. `If-Match`, optional, holds the plan's version."""
    await service.replace_engagements(at.session, at.actor, at.subject, plan, given.items)
    return _whole(request, plan.version, await service.engagements(at.session, plan.id))


@router.get(_REPORTING, response_model=ReportingRulesOut, operation_id="list_reporting_rules", responses=_READ)
async def list_reporting_rules(request: Request, plan: PlanToRead, at: ReadingDesk) -> Response:
    """Who reports on the plan, to whom, how often and by when, as it prints it."""
    return _whole(request, plan.version, await service.reporting_rules(at.session, plan.id))


@router.put(_REPORTING, response_model=ReportingRulesOut, operation_id="replace_reporting_rules", responses=_REPLACE)
async def replace_reporting_rules(
    request: Request, plan: PlanToReplace, at: WritingDesk, given: ReportingRulesIn
) -> Response:
    """Set all reporting rules of a draft. `If-Match`, optional, holds the plan's version."""
    await service.replace_reporting_rules(at.session, at.actor, at.subject, plan, given.items)
    return _whole(request, plan.version, await service.reporting_rules(at.session, plan.id))


def _whole(request: Request, version: int, items: Sequence[dict[str, Any]]) -> Response:
    body = {"version": version, "items": items, "next_cursor": None}
    return record(request, body, derived=body)
