"""Tasks of a draft: create, change, delete; and store those of an issued plan."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Message, NotFound, invalid
from api.kit.text import fold, sort_key
from api.plans.errors import TaskHasRows
from api.plans.models import Deliverable, Participation, Plan, Task, TaskGroup
from api.plans.queries.scope import visible
from api.plans.rules.plan import percent_done
from api.plans.schemas.party import ParticipationIn
from api.plans.schemas.plan import TaskGroupIn
from api.plans.schemas.task import DeliverableIn, PrintedTask, TaskIn, TaskPatch, TaskRow
from api.plans.service.journal import touch, wrote
from api.plans.service.outline import Outline, Placed
from api.plans.service.plan import editable, editable_in_body
from api.plans.service.references import Directory, look_up
from api.plans.service.rendering import render
from api.plans.service.schedules import columns, read_schedule

_UNKNOWN_DELIVERABLE = Message("Nhiệm vụ không có sản phẩm này.", "The task has no such deliverable.")
_PLAIN = {"number", "title", "purpose", "requirements", "note", "position"}


async def editable_task(session: AsyncSession, subject: Subject, task_id: UUID) -> tuple[Plan, Task]:
    """A task of a draft the caller may edit, its plan locked. Raises NotFound, Forbidden or PlanNotDraft."""
    today = vietnam_today(session.info["now"])
    found = select(Task.plan_id).join(Plan, Plan.id == Task.plan_id)
    plan_id = await session.scalar(found.where(Task.id == task_id, Task.deleted_at.is_(None), visible(subject, today)))
    if plan_id is None:
        raise NotFound
    plan = await editable(session, subject, plan_id)
    statement = select(Task).where(Task.id == task_id, Task.deleted_at.is_(None))
    task = await session.scalar(
        statement.options(selectinload(Task.participations)).execution_options(populate_existing=True)
    )
    if task is None:
        raise NotFound
    return plan, task


async def create_task(
    session: AsyncSession, actor: Actor, subject: Subject, given: TaskIn, *, before_includes_day: bool
) -> Task:
    """A new task of a draft. Raises Invalid, Forbidden or PlanNotDraft."""
    plan = await editable_in_body(session, subject, given.plan)
    directory = await _directory(session, subject, [given])
    outline = await Outline.of(session, plan)
    task = _build(plan, given, outline, directory, before_includes_day=before_includes_day)
    directory.refuse()
    await keep_new(session, actor, plan, [task])
    return task


async def store_tasks(
    session: AsyncSession,
    actor: Actor,
    plan: Plan,
    groups: Sequence[TaskGroupIn],
    tasks: Sequence[PrintedTask],
    *,
    before_includes_day: bool = False,
    subject: Subject | None = None,
) -> list[Task]:
    """The groups and tasks of a plan just stored, parents before their sub-rows.

    Without a subject (the seed) they may name any unit. Raises Invalid for unknown references, with pointers into
    `tasks`.
    """
    rows = [TaskGroup(id=uuid7(), plan_id=plan.id, position=place, code=group.code, title=group.title)
            for place, group in enumerate(groups, 1)]  # fmt: skip
    session.add_all(rows)
    await session.flush()
    directory = await _directory(session, subject, tasks)
    outline = Outline(groups={group.code: group.id for group in rows})
    made = []
    for place, row in enumerate(tasks):
        pointer = f"/tasks/{place}"
        task = _build(plan, row, outline, directory, before_includes_day=before_includes_day, pointer=pointer)
        task.readings = [reading.model_dump(mode="json") for reading in row.readings]
        made.append(task)
    directory.refuse()
    await keep_new(session, actor, plan, made)
    return made


async def update_task(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    plan: Plan,
    task: Task,
    *,
    patch: TaskPatch,
    before_includes_day: bool,
) -> None:
    """Change a task of a draft, its sub-rows going with it to another group; lists are replaced whole.

    Raises Invalid for what it names and is not there.
    """
    await change_task(session, actor, subject, plan, task, patch=patch, before_includes_day=before_includes_day)
    rows = await _rows_follow(session, actor, plan, task) if "group" in patch.changes() else []
    await render(session, Task.id.in_([task.id, *rows]))


async def _rows_follow(session: AsyncSession, actor: Actor, plan: Plan, task: Task) -> list[UUID]:
    """Put the sub-rows of a task into its group; which were elsewhere."""
    below = select(Task).where(Task.parent_id == task.id, Task.deleted_at.is_(None))
    rows = list(await session.scalars(below.where(Task.group_id.is_distinct_from(task.group_id)).order_by(Task.id)))
    for row in rows:
        row.group_id = task.group_id
        touch(row)
        await wrote(session, actor, "update", row, plan=plan, data=_data(row), changes={"fields": ["group"]})
    return [row.id for row in rows]


async def change_task(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    plan: Plan,
    task: Task,
    *,
    patch: TaskPatch,
    before_includes_day: bool,
    pointer: str = "",
) -> None:
    """`update_task`, whatever its plan's state, with rendering left to the caller."""
    changes = patch.changes()
    directory = await _directory(session, subject, [patch])
    outline, live = await Outline.of(session, plan), await live_deliverables(session, task)
    _move(task, changes, outline, pointer)
    for name in changes.keys() & _PLAIN:
        setattr(task, name, changes[name])
    if "participations" in changes:
        task.participations = _participations(patch.participations, directory, pointer)
    if "deliverables" in changes:
        live = _replaced(session, task, live, patch.deliverables, directory, pointer=pointer)
    directory.refuse()
    if "schedule" in changes:
        _set_schedule(task, columns(read_schedule(
            patch.schedule, plan, before_includes_day=before_includes_day, pointer=f"{pointer}/schedule")))  # fmt: skip
    refresh(task, live)
    touch(plan)
    await wrote(session, actor, "update", task, plan=plan, data=_data(task), changes={"fields": sorted(changes)})


async def add_tasks(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    plan: Plan,
    rows: Sequence[TaskRow],
    *,
    since: date,
    before_includes_day: bool,
    pointer: str,
) -> list[Task]:
    """New tasks of an issued plan, from a day on. Raises Invalid with pointers into `pointer`."""
    directory = await _directory(session, subject, rows)
    outline = await Outline.of(session, plan)
    tasks = [
        _build(plan, row, outline, directory, before_includes_day=before_includes_day, pointer=f"{pointer}/{place}")
        for place, row in enumerate(rows)
    ]
    directory.refuse()
    for task in tasks:
        task.since = since
    await keep_new(session, actor, plan, tasks)
    return tasks


async def cancel_task(session: AsyncSession, actor: Actor, plan: Plan, task: Task) -> None:
    """Stop a task and the deliverables it still has open; rendering is left to the caller."""
    live = await live_deliverables(session, task)
    for deliverable in live:
        if deliverable.status == "open":
            deliverable.status = "cancelled"
    task.status = "cancelled"
    refresh(task, live)
    touch(plan)
    await wrote(session, actor, "update", task, plan=plan, data=_data(task), changes={"fields": ["status"]})


async def delete_task(session: AsyncSession, actor: Actor, plan: Plan, task: Task) -> None:
    """Delete a task of a draft, softly, its deliverables with it. Raises TaskHasRows while it has sub-rows."""
    if await session.scalar(select(exists().where(Task.parent_id == task.id, Task.deleted_at.is_(None)))):
        raise TaskHasRows
    task.deleted_at = session.info["now"]
    plan.task_count -= 1
    await wrote(session, actor, "delete", task, plan=plan, data=_data(task))


async def live_deliverables(session: AsyncSession, task: Task) -> list[Deliverable]:
    """The deliverables of a task, in order."""
    found = select(Deliverable).where(Deliverable.task_id == task.id, Deliverable.deleted_at.is_(None))
    return list(await session.scalars(found.order_by(Deliverable.position)))


def refresh(task: Task, deliverables: Iterable[Deliverable]) -> None:
    """Bring up to date what a task derives from its deliverables, and give it a new version."""
    _derive(task, list(deliverables))
    touch(task)


async def _directory(session: AsyncSession, subject: Subject | None, rows: Sequence[TaskRow | TaskPatch]) -> Directory:
    owners = [deliverable.unit for row in rows for deliverable in row.deliverables]
    return await look_up(session, subject, owners, [party for row in rows for party in row.participations])


def _build(
    plan: Plan, row: TaskRow, outline: Outline, directory: Directory, *, before_includes_day: bool, pointer: str = ""
) -> Task:
    schedule = read_schedule(row.schedule, plan, before_includes_day=before_includes_day, pointer=f"{pointer}/schedule")
    deliverables = [_deliverable(each, place, directory, pointer) for place, each in enumerate(row.deliverables)]
    task = Task(
        id=uuid7(),
        plan_id=plan.id,
        unit_id=plan.unit_id,
        department_id=plan.department_id,
        status="not_started",
        readings=[],
        deliverables=deliverables,
        participations=_participations(row.participations, directory, pointer),
        **outline.place(row, pointer),
        **columns(schedule),
    )
    for name in _PLAIN - {"position"}:
        setattr(task, name, getattr(row, name))
    _derive(task, deliverables)
    outline.add(Placed(task.id, task.code, task.group_id, task.parent_id, task.position))
    return task


async def keep_new(session: AsyncSession, actor: Actor, plan: Plan, tasks: Sequence[Task]) -> None:
    """Store new tasks of a plan, count, tell and render them."""
    session.add_all(tasks)
    plan.task_count += len(tasks)
    touch(plan)
    for task in tasks:
        await wrote(session, actor, "create", task, plan=plan, data=_data(task))
    await render(session, Task.id.in_([task.id for task in tasks]))


def _participations(given: Sequence[ParticipationIn], directory: Directory, pointer: str) -> list[Participation]:
    return [
        Participation(position=place, role=each.role, **directory.party(each, f"{pointer}/participations/{place}"))
        for place, each in enumerate(given)
    ]


def _deliverable(given: DeliverableIn, place: int, directory: Directory, pointer: str) -> Deliverable:
    if given.id is not None:
        raise invalid(f"{pointer}/deliverables/{place}/id", "unknown_deliverable", _UNKNOWN_DELIVERABLE)
    deliverable = Deliverable()
    fill(deliverable, given, place, directory, pointer)
    return deliverable


def fill(deliverable: Deliverable, given: DeliverableIn, place: int, directory: Directory, pointer: str = "") -> None:
    """Give a deliverable all that was said of it."""
    unit = directory.unit(given.unit, f"{pointer}/deliverables/{place}/unit")
    deliverable.position = place
    deliverable.unit_id = unit and unit.id
    deliverable.title, deliverable.kind, deliverable.status = given.title, given.kind, given.status
    deliverable.due_on = given.due_on
    deliverable.document = given.document.model_dump(mode="json") if given.document else None


def _replaced(
    session: AsyncSession,
    task: Task,
    live: Sequence[Deliverable],
    given: Sequence[DeliverableIn],
    directory: Directory,
    *,
    pointer: str,
) -> list[Deliverable]:
    """The deliverables as the list says: those named by id stay, new ones come, the rest are deleted."""
    known = {deliverable.id: deliverable for deliverable in live}
    kept = []
    for place, each in enumerate(given):
        deliverable = known.pop(each.id, None) if each.id else None
        if deliverable is None:
            deliverable = _deliverable(each, place, directory, pointer)
            deliverable.task_id = task.id
            session.add(deliverable)
        else:
            fill(deliverable, each, place, directory, pointer)
        kept.append(deliverable)
    for dropped in known.values():
        dropped.deleted_at = session.info["now"]
    return kept


def _move(task: Task, changes: dict[str, Any], outline: Outline, pointer: str) -> None:
    """Set group, parent and code, each if it was sent; a sub-row comes into the group of what it stands under."""
    if "group" in changes:
        task.group_id = outline.group(changes["group"], pointer)
    if "parent" in changes:
        parent = outline.parent(changes["parent"], pointer, task.id)
        task.parent_id = parent and parent.id
        if parent and "group" not in changes:
            task.group_id = parent.group_id
    if "code" in changes:
        task.code = outline.code(changes["code"], pointer, own=task.code)


def _set_schedule(task: Task, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(task, name, value)


def _derive(task: Task, deliverables: Sequence[Deliverable]) -> None:
    task.percent = percent_done(deliverable.status for deliverable in deliverables)
    task.sort_key = sort_key(task.title)
    products = (deliverable.title for deliverable in deliverables)
    words = (task.number, task.title, task.purpose, *task.requirements, *products, task.note)
    task.search = fold(" ".join(word for word in words if word))


def _data(task: Task) -> dict[str, Any]:
    return {
        "plan_id": task.plan_id,
        "code": task.code,
        "number": task.number,
        "title": task.title,
        "status": task.status,
        "percent": task.percent,
        "due_on": task.due_on,
    }
