"""Which evidence a caller sees and judges.

Evidence is about a unit: it is for that unit and those above it. A division also reads and judges what hangs on work
it leads. Conditions take the table (or an alias of it), for a statement may look at it twice.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, any_, bindparam, func, literal_column, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from api.evidence.models import Evidence, EvidenceLink
from api.evidence.permissions import EVIDENCE_READ, EVIDENCE_VERIFY
from api.evidence.queries.targets import Kind, all_kinds
from api.kit.permissions import Subject
from api.units.models import arrays
from api.units.scope import all_below, below, governs, is_below, is_found_below, reached

_OF_DIVISIONS = frozenset({"division_head", "officer"})
# Whose reach is a few units: gathered as a set it leads straight to their rows.
_NEAR = frozenset({"commune_leader", "commune_officer", "school_head", "school_officer"})
_UNITS, _DAYS = bindparam("units", type_=ARRAY(Uuid())), bindparam("days", type_=ARRAY(Date()))
_LEADING = bindparam("leading", type_=ARRAY(Uuid()))


def visible(subject: Subject, today: date, permission: str = EVIDENCE_READ) -> ColumnElement[bool]:
    """Evidence the caller has the permission over."""
    governed = governs(subject, permission, today)(Evidence.unit_id)
    divisions = _divisions(subject, permission)
    return or_(governed, led(Evidence, arrays.ids(divisions))) if divisions else governed


def judged(subject: Subject, today: date) -> ColumnElement[bool]:
    """Evidence the caller verifies or rejects."""
    return visible(subject, today, EVIDENCE_VERIFY)


def visible_by_parameters(table: Any, names: Iterable[str]) -> ColumnElement[bool]:
    """`visible` with its caller in parameters, for statements compiled once; see `caller_parameters`."""
    governed = (below if "near" in names else is_below)(table.unit_id, _UNITS, _DAYS, reading=True)
    return or_(governed, led(table, _LEADING)) if "leading" in names else governed


def found_visible(table: Any, names: Iterable[str]) -> ColumnElement[bool]:
    """The same asked of one row after the other, where few are looked at; see `is_found_below`."""
    governed = is_found_below(table.unit_id, _UNITS, _DAYS, reading=True)
    return or_(governed, _found_led(table)) if "leading" in names else governed


def within_reach(table: Any) -> ColumnElement[bool]:
    """The same of a caller who leads something, as two sets that lead straight to their rows."""
    units, files = all_below(_UNITS, _DAYS, reading=True), select(EvidenceLink.evidence_id).where(_hung(_LEADING))
    return or_(table.unit_id == one_of_found(units), table.id == one_of_found(files))


def one_of_found(found: Select[Any]) -> ColumnElement[Any]:
    """One of what a select of one column finds, gathered first: an index leads to the rows, be there an OR around."""
    return any_(func.array(found.scalar_subquery(), type_=ARRAY(Uuid())))


def caller_parameters(subject: Subject, today: date) -> dict[str, Any]:
    """The parameters of `visible_by_parameters`, and the departments in which all lies that the caller sees.

    Evidence keeps the department of its unit (`subscribers`). Who stands above departments has no such list.
    """
    units, days = reached(subject, EVIDENCE_READ, today)
    given: dict[str, Any] = {"units": units, "days": days}
    if divisions := _divisions(subject, EVIDENCE_READ):
        given["leading"] = divisions
    departments = {reach.department_id for reach in subject.reaches_with(EVIDENCE_READ)}
    if all(reach.role in _NEAR for reach in subject.reaches):
        given["near"] = True
    elif departments and None not in departments:
        given["departments"] = sorted(filter(None, departments))
    return given


def led(table: Any, divisions: ColumnElement[Any]) -> ColumnElement[bool]:
    """It hangs on something these divisions lead."""
    found: ColumnElement[bool] = table.id.in_(select(EvidenceLink.evidence_id).where(_hung(divisions)))
    return found


def _hung(divisions: ColumnElement[Any]) -> ColumnElement[bool]:
    """A link to what these divisions lead."""
    return or_(
        *(and_(EvidenceLink.type == kind.name, EvidenceLink.target_id.in_(kind.led(divisions))) for kind in all_kinds())
    )


def _found_led(table: Any) -> ColumnElement[bool]:
    """`led` of one row: its own links, each looked up."""
    hung = or_(*(and_(EvidenceLink.type == kind.name, _leads_to(kind)) for kind in all_kinds()))
    return _found(select(true()).where(EvidenceLink.evidence_id == table.id, hung))


def _leads_to(kind: Kind) -> ColumnElement[bool]:
    led_ones = kind.led(_LEADING).subquery()
    return _found(select(true()).select_from(led_ones).where(next(iter(led_ones.c)) == EvidenceLink.target_id))


def _found(found: Select[Any]) -> ColumnElement[bool]:
    return found.limit(literal_column("1")).scalar_subquery()


def _divisions(subject: Subject, permission: str) -> list[UUID]:
    """The divisions the caller acts for."""
    acting = subject.reaches_with(permission)
    return sorted({reach.unit_id for reach in acting if reach.role in _OF_DIVISIONS})
