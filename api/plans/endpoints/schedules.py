"""/plans/{id}/schedule: what a printed phrase means in one plan, before anything is saved."""

from typing import Annotated

from fastapi import Query, Response

from api.kit.http.answers import plain
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, declare
from api.plans import service
from api.plans.dependencies import PlanToRead, ReadingDesk
from api.plans.schemas.schedule import ScheduleOut

router = resource("plans")
_TEXT = Query(description="The phrase, as printed.", max_length=1000)


@router.get(
    "/plans/{plan_id}/schedule",
    response_model=ScheduleOut,
    operation_id="read_schedule",
    responses=declare(Forbidden, NotFound),
)
async def read_schedule(plan: PlanToRead, at: ReadingDesk, text: Annotated[str, _TEXT] = "") -> Response:
    """How this plan would read a deadline: its terms, its occurrences, and what to mind."""
    return plain(await service.schedule_of(at.session, plan.id, text, before_includes_day=at.before_includes_day))
