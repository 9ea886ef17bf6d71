"""Who stands where a unit stood: whoever took over from it, and whom what it says reaches."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, case, cast, func, literal, or_, select

from api.units.models import Unit, UnitClosure, UnitSuccession
from api.units.models.arrays import ids
from api.units.rules.words import Line


def line_of(unit_id: UUID, on: date) -> Select[Any]:
    """The ids of a unit and of all that took over from it by a day; of the ended ones too."""
    return heirs_of(select(literal(unit_id, Uuid())), on)


def heirs_of(units: Select[Any], on: date) -> Select[Any]:
    """The ids of some units, and of all that took over by a day from those of them that had ended; of the ended too."""
    line = select(_only(units).label("id")).cte(recursive=True)
    return select(line.union(_next(line, line.c.id, UnitSuccession.successor_id, on=on)).c.id)


def lineage(units: Select[Any], on: date) -> Select[Any]:
    """Some ended units, each as `origin` beside every `heir` that took over from it, or from whoever did, by a day."""
    unit_id = _only(units)
    line = select(unit_id.label("origin"), unit_id.label("heir")).cte(recursive=True)
    line = line.union(_next(line, line.c.heir, line.c.origin, UnitSuccession.successor_id, on=on))
    return select(line.c.origin, line.c.heir).where(line.c.origin != line.c.heir)


def _only(units: Select[Any]) -> ColumnElement[Any]:
    """The one column of a select of ids."""
    return next(iter(units.subquery().c))


def _next(line: Any, unit_id: ColumnElement[Any], *columns: Any, on: date) -> Select[Any]:
    """Those that took over from ended units of a line."""
    came = select(*columns).join_from(UnitSuccession, line, UnitSuccession.predecessor_id == unit_id)
    ended = and_(Unit.id == UnitSuccession.predecessor_id, ~Unit.valid.contains(on))
    return came.join(Unit, ended).where(UnitSuccession.on <= on)


def last_of(life: Any, on: date) -> ColumnElement[date]:
    """A day, or the last of a life that ended before."""
    return cast(func.least(cast(on, Date), func.upper(life) - 1), Date)


def bound_by(unit_id: UUID, on: date) -> Select[Any]:
    """The ids of the units that what a unit issues binds on a day: itself, those below it, and whoever took over.

    Below is the professional line; of a unit that ended, as it was on its last day. So a commune that is merged binds
    the schools it had, and not the others of the commune that took over.
    """
    way = (UnitClosure.line == Line.PROFESSIONAL, UnitClosure.valid.contains(last_of(Unit.valid, on)))
    below = select(UnitClosure.descendant_id).join(Unit, Unit.id == UnitClosure.ancestor_id)
    return heirs_of(below.where(UnitClosure.ancestor_id == unit_id, *way), on)


def kin_of(units: Iterable[UUID]) -> Select[Any]:
    """The ids of some units, and of all that took over from them or that they took over from, on whatever day."""
    kin = select(func.unnest(ids(units)).label("id")).cte(recursive=True)
    either = or_(UnitSuccession.predecessor_id == kin.c.id, UnitSuccession.successor_id == kin.c.id)
    other = case(
        (UnitSuccession.predecessor_id == kin.c.id, UnitSuccession.successor_id), else_=UnitSuccession.predecessor_id
    )
    return select(kin.union(select(other).join_from(UnitSuccession, kin, either)).c.id)
