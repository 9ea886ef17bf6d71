"""Who stands where a unit stood: whoever took over from it, and whom what it says reaches."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Date, Select, Uuid, and_, case, cast, func, literal, or_, select

from api.units.models import Unit, UnitClosure, UnitSuccession
from api.units.models.arrays import ids
from api.units.rules.words import Line


def line_of(unit_id: UUID, on: date) -> Select[Any]:
    """The ids of a unit and of all that took over from it by a day; of the ended ones too."""
    return select(_heirs(select(literal(unit_id, Uuid()).label("id")), on).c.id)


def bound_by(unit_id: UUID, on: date) -> Select[Any]:
    """The ids of the units that what a unit issues binds on a day: itself, those below it, and whoever took over.

    Below is the professional line; of a unit that ended, as it was on its last day. So a commune that is merged binds
    the schools it had, and not the others of the commune that took over.
    """
    then = func.least(cast(on, Date), func.upper(Unit.valid) - 1)
    way = (UnitClosure.line == Line.PROFESSIONAL, UnitClosure.valid.contains(cast(then, Date)))
    below = select(UnitClosure.descendant_id.label("id")).join(Unit, Unit.id == UnitClosure.ancestor_id)
    return select(_heirs(below.where(UnitClosure.ancestor_id == unit_id, *way), on).c.id)


def kin_of(units: Iterable[UUID]) -> Select[Any]:
    """The ids of some units, and of all that took over from them or that they took over from, on whatever day."""
    kin = select(func.unnest(ids(units)).label("id")).cte(recursive=True)
    either = or_(UnitSuccession.predecessor_id == kin.c.id, UnitSuccession.successor_id == kin.c.id)
    other = case(
        (UnitSuccession.predecessor_id == kin.c.id, UnitSuccession.successor_id), else_=UnitSuccession.predecessor_id
    )
    return select(kin.union(select(other).join_from(UnitSuccession, kin, either)).c.id)


def _heirs(units: Select[Any], on: date) -> CTE:
    """Some units, and whoever took over from those of them that had ended by a day."""
    line = units.cte(recursive=True)
    came = select(UnitSuccession.successor_id).join_from(
        UnitSuccession, line, UnitSuccession.predecessor_id == line.c.id
    )
    ended = and_(Unit.id == UnitSuccession.predecessor_id, ~Unit.valid.contains(on))
    return line.union(came.join(Unit, ended).where(UnitSuccession.on <= on))
