"""The reports of a round that more time can be given."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.reporting.models import Report
from api.reporting.rules.report import STATUSES, allows
from api.units.models import UnitClosure
from api.units.models.arrays import any_text

_OPEN = tuple(status for status in STATUSES if allows("extend", status))


def extendable(round_id: UUID, unit_id: UUID | None, under: UUID | None, today: date) -> Select[Any]:
    """Those not sent, or returned, of a unit, or of a unit and all below it; locked in one order."""
    found = select(Report).where(
        Report.round_id == round_id, Report.deleted_at.is_(None), Report.status == any_text(_OPEN)
    )
    if unit_id is not None:
        found = found.where(Report.unit_id == unit_id)
    if under is not None:
        way = (UnitClosure.line == "professional", UnitClosure.ancestor_id == under, UnitClosure.valid.contains(today))
        found = found.where(Report.unit_id.in_(select(UnitClosure.descendant_id).where(*way)))
    return found.order_by(Report.id).with_for_update(of=Report)
