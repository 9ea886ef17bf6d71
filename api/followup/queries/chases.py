"""Chases as lists, and the work that somebody may chase a unit over."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, or_, select

from api.assignments.models import Assignment
from api.assignments.queries.assignments import moment, overdue
from api.assignments.queries.scope import visible
from api.followup.models import Chase
from api.followup.queries.parts import of_task, of_unit, task_ref, under
from api.followup.queries.scope import chased_by, visible_chases
from api.followup.rules import How
from api.followup.schemas.chase import WorkScope
from api.kit.calendar import vietnam_today
from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Instant, Reference
from api.kit.sorting import SortKey
from api.plans.models import Plan, Task
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import apply, containing
from api.plans.rules.plan import HANDED_IN
from api.units.models import UnitVersion


class ChaseFilters(ListQuery):
    """What narrows the list of chases."""

    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit or any below it today.")
    plan: UUID | None = Field(default=None, description="Over tasks of this plan, by id.")
    task: Reference | None = Field(default=None, description="Over this task, by code or id.")
    assignment: UUID | None = Field(default=None, description="Over this assignment, by id.")
    how: How | None = Field(default=None, description="How.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


SORTS = {"at": SortKey(Chase.created_at)}
_PLAIN = (Chase.id, Chase.version, Chase.plan_id, Chase.assignment_id, Chase.how, Chase.note)
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "unit": lambda reference: of_unit(Chase.unit_id, reference),
    "task": lambda reference: of_task(Chase.task_id, reference),
    "plan": lambda plan_id: Chase.plan_id == plan_id,
    "assignment": lambda assignment_id: Chase.assignment_id == assignment_id,
    "how": lambda how: Chase.how == how,
    "updated_since": lambda instant: Chase.updated_at >= instant,
}


def chases(subject: Subject, today: date) -> Select[Any]:
    """The chases a caller sees, as `shape` wants them."""
    unit, task = unit_ref(Chase.unit_id).label("unit"), task_ref(Chase.task_id)
    columns = (*_PLAIN, unit, task, Chase.by_name.label("by"), Chase.created_at.label("at"))
    return rows_of(*columns).where(visible_chases(subject, today))


def filtered(statement: Select[Any], filters: ChaseFilters, today: date) -> Select[Any]:
    """The list with the filters applied."""
    statement = apply(statement, filters, _CONDITIONS)
    return statement if filters.under is None else statement.where(under(Chase.unit_id, filters.under, today))


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `chases` as the API shows it."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    return plain | {"unit": raw(row.unit), "task": raw(row.task), "by": row.by, "at": row.at}


def work(subject: Subject, now: datetime) -> Select[Any]:
    """Assignments the caller sees, with whether the caller may chase for them."""
    today = vietnam_today(now)
    found = rows_of(
        Assignment.id, Assignment.unit_id, Assignment.department_id, Assignment.plan_id, Assignment.task_id,
        chased_by(subject, today, Assignment.unit_id, Assignment.task_id).label("may"),
    )  # fmt: skip
    return found.where(Assignment.deleted_at.is_(None), visible(subject, today)).params(moment(now))


def open_work(subject: Subject, scope: WorkScope, now: datetime) -> Select[Any]:
    """What is not handed in of plans in force, and that the caller may chase for, narrowed."""
    today = vietnam_today(now)
    found = work(subject, now).join(Plan, Plan.id == Assignment.plan_id)
    found = found.where(
        Plan.status == "issued",
        Assignment.withdrawn.is_(False),
        Assignment.status.not_in(HANDED_IN),
        chased_by(subject, today, Assignment.unit_id, Assignment.task_id),
    )
    for name, condition in _WORK.items():
        value = getattr(scope, name)
        if value is not None:
            found = found.where(condition(value))
    return found if scope.under is None else found.where(under(Assignment.unit_id, scope.under, today))


_WORK: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "plan": lambda plan_id: Assignment.plan_id == plan_id,
    "task": lambda reference: of_task(Assignment.task_id, reference),
    "unit": lambda reference: of_unit(Assignment.unit_id, reference),
    "status": lambda status: Assignment.status == status,
    "owes": lambda owes: Assignment.owes == owes,
    "overdue": lambda late: overdue() == late,
    "q": lambda words: _saying(containing(words)),
}


def _saying(pattern: str) -> ColumnElement[bool]:
    """Words of the task or of the unit's name, as the list of work finds them."""
    tasks = select(Task.id).where(Task.search.like(pattern, escape="\\"))
    units = select(UnitVersion.unit_id).where(UnitVersion.search.like(pattern, escape="\\"))
    return or_(Assignment.task_id.in_(tasks), Assignment.unit_id.in_(units))
