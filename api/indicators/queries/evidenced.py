"""Indicators as evidence finds them: a unit shows something with its answer."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, any_, cast, null, select, true

from api.evidence.queries.targets import Kind
from api.indicators.models import Indicator, Target, TargetParticipation
from api.indicators.queries.indicators import visible
from api.kit.calendar import Period
from api.kit.permissions import Subject
from api.plans.queries.parties import rows_of

INDICATOR = "indicator"


def _indicators(subject: Subject, today: date) -> Select[Any]:
    """Whoever reads an indicator may show what stands behind the own answer; it is many units'."""
    found = rows_of(Indicator.id, true().label("may"), cast(null(), Uuid()).label("unit_id"))
    return found.where(visible(subject, today))


def _led(divisions: ColumnElement[Any]) -> Select[Any]:
    """The divisions that lead a target judge what is shown for its indicator."""
    leading = (TargetParticipation.role == "lead", TargetParticipation.unit_id == any_(divisions))
    joined = select(Target.indicator_id).join(TargetParticipation, TargetParticipation.target_id == Target.id)
    return joined.where(Target.deleted_at.is_(None), *leading)


def _is_of(unit_id: UUID, part: str) -> bool:
    """Whether `<unit>.<period>` is an answer of a unit; it need not be given yet, for proof may come first."""
    unit, _, period = part.partition(".")
    try:
        Period.parse(period)
    except ValueError:
        return False
    return unit == str(unit_id)


KIND = Kind(INDICATOR, _indicators, _led)
VALUE = Kind("indicator_value", _indicators, _led, _is_of)
