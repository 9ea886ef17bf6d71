"""Roll-ups are kept: what changed waits in a queue, and one process at a time counts it anew.

Whoever writes values adds what it touched to the queue, in its own transaction, and waits for nobody. A turn takes the
oldest entries and counts all that stands above them, by statements that begin after it took them; so whatever is
committed later has an entry of its own that is still there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, and_, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import AudienceRollUp, Indicator, RollUpTurn, Target, TargetVersion
from api.indicators.queries import counting
from api.indicators.rules.rollup import Asking, asked
from api.indicators.service.writing import Moved
from api.kit.calendar import Period, PeriodKind, periods_between, vietnam_today
from api.plans.models import Plan
from api.units.models import Audience, Unit, UnitVersion
from api.units.models.arrays import any_id
from api.units.queries.groups import belongs
from api.units.rules.groups import means_all
from api.units.service.above import announce_above

# One number for whoever counts, unlike any other lock of ours.
_LOCK = 0x10_7217_5045
# Entries of the queue taken in one turn: a load of 1,000 rows has some 50, a province's year of forms 10,000.
MOST = 10_000
# A unit's figure of an indicator in a period.
Spot = tuple[UUID, UUID, Period]


@dataclass
class Wanted:
    """Units and indicators of one period, all of these with all of those."""

    ends_on: date
    units: set[UUID] = field(default_factory=set)
    indicators: set[UUID] = field(default_factory=set)


async def queue(session: AsyncSession, entries: Iterable[Moved]) -> None:
    """Say that these values are to be counted; what is written anew says so itself."""
    touched: dict[tuple[UUID, str, date], set[UUID]] = defaultdict(set)
    for entry in entries:
        touched[entry.key.unit_id, entry.key.period, entry.ends_on].add(entry.key.indicator_id)
    rows = [
        {"unit_id": unit, "period": period, "ends_on": ends_on, "indicator_ids": list(found), "at": session.info["now"]}
        for (unit, period, ends_on), found in touched.items()
    ]
    await session.execute(insert(RollUpTurn.__table__), rows)  # type: ignore[arg-type]


async def take_turn(session: AsyncSession) -> int:
    """Count anew what waits the longest; how many entries there were. Nobody counts beside another."""
    if not await session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))):
        return 0
    taken = (await session.execute(counting.TAKE, {"most": MOST})).all()
    wanted: dict[str, Wanted] = {}
    for row in taken:
        of_period = wanted.setdefault(row.period, Wanted(row.ends_on))
        of_period.units.add(row.unit_id)
        of_period.indicators.update(row.indicator_ids)
    once = await _once_apart(session, {id_ for each in wanted.values() for id_ in each.indicators})
    for given in await questions(session, wanted):
        await _run(session, counting.KEEP, given)
        apart = once.intersection(given["indicators"]).union(given["tell_indicator"])
        if apart:
            await _run(session, counting.KEEP_AUDIENCES, given | {"indicators": sorted(apart)})
    if taken:
        await announce_above(session, {row.unit_id for row in taken})
    return len(taken)


async def _run(session: AsyncSession, statements: Iterable[TextClause], given: Mapping[str, Any]) -> None:
    for statement in statements:
        await session.execute(statement, given)


async def _once_apart(session: AsyncSession, indicators: Iterable[UUID]) -> set[UUID]:
    """The indicators of which something is kept by audience, though no target may ask for it any more."""
    there = exists().where(AudienceRollUp.indicator_id == Indicator.id)
    return set(await session.scalars(select(Indicator.id).where(Indicator.id == any_id(indicators), there)))


async def look(session: AsyncSession, spots: Iterable[Spot], statement: TextClause = counting.LOOK) -> list[Row[Any]]:
    """Count now what is kept nowhere, by sort of unit; or by cluster or audience, by another `statement`."""
    wanted: dict[str, Wanted] = {}
    for unit, indicator, part in spots:
        of_period = wanted.setdefault(str(part), Wanted(part.end))
        of_period.units.add(unit)
        of_period.indicators.add(indicator)
    found: list[Row[Any]] = []
    for given in await questions(session, wanted):
        found += await session.execute(statement, given)
    return found


async def questions(session: AsyncSession, wanted: Mapping[str, Wanted]) -> list[dict[str, Any]]:
    """What the statements of `queries.counting` are told, period by period."""
    every = {id_ for each in wanted.values() for id_ in each.indicators}
    askings, owners = await _askings(session, every)
    apart = await audiences_apart(session, every)
    found = []
    for period, each in sorted(wanted.items()):
        asks = [
            (indicator, under, audience)
            for indicator in sorted(each.indicators)
            for under, audience in asked(askings[indicator], owners.get(indicator), Period.parse(period))
        ]
        told = [(indicator, audience) for indicator, audience in apart if indicator in each.indicators]
        audiences = {audience for _, _, audience in asks if audience is not None}
        meant = await _meant(session, audiences, {audience for _, audience in told}, Period.parse(period))
        columns = (*_columns(asks, 3), *_columns(meant, 2), *_columns(told, 2))
        names = dict(zip((*counting.ASKED, *counting.APART), columns, strict=True))
        units, indicators = sorted(each.units), sorted(each.indicators)
        found.append({"units": units, "indicators": indicators, "period": period, "ends_on": each.ends_on, **names})
    return found


async def expect(session: AsyncSession, plans: Iterable[UUID] | None = None) -> None:
    """Have it kept who should answer in the periods of this year that have begun, where nobody did yet.

    Of plans in force, or of these alone, for the units right below who asks: whether a commune is silent must be known
    before any of its schools speaks.
    """
    today = vietnam_today(session.info["now"])
    asking = select(Plan.unit_id, Target.indicator_id, Indicator.frequency).distinct()
    asking = asking.join(Target, Target.plan_id == Plan.id).join(Indicator, Indicator.id == Target.indicator_id)
    standing = (
        Target.deleted_at.is_(None),
        Plan.deleted_at.is_(None),
        Plan.status == "issued",
        Plan.year <= today.year,
    )
    asking = asking.where(*standing) if plans is None else asking.where(*standing, Plan.id == any_id(plans))
    silent: dict[tuple[UUID, Period], set[UUID]] = defaultdict(set)
    for unit, indicator, frequency in await session.execute(asking):
        for part in periods_between(PeriodKind(frequency), today.replace(month=1, day=1), today):
            silent[unit, part].add(indicator)
    for (unit, part), indicators in sorted(silent.items()):
        given = {"units": [unit], "indicators": sorted(indicators), "period": str(part), "ends_on": part.end}
        await session.execute(counting.EXPECT, {**given, "today": today, "at": session.info["now"]})


def _columns(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(width)]


async def _askings(
    session: AsyncSession, indicators: Iterable[UUID]
) -> tuple[dict[UUID, list[Asking[UUID]]], dict[UUID, UUID | None]]:
    """Who asks for indicators, and whose own they are."""
    wanted = any_id(indicators)
    owners = await session.execute(select(Indicator.id, Indicator.department_id).where(Indicator.id == wanted))
    last = func.greatest(Plan.year, Target.year)
    columns = select(Target.indicator_id, Plan.unit_id, Target.audience_id, Plan.year, last)
    standing = (Target.deleted_at.is_(None), Plan.deleted_at.is_(None), Plan.status != "draft")
    found: dict[UUID, list[Asking[UUID]]] = defaultdict(list)
    joined = columns.join(Plan, Plan.id == Target.plan_id).where(Target.indicator_id == wanted, *standing)
    for indicator, *asking in await session.execute(joined):
        found[indicator].append(Asking(*asking))
    return found, {row.id: row.department_id for row in owners}


async def audiences_apart(session: AsyncSession, indicators: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Which audiences indicators are told apart for: of targets, where they are not all the indicator asks."""
    columns = select(Target.indicator_id, Audience.id, Audience.rule, Indicator.measured_on).distinct()
    joined = columns.join(Plan, Plan.id == Target.plan_id).join(Audience, Audience.id == Target.audience_id)
    joined = joined.join(Indicator, Indicator.id == Target.indicator_id)
    standing = (Target.deleted_at.is_(None), Plan.deleted_at.is_(None), Plan.status != "draft")
    rows = await session.execute(joined.where(Target.indicator_id == any_id(indicators), *standing))
    return sorted((row.indicator_id, row.id) for row in rows if not means_all(row.rule, row.measured_on))


async def _meant(
    session: AsyncSession, asked_for: Set[UUID], apart: Set[UUID], period: Period
) -> list[tuple[UUID, UUID]]:
    """The units of audiences at a period's end; of those told apart also units that ended in it, at their last day."""
    every = select(Audience).where(Audience.id == any_id(sorted(asked_for | apart)), Audience.deleted_at.is_(None))
    last_days = await _last_days(session, period) if apart else []
    found: list[tuple[UUID, UUID]] = []
    for audience in (await session.scalars(every)).all():
        for day in (period.end, *(last_days if audience.id in apart else ())):
            lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(day))
            there = Unit.valid.contains(day) if day == period.end else func.upper(Unit.valid) == day + timedelta(days=1)
            members = select(Unit.id).join(UnitVersion, lives).where(Unit.deleted_at.is_(None), there)
            found += [(audience.id, unit) for unit in await session.scalars(members.where(belongs(audience, day)))]
    return found


async def _last_days(session: AsyncSession, period: Period) -> list[date]:
    """The days units ended on within a period, before its end."""
    after = func.upper(Unit.valid)
    found = select(after).where(after > period.start, after <= period.end, Unit.deleted_at.is_(None)).distinct()
    return [day - timedelta(days=1) for day in sorted(await session.scalars(found))]


async def mark_units(session: AsyncSession, units: Iterable[UUID], departments: Iterable[UUID]) -> None:
    """Where units stand, or who is meant by an audience of departments, changed: count anew what it may touch."""
    given = {"units": sorted(units), "departments": sorted(departments), "at": session.info["now"]}
    await session.execute(counting.MARK_UNITS, given)


async def mark_indicators(session: AsyncSession, indicators: Iterable[UUID]) -> None:
    """Of whom indicators are asked changed."""
    given = {"indicators": sorted(indicators), "at": session.info["now"]}
    await session.execute(counting.MARK_INDICATORS, given)


async def mark_plans(session: AsyncSession, plans: Iterable[UUID]) -> None:
    """Plans ask otherwise: for the indicators they set targets on, or ever did."""
    wanted = any_id(plans)
    now = select(Target.indicator_id).where(Target.plan_id == wanted)
    before = select(TargetVersion.indicator_id).where(TargetVersion.plan_id == wanted)
    await mark_indicators(session, set(await session.scalars(now.union(before))))
