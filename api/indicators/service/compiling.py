"""The figures of a consolidated report: each target with what all units below make of it, and where it stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries import compiling as queries
from api.indicators.rules import IndicatorKind, TimeBehaviour, rollup
from api.indicators.rules.rollup import SUMMED, Sums
from api.indicators.service.judging import Asked, Judge, Measure, course_of
from api.indicators.service.reported import Reporting
from api.indicators.service.rollup import look
from api.kit.calendar import Period, PeriodKind, vietnam_today

_OF_SCHOOLS = frozenset({PeriodKind.SCHOOL_YEAR, PeriodKind.SEMESTER})
_YEARS = {True: PeriodKind.SCHOOL_YEAR, False: PeriodKind.YEAR}
# By unit, indicator and the label of a period.
_Kept = Mapping[tuple[str, str, str], Sums]


@dataclass(frozen=True, slots=True)
class ReportedTarget:
    """A target of a report: how it is printed, what it measures, and its year in periods."""

    row: Row[Any]
    asked: Asked
    before: Asked

    @property
    def indicator_id(self) -> UUID:
        """What it measures."""
        return UUID(str(self.row.indicator_id))


async def targets_reported(session: AsyncSession, about: Reporting) -> list[ReportedTarget]:
    """The targets a consolidated report tells of, in printed order; of each measure those of the nearest year."""
    found = queries.targets(about.plan_id, about.department_id, about.last.year)
    rows = (await session.execute(found)).all()
    nearest: dict[UUID, int] = {}
    for row in rows:
        nearest[row.indicator_id] = min(row.year, nearest.get(row.indicator_id, row.year))
    return [_target(row, about.last) for row in rows if row.year == nearest[row.indicator_id]]


def _target(row: Row[Any], last: date) -> ReportedTarget:
    kind = PeriodKind(row.frequency)
    # A target of 2026 is for the school year that ends in 2026, also in the autumn after it.
    of_schools = kind in _OF_SCHOOLS
    year = Period.on(_YEARS[of_schools], min(last, date(row.year, 8, 31)) if of_schools else last)
    whole, before = rollup.parts(year, kind), rollup.parts(year.previous(), kind)
    begun = tuple(part for part in whole if part.start <= last)
    measure = Measure(
        row.indicator_id, row.code, row.name, row.unit_of_measure, row.kind, row.direction, row.time_behaviour
    )
    return ReportedTarget(row, Asked(measure, year, whole, begun), Asked(measure, year.previous(), before, before))


async def figures_above(
    session: AsyncSession, units: Collection[UUID], targets: Sequence[ReportedTarget]
) -> dict[UUID, list[dict[str, Any]]]:
    """What the units below each of some make of the targets so far in their year, in the targets' order.

    As it is kept; where values wait to be counted, or nothing is kept, as it is counted now: what a report says is
    what the values say at that moment. A constant number of statements, however many units.
    """
    if not units or not targets:
        return {unit: [] for unit in units}
    kept = await _sums(session, units, targets)
    today = vietnam_today(session.info["now"])
    return {unit: [_line(unit, each, kept, today) for each in targets] for unit in units}


async def _sums(session: AsyncSession, units: Collection[UUID], targets: Sequence[ReportedTarget]) -> _Kept:
    begun = {str(part) for each in targets for part in each.asked.parts}
    periods = begun | {str(part) for each in targets for part in each.before.parts}
    indicators = {each.indicator_id for each in targets}
    waits = await session.scalar(queries.waits(begun))
    kept = _gathered(await session.execute(queries.kept(units, indicators, periods)))
    spots = [
        (unit, each.indicator_id, part)
        for each in targets
        for part in each.asked.parts
        for unit in units
        if waits or (str(unit), str(each.indicator_id), str(part)) not in kept
    ]
    counted = _gathered(await look(session, spots)) if spots else {}
    # Counted now is whatever was counted: a spot nobody is asked in, and nobody told of, has no row.
    gone = dict.fromkeys(((str(unit), str(indicator), str(part)) for unit, indicator, part in spots), Sums())
    return {**kept, **gone, **counted}


def _gathered(rows: Iterable[Row[Any]]) -> dict[tuple[str, str, str], Sums]:
    found: dict[tuple[str, str, str], Sums] = defaultdict(Sums)
    for row in rows:
        found[str(row.unit_id), str(row.indicator_id), row.period] += Sums(*(getattr(row, name) for name in SUMMED))
    return dict(found)


def _line(unit: UUID, target: ReportedTarget, kept: _Kept, today: date) -> dict[str, Any]:
    row, asked = target.row, target.asked
    sums = _of(unit, target.asked, kept)
    last = rollup.last_told(sums)
    kind = IndicatorKind(row.kind)
    made = rollup.over_time(kind, TimeBehaviour(row.time_behaviour), sums, last)
    figure = rollup.figure(kind, row.unit_of_measure, made)
    status = None
    if row.comparator is not None:
        judge = Judge(asked, row, today, course_of(target.before, _of(unit, target.before, kept)))
        status = judge.says(sums, of_whole=True)["status"]
    return {
        "id": str(row.id),
        "number": row.number,
        "group": row.group,
        "name": row.printed_name,
        "leads": orjson.loads(row.leads),
        "indicator": {"id": str(row.indicator_id), "code": row.code, "name": row.name},
        "kind": row.kind,
        "unit_of_measure": row.unit_of_measure,
        "target": {"year": row.year, "text": row.text},
        "period": str(asked.parts[last]),
        "cutoff": asked.parts[last].end.isoformat(),
        **{name: _plain(getattr(figure, name)) for name in ("numerator", "denominator", "value")},
        **{name: getattr(made, name) for name in SUMMED if name.startswith("units_")},
        "status": status,
    }


def _of(unit: UUID, asked: Asked, kept: _Kept) -> list[Sums]:
    return [kept.get((str(unit), str(asked.indicator.id), str(part)), Sums()) for part in asked.parts]


def _plain(value: Any) -> Any:
    """A number as JSON has it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
