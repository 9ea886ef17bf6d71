"""Codes by which other systems name indicators."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, or_, select

from api.identity.models import Client
from api.indicators.models import Indicator, IndicatorCode
from api.indicators.permissions import INDICATOR_CODE_READ
from api.indicators.queries.indicators import visible as visible_indicators
from api.kit.pagination import ListQuery
from api.kit.permissions import Subject
from api.kit.schemas import Instant, Reference
from api.kit.sorting import SortKey
from api.plans.queries.parties import rows_of
from api.plans.queries.plans import apply, as_id
from api.units.models.arrays import any_text
from api.units.scope import governs


class IndicatorCodeFilters(ListQuery):
    """What narrows the list of codes."""

    client: Reference | None = Field(default=None, description="Of this system, by code or id.")
    indicator: Reference | None = Field(default=None, description="Of this indicator, by our code or id.")
    updated_since: Instant | None = Field(default=None, description="Only those written at or after this instant.")


SORTS = {"value": SortKey(IndicatorCode.value), "updated_at": SortKey(IndicatorCode.updated_at)}


def is_client(reference: str) -> ColumnElement[bool]:
    """The client a code or an id names."""
    id_ = as_id(reference)
    return Client.code == reference if id_ is None else Client.id == id_


def _is_indicator(reference: str) -> ColumnElement[bool]:
    id_ = as_id(reference)
    return Indicator.code == reference if id_ is None else Indicator.id == id_


def codes(subject: Subject, today: date) -> Select[Any]:
    """The codes of systems of units at and below the caller, and the caller's own, as `shape` wants them."""
    named = (Client.id.label("client_id"), Client.code.label("client"), Client.name.label("client_name"))
    measured = (Indicator.id.label("indicator_id"), Indicator.code.label("indicator"), Indicator.name)
    own = IndicatorCode.client_id == subject.id
    return (
        rows_of(IndicatorCode.id, IndicatorCode.version, IndicatorCode.value, IndicatorCode.updated_at, *named)
        .add_columns(*measured)
        .join(Client, Client.id == IndicatorCode.client_id)
        .join(Indicator, Indicator.id == IndicatorCode.indicator_id)
        .where(IndicatorCode.deleted_at.is_(None), visible_indicators(subject, today))
        .where(or_(governs(subject, INDICATOR_CODE_READ, today)(Client.unit_id), own))
    )


def filtered(statement: Select[Any], filters: IndicatorCodeFilters) -> Select[Any]:
    """The list with the filters applied."""
    return apply(statement, filters, _CONDITIONS)


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "client": is_client,
    "indicator": _is_indicator,
    "updated_since": lambda instant: IndicatorCode.updated_at >= instant,
}


def meant_by(client_id: Any, values: Any) -> Select[UUID]:
    """The indicators that a client's codes mean, to be compared with; both may be bound later."""
    holds = (IndicatorCode.client_id == client_id, IndicatorCode.value == values, IndicatorCode.deleted_at.is_(None))
    return select(IndicatorCode.indicator_id).where(*holds)


def named_so(subject: Subject, references: Collection[str]) -> Select[str, UUID]:
    """What references mean that are codes of the calling system: the code and the indicator."""
    return select(IndicatorCode.value, IndicatorCode.indicator_id).where(
        IndicatorCode.client_id == subject.id,
        IndicatorCode.value == any_text(references),
        IndicatorCode.deleted_at.is_(None),
    )


def own_codes(subject: Subject) -> Select[UUID, str]:
    """What the calling system calls indicators, by their id."""
    return select(IndicatorCode.indicator_id, IndicatorCode.value).where(
        IndicatorCode.client_id == subject.id, IndicatorCode.deleted_at.is_(None)
    )


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `codes` as it is shown."""
    return {
        "id": row.id,
        "version": row.version,
        "client": {"id": row.client_id, "code": row.client, "name": row.client_name},
        "indicator": {"id": row.indicator_id, "code": row.indicator, "name": row.name},
        "value": row.value,
        "updated_at": row.updated_at,
    }
