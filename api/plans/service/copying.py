"""Last year's plan as this year's draft: what it prints comes along, what became of it does not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.plans.models import (
    Deliverable,
    Duty,
    Engagement,
    Participation,
    Plan,
    ReportingParty,
    ReportingRule,
    Task,
    TaskGroup,
)
from api.plans.rules.plan import moved
from api.plans.rules.schedule import parse_schedule
from api.plans.schemas.plan import PlanCopy
from api.plans.service.journal import plan_data, wrote
from api.plans.service.plan import check_may_draft, index, parent_plan
from api.plans.service.schedules import columns, frame_of
from api.plans.service.targets import targets_above
from api.plans.service.task import keep_new

_PARTY = ("position", "unit_id", "audience_id", "printed_name")
_TASK = ("unit_id", "department_id", "position", "code", "number", "title", "purpose", "requirements", "note")


async def copy_plan(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    source_id: UUID,
    given: PlanCopy,
    *,
    before_includes_day: bool,
) -> Plan:
    """A draft for another year with all a plan prints: headings, tasks, parties, targets, reporting, engagements.

    Schedules keep their text and are read anew in the new year; cancelled tasks, progress, number, date and signature
    stay behind. Raises Forbidden for a unit the caller may not draft for, Invalid for a plan above that is missing.
    """
    loaded = select(Plan).where(Plan.id == source_id).options(selectinload(Plan.duties))
    source = (await session.scalars(loaded)).one()
    await check_may_draft(session, subject, source.unit_id, given.parent_plan)
    plan = _plan(source, given)
    plan.parent_plan_id = await parent_plan(session, subject, given.parent_plan)
    session.add(plan)
    await wrote(
        session, actor, "create", plan, plan=plan, data=plan_data(plan), changes={"copied_from": str(source_id)}
    )
    groups = await _groups(session, source, plan)
    tasks = await _tasks(session, source, plan, groups, before_includes_day=before_includes_day)
    await keep_new(session, actor, plan, list(tasks.values()))
    await _engagements(session, source, plan, tasks)
    await _reporting_rules(session, source, plan)
    await session.flush()
    await targets_above().copy(session, actor, source, plan)
    return plan


def _plan(source: Plan, given: PlanCopy) -> Plan:
    plan = Plan(
        unit_id=source.unit_id,
        department_id=source.department_id,
        status="draft",
        year=given.year,
        title=given.title or re.sub(rf"\b{source.year}\b", str(given.year), source.title),
        horizon_years=[year + given.year - source.year for year in source.horizon_years],
        legal_bases=source.legal_bases,
        recipients=source.recipients,
        target_groups=source.target_groups,
        duties=[_alike(Duty, duty, ("position", "unit_name", "unit_id", "text")) for duty in source.duties],
    )
    index(plan)
    return plan


async def _groups(session: AsyncSession, source: Plan, plan: Plan) -> dict[UUID, UUID]:
    """The headings; the id each has in the copy, by the id it had."""
    found = select(TaskGroup).where(TaskGroup.plan_id == source.id, TaskGroup.deleted_at.is_(None))
    ids = {}
    for group in await session.scalars(found):
        copy = _alike(TaskGroup, group, ("code", "title", "position"), id=uuid7(), plan_id=plan.id)
        ids[group.id] = copy.id
        session.add(copy)
    await session.flush()
    return ids


async def _tasks(
    session: AsyncSession, source: Plan, plan: Plan, groups: Mapping[UUID, UUID], *, before_includes_day: bool
) -> dict[UUID, Task]:
    """The tasks that were not cancelled, parents first; the copy of each by the id it had."""
    live = select(Task).where(Task.plan_id == source.id, Task.deleted_at.is_(None), Task.status != "cancelled")
    loaded = live.options(selectinload(Task.participations), selectinload(Task.deliverables))
    copies: dict[UUID, Task] = {}
    for task in await session.scalars(loaded.order_by(Task.parent_id.nulls_first(), Task.position)):
        text = task.schedule["text"]
        parent = copies.get(task.parent_id) if task.parent_id else None
        copies[task.id] = _alike(
            Task, task, _TASK, id=uuid7(), plan_id=plan.id, status="not_started", percent=0, readings=[],
            sort_key=task.sort_key, search=task.search,
            group_id=groups.get(task.group_id) if task.group_id else None, parent_id=parent and parent.id,
            participations=[_alike(Participation, each, ("role", *_PARTY)) for each in task.participations],
            deliverables=_deliverables(task.deliverables, plan.year - source.year),
            **columns(parse_schedule(text, frame_of(plan), before_includes_day=before_includes_day)),
        )  # fmt: skip
    return copies


def _deliverables(source: Iterable[Deliverable], years: int) -> list[Deliverable]:
    """Those that were wanted to the end, to be made again."""
    wanted = (each for each in source if each.deleted_at is None and each.status != "cancelled")
    fields = ("position", "title", "kind", "unit_id")
    return [
        _alike(Deliverable, each, fields, status="open", due_on=each.due_on and moved(each.due_on, years))
        for each in wanted
    ]


async def _engagements(session: AsyncSession, source: Plan, plan: Plan, tasks: Mapping[UUID, Task]) -> None:
    kept = [name for name in _columns(Engagement) if name not in {"id", "plan_id", "task_id"}]
    for each in await session.scalars(select(Engagement).where(Engagement.plan_id == source.id)):
        if each.task_id in tasks:
            session.add(_alike(Engagement, each, kept, plan_id=plan.id, task_id=tasks[each.task_id].id))


async def _reporting_rules(session: AsyncSession, source: Plan, plan: Plan) -> None:
    kept = [name for name in _columns(ReportingRule) if name not in {"id", "plan_id"}]
    found = select(ReportingRule).where(ReportingRule.plan_id == source.id)
    for rule in await session.scalars(found.options(selectinload(ReportingRule.parties))):
        parties = [_alike(ReportingParty, party, ("step", *_PARTY)) for party in rule.parties]
        session.add(_alike(ReportingRule, rule, kept, plan_id=plan.id, parties=parties))


def _alike(model: Any, record: Any, fields: Sequence[str], **others: Any) -> Any:
    """A new record with these fields of another."""
    return model(**{name: getattr(record, name) for name in fields}, **others)


def _columns(model: Any) -> list[str]:
    return [column.key for column in model.__table__.columns]
