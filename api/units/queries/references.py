"""What a word in a path or a request names: a code of ours, an id, or somebody else's code."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, Uuid, any_, bindparam, cast, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY

from api.kit.permissions import Subject
from api.units.models import Audience, Cluster, Unit, UnitCode
from api.units.models.arrays import ids, texts
from api.units.queries.visible import visible, visible_group
from api.units.scope import Condition


def unit_named(subject: Subject, text: str, on: date) -> Select[Unit]:
    """The visible unit a reference names: its id, its code, or `scheme:value` on the day."""
    return select(Unit).where(_names_unit(text, on), Unit.deleted_at.is_(None), visible(subject, on)(Unit.id))


def audience_named(subject: Subject, text: str, on: date) -> Select[Audience]:
    """The visible audience a reference names."""
    return select(Audience).where(_names(Audience, text), visible_group(Audience, subject, "audience:read", on))


def cluster_named(subject: Subject, text: str, on: date) -> Select[Cluster]:
    """The visible cluster a reference names."""
    return select(Cluster).where(_names(Cluster, text), visible_group(Cluster, subject, "cluster:read", on))


def units_named(references: set[str], on: date, reached: Condition, *columns: Any) -> Select[Any]:
    """For rows of many units: those that are there and reached, or some columns of them, beside what named each.

    By code, by id, or as `moet:…`; one that two units go by stands there twice.
    """
    return _named(texts(references), ids(ids_among(references)), on, reached, columns)


def naming(reached: Condition, *columns: Any) -> Select[Any]:
    """As `units_named`, made once for all rows: of the parameters `references`, `reference_ids` and `on`."""
    given: Any = bindparam("references", type_=ARRAY(Text()))
    given_ids: Any = bindparam("reference_ids", type_=ARRAY(Uuid()))
    return _named(given, given_ids, bindparam("on", type_=Date()), reached, columns)


def ids_among(references: Iterable[str]) -> list[UUID]:
    """The references that are identifiers."""
    return [found for each in references if (found := _id_of(each)) is not None]


def _named(given: Any, given_ids: Any, on: Any, reached: Condition, columns: Sequence[Any]) -> Select[Any]:
    code = UnitCode.scheme + ":" + UnitCode.value
    named_so = union_all(
        select(Unit.code.label("name"), Unit.id.label("unit_id")).where(Unit.code == any_(given)),
        select(cast(Unit.id, Text), Unit.id).where(Unit.id == any_(given_ids)),
        select(code, UnitCode.unit_id).where(code == any_(given), UnitCode.valid.contains(on)),
    ).subquery()
    named = select(named_so.c.name, *(columns or (Unit,))).join(named_so, named_so.c.unit_id == Unit.id)
    return named.where(Unit.deleted_at.is_(None), reached(Unit.id))


def the_only_ones(named: Iterable[Any]) -> dict[str, Any]:
    """The units by their names, but for names that two go by."""
    found: dict[str, set[Any]] = {}
    for name, unit in named:
        found.setdefault(name, set()).add(unit)
    return {name: units.pop() for name, units in found.items() if len(units) == 1}


def written_alike(reference: str) -> str:
    """An id in its usual spelling, as `units_named` has it; any other reference as it is."""
    id_ = _id_of(reference)
    return reference if id_ is None else str(id_)


def _id_of(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _names_unit(text: str, on: date) -> ColumnElement[bool]:
    scheme, colon, value = text.partition(":")
    if colon:
        held = (UnitCode.scheme == scheme, UnitCode.value == value, UnitCode.valid.contains(on))
        return Unit.id.in_(select(UnitCode.unit_id).where(*held))
    return _names(Unit, text)


def _names(table: Any, text: str) -> ColumnElement[bool]:
    id_ = _id_of(text)
    return table.code == text if id_ is None else table.id == id_  # type: ignore[no-any-return]
