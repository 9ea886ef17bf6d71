"""Which evidence a caller sees and judges.

Evidence is about a unit: it is for that unit and those above it. A division also reads and judges what hangs on work
it leads. Conditions take the table (or an alias of it), for a statement may look at it twice.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, and_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from api.evidence.models import Evidence, EvidenceLink
from api.evidence.permissions import EVIDENCE_READ, EVIDENCE_VERIFY
from api.evidence.queries.targets import all_kinds
from api.kit.permissions import Subject
from api.units.models import arrays
from api.units.scope import below, governs, is_below, reached

_OF_DIVISIONS = frozenset({"division_head", "officer"})
# Whose reach is a few units: gathered as a set it leads straight to their rows.
_NEAR = frozenset({"commune_leader", "commune_officer", "school_head", "school_officer"})


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
    units, days = bindparam("units", type_=ARRAY(Uuid())), bindparam("days", type_=ARRAY(Date()))
    governed = (below if "near" in names else is_below)(table.unit_id, units, days, reading=True)
    return or_(governed, led(table, bindparam("leading", type_=ARRAY(Uuid())))) if "leading" in names else governed


def caller_parameters(subject: Subject, today: date) -> dict[str, Any]:
    """The parameters of `visible_by_parameters`."""
    units, days = reached(subject, EVIDENCE_READ, today)
    divisions, near = _divisions(subject, EVIDENCE_READ), all(reach.role in _NEAR for reach in subject.reaches)
    leading = {"leading": divisions} if divisions else {}
    return {"units": units, "days": days} | leading | ({"near": True} if near else {})


def led(table: Any, divisions: ColumnElement[Any]) -> ColumnElement[bool]:
    """It hangs on something these divisions lead."""
    hung = [
        and_(EvidenceLink.type == kind.name, EvidenceLink.target_id.in_(kind.led(divisions))) for kind in all_kinds()
    ]
    found: ColumnElement[bool] = table.id.in_(select(EvidenceLink.evidence_id).where(or_(*hung)))
    return found


def _divisions(subject: Subject, permission: str) -> list[UUID]:
    """The divisions the caller acts for."""
    acting = subject.reaches_with(permission)
    return sorted({reach.unit_id for reach in acting if reach.role in _OF_DIVISIONS})
