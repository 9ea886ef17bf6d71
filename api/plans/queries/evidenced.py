"""Plans, tasks and products as evidence finds them."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, any_, cast, false, null, or_, select, true

from api.evidence.queries.targets import Kind
from api.kit.permissions import Subject
from api.plans.models import Deliverable, Participation, Plan, Task
from api.plans.permissions import PLAN_RECORD
from api.plans.queries.parties import rows_of
from api.plans.queries.scope import visible, writable
from api.units.scope import enters

_NOBODYS = cast(null(), Uuid()).label("unit_id")


def _plans(subject: Subject, today: date) -> Select[Any]:
    """Whoever drafts for a unit, or records what it signed, may hang the signed paper on its plan."""
    may = or_(writable(subject, today)(Plan.unit_id), enters(subject, PLAN_RECORD, today)(Plan.unit_id))
    found = rows_of(Plan.id, may.label("may"), Plan.unit_id)
    return found.where(visible(subject, today))


def _plans_led(_: ColumnElement[Any]) -> Select[Any]:
    """A plan is led by the unit whose it is, and by no division."""
    return select(Plan.id).where(false())


def _tasks(subject: Subject, today: date) -> Select[Any]:
    """Whoever reads a plan may show what was done for its tasks."""
    found = rows_of(Task.id, true().label("may"), _NOBODYS).join(Plan, Plan.id == Task.plan_id)
    return found.where(Task.deleted_at.is_(None), visible(subject, today))


def _deliverables(subject: Subject, today: date) -> Select[Any]:
    found = rows_of(Deliverable.id, true().label("may"), _NOBODYS).join(Task, Task.id == Deliverable.task_id)
    there = (Deliverable.deleted_at.is_(None), Task.deleted_at.is_(None), visible(subject, today))
    return found.join(Plan, Plan.id == Task.plan_id).where(*there)


def tasks_led(divisions: ColumnElement[Any]) -> Select[Any]:
    """The ids of the tasks that one of these units leads by name."""
    leading = (Participation.role == "lead", Participation.unit_id == any_(divisions))
    return select(Participation.task_id).where(*leading)


def _deliverables_led(divisions: ColumnElement[Any]) -> Select[Any]:
    return select(Deliverable.id).where(Deliverable.task_id.in_(tasks_led(divisions)))


PLAN = Kind("plan", _plans, _plans_led)
TASK = Kind("task", _tasks, tasks_led)
DELIVERABLE = Kind("deliverable", _deliverables, _deliverables_led)
