"""What the lists of this package have in common."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from api.plans.queries.plans import named
from api.units.models import Unit, UnitClosure


def of_unit(column: Any, reference: str) -> ColumnElement[bool]:
    """Of a unit, by its code or id."""
    return column.in_(select(Unit.id).where(named(Unit, reference)))  # type: ignore[no-any-return]


def under(column: Any, reference: str, today: date) -> ColumnElement[bool]:
    """Of a unit and all below it on a day."""
    found = select(UnitClosure.descendant_id).join(Unit, Unit.id == UnitClosure.ancestor_id)
    held = (UnitClosure.line == "professional", UnitClosure.readable.contains(today))
    return column.in_(found.where(named(Unit, reference), *held))  # type: ignore[no-any-return]
