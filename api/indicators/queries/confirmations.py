"""What units said of figures from elsewhere: as a list, one by one, and the last word on each figure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from api.indicators.models import Confirmation, Indicator, IndicatorValue
from api.indicators.permissions import CONFIRMATION_SETTLE, VALUE_READ
from api.indicators.queries.values import Key, entered_by, visible
from api.indicators.queries.words import from_elsewhere
from api.indicators.rules import ConfirmationStatus, State
from api.indicators.rules.value import share
from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Instant, Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import apply, as_id, named
from api.units.models import Unit, UnitClosure, UnitVersion
from api.units.scope import governs


class ConfirmationFilters(ListQuery):
    """What narrows the list."""

    indicator: Reference | None = Field(default=None, description="Of this indicator, by code or id.")
    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and those below it today, by code or id.")
    period: str | None = Field(default=None, max_length=12, description="In this period: 2026-Q1.")
    status: ConfirmationStatus | None = Field(default=None, description="Where they stand.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


SORTS = {"created_at": SortKey(Confirmation.created_at), "updated_at": SortKey(Confirmation.updated_at)}
_PLAIN = (
    Confirmation.id, Confirmation.version, Confirmation.period, Confirmation.status, Confirmation.source,
    Confirmation.reason, Confirmation.said_by, Confirmation.on_behalf, Confirmation.settled_at,
    Confirmation.settled_by, Confirmation.remark, Confirmation.updated_at,
)  # fmt: skip
_MORE = (
    Confirmation.unit_id, Confirmation.indicator_id, Confirmation.told, Confirmation.believed, Confirmation.created_at,
    Indicator.code.label("indicator_code"), Indicator.name.label("indicator_name"), Indicator.unit_of_measure,
    unit_ref(Confirmation.unit_id).label("unit"),
)  # fmt: skip


def confirmations(subject: Subject, today: date) -> Select[Any]:
    """What units at and below the caller said, as `shape` wants it."""
    found = rows_of(*_PLAIN, *_MORE).join(Indicator, Indicator.id == Confirmation.indicator_id)
    return found.where(governs(subject, VALUE_READ, today)(Confirmation.unit_id))


def filtered(statement: Select[Any], filters: ConfirmationFilters, today: date) -> Select[Any]:
    """The list with the filters applied."""
    statement = apply(statement, filters, _CONDITIONS)
    return statement if filters.under is None else statement.where(below(Confirmation.unit_id, filters.under, today))


def below(unit_id: Any, reference: str, today: date) -> ColumnElement[bool]:
    """A unit that a reference names, or one below it today."""
    way = (UnitClosure.line == "professional", UnitClosure.readable.contains(today), named(Unit, reference))
    found = select(UnitClosure.descendant_id).join(Unit, Unit.id == UnitClosure.ancestor_id)
    condition: ColumnElement[bool] = unit_id.in_(found.where(*way))
    return condition


def _indicator(reference: str) -> ColumnElement[bool]:
    id_ = as_id(reference)
    return Indicator.code == reference if id_ is None else Confirmation.indicator_id == id_


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "indicator": _indicator,
    "unit": lambda reference: Confirmation.unit_id.in_(select(Unit.id).where(named(Unit, reference))),
    "period": lambda period: Confirmation.period == period,
    "status": lambda status: Confirmation.status == status,
    "updated_since": lambda instant: Confirmation.updated_at >= instant,
}


def value_seen(subject: Subject, key: Key, today: date) -> Select[Any]:
    """A value that counts and the caller sees, with its indicator and whether the caller speaks for its unit."""
    speaks = entered_by(subject, today)(IndicatorValue.unit_id).label("speaks")
    columns = rows_of(IndicatorValue, Indicator, speaks).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    same = tuple_(IndicatorValue.unit_id, IndicatorValue.period, IndicatorValue.indicator_id) == tuple_(*key)
    found = columns.where(same, IndicatorValue.state != State.WITHDRAWN, visible(subject, today))
    return found.with_for_update(of=IndicatorValue).execution_options(populate_existing=True)


def dispute_seen(subject: Subject, confirmation_id: UUID, today: date) -> Select[Any]:
    """One that the caller sees, locked, with whether the caller settles it."""
    settles = governs(subject, CONFIRMATION_SETTLE, today)(Confirmation.unit_id).label("settles")
    seen = governs(subject, VALUE_READ, today)(Confirmation.unit_id)
    found = rows_of(Confirmation, settles).where(Confirmation.id == confirmation_id, seen)
    return found.with_for_update(of=Confirmation).execution_options(populate_existing=True)


def last_words(keys: Iterable[Key]) -> Select[Any]:
    """The last word on each of some figures that was not taken back."""
    key = (Confirmation.unit_id, Confirmation.period, Confirmation.indicator_id)
    said = (tuple_(*key).in_(list(keys)), Confirmation.status != ConfirmationStatus.WITHDRAWN)
    ordered = select(Confirmation).ext(distinct_on(*key)).where(*said)
    return ordered.order_by(*key, Confirmation.created_at.desc(), Confirmation.id.desc())


def rejected(keys: Iterable[Key]) -> Select[Any]:
    """The figures of another system in whose place a unit's own was accepted."""
    key = (Confirmation.unit_id, Confirmation.period, Confirmation.indicator_id)
    settled = Confirmation.status == ConfirmationStatus.SETTLED_FOR_UNIT
    return rows_of(*key, Confirmation.told).where(tuple_(*key).in_(list(keys)), settled)


_SAID = (
    "status", "told", "believed", "reason", "remark", "said_by", "created_at", "on_behalf", "settled_by", "settled_at",
)  # fmt: skip


def reconciled(unit_id: UUID, period: str, today: date, *, disputed_only: bool) -> Select[Any]:
    """The figures from elsewhere of a unit and those below it in a period, each with the last word on it.

    By the units' names and the indicators'; `disputed_only` leaves out what nobody found wrong.
    """
    key = (Confirmation.unit_id, Confirmation.period, Confirmation.indicator_id)
    said = select(Confirmation).ext(distinct_on(*key)).where(
        Confirmation.period == period, Confirmation.status != ConfirmationStatus.WITHDRAWN
    )  # fmt: skip
    word = said.order_by(*key, Confirmation.created_at.desc(), Confirmation.id.desc()).subquery()
    lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(today))
    way = (UnitClosure.line == "professional", UnitClosure.ancestor_id == unit_id)
    stands = select(UnitClosure.descendant_id).where(*way, UnitClosure.readable.contains(today))
    columns = (
        IndicatorValue, Indicator, func.coalesce(UnitVersion.name, Unit.name).label("unit_name"),
        *(word.c[name].label(f"said_{name}") for name in _SAID),
    )  # fmt: skip
    found = rows_of(*columns).join_from(IndicatorValue, Indicator, Indicator.id == IndicatorValue.indicator_id)
    found = found.join(Unit, Unit.id == IndicatorValue.unit_id).outerjoin(UnitVersion, lives)
    about = (word.c.unit_id == IndicatorValue.unit_id, word.c.indicator_id == IndicatorValue.indicator_id)
    found = found.outerjoin(word, and_(*about))
    counted = (
        IndicatorValue.period == period,
        IndicatorValue.state != State.WITHDRAWN,
        IndicatorValue.unit_id.in_(stands),
    )
    wanted = word.c.believed.is_not(None) if disputed_only else or_(from_elsewhere(), word.c.id.is_not(None))
    return found.where(*counted, wanted).order_by(Unit.sort_key, Unit.id, Indicator.sort_key, Indicator.id)


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `confirmations` as the contract's."""
    plain = {each.key: value for each, value in zip(_PLAIN, row, strict=False)}
    return plain | {
        "value_id": str(Key(row.unit_id, row.period, row.indicator_id)),
        "indicator": {"id": row.indicator_id, "code": row.indicator_code, "name": row.indicator_name},
        "unit": raw(row.unit),
        "unit_of_measure": row.unit_of_measure,
        "told": said(row.told, row.unit_of_measure),
        "believed": None if row.believed is None else said(row.believed, row.unit_of_measure),
        "said_at": row.created_at,
    }


def said(figure: Mapping[str, Any], unit_of_measure: str) -> dict[str, Any]:
    """A figure as `rules.confirmation.as_said` keeps it, with its numbers as numbers."""
    numbers = {
        name: None if figure[name] is None else Decimal(figure[name]) for name in ("numerator", "denominator", "value")
    }
    worked_out = share(numbers["numerator"], numbers["denominator"], unit_of_measure)
    value = worked_out if numbers["value"] is None else numbers["value"]
    return {"answer": figure["answer"], "yes": figure["yes"], **numbers, "value": value}
