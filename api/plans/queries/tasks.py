"""Tasks and their deliverables.

The list of tasks is the hottest of all: its JSON is made by PostgreSQL, and its statement compiled once for each
combination of filters.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Row,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)

from api.kit.pagination import HotList, SearchableQuery
from api.kit.permissions import Subject
from api.kit.reads import Query
from api.kit.schemas import Day, Reference
from api.kit.sorting import SortKey
from api.plans.models import Deliverable, Participation, Plan, Task, TaskGroup
from api.plans.queries.history import sorts_then, tasks_on
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import AsOf, as_id, containing
from api.plans.queries.scope import published_by_parameters, visible, visible_by_parameters
from api.plans.rules.plan import HANDED_IN
from api.units.models import Audience, Unit

TaskStatus = Literal["not_started", "in_progress", "awaiting_confirmation", "completed", "cancelled"]


class TaskFilters(SearchableQuery):
    """What narrows the list of tasks."""

    plan: UUID | None = Field(default=None, description="Tasks of this plan, by id.")
    group: Reference | None = Field(default=None, description="Tasks of this task group, by code or id.")
    lead: Reference | None = Field(
        default=None, description="Tasks this unit or audience, by code or id, is named as lead of."
    )
    participant: Reference | None = Field(
        default=None, description="Tasks this unit or audience, by code or id, is named in, whatever its role."
    )
    status: TaskStatus | None = Field(default=None, description="Where they stand.")
    due_from: Day | None = Field(default=None, description="Due on this day or later.")
    due_to: Day | None = Field(default=None, description="Due on this day or earlier.")
    overdue: bool | None = Field(default=None, description="Only late ones (true), only others (false).")
    as_of: AsOf = None


SORTS = {
    "plan": SortKey(Task.plan_id),
    "number": SortKey(Task.position),
    "title": SortKey(Task.sort_key),
    "due_on": SortKey(Task.due_on, nullable=True),
    "percent": SortKey(Task.percent),
    "created_at": SortKey(Task.created_at),
    "updated_at": SortKey(Task.updated_at),
}
# As printed, plan by plan.
DEFAULT_SORT = "plan,number"

_TODAY = bindparam("today", type_=Date())


def overdue(today: ColumnElement[date], task: Any = Task) -> ColumnElement[bool]:
    """`rules.is_overdue` as a condition, never NULL."""
    return func.coalesce(and_(task.due_on < today, *(task.status != given for given in HANDED_IN)), false())


def _item(task: Any) -> ColumnElement[bytes]:
    """A task's JSON: what changes without a render stands in front of what was rendered."""
    late = case((overdue(_TODAY, task), "true"), else_="false")
    head = func.concat('{"version":', task.version, ',"overdue":', late, ",")
    return func.convert_to(cast(head, Text), "UTF8").op("||")(task.rendered).label("item")


ITEM = _item(Task)

# All of a task that changes without a write of it: the names it shows, and whether it is late.
_DERIVED = func.concat(Task.rendered_tag, overdue(_TODAY)).label("derived")


def tasks(*columns: Any, seen: ColumnElement[bool]) -> Select[Any]:
    """Columns of the tasks of the plans of a condition; the parameter `today` is Vietnam's day."""
    statement = rows_of(*columns).select_from(Task).join(Plan, Plan.id == Task.plan_id)
    return statement.where(Task.deleted_at.is_(None), seen)


def tasks_then(subject: Subject, today: date, as_of: date, then: Any) -> Select[Any]:
    """The tasks a caller sees as they stood at the end of a day; `then` are the columns of `history.tasks`."""
    statement = rows_of(_item(then)).join(Plan, Plan.id == then.plan_id).where(visible(subject, today, as_of))
    return statement.params(today=as_of)


def one(subject: Subject, task_id: UUID, today: date) -> Select[Any]:
    """One task the caller sees: the contract's JSON as bytes, and what of it the ETag is made of."""
    return tasks(ITEM, _DERIVED, seen=visible(subject, today)).where(Task.id == task_id).params(today=today)


def one_then(subject: Subject, task_id: UUID, today: date, as_of: date) -> Select[Any]:
    """One task the caller sees, as it stood at the end of a day."""
    then = tasks_on(as_of)
    return tasks_then(subject, today, as_of, then).where(then.id == task_id)


def bodies_then(subject: Subject, plan_id: UUID, today: date, day: date) -> Select[Any]:
    """A plan's tasks as a caller would have seen them at the end of a day, in order."""
    then = tasks_on(day)
    statement = tasks_then(subject, today, day, then).where(then.plan_id == plan_id)
    return statement.order_by(then.position, then.id)


def _one(*columns: Any, seen: ColumnElement[bool]) -> Query:
    asked = Task.id == bindparam("task_id", type_=Task.id.type)
    return Query(lambda: tasks(*columns, _DERIVED, seen=seen).where(asked))


# The same for callers in parameters, with the parameter `task_id`; and what its ETag is made of alone, for the callers
# its plan is published to.
ONE = _one(ITEM, Task.version, seen=visible_by_parameters())
TAG = _one(Task.version, seen=published_by_parameters())


def _named(reference: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tasks with a participation of a unit, or of an audience, whose code or id is a parameter."""
    units, audiences = _meant(reference)
    party = or_(Participation.unit_id.in_(units), Participation.audience_id.in_(audiences))
    return Task.id.in_(select(Participation.task_id).where(party, *conditions))


def _meant(reference: str) -> tuple[Select[Any], Select[Any]]:
    """The units and the audiences whose code or id is a parameter."""
    key = "id" if reference.endswith("_id") else "code"
    unit, audience = getattr(Unit, key), getattr(Audience, key)
    given = _given(reference, unit)
    return select(Unit.id).where(unit == given), select(Audience.id).where(audience == given)


def _among(ids: Any, reference: str) -> ColumnElement[bool]:
    """That an array of identifiers has the unit or audience whose code or id is a parameter."""
    units, audiences = _meant(reference)
    return or_(exists(units.where(Unit.id == any_(ids))), exists(audiences.where(Audience.id == any_(ids))))


def _given(name: str, column: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=column.type)


def _conditions(task: Any) -> dict[str, ColumnElement[bool]]:
    """The parameters a request may give, and what each means of a task, now or then."""
    in_group = select(TaskGroup.id).where(TaskGroup.code == _given("group_code", TaskGroup.code))
    return {
        "plan": task.plan_id == _given("plan", Task.plan_id),
        "group_id": task.group_id == _given("group_id", Task.id),
        "group_code": task.group_id.in_(in_group),
        "status": task.status == _given("status", Task.status),
        "due_from": task.due_on >= _given("due_from", Task.due_on),
        "due_to": task.due_on <= _given("due_to", Task.due_on),
        "overdue": overdue(_TODAY, task) == bindparam("overdue", type_=Boolean()),
        "updated_since": task.updated_at >= _given("updated_since", Task.updated_at),
        "q": task.search.like(_given("q", Task.search), escape="\\"),
    }


_LEADS = Participation.role == "lead"
_CONDITIONS = _conditions(Task) | {
    "lead_id": _named("lead_id", _LEADS),
    "lead_code": _named("lead_code", _LEADS),
    "participant_id": _named("participant_id"),
    "participant_code": _named("participant_code"),
}


def _conditions_then(then: Any) -> dict[str, ColumnElement[bool]]:
    named = {"lead": then.leads, "participant": then.parties}
    parties = {f"{name}_{key}": _among(ids, f"{name}_{key}") for name, ids in named.items() for key in ("id", "code")}
    return _conditions(then) | parties


def _narrowed(
    statement: Select[Any], names: Iterable[str], conditions: Mapping[str, ColumnElement[bool]]
) -> Select[Any]:
    return statement.where(*(conditions[name] for name in sorted(names) if name in conditions))


HOT = HotList(
    build=lambda names: _narrowed(tasks(ITEM, seen=visible_by_parameters()), names, _CONDITIONS),
    sorts=SORTS,
    default_sort=DEFAULT_SORT,
    tie=Task.id,
)


def list_then(
    subject: Subject, filters: TaskFilters, today: date, as_of: date
) -> tuple[Select[Any], dict[str, SortKey], Any]:
    """The list as it was at the end of a day, what it is sorted by, and its primary key."""
    then, given = tasks_on(as_of), parameters(filters, as_of)
    statement = _narrowed(tasks_then(subject, today, as_of, then), given, _conditions_then(then)).params(**given)
    return statement, sorts_then(SORTS, then), then.id


def parameters(filters: TaskFilters, today: date) -> dict[str, Any]:
    """The filters that were given, as parameters of the list; `today` is the day in Việt Nam."""
    plain = ("plan", "status", "due_from", "due_to", "overdue", "updated_since")
    given = {name: value for name in plain if (value := getattr(filters, name)) is not None}
    for name in ("group", "lead", "participant"):
        given |= _reference(name, getattr(filters, name))
    if filters.q is not None:
        given["q"] = containing(filters.q)
    return given | {"today": today}


def _reference(name: str, reference: str | None) -> dict[str, Any]:
    if reference is None:
        return {}
    id_ = as_id(reference)
    return {f"{name}_code": reference} if id_ is None else {f"{name}_id": id_}


def deliverables(subject: Subject, today: date) -> Select[Any]:
    """The deliverables a caller sees, as `shape_deliverable` wants them."""
    return (
        rows_of(
            Deliverable.id,
            Deliverable.version,
            Deliverable.title,
            Deliverable.kind,
            Deliverable.status,
            Deliverable.due_on,
            unit_ref(Deliverable.unit_id).label("unit"),
            cast(Deliverable.document, Text).label("document"),
            Task.id.label("task_id"),
            Task.code.label("task_code"),
            Task.title.label("task_title"),
            Task.plan_id,
        )
        .join(Task, Task.id == Deliverable.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Deliverable.deleted_at.is_(None), Task.deleted_at.is_(None), visible(subject, today))
    )


def shape_deliverable(row: Row[Any]) -> dict[str, Any]:
    """A row of `deliverables` as the contract's deliverable."""
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "due_on": row.due_on,
        "unit": raw(row.unit),
        "document": raw(row.document),
        "task": {"id": row.task_id, "code": row.task_code, "name": row.task_title},
        "plan_id": row.plan_id,
    }
