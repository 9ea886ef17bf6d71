"""What derived figures are worked out from: of whom they are wanted, what is counted of each unit, what stands."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Select, TextClause, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from api.indicators.models import Indicator, IndicatorValue
from api.indicators.queries import counting
from api.indicators.rules import Derivation
from api.units.models import Unit
from api.units.models.arrays import any_id

# The units asked for indicators at a period's end, of those given; as roll-ups expect them.
WANTED = text(
    """
    SELECT DISTINCT u.id AS unit_id, u.department_id, g.indicator_id
    FROM unnest(:ask_indicator, :ask_under, :ask_audience) AS g(indicator_id, under_id, audience_id)
    JOIN indicators i ON i.id = g.indicator_id
    JOIN unit_closure c ON c.line = 'professional' AND c.ancestor_id = g.under_id AND c.valid @> :ends_on
    JOIN units u ON u.id = c.descendant_id AND u.deleted_at IS NULL AND u.valid @> :ends_on
    JOIN unit_versions v ON v.unit_id = u.id AND v.valid @> :ends_on AND v.kind = ANY (i.measured_on)
    WHERE u.id = ANY (:units)
      AND CASE WHEN g.audience_id IS NULL THEN TRUE
               ELSE (g.audience_id, u.id) IN (SELECT * FROM unnest(:meant_audience, :meant_unit)) END
    """
).bindparams(
    bindparam("ends_on", type_=Date()),
    *(bindparam(name, type_=ARRAY(Uuid())) for name in ("units", *counting.ASKED)),
)
_GIVEN: Mapping[str, TypeEngine[Any]] = {
    "units": ARRAY(Uuid()), "first": DateTime(timezone=True), "after": DateTime(timezone=True), "last_day": Date(),
    "first_year": Integer(), "last_year": Integer(),
}  # fmt: skip


def _counted(sql: str) -> TextClause:
    told = {name for name in _GIVEN if re.search(rf":{name}\b", sql)}
    return text(sql).bindparams(*(bindparam(name, type_=_GIVEN[name]) for name in told))


_WORK = """
    SELECT unit_id, count(*) FILTER (WHERE status = 'completed' AND completed_at < {by})::int AS done,
           count(*)::int AS whole
    FROM assignments
    WHERE unit_id = ANY (:units) AND deleted_at IS NULL AND status <> 'cancelled'
      AND due_at >= :first AND due_at < :after
    GROUP BY unit_id
"""
# Of each unit that has any: how many are done, of how many.
COUNTED: Mapping[Derivation, TextClause] = {
    Derivation.CHILD_PLAN_ISSUED: _counted(
        """
        SELECT unit_id, count(*)::int AS done, count(*)::int AS whole
        FROM plans
        WHERE unit_id = ANY (:units) AND parent_plan_id IS NOT NULL AND source IS NULL AND deleted_at IS NULL
          AND status <> 'draft' AND year BETWEEN :first_year AND :last_year
          AND coalesce(issued_on, effective_on) <= :last_day
        GROUP BY unit_id
        """
    ),
    Derivation.ASSIGNMENTS_COMPLETED: _counted(_WORK.format(by=":after")),
    Derivation.ASSIGNMENTS_ON_TIME: _counted(_WORK.format(by="least(due_at + interval '1 second', :after)")),
    Derivation.EVIDENCE_VERIFIED: _counted(
        """
        SELECT unit_id, count(*) FILTER (WHERE verdict = 'verified' AND verdict_at < :after)::int AS done,
               count(*)::int AS whole
        FROM evidence
        WHERE unit_id = ANY (:units) AND deleted_at IS NULL AND replaced_by_id IS NULL
          AND created_at >= :first AND created_at < :after
        GROUP BY unit_id
        """
    ),
}


def derived() -> Select[Indicator]:
    """The indicators that are worked out by a rule."""
    ruled = (Indicator.derivation.is_not(None), Indicator.source == "derived", Indicator.deleted_at.is_(None))
    return select(Indicator).where(*ruled).order_by(Indicator.id)


def standing(units: Iterable[UUID], indicators: Iterable[UUID], period: str) -> Select[Any]:
    """The values of some units for some indicators in a period, locked in the order all writers lock in."""
    found = select(IndicatorValue.__table__).where(
        IndicatorValue.unit_id == any_id(units),
        IndicatorValue.indicator_id == any_id(indicators),
        IndicatorValue.period == period,
    )
    order = (IndicatorValue.unit_id, IndicatorValue.period, IndicatorValue.indicator_id)
    return found.order_by(*order).with_for_update(of=IndicatorValue.__table__)


def units_of(departments: Iterable[UUID]) -> Select[UUID]:
    """The units of departments."""
    return select(Unit.id).where(Unit.department_id == any_id(departments), Unit.deleted_at.is_(None))


def departments() -> Select[UUID]:
    """Every department that is there."""
    return select(Unit.id).where(Unit.kind == "department", Unit.deleted_at.is_(None)).order_by(Unit.id)
