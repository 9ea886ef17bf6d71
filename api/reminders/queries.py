"""Work, reports and data requests that are due, whom to tell of them, and what is still open."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, null, or_, select

from api.assignments.models import Assignment
from api.kit.calendar import end_of_day, start_of_day
from api.kit.permissions import Subject
from api.plans.models import Plan, Task
from api.reminders.permissions import REMINDER_READ
from api.reporting.models import Report, Round
from api.requests.models import DataAnswer, DataRequest
from api.units.models import Unit, UnitClosure
from api.units.scope import governs

_OPEN = (
    Assignment.deleted_at.is_(None),
    Assignment.withdrawn.is_(False),
    Assignment.status.in_(("not_started", "in_progress")),
)


def due_on(days: Collection[date]) -> Select[Any]:
    """Open work of issued plans that is due on some days."""
    columns: tuple[Any, ...] = (
        Assignment.id,
        Assignment.plan_id,
        Assignment.unit_id,
        Assignment.department_id,
        Assignment.due_at,
        Task.title.label("task"),
        Unit.name.label("unit"),
    )
    on_days = _on_days(Assignment.due_at, days)
    joined = select(*columns).join(Task, Task.id == Assignment.task_id).join(Unit, Unit.id == Assignment.unit_id)
    joined = joined.join(Plan, Plan.id == Assignment.plan_id).where(*_OPEN, on_days, Plan.status == "issued")
    return joined.order_by(Assignment.due_at, Assignment.id)


def reports_due_on(days: Collection[date]) -> Select[Any]:
    """Reports of open rounds that have not come, or came back, and are due on some days; like `due_on`."""
    title = func.concat(literal("Báo cáo: "), Round.title, literal(" – "), Round.period)
    columns: tuple[Any, ...] = (
        Report.id, Round.plan_id, Report.unit_id, Report.department_id, Report.due_at, title.label("task"),
        Unit.name.label("unit"),
    )  # fmt: skip
    joined = select(*columns).join(Round, Round.id == Report.round_id).join(Unit, Unit.id == Report.unit_id)
    there = (Report.deleted_at.is_(None), Round.deleted_at.is_(None), Round.status == "open")
    awaited = (Report.status.in_(("draft", "returned")), _on_days(Report.due_at, days))
    return joined.where(*there, *awaited).order_by(Report.due_at, Report.id)


def requests_due_on(days: Collection[date], now: datetime) -> Select[Any]:
    """Data requests that units have not answered, due on some days and still open; like `due_on`."""
    columns: tuple[Any, ...] = (
        DataAnswer.id, null().label("plan_id"), DataAnswer.unit_id, DataAnswer.department_id, DataRequest.due_at,
        func.concat(literal("Yêu cầu số liệu: "), DataRequest.title).label("task"), Unit.name.label("unit"),
    )  # fmt: skip
    joined = select(*columns).join(DataRequest, DataRequest.id == DataAnswer.request_id)
    joined = joined.join(Unit, Unit.id == DataAnswer.unit_id)
    there = (DataRequest.deleted_at.is_(None), DataRequest.closed_at.is_(None), DataRequest.due_at > now)
    silent = (DataAnswer.answered_at.is_(None), _on_days(DataRequest.due_at, days))
    return joined.where(*there, *silent).order_by(DataRequest.due_at, DataAnswer.id)


def _on_days(due_at: Any, days: Collection[date]) -> ColumnElement[bool]:
    return or_(*(due_at.between(start_of_day(day), end_of_day(day)) for day in sorted(days)))


def parents(unit_ids: Collection[UUID], on: date) -> Select[Any]:
    """The unit above each on the professional line."""
    above = (UnitClosure.line == "professional", UnitClosure.depth == 1, UnitClosure.valid.contains(on))
    columns: tuple[Any, ...] = (UnitClosure.descendant_id, UnitClosure.ancestor_id)
    return select(*columns).where(UnitClosure.descendant_id.in_(unit_ids), *above)


def owing(subject: Subject, now: datetime, today: date, plan_id: UUID | None, under: UUID | None) -> Select[Any]:
    """Units the caller looks after that have work open, the most overdue first."""
    overdue = func.count().filter(Assignment.due_at < now)
    coming = func.min(case((Assignment.due_at >= now, Assignment.due_at)))
    columns: tuple[Any, ...] = (
        Unit.code,
        Unit.name,
        func.count().label("open"),
        overdue.label("overdue"),
        coming.label("next_due"),
    )
    statement = select(*columns).join(Unit, Unit.id == Assignment.unit_id).where(*_OPEN)
    statement = statement.join(Plan, Plan.id == Assignment.plan_id).where(Plan.status == "issued")
    statement = statement.where(governs(subject, REMINDER_READ, today)(Assignment.unit_id))
    if plan_id is not None:
        statement = statement.where(Assignment.plan_id == plan_id)
    if under is not None:
        below = (UnitClosure.line == "professional", UnitClosure.valid.contains(today))
        units = select(UnitClosure.descendant_id).where(UnitClosure.ancestor_id == under, *below)
        statement = statement.where(Assignment.unit_id.in_(units))
    return statement.group_by(Unit.id).order_by(overdue.desc(), Unit.sort_key, Unit.id)
