"""A task as answers show it, made whole of its rows: what `Task.rendered` keeps."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, case, cast, func, or_, select

from api.plans.models import Deliverable, Duty, Participation, Plan, Task, TaskGroup
from api.plans.queries.parties import instant, items, parties, ref, rows_of
from api.units.models import Unit, UnitVersion
from api.units.queries.records import of_records

_owner = of_records(Unit)
_DELIVERABLES = (
    select(
        items(
            func.json_build_object(
                "id", Deliverable.id,
                "version", Deliverable.version,
                "title", Deliverable.title,
                "kind", Deliverable.kind,
                "status", Deliverable.status,
                "due_on", Deliverable.due_on,
                "unit", ref(_owner.c.id, _owner.c.code, _owner.c.name),
                "document", Deliverable.document,
            ),
            Deliverable.position,
        )
    )
    .select_from(Deliverable)
    .outerjoin(_owner, _owner.c.id == Deliverable.unit_id)
    .where(Deliverable.task_id == Task.id, Deliverable.deleted_at.is_(None))
    .correlate(Task)
    .scalar_subquery()
)  # fmt: skip
_BODY = func.json_build_object(
    "id", Task.id,
    "code", Task.code,
    "plan_id", Task.plan_id,
    "group", ref(TaskGroup.id, TaskGroup.code, TaskGroup.title),
    "parent_id", Task.parent_id,
    "number", Task.number,
    "position", Task.position,
    "title", Task.title,
    "purpose", Task.purpose,
    "requirements", Task.requirements,
    "deliverables", _DELIVERABLES,
    "participations", parties(Participation, Participation.task_id == Task.id, "role", Participation.role),
    "schedule", Task.schedule,
    "status", Task.status,
    "percent", Task.percent,
    "due_on", Task.due_on,
    "note", Task.note,
    "readings", Task.readings,
    "updated_at", instant(Task.updated_at),
)  # fmt: skip


def bodies(which: ColumnElement[bool]) -> Select[Any]:
    """The ids and the JSON text of the tasks of a condition, but for what changes without a write."""
    statement = rows_of(Task.id, cast(_BODY, Text)).select_from(Task)
    return statement.outerjoin(TaskGroup, TaskGroup.id == Task.group_id).where(which)


def shown(which: ColumnElement[bool]) -> Select[Any]:
    """The tasks of a condition as they were rendered last, and whether their plan is issued; locks them."""
    issued = Plan.status != "draft"
    body = case((issued, Task.rendered), else_=b"")
    columns = (Task.id, Task.plan_id, Task.since, Task.rendered_version, body.label("rendered"), issued.label("issued"))
    statement = rows_of(*columns).join(Plan, Plan.id == Task.plan_id).where(which)
    return statement.order_by(Task.id).with_for_update(of=Task)


def naming(units_or_audiences: Iterable[UUID]) -> ColumnElement[bool]:
    """Tasks that show the name of one of these units or audiences."""
    ids = list(units_or_audiences)
    parties_of = select(Participation.task_id)
    parties_named = parties_of.where(or_(Participation.unit_id.in_(ids), Participation.audience_id.in_(ids)))
    return or_(Task.id.in_(parties_named), Task.id.in_(select(Deliverable.task_id).where(Deliverable.unit_id.in_(ids))))


def plans_naming(units: Iterable[UUID]) -> ColumnElement[bool]:
    """Plans that show the name of one of these units."""
    ids = list(units)
    return or_(Plan.unit_id.in_(ids), Plan.id.in_(select(Duty.plan_id).where(Duty.unit_id.in_(ids))))


def renamed_since(day: date) -> Select[Any]:
    """Units of which something else holds since that day or a later one."""
    return rows_of(UnitVersion.unit_id).where(cast(func.lower(UnitVersion.valid), Date) >= day).distinct()
