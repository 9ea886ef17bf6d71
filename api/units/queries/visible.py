"""What of units a caller may see, and nothing else: the rest is as if it were not there.

- What the caller governs, what ended below it and predecessors' trees included.
- The directory of the own department (and of those it took over from): a department publishes the names of its
  units, its clusters and audiences to everything below it.
- The units above on both lines: the provincial committee, the ministry.

The same is written in two ways. `visible` is a set, for choosing the rows of a list; `is_seen` asks about one unit at
a time, for the few units a row names.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from api.kit.permissions import Subject
from api.units.models import Audience, Cluster, Unit, arrays
from api.units.scope import CLOSURE, Condition, ancestors, governs, published_to, reached

_UNITS = Unit.__table__


@dataclass(frozen=True, slots=True)
class Sight:
    """What the conditions are filled with, as expressions: the units reached, their days, all units above, the day."""

    units: ColumnElement[Any]
    days: ColumnElement[Any]
    above: ColumnElement[Any]
    on: ColumnElement[Any]

    @classmethod
    def of(cls, subject: Subject, on: date) -> "Sight":
        """That of one caller on one day."""
        units, days = reached(subject, "unit:read", on)
        return cls(arrays.ids(units), arrays.days(days), arrays.ids(ancestors(subject)), cast(on, Date))

    @classmethod
    def named(cls) -> "Sight":
        """Anybody's: places to be filled with `parameters` when the statement is run."""
        units, above = (bindparam(name, type_=ARRAY(Uuid())) for name in ("sight_units", "sight_above"))
        return cls(units, bindparam("sight_days", type_=ARRAY(Date())), above, bindparam("sight_on", type_=Date()))


def parameters(subject: Subject, on: date) -> dict[str, Any]:
    """What fills a statement made with `Sight.named()`."""
    units, days = reached(subject, "unit:read", on)
    return {"sight_units": units, "sight_days": days, "sight_above": ancestors(subject), "sight_on": on}


def visible(subject: Subject, on: date) -> Condition:
    """Units the caller may see by the tree of a day; takes the column of the unit's id."""
    return within(Sight.of(subject, on))


def is_seen(subject: Subject, on: date) -> Condition:
    """The same of one unit, by a look into the index of those above it."""
    return one_within(Sight.of(subject, on))


def within(sight: Sight) -> Condition:
    """As `visible`, for a sight."""
    roots, way = _roots(sight), CLOSURE.alias()
    below = select(way.c.descendant_id).join_from(roots, way, _leads_down(roots, way))
    above = func.unnest(sight.above).column_valued("above")
    found = union_all(below, select(above), _administrative(sight))
    return lambda unit_id: unit_id.in_(found)


def one_within(sight: Sight) -> Condition:
    """As `is_seen`, for a sight."""
    roots, way, administrative = _roots(sight), CLOSURE.alias(), _administrative(sight)
    return lambda unit_id: or_(
        unit_id == any_(sight.above),
        exists().where(_leads_down(roots, way), way.c.descendant_id == unit_id),
        unit_id.in_(administrative),
    )


def _leads_down(roots: Any, way: Any) -> ColumnElement[bool]:
    held = way.c.readable.contains(roots.c.day)
    return and_(way.c.line == "professional", way.c.ancestor_id == roots.c.unit_id, held)


def _roots(sight: Sight) -> Any:
    """The tops of the trees that are seen whole, each with its day: units reached, and departments above."""
    reach = func.unnest(sight.units, sight.days)
    acted = reach.table_valued(column("unit_id", Uuid()), column("day", Date())).render_derived()
    unit = _UNITS.alias()
    departments = select(unit.c.id, sight.on).where(unit.c.id == any_(sight.above), unit.c.kind == "department")
    return union_all(select(acted.c.unit_id, acted.c.day), departments).subquery()


def _administrative(sight: Sight) -> Any:
    """The units that stand administratively above the caller's and those above them."""
    way = CLOSURE.alias()
    own = way.c.descendant_id == any_(sight.above)
    return select(way.c.ancestor_id).where(way.c.line == "administrative", own, way.c.readable.contains(sight.on))


def visible_group(table: type[Audience] | type[Cluster], subject: Subject, permission: str, on: date) -> Any:
    """Audiences or clusters the caller may see: of departments above or governed."""
    department: Any = table.department_id
    seen = or_(published_to(subject)(department), governs(subject, permission, on)(department))
    return and_(table.deleted_at.is_(None), seen)
