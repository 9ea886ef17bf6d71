"""Roll-ups are read: what is kept, what was never kept and is counted on the spot, and what parts of a year make."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import Indicator
from api.indicators.permissions import VALUE_READ
from api.indicators.queries import rollups as queries
from api.indicators.rules import IndicatorKind, TimeBehaviour, rollup
from api.indicators.rules.rollup import SUMMED, Sums
from api.indicators.rules.value import period_of
from api.indicators.schemas.roll_up import RollUpQuery
from api.indicators.service.indicator import find_indicators
from api.indicators.service.judging import Asked, Judge, course_of
from api.indicators.service.rollup import Spot, look
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, NotFound, invalid
from api.units.models import Unit
from api.units.queries.references import unit_named

_WHICH_UNIT = Message("Hãy nêu đơn vị (`unit`).", "Name the `unit`.")
_UNKNOWN_INDICATOR = Message("Không có chỉ tiêu này.", "There is no such indicator.")
_BAD_PERIOD = Message("Không có kỳ này, ví dụ 2026-Q2, 2026.", "There is no such period, as 2026-Q2, 2026.")
_OTHER_RHYTHM = Message(
    "Chỉ tiêu này báo cáo theo kỳ khác, ví dụ {example}.", "This indicator is asked by other periods, as {example}."
)
# By unit and indicator, then by period, then by bucket.
Counted = Mapping[tuple[UUID, UUID], Mapping[str, Mapping[str, Sums]]]
Ref = dict[str, Any]
# By indicator.
Judges = Mapping[UUID, Judge]


@dataclass(frozen=True)
class Part:
    """One row of an answer to be: whose it is, and what it counted in each part of the period."""

    sums: Sequence[Sums]
    names: dict[str, Any]


_UNJUDGED: dict[str, Any] = {"status": None, "target": None, "forecast": None}


class Figures:
    """One request's figures."""

    def __init__(self, session: AsyncSession, subject: Subject) -> None:
        self._session, self._subject = session, subject
        self._now: datetime = session.info["now"]
        self._today = vietnam_today(self._now)

    async def read(self, query: RollUpQuery) -> list[dict[str, Any]]:
        """The rows. Raises NotFound for a unit out of reach; Invalid for what is unknown or not so measured."""
        unit = await self._unit(query.unit)
        indicators = await self._indicators(unit, query.indicator)
        asked = [one for each in indicators if (one := self._asked(each, query)) is not None]
        as_of = (await self._session.execute(queries.oldest_turn())).scalar_one() or self._now
        rows: list[dict[str, Any]] = []
        if asked:
            whole = await self._counted([unit.id], asked)
            judged = await self._judged(unit, asked)
            for each in asked:
                rows += await self._rows(query.by, unit, each, whole, judged)
        return [row | {"as_of": as_of} for row in rows]

    async def _judged(self, unit: Unit, asked: Sequence[Asked]) -> Judges:
        """What the unit's figures of whole years are held against: targets, and how the year before went."""
        years = [each for each in asked if each.is_year]
        if not years:
            return {}
        first: dict[UUID, Row[Any]] = {}
        for year in sorted({each.period.end.year for each in years}):  # a school year ends in the next
            ids = [each.indicator.id for each in years if each.period.end.year == year]
            goals = await self._session.execute(queries.goals(self._subject, unit.id, ids, year, self._today))
            for row in goals:
                first.setdefault(row.indicator_id, row)
        wanted = [(each, _year_before(each)) for each in years if each.indicator.id in first]
        last_year = await self._kept([unit.id], [before for _, before in wanted])
        return {
            each.indicator.id: Judge(
                each,
                first[each.indicator.id],
                self._today,
                course_of(before, _totals(last_year, unit, before)),
            )
            for each, before in wanted
        }

    async def _unit(self, reference: str | None) -> Unit:
        if reference is None:
            own = {reach.unit_id for reach in self._subject.reaches_with(VALUE_READ) if not reach.read_only}
            if len(own) != 1:
                raise invalid("/query/unit", "missing", _WHICH_UNIT)
            reference = str(own.pop())
        unit = (await self._session.scalars(unit_named(self._subject, reference, self._today))).first()
        if unit is None:
            raise NotFound
        return unit

    async def _indicators(self, unit: Unit, reference: str | None) -> Sequence[Indicator]:
        """The indicators asked about, of those the caller may know figures of for this unit."""
        if reference is None:
            found = await self._session.scalars(queries.indicators_of(self._subject, unit.id, self._today))
            wanted: Sequence[Indicator] = found.all()
        else:
            named = await find_indicators(self._session, self._subject, unit.department_id, {reference})
            wanted = list(named.values())
        governed = select(Unit.id).where(Unit.id == unit.id, queries.is_governed(self._subject, self._today))
        if (await self._session.scalar(governed)) is None:
            led = await self._led(unit)
            wanted = [indicator for indicator in wanted if indicator.id in led]
        elif reference is not None and not wanted:
            raise invalid("/query/indicator", "unknown_indicator", _UNKNOWN_INDICATOR)
        if not wanted and reference is not None:
            raise NotFound
        return wanted

    async def _led(self, unit: Unit) -> Collection[UUID]:
        """The indicators the caller's division leads, for a unit of its department. Raises NotFound where none."""
        divisions, departments = queries.led_by(self._subject)
        under = queries.stands_under(unit.id, departments, self._today)
        if not divisions or (await self._session.execute(under)).first() is None:
            raise NotFound
        return set(await self._session.scalars(queries.led_indicators(divisions)))

    def _asked(self, indicator: Indicator, query: RollUpQuery) -> Asked | None:
        kind = PeriodKind(indicator.frequency)
        running = Period.on(kind, self._today)
        period = running if query.period is None else period_of(query.period)
        if period is None:
            raise invalid("/query/period", "bad_period", _BAD_PERIOD)
        parts = rollup.parts(period, kind)
        begun = tuple(part for part in parts if part.start <= self._today)
        if not parts and query.indicator is not None:
            raise invalid("/query/period", "other_rhythm", _OTHER_RHYTHM, example=str(running))
        return Asked(indicator, period, parts, begun or parts[:1]) if parts else None

    async def _rows(
        self, by: str | None, unit: Unit, asked: Asked, whole: Counted, judged: Judges
    ) -> list[dict[str, Any]]:
        of_unit = _by_period(whole, unit.id, asked)
        last = rollup.last_told([_total(buckets) for buckets in of_unit])
        ref = {"id": unit.id, "code": unit.code, "name": unit.name}
        if by == "period":
            return [
                _row(asked, part, [_total(buckets)], 0, {"unit": ref, "period": str(part)})
                for part, buckets in zip(asked.parts, of_unit, strict=True)
            ]
        parts = await self._parts(by, unit, asked, of_unit, last)
        rows = [_row(asked, asked.parts[last], part.sums, last, {"unit": ref} | part.names) for part in parts]
        judge = judged.get(asked.indicator.id)
        if judge is not None and by in {None, "child"}:
            rows = [row | judge.says(part.sums, of_whole=by is None) for row, part in zip(rows, parts, strict=True)]
        return rows

    async def _parts(
        self, by: str | None, unit: Unit, asked: Asked, of_unit: Sequence[Mapping[str, Sums]], last: int
    ) -> Sequence[Part]:
        whole = [_total(buckets) for buckets in of_unit]
        if by == "child":
            return await self._children(unit, asked, whole, last)
        if by == "cluster":
            return await self._clusters(unit, asked)
        if by == "education_level":
            every = sorted({bucket for buckets in of_unit for bucket in buckets})
            return [Part([buckets.get(one, Sums()) for buckets in of_unit], _named(one)) for one in every]
        return [Part(whole, {})]

    async def _children(self, unit: Unit, asked: Asked, whole: Sequence[Sums], last: int) -> Sequence[Part]:
        """One for each unit right below; and one for the unit itself, if there is something no child has."""
        found = (await self._session.execute(queries.children(unit.id, asked.parts[last].end))).all()
        counted = await self._counted([row.id for row in found], [asked]) if found else {}
        parts = [
            Part([_total(buckets) for buckets in _by_period(counted, row.id, asked)], {"unit": _ref(row)})
            for row in found
        ]
        rest = [total - sum((part.sums[n] for part in parts), Sums()) for n, total in enumerate(whole)]
        return [part for part in (*parts, Part(rest, {})) if any(part.sums)]

    async def _clusters(self, unit: Unit, asked: Asked) -> Sequence[Part]:
        spots = _spots([unit.id], [asked])
        rows = await look(self._session, spots, by_cluster=True)
        of_unit = _by_period(_gathered(rows), unit.id, asked)
        ids = {cluster for buckets in of_unit for cluster in buckets}
        named = (await self._session.execute(queries.clusters(UUID(id_) for id_ in ids if id_))).all()
        refs: list[tuple[str, Ref | None]] = [(str(row.id), _ref(row)) for row in named]
        refs += [("", None)] if "" in ids else []
        return [Part([buckets.get(id_, Sums()) for buckets in of_unit], {"cluster": ref}) for id_, ref in refs]

    async def _counted(self, units: Sequence[UUID], asked: Sequence[Asked]) -> Counted:
        """What is kept of units; what is not is counted now."""
        spots = _spots(units, asked)
        rows = await self._kept_rows(units, asked)
        there = {(row.unit_id, row.indicator_id, row.period) for row in rows}
        missing = [spot for spot in spots if (spot[0], spot[1], str(spot[2])) not in there]
        if missing:
            looked = await look(self._session, missing)
            rows += [row for row in looked if (row.unit_id, row.indicator_id, row.period) not in there]
        return _gathered(rows)

    async def _kept(self, units: Sequence[UUID], asked: Sequence[Asked]) -> Counted:
        """What is kept of units, and no more."""
        return _gathered(await self._kept_rows(units, asked)) if asked else {}

    async def _kept_rows(self, units: Sequence[UUID], asked: Sequence[Asked]) -> list[Row[Any]]:
        periods = {str(part) for each in asked for part in each.parts}
        indicators = {each.indicator.id for each in asked}
        return list(await self._session.execute(queries.kept(units, indicators, periods)))


def _year_before(asked: Asked) -> Asked:
    year = asked.period.previous()
    parts = rollup.parts(year, asked.whole[0].kind)
    return Asked(asked.indicator, year, parts, parts)


def _spots(units: Iterable[UUID], asked: Iterable[Asked]) -> list[Spot]:
    every = [(each.indicator.id, part) for each in asked for part in each.parts]
    return [(unit, *one) for unit in units for one in every]


def _gathered(rows: Iterable[Row[Any]]) -> Counted:
    found: dict[tuple[UUID, UUID], dict[str, dict[str, Sums]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        sums = Sums(*(getattr(row, name) for name in SUMMED))
        found[UUID(str(row.unit_id)), UUID(str(row.indicator_id))][row.period][row.bucket] = sums
    return found


def _by_period(counted: Counted, unit: UUID, asked: Asked) -> list[Mapping[str, Sums]]:
    of_unit = counted.get((unit, asked.indicator.id), {})
    return [of_unit.get(str(part), {}) for part in asked.parts]


def _total(buckets: Mapping[str, Sums]) -> Sums:
    return sum(buckets.values(), Sums())


def _ref(row: Row[Any]) -> Ref:
    return {"id": row.id, "code": row.code, "name": row.name}


def _totals(counted: Counted, unit: Unit, asked: Asked) -> list[Sums]:
    return [_total(buckets) for buckets in _by_period(counted, unit.id, asked)]


def _named(bucket: str) -> dict[str, Any]:
    levels = rollup.levels_of(bucket)
    return {"bucket": bucket, "education_levels": levels}


def _row(asked: Asked, until: Period, sums: Sequence[Sums], last: int, names: dict[str, Any]) -> dict[str, Any]:
    indicator = asked.indicator
    kind, behaviour = IndicatorKind(indicator.kind), TimeBehaviour(indicator.time_behaviour)
    made = rollup.over_time(kind, behaviour, sums, last)
    figure = rollup.figure(kind, indicator.unit_of_measure, made)
    plain = {"period": str(asked.period), "bucket": None, "education_levels": None, "cluster": None}
    counted: dict[str, Any] = {name: getattr(made, name) for name in SUMMED if name.startswith("units_")}
    shown = {"numerator": figure.numerator, "denominator": figure.denominator, "value": figure.value}
    ref = {"id": indicator.id, "code": indicator.code, "name": indicator.name}
    cutoff: date = until.end
    return {"indicator": ref} | plain | names | shown | counted | {"cutoff": cutoff} | _UNJUDGED
