"""Work as evidence finds it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from api.assignments.models import Assignment
from api.assignments.queries.scope import visible, writable
from api.evidence.queries.targets import Kind
from api.kit.permissions import Subject
from api.plans.queries.evidenced import tasks_led
from api.plans.queries.parties import rows_of


def _assignments(subject: Subject, today: date) -> Select[Any]:
    found = rows_of(Assignment.id, writable(subject, today).label("may"), Assignment.unit_id)
    return found.where(Assignment.deleted_at.is_(None), visible(subject, today))


def _led(divisions: ColumnElement[Any]) -> Select[Any]:
    return select(Assignment.id).where(Assignment.task_id.in_(tasks_led(divisions)))


ASSIGNMENT = Kind("assignment", _assignments, _led)
