"""Assignments as lists and records; the JSON of an item is made by PostgreSQL."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    false,
    func,
    null,
    or_,
    select,
    tuple_,
)

from api.assignments.models import Assignment, AssignmentUpdate
from api.assignments.queries.scope import visible, visible_by_parameters, writable
from api.assignments.schemas.assignment import Conditions
from api.assignments.schemas.many import AssignmentNarrowing
from api.kit.calendar import end_of_day, start_of_day, vietnam_today
from api.kit.pagination import HotList, SearchableQuery
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.plans.models import Deliverable, Plan, Task
from api.plans.queries.parties import instant, items, rows_of
from api.plans.queries.plans import as_id, containing
from api.plans.queries.scope import visible as plan_visible
from api.plans.rules.plan import HANDED_IN, SETTLED
from api.units.models import Unit, UnitVersion
from api.units.models.arrays import any_id, ids, texts
from api.units.queries.meant import MEANT


class AssignmentFilters(Conditions, SearchableQuery):
    """What narrows the list of assignments."""


SORTS = {
    "due_at": SortKey(Assignment.due_at, nullable=True),
    "updated_at": SortKey(Assignment.updated_at),
    "created_at": SortKey(Assignment.created_at),
    "percent": SortKey(Assignment.percent),
}
DEFAULT_SORT = "due_at"
# What has an index of its own that leads to its rows.
_LED_TO = frozenset({"plan", "task_id", "task_code", "unit_id", "unit_code", "under_id", "under_code"})
_ON_TIME = timedelta(seconds=1)
_LATE_BEFORE = bindparam("late_before", type_=DateTime(timezone=True))
_TODAY = bindparam("today", type_=Date())


def overdue() -> ColumnElement[bool]:
    """Whether the due instant is over at the parameter `late_before` and the work not handed in, never NULL."""
    late = and_(Assignment.due_at <= _LATE_BEFORE, *(Assignment.status != given for given in HANDED_IN))
    return func.coalesce(late, false())


def moment(now: datetime) -> dict[str, Any]:
    """The parameters that stand for now."""
    return {"late_before": now - _ON_TIME, "today": vietnam_today(now)}


def _instant(column: Any) -> ColumnElement[Any]:
    return case((column.is_(None), null()), else_=instant(column))


_SHOWN: tuple[Any, ...] = (
    "id", Assignment.id,
    "version", Assignment.version,
    "task", func.json_build_object("id", Task.id, "code", Task.code, "name", Task.title),
    "unit", func.json_build_object("id", Unit.id, "code", Unit.code, "name", Unit.name),
    "plan_id", Assignment.plan_id,
    "role", Assignment.role,
    "owes", Assignment.owes,
    "occurrence", Assignment.occurrence,
    "status", Assignment.status,
    "withdrawn", Assignment.withdrawn,
    "percent", Assignment.percent,
    "text", Assignment.text,
    "person", Assignment.person,
    "supervisor", Assignment.supervisor,
    "due_at", _instant(Assignment.due_at),
    "overdue", overdue(),
    "completed_at", _instant(Assignment.completed_at),
    "updated_at", instant(Assignment.updated_at),
)  # fmt: skip
ITEM = func.convert_to(cast(func.json_build_object(*_SHOWN), Text), "UTF8").label("item")

_of_unit = AssignmentUpdate.__table__.alias().c
_UPDATES = (
    select(
        items(
            func.json_build_object(
                "at", instant(_of_unit.at),
                "by", _of_unit.by_name,
                "on_behalf", _of_unit.on_behalf,
                "status", _of_unit.status,
                "text", _of_unit.text,
            ),
            _of_unit.id,
        )
    )
    .where(_of_unit.assignment_id == Assignment.id)
    .correlate(Assignment)
    .scalar_subquery()
)  # fmt: skip
_product = Deliverable.__table__.alias().c
_PRODUCTS = (
    select(
        items(
            func.json_build_object("id", _product.id, "title", _product.title, "kind", _product.kind),
            _product.position,
        )
    )
    .where(_product.task_id == Assignment.task_id, _product.deleted_at.is_(None))
    .correlate(Assignment)
    .scalar_subquery()
)


def assignments(*columns: Any) -> Select[Any]:
    """Columns of assignments with their tasks and units."""
    joined = rows_of(*columns).select_from(Assignment).join(Task, Task.id == Assignment.task_id)
    return joined.join(Unit, Unit.id == Assignment.unit_id).where(Assignment.deleted_at.is_(None))


def one(subject: Subject, assignment_id: UUID, now: datetime) -> Select[Any]:
    """One assignment the caller sees: its item, its products, what the unit made of them, and what was said."""
    columns = (
        cast(func.json_build_object(*_SHOWN), Text).label("item"),
        cast(_PRODUCTS, Text).label("products"),
        Assignment.deliverables.label("made"),
        cast(_UPDATES, Text).label("updates"),
    )
    seen = visible(subject, vietnam_today(now))
    return assignments(*columns).where(Assignment.id == assignment_id, seen).params(moment(now))


def open_of(units: ColumnElement[Any], now: datetime) -> Select[Any]:
    """What units owe now, by due instant."""
    todo = assignments(cast(func.json_build_object(*_SHOWN), Text), Assignment.status, Assignment.due_at)
    todo = todo.where(Assignment.unit_id == units, Assignment.status.not_in(SETTLED))
    return todo.order_by(Assignment.due_at.asc().nulls_last(), Assignment.id).params(moment(now))


def _given(name: str, column: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=column.type)


def _of(column: Any, model: Any, name: str) -> dict[str, ColumnElement[bool]]:
    """By id, or by the code of a record."""
    by_code = select(model.id).where(model.code == _given(f"{name}_code", model.code))
    return {f"{name}_id": column == _given(f"{name}_id", model.id), f"{name}_code": column.in_(by_code)}


def _containing() -> ColumnElement[bool]:
    """Words of the task or of the unit's name."""
    words = _given("q", Task.search)
    called = exists().where(UnitVersion.unit_id == Unit.id, UnitVersion.search.like(words, escape="\\"))
    return or_(Task.search.like(words, escape="\\"), called)


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    **_of(Assignment.task_id, Task, "task"),
    **{key: Assignment.unit_id.in_(found) for key, (found, _) in MEANT.items()},
    "plan": Assignment.plan_id == _given("plan", Assignment.plan_id),
    "status": Assignment.status == _given("status", Assignment.status),
    "owes": Assignment.owes == _given("owes", Assignment.owes),
    "overdue": overdue() == bindparam("overdue", type_=Boolean()),
    "open": Assignment.status.not_in(SETTLED) == bindparam("open", type_=Boolean()),
    "due_from": Assignment.due_at >= _given("due_from", Assignment.due_at),
    "due_to": Assignment.due_at <= _given("due_to", Assignment.due_at),
    "updated_since": Assignment.updated_at >= _given("updated_since", Assignment.updated_at),
    "q": _containing(),
}


def _listed(names: frozenset[str]) -> Select[Any]:
    """The list for a set of parameters, put so that a page of it takes few looks at the tree and at its own rows."""
    places = () if "leading" in names else sorted(names & MEANT.keys())
    if places:
        return narrowed(assignments(ITEM).where(*(_seen_at(key, names) for key in places)), names - set(places))
    seen = names - {"department"} if "q" in names else names  # words leave little: the walk would be long
    listed = narrowed(assignments(ITEM).where(visible_by_parameters(seen)), names)
    if "department" in names and not names & _LED_TO:
        return listed.where(Assignment.department_id == _given("department", Assignment.department_id))
    return listed


def _seen_at(key: str, names: frozenset[str]) -> ColumnElement[bool]:
    """Work at the units a parameter means, as far as the caller sees them: each unit is looked at once."""
    found, owner = MEANT[key]
    return Assignment.unit_id.in_(found.where(visible_by_parameters(names, owner)))


def _counted(names: frozenset[str]) -> Select[Any]:
    """The same rows put for counting: all of them are looked at anyway."""
    return narrowed(assignments(Assignment.id).where(visible_by_parameters(names - {"department"})), names)


def narrowed(statement: Select[Any], names: Iterable[str]) -> Select[Any]:
    """A statement with the conditions of the parameters given."""
    return statement.where(*(_CONDITIONS[name] for name in sorted(names) if name in _CONDITIONS))


HOT = HotList(build=_listed, count=_counted, sorts=SORTS, default_sort=DEFAULT_SORT, tie=Assignment.id)


def parameters(filters: AssignmentFilters | AssignmentNarrowing) -> dict[str, Any]:
    """The filters that were given, as parameters of the list."""
    plain = ("plan", "status", "owes", "overdue", "open", "updated_since")
    given = {name: value for name in plain if (value := getattr(filters, name, None)) is not None}
    for name in ("task", "unit", "under"):
        given |= _reference(name, getattr(filters, name))
    if filters.due_from is not None:
        given["due_from"] = start_of_day(filters.due_from)
    if filters.due_to is not None:
        given["due_to"] = end_of_day(filters.due_to)
    if filters.q is not None:
        given["q"] = containing(filters.q)
    return given


def _reference(name: str, reference: str | None) -> dict[str, Any]:
    if reference is None:
        return {}
    id_ = as_id(reference)
    return {f"{name}_code": reference} if id_ is None else {f"{name}_id": id_}


def seen_one(subject: Subject, assignment_id: UUID, today: date) -> Select[Any]:
    """The record behind an id, if the caller sees it."""
    return select(Assignment).where(
        Assignment.id == assignment_id, Assignment.deleted_at.is_(None), visible(subject, today)
    )


_KEPT = (
    Assignment.id, Assignment.version, Assignment.plan_id, Assignment.task_id, Assignment.unit_id,
    Assignment.department_id, Assignment.occurrence, Assignment.withdrawn, Assignment.status, Assignment.text,
    Assignment.person, Assignment.supervisor, Assignment.deliverables, Assignment.percent, Assignment.completed_at,
    Plan.status.label("plan_status"),
)  # fmt: skip


def to_write(subject: Subject, today: date) -> Select[Any]:
    """The columns of what the caller may write, whole and locked, by id so that no two callers wait for each other."""
    found = assignments(*_KEPT).join(Plan, Plan.id == Assignment.plan_id).where(writable(subject, today))
    return found.order_by(Assignment.id).with_for_update(of=Assignment)


class Name(NamedTuple):
    """What makes an assignment the one it is."""

    task_id: UUID
    unit_id: UUID
    occurrence: str


def named_so(wanted: Collection[UUID], names: Collection[Name]) -> ColumnElement[bool]:
    """Assignments by id, or by task, unit and occurrence."""
    tasks, units = ids(name.task_id for name in names), ids(name.unit_id for name in names)
    arrays = (tasks, units, texts(name.occurrence for name in names))
    columns = (column("task_id", Uuid()), column("unit_id", Uuid()), column("occurrence", Text()))
    named = func.unnest(*arrays).table_valued(*columns).render_derived()
    by_name = tuple_(Assignment.task_id, Assignment.unit_id, Assignment.occurrence).in_(select(named))
    return or_(Assignment.id == any_id(wanted), by_name) if names else Assignment.id == any_id(wanted)


def tasks_named(references: Collection[str], subject: Subject, today: date) -> Select[Any]:
    """Tasks of plans the caller sees that a code or an id may mean: id, code, plan."""
    by_id = [found for each in references if (found := as_id(each)) is not None]
    named = or_(Task.code.in_(references), Task.id.in_(by_id))
    there = rows_of(Task.id, Task.code, Task.plan_id).join(Plan, Plan.id == Task.plan_id)
    return there.where(named, Task.deleted_at.is_(None), plan_visible(subject, today))


def products_of(task_ids: Iterable[UUID]) -> Select[Any]:
    """The products of tasks: task, id as text, kind."""
    kept = (Deliverable.task_id == any_id(task_ids), Deliverable.deleted_at.is_(None))
    return rows_of(Deliverable.task_id, cast(Deliverable.id, Text), Deliverable.kind).where(*kept)
