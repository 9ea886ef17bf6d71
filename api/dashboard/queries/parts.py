"""What the statements of a page have in common."""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, Select, bindparam, case, func, literal_column, null, select

from api.plans.queries.parties import instant, items
from api.units.models import Unit
from api.units.queries.records import of_records

# Shown of each kind; the number beside it says how many there are.
FEW = 5
# What was due at this instant or before is late.
LATE = bindparam("late_before", type_=DateTime(timezone=True))
Json = ColumnElement[Any]


def unit_ref(id_: Any) -> Json:
    """A reference to a unit by its id."""
    unit = of_records(Unit)
    made = func.json_build_object("id", unit.c.id, "code", unit.c.code, "name", unit.c.name)
    return select(made).where(unit.c.id == id_).scalar_subquery()


def at(column: Any) -> Json:
    """An instant, or null."""
    return case((column.is_(None), null()), else_=instant(column))


def listed(found: Select[Any], item: Any, *order: Any, most: int = FEW) -> Json:
    """The first few of some rows, in an order; `item` makes the JSON of one from its columns."""
    placed = func.row_number().over(order_by=order).label("place")
    rows = found.add_columns(placed).order_by(*order).limit(literal_column(str(most))).subquery()
    return select(items(item(rows.c), rows.c.place)).scalar_subquery()
