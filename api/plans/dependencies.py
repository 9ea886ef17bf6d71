"""Guards of plans: find the record in the caller's scope, check the permission and the version, hand it over."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, NamedTuple
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.etag import IfMatch, expect_version
from api.kit.http.route import Route
from api.kit.http.upload import Upload, receive
from api.kit.permissions import Subject, caller, mark_guard
from api.kit.problems import Forbidden, NotFound, UnsupportedMediaType
from api.plans import service
from api.plans.imports.sniff import may_be_plan
from api.plans.models import Plan, PlanImport, Task, TaskGroup
from api.plans.permissions import PLAN_AMEND, PLAN_READ, PLAN_RECORD, PLAN_WRITE
from api.plans.queries.scope import visible
from api.plans.schemas.imports import ImportIn
from api.plans.service import DeliverableOfDraft

Caller = Annotated[Subject, Depends(caller)]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, on which day in Việt Nam, and the transaction it happens in."""

    session: AsyncSession
    subject: Subject
    today: date
    actor: Actor
    before_includes_day: bool


def desk(permission: str) -> Any:
    """A guard that lets only holders of a permission pass, and hands over their desk."""

    async def check(request: Request, session: Tx, now: Now, subject: Caller) -> Desk:
        if not subject.holds(permission):
            raise Forbidden
        included: bool = request.app.state.settings.before_includes_day
        return Desk(session, subject, vietnam_today(now), Actor.of(request), included)

    return mark_guard(check, permission)


ReadingDesk = Annotated[Desk, desk(PLAN_READ)]
WritingDesk = Annotated[Desk, desk(PLAN_WRITE)]
RecordingDesk = Annotated[Desk, desk(PLAN_RECORD)]


class PlanRead(NamedTuple):
    """A plan the caller sees."""

    id: UUID
    version: int


class GroupOfDraft(NamedTuple):
    """A task group and its plan, locked."""

    plan: Plan
    group: TaskGroup


class TaskOfDraft(NamedTuple):
    """A task and its plan, locked."""

    plan: Plan
    task: Task


async def _plan_to_read(plan_id: UUID, at: ReadingDesk) -> PlanRead:
    found = select(Plan.id, Plan.version).where(Plan.id == plan_id, visible(at.subject, at.today))
    row = (await at.session.execute(found)).one_or_none()
    if row is None:
        raise NotFound
    return PlanRead(*row)


async def _plan_to_extend(plan_id: UUID, subject: Caller, session: Tx) -> Plan:
    return await service.editable(session, subject, plan_id)


PlanToRead = Annotated[PlanRead, mark_guard(_plan_to_read, PLAN_READ)]
# Its parts may be written; that it is of the version read is asked only where a part is replaced or deleted.
PlanToExtend = Annotated[Plan, mark_guard(_plan_to_extend, PLAN_WRITE)]


async def _plan_to_change(plan: PlanToExtend, if_match: IfMatch = None) -> Plan:
    expect_version(if_match, plan.version)
    return plan


async def _plan_to_amend(plan_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> Plan:
    plan = await service.amendable(session, subject, plan_id)
    expect_version(if_match, plan.version)
    return plan


async def _plan_above(plan_id: UUID, at: RecordingDesk) -> Plan:
    plan = await at.session.scalar(select(Plan).where(Plan.id == plan_id, visible(at.subject, at.today)))
    if plan is None:
        raise NotFound
    return plan


async def _plan_to_call_for(plan_id: UUID, subject: Caller, session: Tx) -> Plan:
    return await service.amendable(session, subject, plan_id)


async def _plan_to_replace(plan: PlanToExtend, if_match: IfMatch = None) -> Plan:
    if if_match is not None:
        expect_version(if_match, plan.version)
    return plan


async def _group_to_change(plan: PlanToExtend, group_id: UUID, session: Tx, if_match: IfMatch = None) -> GroupOfDraft:
    found = GroupOfDraft(plan, await service.group_of(session, plan, group_id))
    expect_version(if_match, found.group.version)
    return found


async def _task_to_change(task_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> TaskOfDraft:
    found = TaskOfDraft(*await service.editable_task(session, subject, task_id))
    expect_version(if_match, found.task.version)
    return found


async def _deliverable_to_change(
    deliverable_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None
) -> DeliverableOfDraft:
    found = await service.editable_deliverable(session, subject, deliverable_id)
    expect_version(if_match, found.deliverable.version)
    return found


# One that units' own plans carry out.
PlanAbove = Annotated[Plan, mark_guard(_plan_above, PLAN_RECORD)]
PlanToCallFor = Annotated[Plan, mark_guard(_plan_to_call_for, PLAN_AMEND)]


async def _document(request: Request) -> Upload:
    """The document sent, in the store before any work begins. Raises Forbidden before a byte of it is read."""
    subject: Subject = request.state.subject
    if not subject.holds(PLAN_WRITE):
        raise Forbidden
    limit: int = request.app.state.settings.max_plan_document_bytes
    return await receive(request, request.app.state.files, limit=limit, admit=admit, fields=ImportIn.model_fields)


def admit(head: bytes) -> None:
    """Let in what may be a plan by its first bytes. Raises UnsupportedMediaType."""
    if not may_be_plan(head):
        raise UnsupportedMediaType(expected="DOCX, XLSX, PDF")


class ImportRoute(Route):
    """A route that takes in a plan's document; whoever calls is known before the first byte of it is read."""

    takes_in: ClassVar = (Depends(_document),)


Document = Annotated[Upload, Depends(_document)]


async def _import_to_work_on(import_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> PlanImport:
    found = await service.import_to_change(session, subject, import_id)
    if if_match is not None:
        expect_version(if_match, found.version)
    return found


async def _import_to_change(import_id: UUID, subject: Caller, session: Tx, if_match: IfMatch = None) -> PlanImport:
    found = await service.import_to_change(session, subject, import_id)
    expect_version(if_match, found.version)
    return found


# `If-Match` is welcome, not required: adding, committing and throwing away overwrite nothing.
ImportToWorkOn = Annotated[PlanImport, mark_guard(_import_to_work_on, PLAN_WRITE)]
ImportToChange = Annotated[PlanImport, mark_guard(_import_to_change, PLAN_WRITE)]
# An issued one.
PlanToAmend = Annotated[Plan, mark_guard(_plan_to_amend, PLAN_AMEND)]
PlanToChange = Annotated[Plan, mark_guard(_plan_to_change, PLAN_WRITE)]
# `If-Match` is welcome, not required: a PUT of a whole list says all it means.
PlanToReplace = Annotated[Plan, mark_guard(_plan_to_replace, PLAN_WRITE)]
GroupToChange = Annotated[GroupOfDraft, mark_guard(_group_to_change, PLAN_WRITE)]
TaskToChange = Annotated[TaskOfDraft, mark_guard(_task_to_change, PLAN_WRITE)]
DeliverableToChange = Annotated[DeliverableOfDraft, mark_guard(_deliverable_to_change, PLAN_WRITE)]
