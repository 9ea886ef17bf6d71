"""Single deliverables of a draft's tasks."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import NotFound
from api.plans.models import Deliverable, Plan, Task
from api.plans.queries.scope import visible
from api.plans.schemas.task import DeliverablePatch
from api.plans.service.journal import Verb, touch, wrote
from api.plans.service.references import look_up
from api.plans.service.rendering import render
from api.plans.service.task import editable_task, live_deliverables, refresh


class DeliverableOfDraft(NamedTuple):
    """A deliverable, its task and its plan, locked."""

    plan: Plan
    task: Task
    deliverable: Deliverable


async def editable_deliverable(session: AsyncSession, subject: Subject, deliverable_id: UUID) -> DeliverableOfDraft:
    """A deliverable of a draft the caller may edit. Raises NotFound, Forbidden or PlanNotDraft."""
    today = vietnam_today(session.info["now"])
    found = (
        select(Deliverable.task_id)
        .join(Task, Task.id == Deliverable.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Deliverable.id == deliverable_id, Deliverable.deleted_at.is_(None), visible(subject, today))
    )
    task_id = await session.scalar(found)
    if task_id is None:
        raise NotFound
    plan, task = await editable_task(session, subject, task_id)
    for deliverable in await live_deliverables(session, task):
        if deliverable.id == deliverable_id:
            return DeliverableOfDraft(plan, task, deliverable)
    raise NotFound


async def update_deliverable(
    session: AsyncSession, actor: Actor, subject: Subject, found: DeliverableOfDraft, patch: DeliverablePatch
) -> None:
    """Change a deliverable of a draft. Raises Invalid for an unknown unit."""
    deliverable, changes = found.deliverable, patch.changes()
    if "unit" in changes:
        directory = await look_up(session, subject, [changes["unit"]])
        unit = directory.unit(changes.pop("unit"), "/unit")
        directory.refuse()
        deliverable.unit_id = unit and unit.id
    if "document" in changes:
        document = changes.pop("document")
        deliverable.document = document and document.model_dump(mode="json")
    for name, value in changes.items():
        setattr(deliverable, name, value)
    touch(deliverable)
    await _changed(session, actor, "update", found)


async def delete_deliverable(session: AsyncSession, actor: Actor, found: DeliverableOfDraft) -> None:
    """Delete a deliverable of a draft, softly."""
    found.deliverable.deleted_at = session.info["now"]
    await session.flush()
    await _changed(session, actor, "delete", found)


async def _changed(session: AsyncSession, actor: Actor, verb: Verb, found: DeliverableOfDraft) -> None:
    plan, task, deliverable = found
    refresh(task, await live_deliverables(session, task))
    touch(plan)
    data = {
        "task_id": task.id,
        "plan_id": plan.id,
        "title": deliverable.title,
        "kind": deliverable.kind,
        "status": deliverable.status,
        "due_on": deliverable.due_on,
    }
    await wrote(session, actor, verb, deliverable, plan=plan, data=data)
    await render(session, Task.id == task.id)
