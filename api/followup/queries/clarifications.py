"""Requests to clarify as lists, records and counts."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, and_, func

from api.followup.models import Clarification, ClarificationAct
from api.followup.permissions import CLARIFICATION_ANSWER, CLARIFICATION_ASK
from api.followup.queries.parts import answers, history, indicator_ref, of_task, of_unit, task_ref, under
from api.followup.queries.scope import asked_of, may_ask, visible_clarifications
from api.followup.rules import ClarificationStatus, is_overdue
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import apply, containing
from api.units.models.arrays import any_id
from api.units.scope import own_units


class ClarificationFilters(SearchableQuery):
    """What narrows the list of requests to clarify."""

    unit: Reference | None = Field(default=None, description="Asked of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Asked of this unit or any below it today.")
    plan: UUID | None = Field(default=None, description="On tasks of this plan, by id.")
    task: Reference | None = Field(default=None, description="On this task, by code or id.")
    assignment: UUID | None = Field(default=None, description="On this assignment, by id.")
    status: ClarificationStatus | None = Field(default=None, description="Where they stand.")
    overdue: bool | None = Field(default=None, description="Only late ones (true), only others (false).")


SORTS = {
    "due_on": SortKey(Clarification.due_on),
    "created_at": SortKey(Clarification.created_at),
    "updated_at": SortKey(Clarification.updated_at),
}
_PLAIN = (
    Clarification.id,
    Clarification.version,
    Clarification.plan_id,
    Clarification.assignment_id,
    Clarification.wording,
    Clarification.title,
    Clarification.text,
    Clarification.due_on,
    Clarification.status,
    Clarification.created_at,
    Clarification.answered_at,
    Clarification.closed_at,
    Clarification.updated_at,
)
_JSON = (
    unit_ref(Clarification.unit_id).label("unit"),
    unit_ref(Clarification.asked_by_id).label("asked_by"),
    task_ref(Clarification.task_id),
    indicator_ref(Clarification.indicator_id),
    answers(ClarificationAct, "clarification_id", Clarification),
)


def clarifications(subject: Subject, today: date) -> Select[Any]:
    """The requests a caller sees, as `shape` wants them."""
    return rows_of(*_PLAIN, *_JSON).where(visible_clarifications(subject, today))


def one(subject: Subject, clarification_id: UUID, today: date) -> Select[Any]:
    """One with its history and what the caller may do with it, as `shape_one` wants it."""
    more = (
        history(ClarificationAct, "clarification_id", Clarification),
        may_ask(subject, today).label("asks"),
        asked_of(subject, today).label("answers_it"),
    )
    return clarifications(subject, today).add_columns(*more).where(Clarification.id == clarification_id)


def filtered(statement: Select[Any], filters: ClarificationFilters, today: date) -> Select[Any]:
    """The list with the filters applied."""
    statement = apply(statement, filters, _CONDITIONS)
    if filters.overdue is not None:
        statement = statement.where(_overdue(today) == filters.overdue)
    return statement if filters.under is None else statement.where(under(Clarification.unit_id, filters.under, today))


def _overdue(today: date) -> ColumnElement[bool]:
    """`rules.is_overdue` as a condition."""
    return and_(Clarification.status == "open", Clarification.due_on < today)


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "unit": lambda reference: of_unit(Clarification.unit_id, reference),
    "task": lambda reference: of_task(Clarification.task_id, reference),
    "plan": lambda plan_id: Clarification.plan_id == plan_id,
    "assignment": lambda assignment_id: Clarification.assignment_id == assignment_id,
    "status": lambda status: Clarification.status == status,
    "updated_since": lambda instant: Clarification.updated_at >= instant,
    "q": lambda words: Clarification.search.like(containing(words), escape="\\"),
}


def counts(subject: Subject, today: date) -> Select[Any]:
    """How many there are, and how many wait for the caller."""
    asked = Clarification.unit_id == any_id(own_units(subject, CLARIFICATION_ANSWER))
    asking = Clarification.asked_by_id == any_id(own_units(subject, CLARIFICATION_ASK))
    columns = (
        *(func.count().filter(Clarification.status == each).label(each) for each in ("open", "answered", "closed")),
        func.count().filter(_overdue(today)).label("overdue"),
        func.count().filter(Clarification.status == "open", asked).label("to_answer"),
        func.count().filter(Clarification.status == "answered", asking).label("to_close"),
    )
    return rows_of(*columns).where(visible_clarifications(subject, today))


def shape(row: Row[Any], today: date) -> dict[str, Any]:
    """A row of `clarifications` as the API shows it."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    late = is_overdue(row.status, row.due_on, today)
    return plain | {column.key: raw(getattr(row, column.key)) for column in _JSON} | {"overdue": late}


def shape_one(row: Row[Any], today: date) -> dict[str, Any]:
    """A row of `one`."""
    return shape(row, today) | {"history": raw(row.history), "may": _may(row)}


def _may(row: Row[Any]) -> list[str]:
    allowed = {
        "change": row.status == "open" and row.asks,
        "answer": row.status != "closed" and row.answers_it,
        "close": row.status != "closed" and row.asks,
        "reopen": row.status != "open" and row.asks,
    }
    return [name for name, may in allowed.items() if may]
