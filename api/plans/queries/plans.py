"""Plans and their groups."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Date, Label, Row, Select, Text, and_, bindparam, case, cast, func, null, select

from api.kit.pagination import ListQuery, SearchableQuery
from api.kit.permissions import Subject
from api.kit.reads import Query
from api.kit.schemas import Day, Reference, Year
from api.kit.sorting import SortKey
from api.kit.text import fold
from api.plans.models import Duty, Plan, PlanVersion, TaskGroup
from api.plans.queries.parties import items, raw, ref, rows_of, unit_ref
from api.plans.queries.scope import published_by_parameters, visible, visible_by_parameters
from api.units.models import Audience, Unit
from api.units.queries.records import of_records

AsOf = Annotated[Day | None, Field(description="The state at the end of this day in Việt Nam.")]


class PlanFilters(SearchableQuery):
    """What narrows the list of plans."""

    year: Year | None = Field(default=None, description="Calendar year.")
    unit: Reference | None = Field(default=None, description="Plans of this unit, by code or id.")
    status: Literal["draft", "issued", "closed"] | None = Field(default=None, description="Where they stand.")
    parent_plan: UUID | None = Field(default=None, description="Plans that carry out this one.")
    outside: bool = Field(default=False, description="In place of plans, the documents of work outside all plans.")
    as_of: AsOf = None


SORTS = {
    "year": SortKey(Plan.year),
    "title": SortKey(Plan.sort_key),
    "issued_on": SortKey(Plan.issued_on, nullable=True),
    "effective_on": SortKey(Plan.effective_on, nullable=True),
    "created_at": SortKey(Plan.created_at),
    "updated_at": SortKey(Plan.updated_at),
}
DEFAULT_SORT = "-year,title"

_duty_unit = of_records(Unit)
_DUTIES = (
    select(
        items(
            func.json_build_object(
                "unit_name", Duty.unit_name,
                "unit", ref(_duty_unit.c.id, _duty_unit.c.code, _duty_unit.c.name),
                "text", Duty.text,
            ),
            Duty.position,
        )
    )
    .select_from(Duty)
    .outerjoin(_duty_unit, _duty_unit.c.id == Duty.unit_id)
    .where(Duty.plan_id == Plan.id)
    .correlate(Plan)
    .scalar_subquery()
)  # fmt: skip


def _closed_on(status: Any) -> Label[date | None]:
    """A closed plan changes no more, so that what holds of it holds since it was closed."""
    return case((status == "closed", Plan.since), else_=cast(null(), Date)).label("closed_on")


_COLUMNS = (
    Plan.id,
    Plan.version,
    unit_ref(Plan.unit_id).label("unit"),
    Plan.year,
    Plan.horizon_years,
    Plan.title,
    Plan.number,
    Plan.issued_on,
    Plan.effective_on,
    Plan.status,
    _closed_on(Plan.status),
    cast(Plan.signer, Text).label("signer"),
    cast(Plan.legal_bases, Text).label("legal_bases"),
    cast(_DUTIES, Text).label("duties"),
    Plan.recipients,
    cast(Plan.target_groups, Text).label("target_groups"),
    Plan.parent_plan_id,
    cast(Plan.source, Text).label("source"),
    Plan.task_count,
    Plan.target_count,
    Plan.sample,
    Plan.created_at,
    Plan.updated_at,
)
# What amendments and closing change of an issued plan.
_THEN = {
    name: func.coalesce(getattr(PlanVersion, name), getattr(Plan, name)).label(name)
    for name in ("version", "status", "task_count", "target_count", "updated_at")
}
_THEN["closed_on"] = _closed_on(func.coalesce(PlanVersion.status, Plan.status))
_JSON = ("unit", "signer", "legal_bases", "duties", "target_groups", "source")


def plans(subject: Subject, today: date, as_of: date | None = None) -> Select[Any]:
    """The plans a caller sees, now or as they were at the end of a day, as `shape` wants them."""
    if as_of is None:
        return rows_of(*_COLUMNS, Plan.names_version).where(visible(subject, today))
    then = (_THEN.get(column.key, column) for column in _COLUMNS)
    valid = and_(PlanVersion.plan_id == Plan.id, PlanVersion.valid.contains(as_of))
    statement = rows_of(*then, Plan.names_version).select_from(Plan).outerjoin(PlanVersion, valid)
    return statement.where(visible(subject, today, as_of))


def _one(*columns: Any, seen: ColumnElement[bool]) -> Query:
    asked = Plan.id == bindparam("plan_id", type_=Plan.id.type)
    return Query(lambda: rows_of(*columns, Plan.names_version).where(asked, seen))


# One plan for callers in parameters, with the parameter `plan_id`: as `shape` wants it; and what its ETag is made of
# alone, for the callers it is published to.
ONE = _one(*_COLUMNS, seen=visible_by_parameters())
TAG = _one(Plan.version, seen=published_by_parameters())


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "year": lambda year: Plan.year == year,
    "unit": lambda reference: Plan.unit_id.in_(select(Unit.id).where(named(Unit, reference))),
    "status": lambda status: Plan.status == status,
    "outside": lambda outside: Plan.source.is_not(None) if outside else Plan.source.is_(None),
    "parent_plan": lambda plan_id: Plan.parent_plan_id == plan_id,
    "updated_since": lambda instant: Plan.updated_at >= instant,
    "q": lambda words: Plan.search.like(containing(words), escape="\\"),
}


_CONDITIONS_THEN = _CONDITIONS | {
    "status": lambda status: _THEN["status"] == status,
    "updated_since": lambda instant: _THEN["updated_at"] >= instant,
}


def filtered(statement: Select[Any], filters: PlanFilters) -> Select[Any]:
    """The list with the filters applied."""
    return apply(statement, filters, _CONDITIONS if filters.as_of is None else _CONDITIONS_THEN)


def apply(
    statement: Select[Any], filters: ListQuery, conditions: Mapping[str, Callable[[Any], ColumnElement[bool]]]
) -> Select[Any]:
    """The statement narrowed by every filter that was given; `conditions` says what each means."""
    for name, condition in conditions.items():
        value = getattr(filters, name)
        if value is not None:
            statement = statement.where(condition(value))
    return statement


def named(model: type[Unit] | type[Audience], reference: str) -> ColumnElement[bool]:
    """The unit or audience that a code or an id names."""
    id_ = as_id(reference)
    return model.code == reference if id_ is None else model.id == id_


def as_id(reference: str) -> UUID | None:
    """The identifier a reference is, or None when it is a code."""
    try:
        return UUID(reference)
    except ValueError:
        return None


def containing(words: str) -> str:
    """A LIKE pattern of the folded words, each special character taken as itself."""
    folded = fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{folded}%"


def shape(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of `plans` as the contract's plan."""
    return {column.key: raw(row[column.key]) if column.key in _JSON else row[column.key] for column in _COLUMNS}


GROUP_COLUMNS = (TaskGroup.id, TaskGroup.version, TaskGroup.code, TaskGroup.title, TaskGroup.position)
GROUP_SORTS = {"position": SortKey(TaskGroup.position)}


def groups(plan_id: UUID) -> Select[Any]:
    """The task groups of a plan the caller was found to see."""
    return rows_of(*GROUP_COLUMNS).where(TaskGroup.plan_id == plan_id, TaskGroup.deleted_at.is_(None))


def shape_group(row: Row[Any]) -> dict[str, Any]:
    """A row of `groups` as the contract's task group."""
    return dict(zip(("id", "version", "code", "title", "position"), row, strict=False))
