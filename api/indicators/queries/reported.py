"""What a report gathers of figures: what plans ask of units, and what units answered in a span of days."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from api.indicators.models import Indicator, IndicatorValue, Target
from api.indicators.queries.values import figure
from api.indicators.rules import State
from api.plans.models import Plan
from api.plans.queries.parties import rows_of
from api.units.models.arrays import any_id


def asked(plan_id: UUID | None, department_id: UUID | None, year: int) -> Select[Any]:
    """The indicators a plan, or with none all plans in force of a department, set a target of from a year on.

    One row for each target, those of the nearest year first.
    """
    columns = (
        Indicator.id, Indicator.code, Indicator.name, Indicator.unit_of_measure, Indicator.kind,
        Indicator.numerator_label, Indicator.denominator_label, Indicator.frequency, Indicator.measured_on,
        Indicator.source, Target.audience_id, Target.text, Target.year, Target.value.label("wanted"), Target.comparator,
    )  # fmt: skip
    found = rows_of(*columns).join(Target, Target.indicator_id == Indicator.id).join(Plan, Plan.id == Target.plan_id)
    whose = Plan.department_id == department_id if plan_id is None else Plan.id == plan_id
    standing = (Target.deleted_at.is_(None), Indicator.deleted_at.is_(None), Plan.deleted_at.is_(None))
    found = found.where(whose, Plan.status != "draft", Target.year >= year, *standing)
    return found.order_by(Target.year, Target.position, Target.id)


_VALUE = IndicatorValue
# What of a value tells how far it is, and all that is shown of it.
STANDING = (_VALUE.unit_id, _VALUE.period, _VALUE.indicator_id, _VALUE.state, _VALUE.warnings)
SHOWN = (
    *STANDING, _VALUE.answer, _VALUE.numerator, _VALUE.denominator, figure(_VALUE).label("value"), _VALUE.yes,
    _VALUE.source, _VALUE.note, _VALUE.version, _VALUE.on_behalf,
)  # fmt: skip


def answered(
    units: Iterable[UUID], indicators: Iterable[UUID], first: date, last: date, columns: Sequence[Any]
) -> Select[Any]:
    """The values of units for indicators whose periods end within some days."""
    found = rows_of(*columns).join(Indicator, Indicator.id == _VALUE.indicator_id)
    return found.where(
        _VALUE.unit_id == any_id(units),
        _VALUE.indicator_id == any_id(indicators),
        _VALUE.ends_on.between(first, last),
        _VALUE.state != State.WITHDRAWN,
    )
