"""Values: which a caller sees and enters, as a list, one by one, and as they were."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import Field
from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    Text,
    TextClause,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON, aggregate_order_by
from sqlalchemy.orm import aliased

from api.indicators.models import Indicator, IndicatorValue, IndicatorValueVersion, Target, TargetParticipation
from api.indicators.permissions import VALUE_READ, VALUE_WRITE
from api.indicators.queries.codes import meant_by
from api.indicators.queries.words import confirmation
from api.indicators.rules import State
from api.kit.pagination import HotList, ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Instant, Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import instant, rows_of
from api.plans.queries.plans import as_id
from api.units.models import Unit, UnitClosure
from api.units.models.arrays import any_id, ids, texts
from api.units.queries.meant import MEANT
from api.units.queries.references import naming
from api.units.scope import Condition, administers, below, governs, own_units, reached

# Who enters for every unit below; others who may write, for their own unit.
_FOR_THOSE_BELOW = frozenset({"coordinator", "commune_officer"})
_OF_DIVISIONS = frozenset({"division_head", "officer"})
_PER = case((Indicator.unit_of_measure == "%", 100), (Indicator.unit_of_measure == "‰", 1000), else_=1)
_TODAY = bindparam("today", type_=Date())


class ValueFilters(ListQuery):
    """What narrows the list of values."""

    indicator: Reference | None = Field(default=None, description="Of this indicator, by code or id.")
    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and those below it today, by code or id.")
    period: str | None = Field(default=None, max_length=12, description="In this period: 2026-Q1.")
    state: State | None = Field(default=None, description="In this state; withdrawn ones are listed only so.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


class Key(NamedTuple):
    """What makes a value the one it is."""

    unit_id: UUID
    period: str
    indicator_id: UUID

    def __str__(self) -> str:
        return f"{self.indicator_id}.{self.unit_id}.{self.period}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """The key an identifier stands for; None where it stands for none."""
        indicator, _, rest = text.partition(".")
        unit, _, period = rest.partition(".")
        indicator_id, unit_id = as_id(indicator), as_id(unit)
        return cls(unit_id, period, indicator_id) if indicator_id and unit_id else None


def visible(subject: Subject, today: date) -> ColumnElement[bool]:
    """Values of the units below the caller, and of the indicators the caller's division has the lead of."""
    governed = governs(subject, VALUE_READ, today)(IndicatorValue.unit_id)
    leading = _leading(subject)
    return or_(governed, _led(ids(leading))) if leading else governed


def seen_of(subject: Subject, today: date) -> Condition:
    """Units the caller reads values of."""
    return governs(subject, VALUE_READ, today)


def entered_by(subject: Subject, today: date) -> Condition:
    """Units the caller enters values for: the own ones; for who helps also those below, and those that ended there."""
    own = own_units(subject, VALUE_WRITE)
    helping = tuple(reach for reach in subject.reaches if reach.role in _FOR_THOSE_BELOW)
    for_them = administers(replace(subject, reaches=helping), VALUE_WRITE, today)
    return lambda owner: or_(owner == any_id(own), for_them(owner))


def named_owners(*columns: Any) -> Select[Any]:
    """Units that rows name, of those the caller enters for: `entered_by` as a statement that is made once.

    It is told `references`, `reference_ids`, `on` and what `entering` says of the caller.
    """
    own, units = (bindparam(name, type_=ARRAY(Uuid())) for name in ("own", "units"))
    days: Any = bindparam("days", type_=ARRAY(Date()))
    return naming(lambda owner: or_(owner == any_(own), below(owner, units, days, reading=True)), *columns)


def entering(subject: Subject, today: date) -> dict[str, Any]:
    """Whom the caller enters for, as `named_owners` is told."""
    helping = tuple(reach for reach in subject.reaches if reach.role in _FOR_THOSE_BELOW)
    units, days = reached(replace(subject, reaches=helping), VALUE_WRITE, today)
    return {"own": own_units(subject, VALUE_WRITE), "units": list(units), "days": list(days)}


def _leading(subject: Subject) -> list[UUID]:
    acting = subject.reaches_with(VALUE_READ)
    return sorted({reach.unit_id for reach in acting if reach.role in _OF_DIVISIONS})


def _led(divisions: ColumnElement[Any]) -> ColumnElement[bool]:
    named = (TargetParticipation.role == "lead", TargetParticipation.unit_id == any_(divisions))
    targets = select(Target.indicator_id).join(TargetParticipation, TargetParticipation.target_id == Target.id)
    leads = IndicatorValue.indicator_id.in_(targets.where(Target.deleted_at.is_(None), *named))
    division, value = aliased(UnitClosure), aliased(UnitClosure)
    top = aliased(Unit)
    same = exists().where(
        division.line == "professional", division.descendant_id == any_(divisions),
        division.ancestor_id == top.id, top.kind == "department",
        value.line == "professional", value.descendant_id == IndicatorValue.unit_id, value.ancestor_id == top.id,
    )  # fmt: skip
    return and_(leads, same)


def figure(of: Any) -> ColumnElement[Any]:
    """The figure in the unit of measure; of a ratio it is worked out, as `rules.value.share` does."""
    worked_out = func.round(of.numerator * _PER / func.nullif(of.denominator, 0), 6)
    return func.coalesce(of.value, worked_out)


def _answered(of: Any) -> tuple[Any, ...]:
    return (
        "answer", of.answer,
        "numerator", of.numerator,
        "denominator", of.denominator,
        "value", figure(of),
        "yes", of.yes,
        "state", of.state,
        "source", of.source,
        "note", of.note,
        "warnings", func.to_json(of.warnings),
        "version", of.version,
        "updated_at", instant(of.updated_at),
        "by", of.by_name,
        "on_behalf", of.on_behalf,
    )  # fmt: skip


_ID = func.concat(IndicatorValue.indicator_id, ".", IndicatorValue.unit_id, ".", IndicatorValue.period)
_SHOWN = func.json_build_object(
    "id", _ID,
    "indicator", func.json_build_object("id", Indicator.id, "code", Indicator.code, "name", Indicator.name),
    "unit", func.json_build_object("id", Unit.id, "code", Unit.code, "name", Unit.name),
    "period", IndicatorValue.period,
    *_answered(IndicatorValue),
    "confirmation", confirmation(),
)  # fmt: skip
ITEM = func.convert_to(cast(_SHOWN, Text), "UTF8").label("item")


def values(*columns: Any) -> Select[Any]:
    """Columns of values with their units and indicators."""
    joined = rows_of(*columns).select_from(IndicatorValue).join(Unit, Unit.id == IndicatorValue.unit_id)
    return joined.join(Indicator, Indicator.id == IndicatorValue.indicator_id)


def one(subject: Subject, key: Key, today: date) -> Select[Any]:
    """One value the caller sees: its JSON and its version."""
    found = values(cast(_SHOWN, Text).label("item"), IndicatorValue.version)
    return found.where(*_is(IndicatorValue, key), visible(subject, today))


def history(key: Key) -> Select[Any]:
    """Everything a value ever was, as one JSON array, the newest first."""
    parts = [
        select(of.version.label("version"), cast(func.json_build_object(*_answered(of)), Text).label("item"))
        .select_from(of)
        .join(Indicator, Indicator.id == of.indicator_id)
        .where(*_is(of, key))
        for of in (IndicatorValue, IndicatorValueVersion)
    ]
    every = union_all(*parts).subquery()
    return rows_of(cast(func.json_agg(aggregate_order_by(cast(every.c.item, JSON), every.c.version.desc())), Text))


def _is(of: Any, key: Key) -> tuple[ColumnElement[bool], ...]:
    return of.unit_id == key.unit_id, of.period == key.period, of.indicator_id == key.indicator_id


def standing(keys: Iterable[Key]) -> Select[Any]:
    """The values of these keys that count."""
    every = list(keys)
    arrays = (
        ids(key.unit_id for key in every),
        texts(key.period for key in every),
        ids(key.indicator_id for key in every),
    )
    columns = (column("unit_id", Uuid()), column("period", Text()), column("indicator_id", Uuid()))
    wanted = func.unnest(*arrays).table_valued(*columns).render_derived()
    same = [getattr(IndicatorValue, name) == getattr(wanted.c, name) for name in ("unit_id", "period", "indicator_id")]
    found = select(IndicatorValue.__table__).join(wanted, and_(*same))
    return found.where(IndicatorValue.state != State.WITHDRAWN)


def _of_forms(columns: str, more: str) -> TextClause:
    """Values of units in periods, as texts with commas, of any of some indicators: as lie together in the table.

    Each unit's are looked up by the key: the planner, which cannot know how few they are, would read the table.
    """
    given = "unnest(string_to_array(:unit_id, ',')::uuid[], string_to_array(:period, ',')) AS k(unit_id, period)"
    same = "v.unit_id = g.unit_id AND v.period = g.period AND v.indicator_id = ANY (g.indicator_ids)"
    return text(
        "SELECT g.unit_id, g.period, w.* FROM ("  # noqa: S608 - ours
        f"SELECT k.*, string_to_array(:indicator_id, ',')::uuid[] AS indicator_ids FROM {given}"
        ' ORDER BY unit_id, period COLLATE "C") AS g'
        f" CROSS JOIN LATERAL (SELECT v.indicator_id, {columns} FROM indicator_values v WHERE {same} {more}) AS w"
    ).bindparams(*(bindparam(name, type_=Text()) for name in ("unit_id", "period", "indicator_id")))


_FACTS = "v.answer, v.numerator, v.denominator, v.value, v.yes"
# As they are, locked in one order, so that no two callers wait for each other.
LOCKED = _of_forms(f"v.version, {_FACTS}, v.state, v.source, v.note, v.by_kind", "ORDER BY v.indicator_id FOR UPDATE")
# What others are held against: those that count.
BEFORE = _of_forms(_FACTS, f"AND v.state <> '{State.WITHDRAWN}' OFFSET 0")


SORTS = {
    "period": SortKey(IndicatorValue.ends_on),
    "updated_at": SortKey(IndicatorValue.updated_at),
}
DEFAULT_SORT = "-period"
TIE = (IndicatorValue.period, IndicatorValue.unit_id, IndicatorValue.indicator_id)


def _given(name: str, column: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=column.type)


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "indicator_id": IndicatorValue.indicator_id == _given("indicator_id", Indicator.id),
    "indicator_code": Indicator.code == _given("indicator_code", Indicator.code),
    "system_code": or_(
        Indicator.code == _given("system_code", Indicator.code),
        IndicatorValue.indicator_id.in_(
            meant_by(bindparam("system", type_=Uuid()), bindparam("system_code", type_=Text()))
        ),
    ),
    "unit_id": IndicatorValue.unit_id == _given("unit_id", Unit.id),
    "unit_code": IndicatorValue.unit_id.in_(select(Unit.id).where(Unit.code == _given("unit_code", Unit.code))),
    "under_id": IndicatorValue.unit_id.in_(MEANT["under_id"][0]),
    "under_code": IndicatorValue.unit_id.in_(MEANT["under_code"][0]),
    "period": IndicatorValue.period == _given("period", IndicatorValue.period),
    "state": IndicatorValue.state == _given("state", IndicatorValue.state),
    "updated_since": IndicatorValue.updated_at >= bindparam("updated_since", type_=DateTime(timezone=True)),
}


def _listed(names: frozenset[str]) -> Select[Any]:
    units, days = bindparam("units", type_=ARRAY(Uuid())), bindparam("days", type_=ARRAY(Date()))
    seen = below(IndicatorValue.unit_id, units, days, reading=True)
    if "leading" in names:
        seen = or_(seen, _led(bindparam("leading", type_=ARRAY(Uuid()))))
    conditions = [_CONDITIONS[name] for name in sorted(names & _CONDITIONS.keys())]
    if "state" not in names and "updated_since" not in names:
        conditions.append(IndicatorValue.state != State.WITHDRAWN)
    return values(ITEM).where(seen, *conditions)


HOT = HotList(build=_listed, sorts=SORTS, default_sort=DEFAULT_SORT, tie=TIE)


def parameters(subject: Subject, filters: ValueFilters, today: date) -> dict[str, Any]:
    """Who asks, and the filters that were given, as parameters of the list."""
    units, days = reached(subject, VALUE_READ, today)
    given: dict[str, Any] = {"units": units, "days": days}
    if leading := _leading(subject):
        given["leading"] = leading
    if filters.under is not None:
        given["today"] = today
    for name in ("indicator", "unit", "under"):
        reference = getattr(filters, name)
        if reference is not None:
            id_ = as_id(reference)
            given |= {f"{name}_code": reference} if id_ is None else {f"{name}_id": id_}
    if subject.kind == "client" and "indicator_code" in given:
        given |= {"system": subject.id, "system_code": given.pop("indicator_code")}
    plain = ("period", "state", "updated_since")
    return given | {name: value for name in plain if (value := getattr(filters, name)) is not None}
