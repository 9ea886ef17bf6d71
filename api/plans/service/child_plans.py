"""Units' own plans under another: the department says by when it wants them, a unit records the one it signed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.kit.calendar import end_of_day, vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, invalid
from api.plans.errors import ChildPlanHasTasks, PlanNotIssued
from api.plans.models import ChildPlanCall, Plan
from api.plans.permissions import PLAN_RECORD
from api.plans.queries import child_plans as queries
from api.plans.queries.child_plans import Call
from api.plans.schemas.child_plan import ChildPlanCallIn, ChildPlanIn
from api.plans.service.journal import plan_data, wrote
from api.plans.service.plan import index, whose
from api.plans.service.references import look_up
from api.units.models import Unit
from api.units.scope import enters
from api.units.service.references import audience_of

_NOT_YET = Message("Ngày văn bản không được sau hôm nay.", "The document's date may not lie after today.")
_NOT_ITS_OWN = Message("Đơn vị này là đơn vị ban hành kế hoạch cấp trên.", "This unit issued the plan above itself.")
_TASK = "Ban hành kế hoạch của đơn vị thực hiện: {title}"


class Missing(NamedTuple):
    """A unit that owes a plan under another, as what it must do."""

    id: UUID
    plan_id: UUID
    unit_id: UUID
    department_id: UUID | None
    due_at: datetime
    task: str
    unit: str


async def call_of(session: AsyncSession, plan_id: UUID) -> Call | None:
    """What a plan wants of units."""
    row = (await session.execute(queries.calls().where(ChildPlanCall.plan_id == plan_id))).one_or_none()
    return row and queries.call(row)


async def call_for(session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, given: ChildPlanCallIn) -> None:
    """Say by when, and of whom, plans under this one are wanted; the same again leaves no trace. Raises Invalid."""
    today = vietnam_today(session.info["now"])
    audience = await audience_of(session, subject, given.audience, today, "/audience")
    call = await session.get(ChildPlanCall, plan.id)
    if call is None:
        call = ChildPlanCall(plan_id=plan.id)
        session.add(call)
    elif (call.audience_id, call.due_on) == (audience.id, given.due_on):
        return
    call.audience_id, call.due_on = audience.id, given.due_on
    data = {"audience_id": str(audience.id), "due_on": given.due_on.isoformat()}
    entity: dict[str, Any] = {"entity": "plan", "entity_id": plan.id, "unit_id": plan.unit_id}
    record(session, actor, "plan.call_for_child_plans", changes=data, **entity)
    emit(
        session, "plan.child_plans_called", version=plan.version, department_id=plan.department_id, data=data, **entity
    )


async def record_child(
    session: AsyncSession, actor: Actor, subject: Subject, above: Plan, given: ChildPlanIn
) -> tuple[Plan, bool]:
    """The plan a unit issued under another, and whether it is new; recorded again, it is put right.

    Raises PlanNotIssued while the plan above is a draft, Forbidden for a unit the caller may not write for, Invalid
    for what cannot be, ChildPlanHasTasks when the unit's plan was issued row by row.
    """
    today = vietnam_today(session.info["now"])
    if above.status != "issued" or above.source is not None:
        raise PlanNotIssued
    if given.issued_on > today:
        raise invalid("/issued_on", "not_yet", _NOT_YET)
    unit = await _unit(session, subject, above, given, today)
    plan = await _recorded(session, above, unit)
    if plan is None:
        on_behalf = unit.id not in {reach.unit_id for reach in subject.reaches_with(PLAN_RECORD)}
        return await _enter(session, actor, above, unit, given, on_behalf=on_behalf), True
    if plan.task_count:
        raise ChildPlanHasTasks
    await _put_right(session, actor, plan, given)
    return plan, False


async def missing(session: AsyncSession, days: Collection[date], today: date) -> list[Missing]:
    """The units that owe a plan due on one of some days and have issued none."""
    found = []
    for call in map(queries.call, await session.execute(queries.calls_due(sorted(days)))):
        due_at, task = end_of_day(call.due_on), _TASK.format(title=call.title)
        rows = (await session.execute(queries.missing(call, today))).all()
        found += [Missing(row.id, call.plan_id, row.id, row.department_id, due_at, task, row.name) for row in rows]
    return found


async def _unit(session: AsyncSession, subject: Subject, above: Plan, given: ChildPlanIn, today: date) -> Unit:
    directory = await look_up(session, subject, [given.unit])
    unit_id = whose(subject, directory.unit(given.unit, "/unit"), PLAN_RECORD)
    directory.refuse()
    if unit_id == above.unit_id:
        raise invalid("/unit", "plan_of_its_own", _NOT_ITS_OWN)
    unit = await session.scalar(select(Unit).where(Unit.id == unit_id, enters(subject, PLAN_RECORD, today)(Unit.id)))
    if unit is None:
        raise Forbidden
    return unit


async def _recorded(session: AsyncSession, above: Plan, unit: Unit) -> Plan | None:
    """What the unit has issued under it; of two who record it at once the second sees what the first wrote."""
    lock = func.hashtextextended(f"child plan:{above.id}:{unit.id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
    under = (Plan.unit_id == unit.id, Plan.parent_plan_id == above.id, Plan.deleted_at.is_(None))
    found = select(Plan).where(*under, Plan.status != "draft").order_by(Plan.issued_on, Plan.id).limit(1)
    plan: Plan | None = await session.scalar(found.with_for_update())
    return plan


async def _enter(
    session: AsyncSession, actor: Actor, above: Plan, unit: Unit, given: ChildPlanIn, *, on_behalf: bool
) -> Plan:
    plan = Plan(
        unit_id=unit.id,
        department_id=unit.department_id,
        parent_plan_id=above.id,
        status="issued",
        year=above.year,
        horizon_years=above.horizon_years,
        legal_bases=[],
        recipients=[],
        target_groups=[],
        **_facts(given, above.title),
    )
    index(plan)
    session.add(plan)
    changes = {"number": plan.number, "on_behalf": on_behalf}
    await wrote(session, actor, "issue", plan, plan=plan, data=plan_data(plan), changes=changes)
    return plan


async def _put_right(session: AsyncSession, actor: Actor, plan: Plan, given: ChildPlanIn) -> None:
    facts = _facts(given, plan.title)
    changes = sorted(name for name, value in facts.items() if getattr(plan, name) != value)
    for name in changes:
        setattr(plan, name, facts[name])
    if changes:
        index(plan)
        await wrote(session, actor, "update", plan, plan=plan, data=plan_data(plan), changes={"fields": changes})


def _facts(given: ChildPlanIn, title: str) -> dict[str, Any]:
    return {
        "title": given.title or title,
        "number": given.number,
        "issued_on": given.issued_on,
        "effective_on": given.issued_on,
        "signer": given.signer.model_dump(mode="json"),
    }
