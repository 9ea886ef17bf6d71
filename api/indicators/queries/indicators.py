"""Indicators: the shared catalogue and a department's own."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select

from api.indicators.models import Indicator, Target
from api.indicators.permissions import INDICATOR_READ
from api.indicators.rules import Frequency, IndicatorKind, Source
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Reference
from api.kit.sorting import SortKey
from api.plans.models import Plan
from api.plans.queries.parties import raw, rows_of, unit_ref
from api.plans.queries.plans import apply, as_id, containing, named
from api.plans.queries.scope import visible as visible_plans
from api.units.models import Unit
from api.units.models.arrays import any_id, any_text
from api.units.scope import governs, published_to


class IndicatorFilters(SearchableQuery):
    """What narrows the list of indicators."""

    department: Reference | None = Field(default=None, description="Those of this department, by code or id.")
    shared: bool | None = Field(default=None, description="Only the shared catalogue (true), only others (false).")
    plan: UUID | None = Field(default=None, description="Those this plan, by id, sets targets on.")
    kind: IndicatorKind | None = Field(default=None, description="What the figure is made of.")
    frequency: Frequency | None = Field(default=None, description="How often it is asked.")
    source: Source | None = Field(default=None, description="Where values come from.")


SORTS = {
    "name": SortKey(Indicator.sort_key),
    "code": SortKey(Indicator.code),
    "created_at": SortKey(Indicator.created_at),
    "updated_at": SortKey(Indicator.updated_at),
}
_PLAIN = (
    Indicator.id,
    Indicator.version,
    Indicator.code,
    Indicator.name,
    Indicator.unit_of_measure,
    Indicator.kind,
    Indicator.numerator_label,
    Indicator.denominator_label,
    Indicator.direction,
    Indicator.frequency,
    Indicator.time_behaviour,
    Indicator.measured_on,
    Indicator.source,
    Indicator.provenance,
    Indicator.note,
    Indicator.base_count,
    Indicator.prevails,
    Indicator.derivation,
    Indicator.proof,
    Indicator.updated_at,
)


def visible(subject: Subject, today: date) -> ColumnElement[bool]:
    """The shared catalogue, and the indicators of departments above and below the caller."""
    owner = Indicator.department_id
    return and_(
        Indicator.deleted_at.is_(None),
        or_(owner.is_(None), published_to(subject)(owner), governs(subject, INDICATOR_READ, today)(owner)),
    )


def indicators(subject: Subject, today: date) -> Select[Any]:
    """The indicators a caller sees, as `shape` wants them."""
    return rows_of(*_PLAIN, unit_ref(Indicator.department_id).label("department")).where(visible(subject, today))


def filtered(statement: Select[Any], filters: IndicatorFilters, subject: Subject, today: date) -> Select[Any]:
    """The list with the filters applied."""
    statement = apply(statement, filters, _CONDITIONS)
    if filters.plan is None:
        return statement
    targets = select(Target.indicator_id).join(Plan, Plan.id == Target.plan_id)
    named_by = targets.where(Plan.id == filters.plan, Target.deleted_at.is_(None), visible_plans(subject, today))
    return statement.where(Indicator.id.in_(named_by))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "department": lambda reference: Indicator.department_id.in_(select(Unit.id).where(named(Unit, reference))),
    "shared": lambda yes: Indicator.department_id.is_(None) if yes else Indicator.department_id.is_not(None),
    "kind": lambda kind: Indicator.kind == kind,
    "frequency": lambda frequency: Indicator.frequency == frequency,
    "source": lambda source: Indicator.source == source,
    "updated_since": lambda instant: Indicator.updated_at >= instant,
    "q": lambda words: Indicator.search.like(containing(words), escape="\\"),
}


def named_by(references: set[str]) -> ColumnElement[bool]:
    """The indicators that codes or ids name."""
    ids = [id_ for reference in references if (id_ := as_id(reference))]
    return or_(Indicator.code == any_text(references), Indicator.id == any_id(ids)) if references else false()


def shape(row: Row[Any]) -> dict[str, Any]:
    """A row of `indicators` as the contract's indicator."""
    return {column.key: value for column, value in zip(_PLAIN, row, strict=False)} | {"department": raw(row.department)}
