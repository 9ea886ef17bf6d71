"""How complete rounds are: how many reports stand where, on time or late, by the unit they stand under."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func

from api.kit.permissions import Subject
from api.plans.queries.parties import rows_of
from api.reporting.models import Report
from api.reporting.queries.scope import visible_reports
from api.units.models import Unit
from api.units.models.arrays import any_id

COUNTS = (
    "expected", "not_begun", "draft", "sent", "received", "returned", "on_time", "late", "overdue", "flawed",
)  # fmt: skip
_SECOND = timedelta(seconds=1)


def counted(now: datetime) -> tuple[tuple[str, ColumnElement[int]], ...]:
    """Each count by its name, of reports.

    `expected` are all; `not_begun` drafts nobody wrote in yet, beside the `draft` that are; `on_time` and `late` those
    that came; `overdue` those that did not and are past their due instant; `flawed` those sent with figures missing or
    unusual and not received yet.
    """
    waiting = Report.status.in_(("draft", "returned"))
    conditions = {
        "not_begun": and_(Report.status == "draft", Report.sections.is_(None)),
        "draft": and_(Report.status == "draft", Report.sections.is_not(None)),
        "sent": Report.status == "sent",
        "received": Report.status == "received",
        "returned": Report.status == "returned",
        "on_time": Report.first_sent_at < Report.due_at + _SECOND,
        "late": Report.first_sent_at >= Report.due_at + _SECOND,
        "overdue": and_(waiting, Report.due_at <= now - _SECOND),
        "flawed": and_(Report.status == "sent", Report.flaws > 0),
    }
    return (("expected", func.count()), *((name, func.count().filter(each)) for name, each in conditions.items()))


def _columns(now: datetime) -> tuple[Any, ...]:
    return tuple(column.label(name) for name, column in counted(now))


def totals(subject: Subject, round_id: UUID, now: datetime, today: date) -> Select[Any]:
    """The counts of a round, of the reports the caller sees."""
    return rows_of(*_columns(now)).where(Report.round_id == round_id, visible_reports(subject, today))


def compiled_by(subject: Subject, round_id: UUID, unit_id: UUID, now: datetime, today: date) -> Select[Any]:
    """The counts of the reports of a round that are for one unit, of those the caller sees."""
    return totals(subject, round_id, now, today).where(Report.to_id == unit_id)


def by_unit_above(subject: Subject, rounds: Iterable[UUID], now: datetime, today: date) -> Select[Any]:
    """The counts of each round and each unit that reporting units stand under (commune, department), by its name.

    Rows of `round_id`, `id`, `code`, `name`, `kind` and the counts.
    """
    columns = (Report.round_id, Unit.id, Unit.code, Unit.name, Unit.kind)
    found = rows_of(*columns, *_columns(now)).join(Unit, Unit.id == Report.under_id)
    found = found.where(Report.round_id == any_id(rounds), visible_reports(subject, today))
    return found.group_by(Report.round_id, Unit.id).order_by(Report.round_id, Unit.sort_key, Unit.id)


def shape(row: Row[Any]) -> dict[str, int]:
    """The counts of a row."""
    return {name: getattr(row, name) for name in COUNTS}


def shape_group(row: Row[Any]) -> dict[str, Any]:
    """A row of `by_unit_above`."""
    return {"unit": {"id": row.id, "code": row.code, "name": row.name}, "kind": row.kind} | shape(row)
