"""A unit does its work, or somebody above enters it for the unit."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.errors import PlanNotInForce, WorkWithdrawn
from api.assignments.models import Assignment, AssignmentUpdate
from api.assignments.permissions import ASSIGNMENT_WRITE
from api.assignments.queries import assignments as queries
from api.assignments.queries.scope import writable
from api.assignments.rules.doing import SAID, after, refusals
from api.assignments.schemas.assignment import AssignmentPatch, UpdateIn
from api.audit.service import Actor, record
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Invalid, NotFound
from api.plans.models import Plan
from api.plans.service import touch
from api.units.scope import own_units

STATE = (*SAID, "percent", "completed_at")


async def doable(session: AsyncSession, subject: Subject, assignment_id: UUID) -> Assignment:
    """An assignment the caller may write, locked.

    Raises NotFound, Forbidden, PlanNotInForce once its plan is closed, WorkWithdrawn when it is no longer asked for.
    """
    today = vietnam_today(session.info["now"])
    found = queries.seen_one(subject, assignment_id, today).add_columns(writable(subject, today), Plan.status)
    locked = found.join(Plan, Plan.id == Assignment.plan_id).with_for_update(of=Assignment)
    row = (await session.execute(locked.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    assignment, may, plan_status = row
    if not may:
        raise Forbidden
    if plan_status != "issued":
        raise PlanNotInForce
    if assignment.withdrawn:
        raise WorkWithdrawn
    return assignment  # type: ignore[no-any-return]


async def update_work(session: AsyncSession, actor: Actor, assignment: Assignment, patch: AssignmentPatch) -> None:
    """Say where the work stands; what is so already leaves no trace.

    Raises Invalid for what is said of a product and cannot be, and when a unit would stop its own work.
    """
    await _write(session, actor, assignment, patch.said())


async def add_update(
    session: AsyncSession, actor: Actor, subject: Subject, assignment: Assignment, given: UpdateIn
) -> None:
    """Note what somebody says about the work, and where it stands from now on."""
    status = given.status or assignment.status
    note = AssignmentUpdate(
        assignment_id=assignment.id,
        at=session.info["now"],
        by_id=subject.id,
        by_name=subject.name,
        on_behalf=is_on_behalf(actor, assignment.unit_id),
        status=status,
        text=given.text,
    )
    await _write(session, actor, assignment, {"status": status}, note)


async def _write(
    session: AsyncSession,
    actor: Actor,
    assignment: Assignment,
    said: dict[str, Any],
    note: AssignmentUpdate | None = None,
) -> None:
    now, before = session.info["now"], state_of(assignment)
    found = await session.execute(queries.products_of([assignment.task_id]))
    products = {id_: kind for _, id_, kind in found}
    wrong = refusals(before, said, products, helping=is_on_behalf(actor, assignment.unit_id), today=vietnam_today(now))
    if wrong:
        raise Invalid(wrong)
    new = after(before, said, products, now)
    changed = {name: new[name] for name in new if new[name] != before[name]}
    for name, value in changed.items():
        setattr(assignment, name, value)
    if note is not None:
        session.add(note)
        touch(assignment)
    if changed or note is not None:
        await session.flush()
        tell(session, actor, assignment, new, changed)


def state_of(work: Any) -> dict[str, Any]:
    """Where an assignment stands; `work` is one, or a row of its columns."""
    return {name: getattr(work, name) for name in STATE}


def is_on_behalf(actor: Actor, unit_id: UUID) -> bool:
    """Whether somebody above enters it for the unit (nhập thay)."""
    return actor.subject is not None and unit_id not in own_units(actor.subject, ASSIGNMENT_WRITE)


def tell(
    session: AsyncSession, actor: Actor, work: Any, new: dict[str, Any], changed: dict[str, Any], *, later: int = 0
) -> None:
    """One audit entry, which says when it was entered for the unit, and one event, which the task follows.

    `work` is an assignment or a row of its columns, `later` by how much its version has risen since that was read.
    """
    noted = {name: value for name, value in changed.items() if name != "completed_at"}
    record(
        session, actor, "assignment.update",
        entity="assignment", entity_id=work.id, unit_id=work.unit_id,
        changes=noted | {"on_behalf": is_on_behalf(actor, work.unit_id)},
    )  # fmt: skip
    emit(
        session, "assignment.updated",
        entity="assignment", entity_id=work.id, version=work.version + later,
        unit_id=work.unit_id, department_id=work.department_id,
        data={
            "task_id": str(work.task_id), "plan_id": str(work.plan_id),
            "occurrence": work.occurrence, "status": new["status"], "percent": new["percent"],
        },
    )  # fmt: skip
