"""References and named parties as JSON text made by the database, which the answer takes in unread."""

import typing
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    Text,
    case,
    cast,
    func,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from api.units.models import Audience, Unit
from api.units.queries.records import of_records

Json = ColumnElement[Any]
Column = SQLColumnExpression[Any]


def rows_of(*columns: Any) -> Select[Any]:
    """A select whose rows are read by the names of its columns."""
    return typing.cast("Select[Any]", select(*columns))


def ref(id_: Column, code: Column, name: Column) -> Json:
    """A reference, or null where the record is missing."""
    made = func.json_build_object("id", id_, "code", code, "name", name)
    return case((id_.is_not(None), made), else_=null())


def items(item: Json, order: Column) -> Json:
    """All items as one JSON array; `[]` when there are none."""
    return func.coalesce(func.json_agg(aggregate_order_by(item, order)), func.json_build_array())


def instant(column: Column) -> ColumnElement[str]:
    """An instant as RFC 3339 in UTC, with Z."""
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')


def unit_ref(id_: Column) -> ColumnElement[str | None]:
    """The text of a reference to a unit by a column that holds its id."""
    return _ref_by(of_records(Unit), id_)


def audience_ref(id_: Column) -> ColumnElement[str | None]:
    """The text of a reference to an audience by a column that holds its id."""
    return _ref_by(of_records(Audience), id_)


def _ref_by(target: FromClause, id_: Column) -> ColumnElement[str | None]:
    found = select(cast(func.json_build_object("id", target.c.id, "code", target.c.code, "name", target.c.name), Text))
    return found.where(target.c.id == id_).scalar_subquery()


def parties(model: Any, owner: ColumnElement[bool], *extra: Any) -> Json:
    """The parties of one record, in order, as a JSON array.

    `model` has unit_id, audience_id, printed_name and position; `extra` are more names and columns of each item.
    """
    unit, audience = of_records(Unit), of_records(Audience)
    item = func.json_build_object(
        "unit", ref(unit.c.id, unit.c.code, unit.c.name),
        "audience", ref(audience.c.id, audience.c.code, audience.c.name),
        "printed_name", model.printed_name,
        *extra,
    )  # fmt: skip
    found = select(items(item, model.position)).select_from(model).outerjoin(unit, unit.c.id == model.unit_id)
    return found.outerjoin(audience, audience.c.id == model.audience_id).where(owner).scalar_subquery()


def raw(text: str | None) -> orjson.Fragment | None:
    """JSON text to be set into an answer as it is."""
    return None if text is None else orjson.Fragment(text)
