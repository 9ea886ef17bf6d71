"""Amendments: the one way an issued plan changes.

Targets stand above plans, so the act as a whole is `indicators.service.amend`; here is its part of plans and tasks.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import any_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.plans.errors import PlanNotIssued
from api.plans.models import Amendment, Deliverable, Plan, Task
from api.plans.permissions import PLAN_AMEND
from api.plans.queries.rendering import bodies
from api.plans.queries.scope import decided_by, visible
from api.plans.rules import history
from api.plans.schemas.amendment import AmendmentFacts, TaskAddition, TaskChange, TaskChanges
from api.plans.schemas.engagement import EngagementIn
from api.plans.schemas.plan import TaskGroupIn
from api.plans.schemas.task import DocumentIn
from api.plans.service.engagement import engage, owed_by_task
from api.plans.service.group import create_group
from api.plans.service.history import keep_plan
from api.plans.service.journal import plan_data, wrote
from api.plans.service.outline import Outline
from api.plans.service.rendering import render
from api.plans.service.task import add_tasks, cancel_task, change_task, live_deliverables
from api.units.models import arrays

_TOO_LATE = Message(
    "Ngày có hiệu lực không được sau hôm nay; hãy nhập điều chỉnh khi đã có hiệu lực.",
    "An amendment takes effect today at the latest; enter it when it holds.",
)
_TOO_EARLY = Message(
    "Ngày có hiệu lực không được trước ngày {day}, khi kế hoạch hoặc lần điều chỉnh gần nhất có hiệu lực.",
    "It may not take effect before {day}, when the plan or its last amendment did.",
)
_NOTHING = Message("Điều chỉnh này không làm thay đổi nội dung nào.", "This amendment changes nothing.")
CANCELLED = Message("Nội dung này đã dừng thực hiện.", "This has been cancelled already.")
NAMED_TWICE = Message("Mỗi nội dung chỉ nêu một lần trong một điều chỉnh.", "An amendment names each thing once.")


async def amendable(session: AsyncSession, subject: Subject, plan_id: UUID) -> Plan:
    """An issued plan the caller may amend, locked. Raises NotFound, Forbidden or PlanNotIssued."""
    today = vietnam_today(session.info["now"])
    allowed = decided_by(subject, PLAN_AMEND, today)
    statement = select(Plan, allowed).where(Plan.id == plan_id, visible(subject, today))
    locked = statement.execution_options(populate_existing=True).with_for_update(of=Plan)
    row = (await session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    plan: Plan = row[0]
    if not row[1]:
        raise Forbidden
    if plan.status != "issued":
        raise PlanNotIssued
    return plan


async def begin_amendment(session: AsyncSession, plan: Plan, effective_on: date) -> None:
    """Check the day and remember the plan as it is. Raises Invalid for a day the plan cannot change on."""
    if effective_on > vietnam_today(session.info["now"]):
        raise invalid("/effective_on", "after_today", _TOO_LATE)
    first = max(day for day in (plan.effective_on, plan.since) if day is not None)
    if effective_on < first:
        raise invalid("/effective_on", "before_the_last_change", _TOO_EARLY, day=first)
    await keep_plan(session, plan, effective_on)


async def amend_tasks(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    plan: Plan,
    *,
    groups: Sequence[TaskGroupIn],
    given: TaskChanges,
    since: date,
    before_includes_day: bool,
) -> list[dict[str, Any]]:
    """Add, change and cancel tasks from a day on; what that did. Raises Invalid with pointers into the amendment."""
    for group in groups:
        await create_group(session, actor, plan, group)
    changed, cancelled = await _touched(session, plan, given)
    owed = await owed_by_task(session, plan)
    before = _owing(await _bodies(session, {*changed, *cancelled}), owed)
    for place, (id_, patch) in enumerate(zip(changed, given.change, strict=True)):
        task = await _task(session, id_)
        await change_task(
            session, actor, subject, plan, task, patch=await _with_progress(session, task, patch),
            before_includes_day=before_includes_day, pointer=f"/tasks/change/{place}",
        )  # fmt: skip
    for id_ in cancelled:
        await cancel_task(session, actor, plan, await _task(session, id_))
    await render(session, Task.id.in_([*changed, *cancelled]), since=since)
    added = await add_tasks(
        session, actor, subject, plan, given.add,
        before_includes_day=before_includes_day, pointer="/tasks/add", since=since,
    )  # fmt: skip
    places = {f"/tasks/change/{place}": id_ for place, id_ in enumerate(changed)}
    places |= {f"/tasks/add/{place}": task.id for place, task in enumerate(added)}
    await _engage(session, subject, plan, given, places)
    after = await _bodies(session, {*changed, *cancelled, *(task.id for task in added)})
    return history.changes(before, _owing(after, await owed_by_task(session, plan)), "task")


async def conclude_amendment(
    session: AsyncSession, actor: Actor, plan: Plan, given: AmendmentFacts, changes: list[dict[str, Any]]
) -> Amendment:
    """Keep what was done, under the next number. Raises Invalid when nothing was."""
    if not changes:
        raise invalid("/tasks", "nothing_changes", _NOTHING)
    last = await session.scalar(select(func.max(Amendment.number)).where(Amendment.plan_id == plan.id))
    amendment = Amendment(
        plan_id=plan.id,
        number=(last or 0) + 1,
        effective_on=given.effective_on,
        document_number=given.document_number,
        issued_on=given.issued_on,
        signer=given.signer and given.signer.model_dump(mode="json"),
        reason=given.reason,
        legal_bases=[basis.model_dump(mode="json") for basis in given.legal_bases],
        changes=changes,
    )
    session.add(amendment)
    await session.flush()
    facts = {"amendment": amendment.number, "amendment_id": str(amendment.id), "amended_on": given.effective_on}
    await wrote(
        session, actor, "amend", plan, plan=plan, data=plan_data(plan) | facts,
        changes={"amendment": amendment.number, "effective_on": given.effective_on.isoformat()},
    )  # fmt: skip
    return amendment


async def _touched(session: AsyncSession, plan: Plan, given: TaskChanges) -> tuple[list[UUID], list[UUID]]:
    """The tasks to change and those to cancel with their sub-rows. Raises Invalid for one named twice or cancelled."""
    outline = await Outline.of(session, plan)
    stopped = set(await session.scalars(select(Task.id).where(Task.plan_id == plan.id, Task.status == "cancelled")))
    seen: set[UUID] = set()

    def find(reference: str, pointer: str) -> UUID:
        id_ = outline.task(reference, pointer).id
        check_once(id_, seen, stopped, pointer)
        return id_

    changed = [find(each.task, f"/tasks/change/{place}/task") for place, each in enumerate(given.change)]
    cancelled = [find(reference, f"/tasks/cancel/{place}") for place, reference in enumerate(given.cancel)]
    rows = (task.id for task in outline.by_id.values() if task.parent_id in cancelled)
    return changed, [*cancelled, *(id_ for id_ in rows if id_ not in stopped and id_ not in seen)]


def check_once(id_: UUID, seen: set[UUID], stopped: Iterable[UUID], pointer: str) -> None:
    """Take note of what an amendment names. Raises Invalid when it did before, or when that was cancelled earlier."""
    if id_ in seen:
        raise invalid(pointer, "given_twice", NAMED_TWICE)
    if id_ in stopped:
        raise invalid(pointer, "cancelled", CANCELLED)
    seen.add(id_)


async def _task(session: AsyncSession, id_: UUID) -> Task:
    found = select(Task).where(Task.id == id_).options(selectinload(Task.participations))
    return (await session.scalars(found.execution_options(populate_existing=True))).one()


async def _with_progress(session: AsyncSession, task: Task, patch: TaskChange) -> TaskChange:
    """The change, with the deliverables it names by id at the state they have unless it says another."""
    if "deliverables" not in patch.model_fields_set:
        return patch
    known = {each.id: each for each in await live_deliverables(session, task)}
    kept = [
        each.model_copy(update=_progress(known[each.id], each.model_fields_set)) if each.id in known else each
        for each in patch.deliverables
    ]
    return patch.model_copy(update={"deliverables": kept})


def _progress(deliverable: Deliverable, said: Iterable[str]) -> dict[str, Any]:
    document = deliverable.document and DocumentIn.model_validate(deliverable.document)
    was = {"status": deliverable.status, "document": document}
    return {name: value for name, value in was.items() if name not in said}


async def _engage(
    session: AsyncSession, subject: Subject, plan: Plan, given: TaskChanges, places: Mapping[str, UUID]
) -> None:
    """What audiences owe for the tasks it is said of, these by where they stand. Raises Invalid with pointers there."""
    named: list[TaskAddition | TaskChange] = [*given.change, *given.add]
    rows = zip(places.items(), named, strict=True)
    said = [(pointer, id_, row) for (pointer, id_), row in rows if "engagements" in row.model_fields_set]
    asks = {
        f"{pointer}/engagements/{place}": EngagementIn(task=str(id_), **dict(ask))
        for pointer, id_, row in said
        for place, ask in enumerate(row.engagements)
    }
    await engage(session, subject, plan, [id_ for _, id_, _ in said], asks)


def _owing(found: Mapping[str, dict[str, Any]], owed: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Tasks with what audiences owe for them."""
    return {id_: body | {"engagements": owed.get(id_, [])} for id_, body in found.items()}


async def _bodies(session: AsyncSession, ids: Iterable[UUID]) -> Mapping[str, dict[str, Any]]:
    rows = await session.execute(bodies(Task.id == any_(arrays.ids(ids))).order_by(Task.position, Task.id))
    return {str(id_): orjson.loads(body) for id_, body in rows}
