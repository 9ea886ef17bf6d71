"""What is about a unit is for it and for those above it, and for the division that leads the task."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, any_, cast, exists, null, or_

from api.assignments.queries.scope import divisions_of, tasks_led_by
from api.followup.models import Chase, Clarification, Difficulty
from api.followup.permissions import (
    CHASE_READ,
    CHASE_WRITE,
    CLARIFICATION_ANSWER,
    CLARIFICATION_ASK,
    CLARIFICATION_READ,
    DIFFICULTY_ANSWER,
    DIFFICULTY_READ,
    DIFFICULTY_WRITE,
)
from api.kit.permissions import Subject
from api.plans.models import Participation
from api.plans.queries.parties import rows_of
from api.units.models import Unit, UnitClosure, arrays
from api.units.scope import enters, governs, own_units

_NO_DEPTH = cast(null(), Integer).label("depth")


def visible_difficulties(subject: Subject, today: date) -> ColumnElement[bool]:
    """Those about the units below the caller, those put to the caller's division, those on tasks it leads."""
    put_to = Difficulty.put_to_id == any_(arrays.ids(divisions_of(subject, DIFFICULTY_READ)))
    return and_(Difficulty.deleted_at.is_(None), or_(_about(Difficulty, subject, DIFFICULTY_READ, today), put_to))


def visible_clarifications(subject: Subject, today: date) -> ColumnElement[bool]:
    """Those about the units below the caller and on tasks the caller's division leads."""
    return and_(Clarification.deleted_at.is_(None), _about(Clarification, subject, CLARIFICATION_READ, today))


def visible_chases(subject: Subject, today: date) -> ColumnElement[bool]:
    """Those of the units below the caller and on tasks the caller's division leads."""
    return and_(Chase.deleted_at.is_(None), _about(Chase, subject, CHASE_READ, today))


def raised_for(subject: Subject, today: date) -> ColumnElement[bool]:
    """Difficulties the caller raises and resolves: of the own units, or entered for those below."""
    return enters(subject, DIFFICULTY_WRITE, today)(Difficulty.unit_id)


def put_to_own(subject: Subject) -> ColumnElement[bool]:
    """Difficulties put to the caller's own units."""
    return Difficulty.put_to_id == any_(arrays.ids(own_units(subject, DIFFICULTY_ANSWER)))


def asked_of(subject: Subject, today: date) -> ColumnElement[bool]:
    """Requests to clarify the caller answers: of the own units, or entered for those below."""
    return enters(subject, CLARIFICATION_ANSWER, today)(Clarification.unit_id)


def may_ask(subject: Subject, today: date) -> ColumnElement[bool]:
    """Requests to clarify of units the caller may ask."""
    return governs(subject, CLARIFICATION_ASK, today)(Clarification.unit_id)


def chased_by(subject: Subject, today: date, unit_id: Any, task_id: Any) -> ColumnElement[bool]:
    """Units the caller may chase over a task: those below, and any where the caller's division leads it."""
    return _reached(unit_id, task_id, subject, CHASE_WRITE, today)


def recipients(unit_id: UUID, task_id: UUID | None, today: date) -> Select[Any]:
    """Whom a unit puts its difficulty to: those above it, the nearest first, then divisions that lead the task."""
    columns = (Unit.id, Unit.code, Unit.name, UnitClosure.depth)
    above = rows_of(*columns).join(Unit, Unit.id == UnitClosure.ancestor_id)
    above = above.where(
        UnitClosure.line == "professional",
        UnitClosure.descendant_id == unit_id,
        UnitClosure.depth > 0,
        UnitClosure.valid.contains(today),
    )
    leading = exists().where(
        Participation.task_id == task_id, Participation.role == "lead", Participation.unit_id == Unit.id
    )
    divisions = rows_of(Unit.id, Unit.code, Unit.name, _NO_DEPTH).where(
        leading, Unit.kind == "division", Unit.id != unit_id, Unit.deleted_at.is_(None), Unit.valid.contains(today)
    )
    both = above.union_all(divisions).subquery()
    return rows_of(both.c.id, both.c.code, both.c.name, both.c.depth).order_by(both.c.depth.nulls_last(), both.c.code)


def _about(model: Any, subject: Subject, permission: str, today: date) -> ColumnElement[bool]:
    return _reached(model.unit_id, model.task_id, subject, permission, today)


def _reached(unit_id: Any, task_id: Any, subject: Subject, permission: str, today: date) -> ColumnElement[bool]:
    governed = governs(subject, permission, today)(unit_id)
    divisions = divisions_of(subject, permission)
    return or_(governed, task_id.in_(tasks_led_by(arrays.ids(divisions)))) if divisions else governed
