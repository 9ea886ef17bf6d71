"""Who reaches what: the two conditions every domain's `visible()` starts from.

What is *about* a unit (reports, values, assignments, drafts) is for it and for those above it: `governs`. What a unit
*publishes* (issued plans, names, audiences) is for every unit below it: `published_to`. Both take the column that
holds the owning unit's id:

    select(Plan.id).where(governs(subject, "plan:read", today)(Plan.unit_id))

`today` is `kit.calendar.vietnam_today(now)`. Parameters are arrays of the caller's few units, so the statement reads
alike for every caller; one index on `unit_closure` answers it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Join,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    any_,
    column,
    exists,
    func,
    join,
    literal_column,
    or_,
    select,
    true,
)

from api.kit.permissions import Subject
from api.units.models import UnitClosure, arrays

# The table rather than the class: conditions are built for every request.
CLOSURE = UnitClosure.__table__
# Who enters for every unit below; others who may write, for their own unit.
_FOR_THOSE_BELOW = frozenset({"coordinator", "commune_officer"})
# From the column of a unit's id to whether the row is reached.
Condition = Callable[[SQLColumnExpression[Any]], ColumnElement[bool]]


def governs(subject: Subject, permission: str, on: date) -> Condition:
    """Units the caller has `permission` over by the tree of `on`: those acted for, and everything below them.

    A permission `…:read` also reaches what ended below the caller and, read-only, the trees of predecessors as they
    stood on their last day. Nothing is reached without the permission.
    """
    units, days = reached(subject, permission, on)
    reading = permission.endswith(":read")
    return lambda owner: below(owner, arrays.ids(units), arrays.days(days), reading=reading)


def administers(subject: Subject, permission: str, on: date) -> Condition:
    """As `governs`, for a permission to write: also over what ended below the caller, to put its record right."""
    units, days = reached(subject, permission, on)
    return lambda owner: below(owner, arrays.ids(units), arrays.days(days), reading=True)


def enters(subject: Subject, permission: str, on: date) -> Condition:
    """Units the caller enters things for: the own ones; as coordinator or commune officer also those below."""
    own = own_units(subject, permission)
    helping = tuple(reach for reach in subject.reaches if reach.role in _FOR_THOSE_BELOW)
    for_them = governs(replace(subject, reaches=helping), permission, on)
    return lambda owner: or_(owner == any_(arrays.ids(own)), for_them(owner))


def own_units(subject: Subject, permission: str) -> list[UUID]:
    """The units whose own people the caller is one of, with a permission."""
    return sorted({reach.unit_id for reach in subject.reaches_with(permission)})


def published_to(subject: Subject, on: date | None = None) -> Condition:
    """Units whose publications the caller reads: those acted for and everything above them, predecessors included.

    With `on`, an earlier day asked about, also those that stood above them on that day.
    """
    above = arrays.ids(ancestors(subject))
    if on is None:
        return lambda owner: owner == any_(above)
    earlier = _above_on(subject, on)
    return lambda owner: or_(owner == any_(above), owner.in_(earlier))


def reached(subject: Subject, permission: str, on: date) -> tuple[list[UUID], list[date]]:
    """The units of the reaches that carry the permission, and beside each the day its tree is looked at."""
    pairs = {(reach.unit_id, min(reach.on or on, on)) for reach in subject.reaches_with(permission)}
    ordered = sorted(pairs)
    return [unit for unit, _ in ordered], [day for _, day in ordered]


def below(
    owner: SQLColumnExpression[Any], units: ColumnElement[Any], days: ColumnElement[Any], *, reading: bool
) -> ColumnElement[bool]:
    """`owner` is one of `units` or below it on the day beside it; two array expressions of the same length.

    For statements compiled once (`kit.reads.Query`), whose arrays are bind parameters filled from `reached`.
    """
    return owner.in_(all_below(units, days, reading=reading))


def all_below(units: ColumnElement[Any], days: ColumnElement[Any], *, reading: bool) -> Select[Any]:
    """The ids of `units` and of all below them on the day beside each."""
    way, ways = _ways_down(units, days, reading=reading)
    return select(way.c.descendant_id).select_from(ways)


def is_below(
    owner: SQLColumnExpression[Any], units: ColumnElement[Any], days: ColumnElement[Any], *, reading: bool
) -> ColumnElement[bool]:
    """The same of one owner at a time, by a look into the index: for conditions on a few rows.

    A ministry's caller has the whole nation below; as a set that would be gathered for every statement.
    """
    way, ways = _ways_down(units, days, reading=reading)
    return exists().select_from(ways).where(way.c.descendant_id == owner)


def is_found_below(
    owner: SQLColumnExpression[Any], units: ColumnElement[Any], days: ColumnElement[Any], *, reading: bool
) -> ColumnElement[bool]:
    """The same as a value of each row, which the planner cannot turn into a join.

    For lists that walk an index in their own order until the page is full: taken for a join, the condition would seem
    to leave next to nothing, and everything would be gathered and sorted for one page.
    """
    way, ways = _ways_down(units, days, reading=reading)
    found = select(true()).select_from(ways).where(way.c.descendant_id == owner)
    return found.limit(literal_column("1")).scalar_subquery()


def _ways_down(units: ColumnElement[Any], days: ColumnElement[Any], *, reading: bool) -> tuple[Any, Join]:
    """The rows of the closure that lead down from `units`, under a name of their own, and how they are found."""
    reach = func.unnest(units, days).table_valued(column("unit_id", Uuid()), column("day", Date())).render_derived()
    way = CLOSURE.alias()  # a statement around it may look at the closure too
    span = way.c.readable if reading else way.c.valid
    covered = and_(way.c.line == "professional", way.c.ancestor_id == reach.c.unit_id, span.contains(reach.c.day))
    return way, join(reach, way, covered)


def ancestors(subject: Subject) -> list[UUID]:
    """The units the caller acts for and all above them, predecessors included: those that publish to the caller."""
    return sorted({unit for reach in subject.reaches for unit in reach.ancestors})


def _above_on(subject: Subject, on: date) -> Any:
    own = arrays.ids(sorted({reach.unit_id for reach in subject.reaches}))
    way = CLOSURE.alias()
    stood = and_(way.c.line == "professional", way.c.descendant_id == any_(own), way.c.valid.contains(on))
    return select(way.c.ancestor_id).where(stood)
