"""Where a unit stands with targets of a list, each over its own audience."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries import compiling as queries
from api.indicators.queries.rollups import oldest_turn
from api.indicators.service.compiling import ReportedTarget, figures_above, reported_target
from api.indicators.service.figures import Figures
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.units.models import Unit

_SHOWN = (
    "cutoff", "numerator", "denominator", "value", "units_expected", "units_reported", "units_received",
    "units_yes", "units_not_applicable", "status", "forecast",
)  # fmt: skip


async def standings(
    session: AsyncSession, subject: Subject, reference: str | None, targets: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """What stands beside each target of a list, null where there is nothing to tell, or no unit named.

    Raises NotFound for a unit whose figures the caller reads none of.
    """
    found: dict[UUID, dict[str, Any]] = {id_: {"standing": None} for id_ in targets}
    if reference is not None:
        found |= await _standings(session, subject, reference, targets)
    return found


async def _standings(
    session: AsyncSession, subject: Subject, reference: str, targets: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    figures, today = Figures(session, subject), vietnam_today(session.info["now"])
    unit = await figures.unit(reference)
    led = await figures.led(unit)
    rows = await session.execute(queries.of_targets(targets))
    told = [reported_target(row, today) for row in rows if led is None or row.indicator_id in led]
    as_of = (await session.execute(oldest_turn())).scalar_one() or session.info["now"]
    lines = (await figures_above(session, [unit.id], told, as_kept=True))[unit.id]
    about = {"unit": {"id": unit.id, "code": unit.code, "name": unit.name}, "as_of": as_of}
    return {
        each.row.id: {"standing": {**about, "period": str(each.asked.period), **{name: line[name] for name in _SHOWN}}}
        for each, line in zip(told, lines, strict=True)
        if _concerns(each, unit, line)
    }


def _concerns(target: ReportedTarget, unit: Unit, line: dict[str, Any]) -> bool:
    """Whether somebody there is asked, or it is the unit that set it, of which a figure is missing."""
    return bool(line["units_expected"]) or target.row.unit_id == unit.id
