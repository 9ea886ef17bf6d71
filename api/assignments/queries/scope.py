"""Which work a caller sees, and which of it a caller may do.

Work is about a unit: it is for the unit and those above it. A division also reads what units owe to the tasks it leads.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, SQLColumnExpression, Uuid, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from api.assignments.models import Assignment
from api.assignments.permissions import ASSIGNMENT_READ, ASSIGNMENT_WRITE
from api.kit.permissions import Subject
from api.plans.models import Participation
from api.units.models import arrays
from api.units.scope import Condition, below, enters, governs, is_below, is_found_below, reached

_OF_DIVISIONS = frozenset({"division_head", "officer"})
# Whose reach is a few units: gathered as a set it leads straight to their rows.
_NEAR = frozenset({"commune_leader", "commune_officer", "school_head", "school_officer"})


def visible(subject: Subject, today: date) -> ColumnElement[bool]:
    """Work of the units below the caller, and work on the tasks the caller's division leads."""
    governed = governs(subject, ASSIGNMENT_READ, today)(Assignment.unit_id)
    leading = _leading(subject)
    return or_(governed, _led(arrays.ids(leading))) if leading else governed


def visible_by_parameters(
    names: Collection[str], owner: SQLColumnExpression[Any] = Assignment.unit_id
) -> ColumnElement[bool]:
    """`visible` with its caller in parameters, for statements compiled once; see `caller_parameters`.

    `owner` holds the unit that owes. A caller of few units has them gathered; one of a department has each row looked
    at on the way; for the others, who reach departments that ended too, PostgreSQL may choose.
    """
    units, days = bindparam("units", type_=ARRAY(Uuid())), bindparam("days", type_=ARRAY(Date()))
    how = below if "near" in names else is_found_below if "department" in names else is_below
    governed = how(owner, units, days, reading=True)
    return or_(governed, _led(bindparam("leading", type_=ARRAY(Uuid())))) if "leading" in names else governed


def caller_parameters(subject: Subject, today: date) -> dict[str, Any]:
    """The parameters of `visible_by_parameters`."""
    units, days = reached(subject, ASSIGNMENT_READ, today)
    given: dict[str, Any] = {"units": units, "days": days}
    if leading := _leading(subject):
        given["leading"] = leading
    if all(reach.role in _NEAR for reach in subject.reaches):
        given["near"] = True
    elif department := _only_department(subject):
        given["department"] = department
    return given


def writable(subject: Subject, today: date) -> ColumnElement[bool]:
    """Work the caller may do: that of the own units, and as coordinator or commune officer that of those below."""
    return written_for(subject, today)(Assignment.unit_id)


def written_for(subject: Subject, today: date) -> Condition:
    """Units whose work the caller may do."""
    return enters(subject, ASSIGNMENT_WRITE, today)


def _only_department(subject: Subject) -> UUID | None:
    """The department all work of the caller's lies in; None for who also reaches one that ended, or the units above.

    Work keeps the department of its unit (`service.resolving`), so looking for it there leaves nothing out.
    """
    acting = subject.reaches_with(ASSIGNMENT_READ)
    departments = {reach.department_id for reach in acting if not reach.read_only}
    alone = len(departments) == 1 and not any(reach.read_only for reach in acting)
    return departments.pop() if alone else None


def divisions_of(subject: Subject, permission: str) -> list[UUID]:
    """The divisions the caller acts for."""
    acting = subject.reaches_with(permission)
    return sorted({reach.unit_id for reach in acting if reach.role in _OF_DIVISIONS})


def tasks_led_by(divisions: ColumnElement[Any]) -> Select[Any]:
    """The ids of the tasks that divisions lead; an array expression."""
    return select(Participation.task_id).where(Participation.role == "lead", Participation.unit_id == any_(divisions))


def _leading(subject: Subject) -> list[UUID]:
    return divisions_of(subject, ASSIGNMENT_READ)


def _led(divisions: ColumnElement[Any]) -> ColumnElement[bool]:
    return Assignment.task_id.in_(tasks_led_by(divisions))
