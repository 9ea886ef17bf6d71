"""The units that a list's parameter means: `unit_id` and `unit_code` one, `under_id` and `under_code` all below it too.

Each is a select with that parameter (and `today`), beside the column it selects; made once for all the lists there are.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, select

from api.units.models import Unit
from api.units.queries.records import of_records
from api.units.scope import CLOSURE

Meant = tuple[Select[Any], ColumnElement[Any]]
_TODAY = bindparam("today", type_=Date())


def _unit(by: str) -> Meant:
    unit = of_records(Unit)
    asked = unit.c[by] == bindparam(f"unit_{by}", type_=unit.c[by].type)
    return select(unit.c.id).where(asked), unit.c.id


def _under(by: str) -> Meant:
    top, way = of_records(Unit), CLOSURE.alias()
    asked = top.c[by] == bindparam(f"under_{by}", type_=top.c[by].type)
    held = (way.c.line == "professional", way.c.readable.contains(_TODAY))
    reached = select(way.c.descendant_id).join_from(way, top, top.c.id == way.c.ancestor_id)
    return reached.where(asked, *held), way.c.descendant_id


MEANT: dict[str, Meant] = {
    "unit_id": _unit("id"),
    "unit_code": _unit("code"),
    "under_id": _under("id"),
    "under_code": _under("code"),
}
