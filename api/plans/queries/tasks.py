"""Tasks and their deliverables.

The list of tasks is the hottest of all: its JSON is made by PostgreSQL, and its statement compiled once for each
combination of filters.
"""

from collections.abc import Iterable
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
    bindparam,
    case,
    cast,
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
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import AsOf, as_id, containing
from api.plans.queries.scope import published_by_parameters, there, visible, visible_by_parameters
from api.plans.rules.plan import SETTLED
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


def overdue(today: ColumnElement[date]) -> ColumnElement[bool]:
    """`rules.is_overdue` as a condition, never NULL."""
    return func.coalesce(and_(Task.due_on < today, *(Task.status != settled for settled in SETTLED)), false())


# What changes without a render stands in front of what was rendered.
_HEAD = func.concat('{"version":', Task.version, ',"overdue":', case((overdue(_TODAY), "true"), else_="false"), ",")
ITEM = func.convert_to(cast(_HEAD, Text), "UTF8").op("||")(Task.rendered).label("item")


# All of a task that changes without a write of it: the names it shows, and whether it is late.
_DERIVED = func.concat(Task.rendered_tag, overdue(_TODAY)).label("derived")


def tasks(*columns: Any, seen: ColumnElement[bool], as_of: date | None = None) -> Select[Any]:
    """Columns of the tasks of the plans of a condition; the parameter `today` is Vietnam's day."""
    statement = rows_of(*columns).select_from(Task).join(Plan, Plan.id == Task.plan_id)
    return statement.where(there(Task.deleted_at, as_of), seen)


def one(subject: Subject, task_id: UUID, today: date, as_of: date | None = None) -> Select[Any]:
    """One task the caller sees: the contract's JSON as bytes, and what of it the ETag is made of."""
    statement = tasks(ITEM, _DERIVED, seen=visible(subject, today, as_of), as_of=as_of).where(Task.id == task_id)
    return statement.params(today=as_of or today)


def _one(*columns: Any, seen: ColumnElement[bool]) -> Query:
    asked = Task.id == bindparam("task_id", type_=Task.id.type)
    return Query(lambda: tasks(*columns, _DERIVED, seen=seen).where(asked))


# The same for callers in parameters, with the parameter `task_id`; and what its ETag is made of alone, for the callers
# its plan is published to.
ONE = _one(ITEM, Task.version, seen=visible_by_parameters())
TAG = _one(Task.version, seen=published_by_parameters())


def _named(reference: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tasks with a participation of a unit, or of an audience, whose code or id is a parameter."""
    if reference.endswith("_id"):
        unit, audience = Unit.id == _given(reference, Unit.id), Audience.id == _given(reference, Unit.id)
    else:
        unit, audience = Unit.code == _given(reference, Unit.code), Audience.code == _given(reference, Unit.code)
    party = or_(
        Participation.unit_id.in_(select(Unit.id).where(unit)),
        Participation.audience_id.in_(select(Audience.id).where(audience)),
    )
    return Task.id.in_(select(Participation.task_id).where(party, *conditions))


def _given(name: str, column: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=column.type)


_LEADS = Participation.role == "lead"
# The parameters a request may give, and what each means.
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "plan": Task.plan_id == _given("plan", Task.plan_id),
    "group_id": Task.group_id == _given("group_id", Task.id),
    "group_code": Task.group_id.in_(select(TaskGroup.id).where(TaskGroup.code == _given("group_code", TaskGroup.code))),
    "lead_id": _named("lead_id", _LEADS),
    "lead_code": _named("lead_code", _LEADS),
    "participant_id": _named("participant_id"),
    "participant_code": _named("participant_code"),
    "status": Task.status == _given("status", Task.status),
    "due_from": Task.due_on >= _given("due_from", Task.due_on),
    "due_to": Task.due_on <= _given("due_to", Task.due_on),
    "overdue": overdue(_TODAY) == bindparam("overdue", type_=Boolean()),
    "updated_since": Task.updated_at >= _given("updated_since", Task.updated_at),
    "q": Task.search.like(_given("q", Task.search), escape="\\"),
}


def _narrowed(statement: Select[Any], names: Iterable[str]) -> Select[Any]:
    return statement.where(*(_CONDITIONS[name] for name in sorted(names) if name in _CONDITIONS))


HOT = HotList(
    build=lambda names: _narrowed(tasks(ITEM, seen=visible_by_parameters()), names),
    sorts=SORTS,
    default_sort=DEFAULT_SORT,
    tie=Task.id,
)


def as_of_list(subject: Subject, filters: TaskFilters, today: date) -> Select[Any]:
    """The list as it was at the end of `filters.as_of`."""
    given = parameters(filters, filters.as_of or today)
    return _narrowed(tasks(ITEM, seen=visible(subject, today, filters.as_of), as_of=filters.as_of), given).params(
        **given
    )


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
