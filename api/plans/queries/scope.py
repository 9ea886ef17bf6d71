"""Which plans a caller sees, and which drafts a caller may edit."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Uuid, and_, any_, bindparam, or_
from sqlalchemy.dialects.postgresql import ARRAY

from api.kit.permissions import Subject
from api.plans.models import Plan
from api.plans.permissions import PLAN_READ, PLAN_WRITE
from api.units.scope import Condition, ancestors, governs, is_below, published_to, reached

# Who drafts for everything below; the other holders of plan:write draft for their own unit.
_DRAFTS_FOR_ALL = "coordinator"
# Who issues, amends and closes for everything below; the others who do, for their own unit.
_DECIDE_FOR_ALL = frozenset({"leader", "coordinator"})


def visible(subject: Subject, today: date, as_of: date | None = None) -> ColumnElement[bool]:
    """Plans of the caller: issued ones of the units above and below, drafts of those below only.

    With `as_of`, the plans in force at the end of that day, which a draft never is.
    """
    governed = governs(subject, PLAN_READ, today)(Plan.unit_id)
    published = published_to(subject, as_of)(Plan.unit_id)
    if as_of is None:
        issued = and_(Plan.status != "draft", published)
        return and_(Plan.deleted_at.is_(None), or_(issued, governed))
    return and_(
        Plan.status != "draft",
        Plan.effective_on <= as_of,
        Plan.deleted_at.is_(None),
        or_(published, governed),
    )


def visible_by_parameters() -> ColumnElement[bool]:
    """`visible` of today with its caller in parameters, for statements compiled once; see `caller_parameters`."""
    units, days = bindparam("units", type_=ARRAY(Uuid())), bindparam("days", type_=ARRAY(Date()))
    governed = is_below(Plan.unit_id, units, days, reading=True)
    return and_(Plan.deleted_at.is_(None), or_(_issued_above(), governed))


def published_by_parameters() -> ColumnElement[bool]:
    """The part of `visible_by_parameters` that most callers see most plans by, and that takes no look at the tree."""
    return and_(Plan.deleted_at.is_(None), _issued_above())


def _issued_above() -> ColumnElement[bool]:
    return and_(Plan.status != "draft", Plan.unit_id == any_(bindparam("above", type_=ARRAY(Uuid()))))


def caller_parameters(subject: Subject, today: date) -> dict[str, Any]:
    """The parameters of `visible_by_parameters`."""
    units, days = reached(subject, PLAN_READ, today)
    return {"above": ancestors(subject), "units": units, "days": days}


def drafts_freely(subject: Subject, today: date) -> Condition:
    """Units whose plans the caller drafts as a coordinator: all below."""
    coordinating = tuple(reach for reach in subject.reaches if reach.role == _DRAFTS_FOR_ALL)
    return governs(replace(subject, reaches=coordinating), PLAN_WRITE, today)


def writable(subject: Subject, today: date) -> Condition:
    """Units the caller may draft for: as a coordinator all below, as a commune's or school's own people that one."""
    own = [reach.unit_id for reach in subject.reaches_with(PLAN_WRITE)]
    freely = drafts_freely(subject, today)
    return lambda owner: or_(owner.in_(own), freely(owner))


def decided_by(subject: Subject, permission: str, today: date) -> ColumnElement[bool]:
    """Plans the caller may issue, amend or close: all below, or as head of a commune or school that unit's own.

    A department's own plan is never decided on by the second way.
    """
    own = [reach.unit_id for reach in subject.reaches_with(permission)]
    deciding = tuple(reach for reach in subject.reaches if reach.role in _DECIDE_FOR_ALL)
    for_all = governs(replace(subject, reaches=deciding), permission, today)
    a_units_own = and_(Plan.unit_id.in_(own), Plan.unit_id.is_distinct_from(Plan.department_id))
    return or_(for_all(Plan.unit_id), a_units_own)
