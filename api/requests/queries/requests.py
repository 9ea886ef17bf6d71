"""Requests as a list and as records, each with how many of the units the caller sees answered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, not_, select

from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.plans.queries.parties import audience_ref, raw, rows_of, unit_ref
from api.plans.queries.plans import apply, containing
from api.requests.models import DataAnswer, DataRequest
from api.requests.queries.scope import asked_by, chased_by, of_own, visible_answers, visible_requests
from api.requests.rules import status
from api.requests.schemas import DataRequestFilters

SORTS = {
    "created_at": SortKey(DataRequest.created_at),
    "due_at": SortKey(DataRequest.due_at),
    "updated_at": SortKey(DataRequest.updated_at),
}
_PLAIN = (
    DataRequest.id, DataRequest.version, DataRequest.title, DataRequest.text, DataRequest.columns, DataRequest.due_at,
    DataRequest.closed_at, DataRequest.created_at, DataRequest.updated_at, DataRequest.sample,
)  # fmt: skip
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "q": lambda words: DataRequest.search.like(containing(words), escape="\\"),
    "updated_since": lambda instant: DataRequest.updated_at >= instant,
}


def requests(subject: Subject, today: date) -> Select[Any]:
    """The requests a caller sees, as `shape` wants them."""
    rows = (DataAnswer.request_id == DataRequest.id, visible_answers(subject, today))
    unanswered = DataAnswer.answered_at.is_(None)
    counts = (
        select(func.count()).where(*rows).correlate(DataRequest).scalar_subquery().label("asked"),
        select(func.count()).where(*rows, not_(unanswered)).correlate(DataRequest).scalar_subquery().label("answered"),
        select(func.count())
        .where(*rows, unanswered, of_own(subject))
        .correlate(DataRequest)
        .scalar_subquery()
        .label("to_answer"),
    )
    shown = (unit_ref(DataRequest.unit_id).label("unit"), audience_ref(DataRequest.audience_id).label("audience"))
    found = rows_of(*_PLAIN, DataRequest.by_name.label("by"), *shown, *counts)
    return found.where(visible_requests(subject, today))


def one(subject: Subject, request_id: UUID, today: date) -> Select[Any]:
    """One, with whether the caller asks it and whether there is somebody the caller may chase."""
    chasing = exists().where(
        DataAnswer.request_id == DataRequest.id, DataAnswer.answered_at.is_(None), chased_by(subject, today)
    )
    more = (asked_by(subject, today).label("asks"), chasing.label("chases"))
    return requests(subject, today).add_columns(*more).where(DataRequest.id == request_id)


def open_at(now: datetime) -> ColumnElement[bool]:
    """Requests that take answers; as `rules.status`."""
    return and_(DataRequest.closed_at.is_(None), DataRequest.due_at > now - timedelta(seconds=1))


def filtered(statement: Select[Any], filters: DataRequestFilters, subject: Subject, now: datetime) -> Select[Any]:
    """The list with the filters applied."""
    statement = apply(statement, filters, _CONDITIONS)
    if filters.status is not None:
        statement = statement.where(open_at(now) if filters.status == "open" else not_(open_at(now)))
    if filters.to_answer is not None:
        waiting = exists().where(
            DataAnswer.request_id == DataRequest.id, DataAnswer.answered_at.is_(None), of_own(subject)
        )
        wanted = and_(open_at(now), waiting)
        statement = statement.where(wanted if filters.to_answer else not_(wanted))
    return statement


def shape(row: Row[Any], now: datetime) -> dict[str, Any]:
    """A row of `requests` as the API shows it."""
    plain = {column.key: getattr(row, column.key) for column in _PLAIN}
    counts = {name: getattr(row, name) for name in ("by", "asked", "answered", "to_answer")}
    refs = {"unit": raw(row.unit), "audience": raw(row.audience)}
    return plain | counts | refs | {"status": status(row.due_at, row.closed_at, now)}


def shape_one(row: Row[Any], own: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """A row of `one` with the caller's own rows."""
    shown = shape(row, now)
    is_open = shown["status"] == "open"
    may = {
        "change": row.asks,
        "chase": is_open and row.chases,
        "answer": is_open and any(each["may_answer"] for each in own),
    }
    return shown | {"own": own, "may": [name for name, allowed in may.items() if allowed]}
