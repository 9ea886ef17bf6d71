"""The figures of a consolidated report: each target with what all units below make of it, and where it stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries import compiling as queries
from api.indicators.queries import counting
from api.indicators.rules import rollup
from api.indicators.rules.rollup import SUMMED, Sums
from api.indicators.service.judging import Asked, Judge, Measure, apart_of, course_of, told
from api.indicators.service.reported import Reporting
from api.indicators.service.rollup import look
from api.kit.calendar import Period, PeriodKind, vietnam_today

_OF_SCHOOLS = frozenset({PeriodKind.SCHOOL_YEAR, PeriodKind.SEMESTER})
_YEARS = {True: PeriodKind.SCHOOL_YEAR, False: PeriodKind.YEAR}
# By unit, indicator, the label of a period, and the audience told apart (None: all).
_Spot = tuple[str, str, str, str | None]
_Kept = Mapping[_Spot, Sums]


@dataclass(frozen=True)
class ReportedTarget:
    """A target of a report: how it is printed, what it measures, and its year in periods."""

    row: Row[Any]
    asked: Asked
    before: Asked

    @property
    def indicator_id(self) -> UUID:
        """What it measures."""
        return UUID(str(self.row.indicator_id))

    @cached_property
    def apart(self) -> str | None:
        """The audience it is told apart for."""
        return apart_of(self.row.audience_id, self.row.rule, self.row.measured_on)


async def targets_reported(session: AsyncSession, about: Reporting) -> list[ReportedTarget]:
    """The targets a consolidated report tells of, in printed order: those of its year, and of later ones."""
    rows = await session.execute(queries.targets(about.plan_id, about.department_id, about.last.year))
    return [reported_target(row, about.last) for row in rows]


def reported_target(row: Row[Any], last: date) -> ReportedTarget:
    """A target as far as a day; one of a year that was over by then as that year ended."""
    kind = PeriodKind(row.frequency)
    # A target of 2026 is for the school year that ends in 2026, also in the autumn after it.
    of_schools = kind in _OF_SCHOOLS
    until = min(last, date(row.year, 8, 31) if of_schools else date(row.year, 12, 31))
    year = Period.on(_YEARS[of_schools], until)
    whole, before = rollup.parts(year, kind), rollup.parts(year.previous(), kind)
    begun = tuple(part for part in whole if part.start <= last)
    measure = Measure(
        row.indicator_id, row.code, row.name, row.unit_of_measure, row.kind, row.direction, row.time_behaviour
    )
    return ReportedTarget(row, Asked(measure, year, whole, begun), Asked(measure, year.previous(), before, before))


async def figures_above(
    session: AsyncSession, units: Collection[UUID], targets: Sequence[ReportedTarget], *, as_kept: bool = False
) -> dict[UUID, list[dict[str, Any]]]:
    """What the units below each of some make of the targets so far in their year, in the targets' order.

    As it is kept; where values wait to be counted, or nothing is kept, as it is counted now: what a report says is
    what the values say at that moment. `as_kept` is content with what is kept. A constant number of statements,
    however many units.
    """
    if not units or not targets:
        return {unit: [] for unit in units}
    kept = await _sums(session, units, targets, as_kept=as_kept)
    today = vietnam_today(session.info["now"])
    return {unit: [_line(unit, each, kept, today) for each in targets] for unit in units}


async def _sums(
    session: AsyncSession, units: Collection[UUID], targets: Sequence[ReportedTarget], *, as_kept: bool
) -> _Kept:
    """Over all, and over the audiences that some of the targets are told apart for."""
    begun = {str(part) for each in targets for part in each.asked.parts}
    periods = begun | {str(part) for each in targets for part in each.before.parts}
    indicators = {each.indicator_id for each in targets}
    apart = {each.indicator_id for each in targets if each.apart is not None}
    waits = not as_kept and await session.scalar(queries.waits(begun))
    there = _gathered(await session.execute(queries.kept(units, indicators, periods)))
    spots = [
        (unit, each.indicator_id, part)
        for each in targets
        for part in each.asked.parts
        for unit in units
        if waits or (str(unit), str(each.indicator_id), str(part), None) not in there
    ]
    if apart:
        there |= _gathered(await session.execute(queries.kept_apart(units, apart, periods)))
    # Counted now is whatever was counted: a spot nobody is asked in, and nobody told of, has no row.
    anew = {(str(unit), str(indicator), str(part)) for unit, indicator, part in spots}
    kept = {spot: sums for spot, sums in there.items() if spot[:3] not in anew}
    looked = _gathered(await look(session, spots)) if spots else {}
    of_some = [spot for spot in spots if spot[1] in apart]
    by_audience = _gathered(await look(session, of_some, counting.LOOK_BY_AUDIENCE)) if of_some else {}
    return {**kept, **looked, **by_audience}


def _gathered(rows: Iterable[Row[Any]]) -> dict[_Spot, Sums]:
    found: dict[_Spot, Sums] = defaultdict(Sums)
    for row in rows:
        apart = str(row.audience_id) if "audience_id" in row._fields else None
        sums = Sums(*(getattr(row, name) for name in SUMMED))
        found[str(row.unit_id), str(row.indicator_id), row.period, apart] += sums
    return dict(found)


def _line(unit: UUID, target: ReportedTarget, kept: _Kept, today: date) -> dict[str, Any]:
    row, asked = target.row, target.asked
    sums = _of(unit, target, asked, kept)
    figure = told(asked, sums)
    judged: dict[str, Any] = {"status": None, "forecast": None}
    if row.comparator is not None:
        judge = Judge(asked, row, today, course_of(target.before, _of(unit, target, target.before, kept)))
        judged |= judge.says(sums, of_whole=True)
    return {
        "id": str(row.id),
        "number": row.number,
        "group": row.group,
        "name": row.printed_name,
        "leads": orjson.loads(row.leads),
        "audience": None if target.apart is None else orjson.loads(row.audience),
        "indicator": {"id": str(row.indicator_id), "code": row.code, "name": row.name},
        "kind": row.kind,
        "unit_of_measure": row.unit_of_measure,
        "target": {"year": row.year, "text": row.text},
        "period": str(asked.parts[rollup.last_told(sums)]),
        "cutoff": figure.pop("cutoff").isoformat(),
        **{name: _plain(value) for name, value in figure.items()},
        "status": judged["status"],
        "forecast": _plain(judged["forecast"]),
    }


def _of(unit: UUID, target: ReportedTarget, asked: Asked, kept: _Kept) -> list[Sums]:
    spots = ((str(unit), str(asked.indicator.id), str(part), target.apart) for part in asked.parts)
    return [kept.get(spot, Sums()) for spot in spots]


def _plain(value: Any) -> Any:
    """A number as JSON has it."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
