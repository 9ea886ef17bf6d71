"""Hải Phòng's sample work: engagements, the assignments they make, and a year of progress; once, if there is none."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.assignments.service import Past, record_past, resolve
from api.audit.service import SYSTEM
from api.plans.models import Engagement, Plan, Task
from api.plans.schemas.engagement import EngagementIn
from api.plans.service import replace_engagements
from api.units.models import Unit
from seed.demo.work import DEPARTMENT, YEAR, asked, progress


async def load_work(session: AsyncSession) -> None:
    """Hand out the work of the plan, unless anybody, this seed included, has engaged its audiences before."""
    plan = await plan_of_work(session)
    if plan is None or plan.effective_on is None or await _is_engaged(session, plan):
        return
    given = [
        EngagementIn.model_validate(
            {
                "task": each.task,
                "audience": each.audience,
                "owes": each.owes,
                "education_levels": list(each.education_levels),
            }
        )
        for each in asked()
    ]
    await replace_engagements(session, SYSTEM, None, plan, given)
    await resolve(session, SYSTEM, plan, plan.effective_on)
    await _make_progress(session, plan)


async def plan_of_work(session: AsyncSession) -> Plan | None:
    """The plan in force that the sample work is of."""
    found = select(Plan).join(Unit, Unit.id == Plan.unit_id)
    found = found.where(Unit.code == DEPARTMENT, Plan.year == YEAR, Plan.status == "issued")
    return (await session.scalars(found.order_by(Plan.created_at).limit(1))).first()


async def _is_engaged(session: AsyncSession, plan: Plan) -> bool:
    work = exists().where(Assignment.plan_id == plan.id)
    return bool(await session.scalar(select(work | exists().where(Engagement.plan_id == plan.id))))


async def _make_progress(session: AsyncSession, plan: Plan) -> None:
    columns = (
        Assignment.id,
        Unit.code.label("unit"),
        Task.code.label("task"),
        Assignment.occurrence,
        Assignment.due_at,
    )
    found = select(*columns).join(Unit, Unit.id == Assignment.unit_id).join(Task, Task.id == Assignment.task_id)
    rows = await session.execute(found.where(Assignment.plan_id == plan.id))
    made = ((row, progress(row.unit, row.task, row.occurrence, row.due_at, session.info["now"])) for row in rows)
    await record_past(
        session,
        [Past(row.id, each.status, each.text, each.completed_at) for row, each in made if each is not None],
    )
