"""Issuing a plan, and closing it. The units behind its audiences are resolved by a job."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.errors import PlanNotInForce
from api.assignments.permissions import PLAN_ISSUE
from api.assignments.rules.load import LIMIT
from api.assignments.schemas.issuing import IssueIn
from api.assignments.service.loading import heaviest, load_of
from api.audit.service import Actor
from api.kit import jobs
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.kit.text import fold
from api.plans.errors import PlanNotDraft
from api.plans.models import Plan
from api.plans.queries.scope import decided_by, visible
from api.plans.rules.plan import is_draft
from api.plans.service.history import keep_plan
from api.plans.service.journal import plan_data, touch, wrote
from api.plans.service.schedules import frame_of, reread_schedules
from api.units.models import Unit
from api.units.rules.words import Kind

RESOLVE = "resolve_assignments"
_TOO_MANY = Message(
    "Có trường phải làm {count} việc trong kỳ {period}, quá {limit} việc; hãy giảm bớt, hoặc nêu lý do.",
    "Some schools would be asked for {count} things in {period}, more than {limit}; ask for less, or state a reason.",
)


async def issuable(session: AsyncSession, subject: Subject, plan_id: UUID) -> Plan:
    """A plan the caller may issue or close, locked. Raises NotFound or Forbidden."""
    today = vietnam_today(session.info["now"])
    may = decided_by(subject, PLAN_ISSUE, today)
    found = select(Plan, may).where(Plan.id == plan_id, visible(subject, today))
    row = (await session.execute(found.with_for_update(of=Plan).execution_options(populate_existing=True))).first()
    if row is None:
        raise NotFound
    if not row[1]:
        raise Forbidden
    plan: Plan = row[0]
    return plan


async def issue(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, given: IssueIn, *, before_includes_day: bool
) -> jobs.Job:
    """Issue a draft; the job that hands out its work.

    Raises PlanNotDraft, and Invalid when schools are asked for more than ten things in a period without a reason.
    """
    if not is_draft(plan.status):
        raise PlanNotDraft
    frame = frame_of(plan)
    plan.number, plan.issued_on = given.number, given.issued_on
    plan.effective_on = given.effective_on or given.issued_on
    plan.signer = given.signer.model_dump(mode="json")
    plan.search = fold(f"{plan.number} {plan.title} {plan.year}")
    if frame_of(plan) != frame:
        await reread_schedules(session, plan, frame, before_includes_day=before_includes_day)
    return await put_in_force(session, actor, subject, plan, reason=given.reason)


async def put_in_force(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, *, reason: str | None
) -> jobs.Job:
    """Make a draft with a day of effect an issued plan; the job that hands out its work.

    Raises Invalid when schools are asked for more than ten things in a period without a reason.
    """
    first = plan.effective_on or vietnam_today(session.info["now"])
    if not await _is_a_schools(session, plan):
        await _check_load(session, plan, first, reason)
    plan.status = "issued"
    touch(plan)
    day = plan.issued_on and plan.issued_on.isoformat()
    changes = {"number": plan.number, "issued_on": day, "reason": reason}
    await wrote(session, actor, "issue", plan, plan=plan, data=plan_data(plan), changes=changes)
    return await jobs.enqueue(session, RESOLVE, _payload(plan, first), subject)


async def close(session: AsyncSession, actor: Actor, plan: Plan) -> None:
    """Close an issued plan: its work is read from now on, not done. Raises PlanNotInForce."""
    if plan.status != "issued":
        raise PlanNotInForce
    await keep_plan(session, plan, vietnam_today(session.info["now"]))
    plan.status = "closed"
    touch(plan)
    await wrote(session, actor, "update", plan, plan=plan, data=plan_data(plan), changes={"status": "closed"})


async def _is_a_schools(session: AsyncSession, plan: Plan) -> bool:
    """Whether nobody is asked by a plan but the school that sets itself the work."""
    return bool(await session.scalar(select(Unit.kind == Kind.SCHOOL).where(Unit.id == plan.unit_id)))


async def _check_load(session: AsyncSession, plan: Plan, first: date, reason: str | None) -> None:
    peak = heaviest(await load_of(session, plan, first))
    if peak is not None and reason is None:
        raise invalid("/reason", "too_much_asked", _TOO_MANY, count=peak.things, period=peak.period, limit=LIMIT)


def _payload(plan: Plan, first: date) -> dict[str, Any]:
    return {"plan": str(plan.id), "on": first.isoformat()}
