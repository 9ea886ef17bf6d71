"""Difficulties as lists, records and counts."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, Text, and_, cast, func, or_, select

from api.followup.models import Difficulty, DifficultyAct
from api.followup.permissions import DIFFICULTY_WRITE
from api.followup.queries.parts import answers, history, indicator_ref, of_indicator, of_task, of_unit, task_ref, under
from api.followup.queries.scope import put_to_own, raised_for, visible_difficulties
from api.followup.rules import ALIKE_ANYWHERE, ALIKE_ON_ONE_TASK, DifficultyStatus
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Reference
from api.kit.sorting import SortKey
from api.plans.models import Amendment, Plan, Task
from api.plans.queries.parties import items, raw, rows_of, unit_ref
from api.plans.queries.plans import apply, containing
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.scope import own_units

ALIKE, GROUPS = 1000, 200


class DifficultyFilters(SearchableQuery):
    """What narrows the list of difficulties."""

    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    plan: UUID | None = Field(default=None, description="On tasks of this plan, by id.")
    task: Reference | None = Field(default=None, description="On this task, by code or id.")
    indicator: Reference | None = Field(default=None, description="On this indicator, by code or id.")
    report: UUID | None = Field(default=None, description="Raised in this report, by id.")
    put_to: Reference | None = Field(default=None, description="Put to this unit, by code or id.")
    status: DifficultyStatus | None = Field(default=None, description="Where they stand.")


SORTS = {
    "created_at": SortKey(Difficulty.created_at),
    "updated_at": SortKey(Difficulty.updated_at),
    "answered_at": SortKey(Difficulty.answered_at, nullable=True),
}
_PLAIN = (
    Difficulty.id,
    Difficulty.version,
    Difficulty.plan_id,
    Difficulty.report_id,
    Difficulty.title,
    Difficulty.text,
    Difficulty.status,
    Difficulty.created_at,
    Difficulty.answered_at,
    Difficulty.resolved_at,
    Difficulty.updated_at,
)
_JSON = (
    unit_ref(Difficulty.unit_id).label("unit"),
    unit_ref(Difficulty.put_to_id).label("put_to"),
    task_ref(Difficulty.task_id),
    indicator_ref(Difficulty.indicator_id),
    answers(DifficultyAct, "difficulty_id", Difficulty),
)
_ACT = DifficultyAct.__table__.alias()
_AMENDMENTS = (
    select(
        items(
            func.json_build_object(
                "id", Amendment.id, "number", Amendment.number, "effective_on", Amendment.effective_on
            ),
            Amendment.number,
        )
    )
    .join(_ACT, _ACT.c.amendment_id == Amendment.id)
    .where(_ACT.c.difficulty_id == Difficulty.id)
    .correlate(Difficulty)
    .scalar_subquery()
)


def difficulties(subject: Subject, today: date) -> Select[Any]:
    """The difficulties a caller sees, as `shape` wants them."""
    return rows_of(*_PLAIN, *_JSON).where(visible_difficulties(subject, today))


def one(subject: Subject, difficulty_id: UUID, today: date) -> Select[Any]:
    """One with its history, its amendments and what the caller may do with it, as `shape_one` wants it."""
    more = (
        history(DifficultyAct, "difficulty_id", Difficulty),
        cast(_AMENDMENTS, Text).label("amendments"),
        raised_for(subject, today).label("raises"),
        put_to_own(subject).label("answers_it"),
    )
    return difficulties(subject, today).add_columns(*more).where(Difficulty.id == difficulty_id)


def filtered(statement: Select[Any], filters: Any, today: date) -> Select[Any]:
    """A statement narrowed by the filters of the list, or by the scope of one answer for many."""
    statement = apply(statement, filters, {name: _CONDITIONS[name] for name in _CONDITIONS if hasattr(filters, name)})
    if filters.under is None:
        return statement
    return statement.where(under(Difficulty.unit_id, filters.under, today))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "unit": lambda reference: of_unit(Difficulty.unit_id, reference),
    "put_to": lambda reference: of_unit(Difficulty.put_to_id, reference),
    "task": lambda reference: of_task(Difficulty.task_id, reference),
    "indicator": lambda reference: of_indicator(Difficulty.indicator_id, reference),
    "plan": lambda plan_id: Difficulty.plan_id == plan_id,
    "report": lambda report_id: Difficulty.report_id == report_id,
    "status": lambda status: Difficulty.status == status,
    "updated_since": lambda instant: Difficulty.updated_at >= instant,
    "q": lambda words: Difficulty.search.like(containing(words), escape="\\"),
}


def answerable(subject: Subject, today: date) -> Select[Any]:
    """Difficulties the caller sees, locked, with whether the caller may answer them."""
    found = rows_of(
        Difficulty.id, Difficulty.unit_id, Difficulty.department_id, Difficulty.task_id, Difficulty.plan_id,
        Difficulty.title, Difficulty.put_to_id, Difficulty.status, put_to_own(subject).label("may"),
    )  # fmt: skip
    return found.where(visible_difficulties(subject, today)).with_for_update(of=Difficulty)


def alike(subject: Subject, to: Difficulty, today: date) -> Select[Any]:
    """What reads like a difficulty and waits for an answer of the caller's units, the most alike first."""
    similarity = func.similarity(Difficulty.search, to.search)
    enough = or_(and_(Difficulty.task_id == to.task_id, similarity >= ALIKE_ON_ONE_TASK), similarity >= ALIKE_ANYWHERE)
    found = rows_of(
        Difficulty.id, unit_ref(Difficulty.unit_id).label("unit"), task_ref(Difficulty.task_id),
        Difficulty.title, Difficulty.status, similarity.label("similarity"),
    )  # fmt: skip
    found = found.where(visible_difficulties(subject, today), put_to_own(subject), Difficulty.status == "open")
    return found.where(Difficulty.id != to.id, enough).order_by(similarity.desc(), Difficulty.id).limit(ALIKE)


def counts(subject: Subject, today: date) -> Select[Any]:
    """How many there are, and how many wait for the caller."""
    mine = Difficulty.unit_id == any_id(own_units(subject, DIFFICULTY_WRITE))
    waiting = (
        func.count().filter(Difficulty.status == "open", put_to_own(subject)).label("to_answer"),
        func.count().filter(Difficulty.status == "answered", mine).label("to_resolve"),
    )
    return rows_of(*_by_status(), *waiting).where(visible_difficulties(subject, today))


By = Literal["task", "unit", "plan"]
_GROUPED: dict[By, tuple[Any, Any, Any, Any]] = {
    "task": (Difficulty.task_id, Task, Task.code, Task.title),
    "unit": (Difficulty.unit_id, Unit, Unit.code, Unit.name),
    "plan": (Difficulty.plan_id, Plan, None, Plan.title),
}


def counts_by(subject: Subject, by: By, today: date) -> Select[Any]:
    """How many there are of each task, unit or plan, the most open first."""
    owner, model, code, name = _GROUPED[by]
    columns = (model.id.label("of_id"), *((code.label("of_code"),) if code is not None else ()), name.label("of_name"))
    grouped = rows_of(*columns, *_by_status()).join(model, model.id == owner)
    keys = (model.id,) if code is None else (model.id, code)
    grouped = grouped.where(visible_difficulties(subject, today)).group_by(*keys, name)
    return grouped.order_by(func.count().filter(Difficulty.status == "open").desc(), model.id).limit(GROUPS)


def _by_status() -> tuple[Any, ...]:
    return tuple(
        func.count().filter(Difficulty.status == status).label(status) for status in ("open", "answered", "resolved")
    )


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `difficulties` as the contract's difficulty."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    return plain | {column.key: raw(getattr(row, column.key)) for column in _JSON}


def shape_one(row: Row[Any]) -> dict[str, Any]:
    """A row of `one`."""
    more = {"history": raw(row.history), "amendments": raw(row.amendments), "may": _may(row)}
    return shape(row) | more


def _may(row: Row[Any]) -> list[str]:
    allowed = {
        "change": row.status == "open" and (row.raises or row.answers_it),
        "answer": row.status != "resolved" and row.answers_it,
        "resolve": row.status != "resolved" and row.raises,
        "reopen": row.status != "open" and row.raises,
    }
    return [name for name, may in allowed.items() if may]


def shape_group(row: Row[Any]) -> dict[str, Any]:
    """A row of `counts_by`."""
    of = {"id": row.of_id, "code": getattr(row, "of_code", None), "name": row.of_name}
    return {"of": of, "open": row.open, "answered": row.answered, "resolved": row.resolved}
