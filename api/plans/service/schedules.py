"""A task's schedule: parsed in its plan, or built of the terms given."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.problems import Message, invalid
from api.plans.models import Plan, Task
from api.plans.rules.schedule import (
    PlanFrame,
    Schedule,
    Term,
    build_schedule,
    due_on,
    parse_schedule,
    term_from_json,
    to_json,
)
from api.plans.schemas.schedule import ScheduleIn, TermIn
from api.plans.service.rendering import render

BAD_TERM = Message(
    "Thời hạn này chưa hợp lý: hãy xem lại kỳ, tháng của kỳ, ngày bắt đầu và ngày kết thúc.",
    "This term does not hold together: see its period, its month of the period, its first and last day.",
)


def read_schedule(given: ScheduleIn, plan: Plan, *, before_includes_day: bool, pointer: str = "") -> Schedule:
    """The schedule meant. Raises Invalid when a given term cannot be read; `pointer` leads to the schedule."""
    frame = frame_of(plan)
    if given.terms is None:
        return parse_schedule(given.text, frame, before_includes_day=before_includes_day)
    terms = list(_terms(given.terms, pointer))
    return build_schedule(given.text, terms, frame, before_includes_day=before_includes_day)


def frame_of(plan: Plan) -> PlanFrame:
    """What a phrase leaves unsaid, by the plan it is printed in."""
    return PlanFrame.of(plan.year, plan.horizon_years, plan.effective_on)


async def schedule_of(session: AsyncSession, plan_id: UUID, text: str, *, before_includes_day: bool) -> dict[str, Any]:
    """What a phrase would mean in a plan, as a task would show it; nothing is stored."""
    plan = await session.get_one(Plan, plan_id)
    return to_json(parse_schedule(text, frame_of(plan), before_includes_day=before_includes_day))


async def reread_schedules(session: AsyncSession, plan: Plan, before: PlanFrame, *, before_includes_day: bool) -> None:
    """Read the phrases of a plan again after its years changed; terms that a person set stay as they are."""
    for task in await session.scalars(select(Task).where(Task.plan_id == plan.id, Task.deleted_at.is_(None))):
        text = task.schedule["text"]
        if task.schedule == to_json(parse_schedule(text, before, before_includes_day=before_includes_day)):
            read = parse_schedule(text, frame_of(plan), before_includes_day=before_includes_day)
        else:
            terms = [term_from_json(term) for term in task.schedule["terms"]]
            read = build_schedule(text, terms, frame_of(plan), before_includes_day=before_includes_day)
        for name, value in columns(read).items():
            setattr(task, name, value)
    await render(session, and_(Task.plan_id == plan.id, Task.deleted_at.is_(None)))


def columns(schedule: Schedule) -> dict[str, Any]:
    """What a task stores of its schedule."""
    due: date | None = due_on(schedule)
    return {"schedule": to_json(schedule), "due_on": due}


def _terms(given: Iterable[TermIn], pointer: str) -> Iterable[Term]:
    for place, term in enumerate(given):
        try:
            yield term_from_json(term.model_dump(mode="json"))
        except ValueError as error:
            raise invalid(f"{pointer}/terms/{place}", "bad_term", BAD_TERM) from error
