"""Roll-ups are read: what is kept, what was never kept and is counted on the spot, and what parts of a year make."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import Indicator
from api.indicators.permissions import VALUE_READ
from api.indicators.queries import counting
from api.indicators.queries import rollups as queries
from api.indicators.rules import rollup, standing
from api.indicators.rules.rollup import Sums
from api.indicators.rules.value import period_of
from api.indicators.schemas.roll_up import RollUpQuery
from api.indicators.service.held import Counted, Counts, Held, Part, completed, gathered, gathered_whole, judged
from api.indicators.service.indicator import find_indicators
from api.indicators.service.judging import Asked, Judge, Measure, apart_of, course_of, told
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
# By indicator.
Judges = Mapping[UUID, Sequence[Held]]
_UNJUDGED: dict[str, Any] = {"status": None, "target": None, "forecast": None, "targets": []}
# By indicator.
Parts = Mapping[UUID, Sequence[Part]]
Ref = dict[str, Any]


class Figures:
    """One request's figures."""

    def __init__(self, session: AsyncSession, subject: Subject) -> None:
        self._session, self._subject = session, subject
        self._now: datetime = session.info["now"]
        self._today = vietnam_today(self._now)

    async def read(self, query: RollUpQuery) -> list[dict[str, Any]]:
        """The rows. Raises NotFound for a unit out of reach; Invalid for what is unknown or not so measured."""
        unit = await self.unit(query.unit)
        indicators = await self._indicators(unit, query.indicator)
        asked = [one for each in indicators if (one := self._asked(each, query)) is not None]
        as_of = (await self._session.execute(queries.oldest_turn())).scalar_one() or self._now
        rows: list[dict[str, Any]] = []
        if asked:
            judges = await self._judges(unit, asked) if query.by in {None, "child"} else {}
            apart = {id_ for id_, held in judges.items() if any(one.apart is not None for one in held)}
            counts = await self._counted([unit.id], asked, apart)
            parts = await self._parts(query.by, unit, asked, counts)
            for each in asked:
                whole = counts.part(unit.id, each, {"unit": _ref(unit)})
                held = judges.get(each.indicator.id, ())
                if query.by == "period":
                    rows += _by_period(each, whole)
                    continue
                last = rollup.last_told(whole.sums)
                for part in parts[each.indicator.id]:
                    row = _row(each, part.sums, last, whole.names | part.names)
                    rows.append(row | judged(held, part, of_whole=query.by is None))
        return [row | {"as_of": as_of} for row in rows]

    async def _judges(self, unit: Unit, asked: Sequence[Asked]) -> Judges:
        """What the unit's figures of whole years are held against: targets, and how the year before went."""
        years = [each for each in asked if each.is_year]
        if not years:
            return {}
        goals: dict[UUID, list[Row[Any]]] = defaultdict(list)
        for year in sorted({each.period.end.year for each in years}):  # a school year ends in the next
            ids = [each.indicator.id for each in years if each.period.end.year == year]
            for row in await self._session.execute(queries.goals(self._subject, unit.id, ids, year, self._today)):
                goals[row.indicator_id].append(row)
        wanted = [(each, _year_before(each)) for each in years if each.indicator.id in goals]
        last_year = await self._kept([unit.id], [before for _, before in wanted])
        return {
            each.indicator.id: [
                self._held(unit, each, before, row, last_year) for row in standing.that_stand(goals[each.indicator.id])
            ]
            for each, before in wanted
        }

    def _held(self, unit: Unit, asked: Asked, before: Asked, row: Row[Any], last_year: Counts) -> Held:
        apart = apart_of(row.audience_id, row.rule, row.measured_on)
        then = course_of(before, last_year.part(unit.id, before, {}).of(apart))
        return Held(Judge(asked, row, self._today, then), apart, own=row.unit_id == unit.id)

    async def unit(self, reference: str | None) -> Unit:
        """The unit meant. Raises NotFound for one out of reach, Invalid where there is none or several."""
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
        led = await self.led(unit)
        if led is not None:
            wanted = [indicator for indicator in wanted if indicator.id in led]
        elif reference is not None and not wanted:
            raise invalid("/query/indicator", "unknown_indicator", _UNKNOWN_INDICATOR)
        if not wanted and reference is not None:
            raise NotFound
        return wanted

    async def led(self, unit: Unit) -> Collection[UUID] | None:
        """The indicators the caller's division leads, for a unit of its department; None for one who reads all.

        Raises NotFound for whoever reads nothing of the unit.
        """
        governed = select(Unit.id).where(Unit.id == unit.id, queries.is_governed(self._subject, self._today))
        if (await self._session.scalar(governed)) is not None:
            return None
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
        # Read of a record a hundred thousand times, its columns would cost more than the figures.
        measure = Measure(*(getattr(indicator, field.name) for field in fields(Measure)))
        return Asked(measure, period, parts, begun or parts[:1]) if parts else None

    async def _parts(self, by: str | None, unit: Unit, asked: Sequence[Asked], counts: Counts) -> Parts:
        """What the figure of each indicator is shown as."""
        if by == "child":
            return await self._children(unit, asked, counts)
        if by == "cluster":
            return {each.indicator.id: await self._clusters(unit, each) for each in asked}
        if by == "education_level":
            return {each.indicator.id: _levels(counts.buckets(unit.id, each)) for each in asked}
        return {each.indicator.id: [counts.part(unit.id, each, {"unit": _ref(unit)})] for each in asked}

    async def _children(self, unit: Unit, asked: Sequence[Asked], counts: Counts) -> Parts:
        """Of each indicator one for each unit right below; and one for the unit itself, if something is in no child.

        All indicators last told of on the same day are counted together: who is below a unit is looked up once.
        """
        wholes = {each.indicator.id: counts.part(unit.id, each, {"unit": _ref(unit)}) for each in asked}
        by_day: dict[date, list[Asked]] = defaultdict(list)
        for each in asked:
            last = rollup.last_told(wholes[each.indicator.id].sums)
            by_day[each.parts[last].end].append(each)
        found: dict[UUID, list[Part]] = {}
        for day, together in by_day.items():
            below = (await self._session.execute(queries.children(unit.id, day))).all()
            apart = {each.indicator.id for each in together if wholes[each.indicator.id].apart}
            of_all = await self._counted_whole([row.id for row in below], together, apart) if below else Counts()
            for each in together:
                parts = [of_all.part(row.id, each, {"unit": _ref(row)}) for row in below]
                parts.append(wholes[each.indicator.id].without(parts))
                found[each.indicator.id] = [part for part in parts if any(part.sums)]
        return found

    async def _clusters(self, unit: Unit, asked: Asked) -> Sequence[Part]:
        spots = _spots([unit.id], [asked])
        rows = await look(self._session, spots, counting.LOOK_BY_CLUSTER)
        of_unit = Counts(gathered(rows)).buckets(unit.id, asked)
        ids = {cluster for buckets in of_unit for cluster in buckets}
        named = (await self._session.execute(queries.clusters(UUID(id_) for id_ in ids if id_))).all()
        refs: list[tuple[str, Ref | None]] = [(str(row.id), _ref(row)) for row in named]
        refs += [("", None)] if "" in ids else []
        return [Part([buckets.get(id_, Sums()) for buckets in of_unit], {"cluster": ref}) for id_, ref in refs]

    async def _counted(self, units: Sequence[UUID], asked: Sequence[Asked], apart: Collection[UUID]) -> Counts:
        """What is kept of units; what is not is counted now. By audience of some indicators."""
        rows = await self._kept_rows(queries.kept, units, asked)
        there = {(row.unit_id, row.indicator_id, row.period) for row in rows}
        missing = [spot for spot in _spots(units, asked) if (spot[0], spot[1], str(spot[2])) not in there]
        if missing:
            looked = await look(self._session, missing)
            rows += [row for row in looked if (row.unit_id, row.indicator_id, row.period) not in there]
        return Counts(gathered(rows), await self._apart(units, asked, apart, missing))

    async def _counted_whole(self, units: Sequence[UUID], asked: Sequence[Asked], apart: Collection[UUID]) -> Counts:
        """The same over all sorts of unit, which many units are counted by in far less time."""
        wholes = gathered_whole(await self._kept_rows(queries.kept_whole, units, asked))
        missing = [
            (unit, each.indicator.id, part)
            for unit in units
            for each in asked
            for part, label in zip(each.parts, each.labels, strict=True)
            if label not in wholes.get((unit, each.indicator.id), ())
        ]
        looked = await look(self._session, missing) if missing else []
        by_audience = await self._apart(units, asked, apart, missing)
        return Counts(by_audience=by_audience, wholes=completed(wholes, looked))

    async def _apart(
        self, units: Sequence[UUID], asked: Sequence[Asked], apart: Collection[UUID], missing: Sequence[Spot]
    ) -> Counted:
        """What is kept of units by audience, of some indicators; what is not, by `missing`, is counted now."""
        if not apart:
            return {}
        by_audience = await self._kept_rows(queries.kept_apart, units, asked)
        unkept = {(unit, indicator, str(part)) for unit, indicator, part in missing if indicator in apart}
        of_unkept = [spot for spot in missing if spot[1] in apart]
        looked = await look(self._session, of_unkept, counting.LOOK_BY_AUDIENCE)
        by_audience += [row for row in looked if (row.unit_id, row.indicator_id, row.period) in unkept]
        return gathered(by_audience)

    async def _kept(self, units: Sequence[UUID], asked: Sequence[Asked]) -> Counts:
        """What is kept of units, and no more."""
        if not asked:
            return Counts()
        by_sort = await self._kept_rows(queries.kept, units, asked)
        by_audience = await self._kept_rows(queries.kept_apart, units, asked)
        return Counts(gathered(by_sort), gathered(by_audience))

    async def _kept_rows(self, kept: Any, units: Sequence[UUID], asked: Sequence[Asked]) -> list[Row[Any]]:
        periods = {label for each in asked for label in each.labels}
        return list(await self._session.execute(kept(units, {each.indicator.id for each in asked}, periods)))


def _by_period(asked: Asked, whole: Part) -> list[dict[str, Any]]:
    """Each part of a period as a row of its own."""
    return [
        _row(_alone(asked, part), [sums], 0, whole.names) for part, sums in zip(asked.parts, whole.sums, strict=True)
    ]


def _levels(of_unit: Sequence[Mapping[str, Sums]]) -> list[Part]:
    """Each sort of school."""
    every = sorted({bucket for buckets in of_unit for bucket in buckets})
    return [Part([buckets.get(one, Sums()) for buckets in of_unit], _named(one)) for one in every]


def _year_before(asked: Asked) -> Asked:
    year = asked.period.previous()
    parts = rollup.parts(year, asked.whole[0].kind)
    return Asked(asked.indicator, year, parts, parts)


def _alone(asked: Asked, part: Period) -> Asked:
    return Asked(asked.indicator, part, (part,), (part,))


def _spots(units: Iterable[UUID], asked: Iterable[Asked]) -> list[Spot]:
    every = [(each.indicator.id, part) for each in asked for part in each.parts]
    return [(unit, *one) for unit in units for one in every]


def _ref(row: Any) -> Ref:
    return {"id": row.id, "code": row.code, "name": row.name}


def _named(bucket: str) -> dict[str, Any]:
    levels = rollup.levels_of(bucket)
    return {"bucket": bucket, "education_levels": levels}


def _row(asked: Asked, sums: Sequence[Sums], last: int, names: dict[str, Any]) -> dict[str, Any]:
    indicator = asked.indicator
    plain = {"period": str(asked.period), "bucket": None, "education_levels": None, "cluster": None}
    ref = {"id": indicator.id, "code": indicator.code, "name": indicator.name}
    return {"indicator": ref} | plain | names | told(asked, sums, last) | _UNJUDGED
