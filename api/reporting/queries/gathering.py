"""What a report gathers of work and difficulties: of many units at once, in a span of days."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_

from api.assignments.models import Assignment
from api.followup.models import Difficulty
from api.kit.calendar import end_of_day, start_of_day
from api.plans.models import Task
from api.plans.queries.parties import rows_of
from api.plans.rules.plan import SETTLED
from api.units.models.arrays import any_id


def in_span(first: date, last: date) -> ColumnElement[bool]:
    """Work that was due or got done in the span, and what was due before it and is still open."""
    begins, ends = start_of_day(first), end_of_day(last)
    still_open = and_(Assignment.due_at < begins, Assignment.status.not_in(SETTLED))
    return and_(
        Assignment.deleted_at.is_(None), Assignment.withdrawn.is_(False),
        or_(Assignment.due_at.between(begins, ends), Assignment.completed_at.between(begins, ends), still_open),
    )  # fmt: skip


def assignments(units: Iterable[UUID], plan_id: UUID | None, first: date, last: date) -> Select[Any]:
    """The work of a span, of units."""
    columns = (
        Assignment.id, Assignment.unit_id, Task.code, Task.title, Task.id.label("task_id"), Assignment.occurrence,
        Assignment.status, Assignment.percent, Assignment.text, Assignment.due_at, Assignment.completed_at,
    )  # fmt: skip
    found = rows_of(*columns).join(Task, Task.id == Assignment.task_id)
    found = found.where(Assignment.unit_id == any_id(units), in_span(first, last))
    if plan_id is not None:
        found = found.where(Assignment.plan_id == plan_id)
    return found.order_by(Assignment.due_at, Task.position, Assignment.id)


def difficulties(units: Iterable[UUID], reports: Iterable[UUID], first: date, last: date) -> Select[Any]:
    """Difficulties raised by the span's end and not resolved before it began, and what was raised in the reports."""
    columns = (
        Difficulty.id, Difficulty.unit_id, Difficulty.title, Difficulty.text, Difficulty.status, Difficulty.created_at,
        Difficulty.report_id,
    )  # fmt: skip
    of_span = and_(
        Difficulty.created_at <= end_of_day(last),
        or_(Difficulty.resolved_at.is_(None), Difficulty.resolved_at >= start_of_day(first)),
    )
    raised_here = Difficulty.report_id == any_id(reports)
    found = rows_of(*columns).where(
        Difficulty.unit_id == any_id(units), Difficulty.deleted_at.is_(None), or_(of_span, raised_here)
    )
    return found.order_by(Difficulty.created_at, Difficulty.id)
