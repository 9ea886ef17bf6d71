"""Units as rows: each is read with its parents, department, codes and kin in one statement, as of one day."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased

from api.kit.pagination import HotList
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.kit.text import fold
from api.units.models import Unit, UnitAlias, UnitClosure, UnitCode, UnitEdge, UnitSuccession, UnitVersion
from api.units.queries.visible import Sight, one_within, within
from api.units.queries.visible import parameters as sight_of
from api.units.rules.words import Line
from api.units.scope import Condition

SORTS: Mapping[str, SortKey] = {
    "name": SortKey(UnitVersion.sort_key),
    "code": SortKey(Unit.code),
    "kind": SortKey(UnitVersion.kind),
    "updated_at": SortKey(Unit.updated_at),
}
Json = ScalarSelect[Any]
_SIGHT = Sight.named()
_ON = bindparam("on", type_=Date())


@dataclass(frozen=True, slots=True)
class Look:
    """What a statement depends on beside its parameters: the line of places asked about, and whether what came after
    the day is left out.
    """

    line: Line = Line.PROFESSIONAL
    as_of: bool = False


def parameters(subject: Subject, on: date, seen_on: date) -> dict[str, Any]:
    """What fills the statements: who looks, at which day, and the day whose tree says what may be seen.

    The two days are one in lists; one ended unit is shown as it was last, to those who may see it today.
    """
    return {"on": on, **sight_of(subject, seen_on)}


@cache
def _columns(look: Look) -> dict[str, Any]:
    seen, since = one_within(_SIGHT), _SIGHT.on
    came_after, went_to = UnitSuccession.successor_id, UnitSuccession.predecessor_id
    return {
        "id": Unit.id,
        "version": Unit.version,
        "code": Unit.code,
        "name": UnitVersion.name,
        "kind": UnitVersion.kind,
        "education_levels": UnitVersion.education_levels,
        "ownership": UnitVersion.ownership,
        "area": UnitVersion.area,
        "parent": _parent(Line.PROFESSIONAL, seen),
        "administrative_parent": _parent(Line.ADMINISTRATIVE, seen),
        "department": _department(seen),
        "codes": _codes(as_of=look.as_of),
        "aliases": _aliases(),
        "from": cast(func.lower(Unit.valid), Date),
        "to": last_day(Unit.valid),
        "predecessors": _kin(came_after, went_to, seen, since),
        "successors": _kin(went_to, came_after, seen, since),
        "child_count": _child_count(look.line, seen),
        "sample": Unit.sample,
        "updated_at": Unit.updated_at,
    }


@cache
def one(look: Look) -> Select[Any]:
    """The unit `unit_id`, as columns of the public shape; nothing when it is not seen or did not live on the day."""
    columns = [column.label(name) for name, column in _columns(look).items()]
    return _living(select(*columns)).where(Unit.id == bindparam("unit_id", type_=Uuid()))


@cache
def listed(look: Look) -> HotList:
    """The list of units that live on the day, narrowed by whichever of FILTERS are given."""
    columns = _columns(look) | {"updated_at": instant(Unit.updated_at)}
    made = func.json_build_object(*itertools.chain.from_iterable(columns.items()))
    item = func.convert_to(cast(made, Text), "UTF8").label("item")
    conditions = _conditions(look.line)

    def build(names: frozenset[str]) -> Select[Any]:
        return _living(select(item)).where(*(conditions[name] for name in FILTERS if name in names))

    return HotList(build, SORTS, default_sort="name", tie=Unit.id)


def _living(statement: Select[Any]) -> Select[Any]:
    """Units with what they are on the day, of those one may see."""
    lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(_ON))
    there = statement.select_from(Unit).join(UnitVersion, lives).where(Unit.deleted_at.is_(None))
    return there.where(within(_SIGHT)(Unit.id))


def instant(column: Any) -> ColumnElement[str]:
    """An instant as RFC 3339 in UTC, with Z."""
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')


def last_day(days: Any) -> ColumnElement[Any]:
    """The last day of a range, as people write it."""
    return cast(func.upper(days), Date) - 1


def or_empty(listed: Any) -> ColumnElement[Any]:
    """A JSON array, `[]` where nothing was aggregated."""
    return func.coalesce(listed, func.jsonb_build_array(), type_=JSONB)


def ref(unit: Any, name: Any) -> ColumnElement[Any]:
    """A reference to a unit, as JSON."""
    return func.jsonb_build_object("id", unit.id, "code", unit.code, "name", name, type_=JSONB)


def _parent(line: Line, seen: Condition) -> Json:
    parent, version = aliased(Unit), aliased(UnitVersion)
    stands = (UnitEdge.child_id == Unit.id, UnitEdge.line == line, UnitEdge.valid.contains(_ON))
    named = and_(version.unit_id == parent.id, version.valid.contains(_ON))
    found = select(ref(parent, version.name)).join_from(UnitEdge, parent, parent.id == UnitEdge.parent_id)
    return found.join(version, named).where(*stands, seen(parent.id)).correlate(Unit).scalar_subquery()


def _department(seen: Condition) -> Json:
    department, version = aliased(Unit), aliased(UnitVersion)
    below = (
        UnitClosure.descendant_id == Unit.id,
        UnitClosure.line == Line.PROFESSIONAL,
        UnitClosure.valid.contains(_ON),
    )
    named = and_(version.unit_id == department.id, version.valid.contains(_ON), version.kind == "department")
    found = select(ref(department, version.name)).join_from(
        UnitClosure, department, department.id == UnitClosure.ancestor_id
    )
    nearest = found.join(version, named).where(*below, seen(department.id)).order_by(UnitClosure.depth).limit(1)
    return nearest.correlate(Unit).scalar_subquery()


def _codes(*, as_of: bool) -> Json:
    start, last = cast(func.lower(UnitCode.valid), Date), last_day(UnitCode.valid)
    code = func.jsonb_build_object("scheme", UnitCode.scheme, "value", UnitCode.value, "from", start, "to", last)
    listed = func.jsonb_agg(aggregate_order_by(code, UnitCode.scheme, UnitCode.valid))
    found = select(or_empty(listed)).where(UnitCode.unit_id == Unit.id)
    if as_of:
        found = found.where(UnitCode.valid.contains(_ON))
    return found.correlate(Unit).scalar_subquery()


def _aliases() -> Json:
    listed = func.jsonb_agg(aggregate_order_by(UnitAlias.printed, UnitAlias.id))
    found = select(or_empty(listed)).where(UnitAlias.unit_id == Unit.id)
    return found.correlate(Unit).scalar_subquery()


def _kin(here: Any, there: Any, seen: Condition, on: Any) -> Json:
    """The units it took over from, or that took over from it, by the day."""
    kin = aliased(Unit)
    listed = func.jsonb_agg(aggregate_order_by(ref(kin, kin.name), kin.sort_key))
    found = select(or_empty(listed)).join_from(UnitSuccession, kin, kin.id == there)
    return found.where(here == Unit.id, UnitSuccession.on <= on, seen(kin.id)).correlate(Unit).scalar_subquery()


def _child_count(line: Line, seen: Condition) -> Json:
    child = aliased(Unit)
    stands = (UnitEdge.parent_id == Unit.id, UnitEdge.line == line, UnitEdge.valid.contains(_ON))
    found = select(func.count()).join_from(UnitEdge, child, child.id == UnitEdge.child_id)
    return found.where(*stands, child.deleted_at.is_(None), seen(child.id)).correlate(Unit).scalar_subquery()


# The filters a request may give, by the name of their parameter.
FILTERS = ("kind", "parent", "under", "education_level", "ownership", "q", "updated_since")


def _conditions(line: Line) -> dict[str, ColumnElement[bool]]:
    return {
        "kind": UnitVersion.kind == _given("kind", Text()),
        "parent": Unit.id.in_(_children(line)),
        "under": Unit.id.in_(_below(line)),
        "education_level": _given("education_level", Text()) == any_(UnitVersion.education_levels),
        "ownership": UnitVersion.ownership == _given("ownership", Text()),
        "q": UnitVersion.search.like(_given("q", Text()), escape="\\"),
        "updated_since": Unit.updated_at >= _given("updated_since", Unit.updated_at.type),
    }


def _given(name: str, kind: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=kind)


def _children(line: Line) -> Select[Any]:
    stands = (UnitEdge.parent_id == _given("parent", Uuid()), UnitEdge.line == line, UnitEdge.valid.contains(_ON))
    return select(UnitEdge.child_id).where(*stands)


def _below(line: Line) -> Select[Any]:
    held = (
        UnitClosure.ancestor_id == _given("under", Uuid()),
        UnitClosure.line == line,
        UnitClosure.valid.contains(_ON),
    )
    return select(UnitClosure.descendant_id).where(*held, UnitClosure.depth > 0)


def pattern_of(words: str) -> str:
    """A LIKE pattern of the folded words, each special character taken as itself."""
    folded = fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{folded}%"
