"""Base counts: as a list, those that stand, and the one that holds for a day."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Date, Row, Select, Text, Uuid, and_, column, exists, func
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from api.indicators.models import BaseCount
from api.indicators.permissions import BASE_COUNT_READ
from api.indicators.rules import BaseCountKind
from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Day, Instant, Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import apply, named
from api.units.models import Unit, UnitClosure
from api.units.models.arrays import any_id, days, ids, texts
from api.units.scope import governs


class BaseCountFilters(ListQuery):
    """What narrows the list of base counts."""

    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and those below it today, by code or id.")
    kind: BaseCountKind | None = Field(default=None, description="Of this kind.")
    on: Day | None = Field(default=None, description="Only what holds on this day: of each kind the last by then.")
    replaced: bool = Field(default=False, description="Also those put right since.")
    updated_since: Instant | None = Field(default=None, description="Only those written at or after this instant.")


class Asked(NamedTuple):
    """A count of a unit that is wanted as it was known by a day."""

    unit_id: UUID
    kind: str
    by: date


SORTS = {"on": SortKey(BaseCount.counted_on), "updated_at": SortKey(BaseCount.updated_at)}
TIE = (BaseCount.counted_on, BaseCount.unit_id, BaseCount.kind, BaseCount.version)
_PLAIN = (
    BaseCount.kind, BaseCount.count, BaseCount.source, BaseCount.replaced, BaseCount.version, BaseCount.updated_at,
)  # fmt: skip


def base_counts(subject: Subject, today: date) -> Select[Any]:
    """The counts of units at and below the caller, as `shape` wants them."""
    more = (BaseCount.unit_id, BaseCount.counted_on, BaseCount.by_name, unit_ref(BaseCount.unit_id).label("unit"))
    return rows_of(*_PLAIN, *more).where(governs(subject, BASE_COUNT_READ, today)(BaseCount.unit_id))


def filtered(statement: Select[Any], filters: BaseCountFilters, today: date) -> Select[Any]:
    """The list with the filters applied."""
    statement = apply(statement, filters, _CONDITIONS)
    if not filters.replaced:
        statement = statement.where(~BaseCount.replaced)
    if filters.on is not None:
        statement = statement.where(_holds_on(filters.on))
    return statement if filters.under is None else statement.where(_under(filters.under, today))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "unit": lambda reference: BaseCount.unit_id.in_(rows_of(Unit.id).where(named(Unit, reference))),
    "kind": lambda kind: BaseCount.kind == kind,
    "updated_since": lambda instant: BaseCount.updated_at >= instant,
}


def _holds_on(day: date) -> ColumnElement[bool]:
    later = aliased(BaseCount)
    same = (later.unit_id == BaseCount.unit_id, later.kind == BaseCount.kind, ~later.replaced)
    newer = exists().where(*same, later.counted_on > BaseCount.counted_on, later.counted_on <= day)
    return and_(BaseCount.counted_on <= day, ~newer)


def _under(reference: str, today: date) -> ColumnElement[bool]:
    way = (UnitClosure.line == "professional", UnitClosure.readable.contains(today), named(Unit, reference))
    below = rows_of(UnitClosure.descendant_id).join(Unit, Unit.id == UnitClosure.ancestor_id)
    return BaseCount.unit_id.in_(below.where(*way))


def standing(units: Iterable[UUID], on: Iterable[date]) -> Select[Any]:
    """What stands of some units on some days."""
    columns = (BaseCount.unit_id, BaseCount.kind, BaseCount.counted_on, BaseCount.version, BaseCount.source)
    found = rows_of(*columns, BaseCount.count.label("how_many"))
    return found.where(BaseCount.unit_id == any_id(units), BaseCount.counted_on.in_(list(on)), ~BaseCount.replaced)


def known_by(asked: Iterable[Asked]) -> Select[Any]:
    """Of each count asked for the last that was taken by its day, with that day."""
    every = list(asked)
    arrays = (ids(one.unit_id for one in every), texts(one.kind for one in every), days(one.by for one in every))
    columns = (column("unit_id", Uuid()), column("kind", Text()), column("by", Date()))
    wanted = func.unnest(*arrays).table_valued(*columns).render_derived()
    key = (wanted.c.unit_id, wanted.c.kind, wanted.c.by)
    same = (BaseCount.unit_id == wanted.c.unit_id, BaseCount.kind == wanted.c.kind)
    taken = and_(*same, BaseCount.counted_on <= wanted.c.by, ~BaseCount.replaced)
    found = rows_of(*key, BaseCount.count.label("how_many"), BaseCount.counted_on).join_from(wanted, BaseCount, taken)
    return found.ext(distinct_on(*key)).order_by(*key, BaseCount.counted_on.desc())


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `base_counts` as the contract's."""
    plain = {each.key: value for each, value in zip(_PLAIN, row, strict=False)}
    id_ = f"{row.kind}.{row.unit_id}.{row.counted_on}"
    return plain | {"id": id_, "unit": raw(row.unit), "on": row.counted_on, "by": row.by_name}
