"""A unit does its work, or somebody above enters it for the unit."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.errors import PlanNotInForce, WorkWithdrawn
from api.assignments.models import Assignment, AssignmentUpdate
from api.assignments.queries import assignments as queries
from api.assignments.queries.scope import own_units, writable
from api.assignments.rules.progress import percent_of
from api.assignments.schemas.assignment import AssignmentPatch, MadeIn, UpdateIn
from api.audit.service import Actor, record
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.plans.models import Deliverable, Plan
from api.plans.service import touch

_UNKNOWN_PRODUCT = Message("Nhiệm vụ không có sản phẩm này.", "The task has no such deliverable.")
_NOT_YOURS = Message(
    "Đơn vị không tự dừng việc phải làm; hãy đề nghị đơn vị cấp trên.",
    "A unit does not stop what it owes; ask the unit above.",
)
_PLAIN = ("text", "person", "supervisor")


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

    Raises Invalid for a product the task does not have, and when a unit would stop its own work.
    """
    changes = patch.changes()
    _check_status(actor, assignment, patch.status if "status" in changes else assignment.status)
    products = await _products(session, assignment.task_id)
    made = assignment.deliverables
    if "deliverables" in changes:
        made = _made(made, patch.deliverables, products)
    await _write(session, actor, assignment, {**changes, "deliverables": made}, len(products))


async def add_update(
    session: AsyncSession, actor: Actor, subject: Subject, assignment: Assignment, given: UpdateIn
) -> None:
    """Note what somebody says about the work, and where it stands from now on."""
    status = given.status or assignment.status
    _check_status(actor, assignment, status)
    session.add(
        AssignmentUpdate(
            assignment_id=assignment.id,
            at=session.info["now"],
            by_id=subject.id,
            by_name=subject.name,
            on_behalf=_is_on_behalf(actor, assignment),
            status=status,
            text=given.text,
        )
    )
    products = await _products(session, assignment.task_id)
    touch(assignment)
    await _write(session, actor, assignment, {"status": status}, len(products), noted=True)


def _check_status(actor: Actor, assignment: Assignment, status: str) -> None:
    """What a unit owes is stopped by those above it, or by an amendment."""
    if status == "cancelled" != assignment.status and not _is_on_behalf(actor, assignment):
        raise invalid("/status", "not_yours_to_stop", _NOT_YOURS)


def _is_on_behalf(actor: Actor, assignment: Assignment) -> bool:
    return actor.subject is not None and assignment.unit_id not in own_units(actor.subject)


async def _write(
    session: AsyncSession,
    actor: Actor,
    assignment: Assignment,
    values: Mapping[str, Any],
    products: int,
    *,
    noted: bool = False,
) -> None:
    before = _state(assignment)
    for name in values.keys() & {*_PLAIN, "status", "deliverables"}:
        setattr(assignment, name, values[name])
    done = sum(each["done"] for each in assignment.deliverables)
    assignment.percent = percent_of(assignment.status, done, products)
    if assignment.status != "completed":
        assignment.completed_at = None
    elif assignment.completed_at is None:
        assignment.completed_at = session.info["now"]
    after = _state(assignment)
    changed = {name: after[name] for name in after if after[name] != before[name]}
    if changed or noted:
        await _wrote(session, actor, assignment, changed)


def _state(assignment: Assignment) -> dict[str, Any]:
    return {name: getattr(assignment, name) for name in (*_PLAIN, "status", "percent", "deliverables")}


async def _wrote(session: AsyncSession, actor: Actor, assignment: Assignment, changed: dict[str, Any]) -> None:
    """One audit entry, which says when it was entered for the unit, and one event, which the task follows."""
    await session.flush()
    record(
        session, actor, "assignment.update",
        entity="assignment", entity_id=assignment.id, unit_id=assignment.unit_id,
        changes=changed | {"on_behalf": _is_on_behalf(actor, assignment)},
    )  # fmt: skip
    emit(
        session, "assignment.updated",
        entity="assignment", entity_id=assignment.id, version=assignment.version,
        unit_id=assignment.unit_id, department_id=assignment.department_id,
        data={
            "task_id": str(assignment.task_id), "plan_id": str(assignment.plan_id),
            "occurrence": assignment.occurrence, "status": assignment.status, "percent": assignment.percent,
        },
    )  # fmt: skip


async def _products(session: AsyncSession, task_id: UUID) -> set[str]:
    found = select(Deliverable.id).where(Deliverable.task_id == task_id, Deliverable.deleted_at.is_(None))
    return {str(id_) for id_ in await session.scalars(found)}


def _made(
    before: Sequence[Mapping[str, Any]], given: Iterable[MadeIn], products: Iterable[str]
) -> list[dict[str, Any]]:
    """The unit's products with those given in place of what they were."""
    known, made = set(products), {each["id"]: dict(each) for each in before}
    for place, each in enumerate(given):
        if str(each.id) not in known:
            raise invalid(f"/deliverables/{place}/id", "unknown_deliverable", _UNKNOWN_PRODUCT)
        made[str(each.id)] = each.model_dump(mode="json")
    return [each for id_, each in made.items() if id_ in known]
