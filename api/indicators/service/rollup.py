"""Roll-ups are kept: what changed waits in a queue, and one process at a time counts it anew.

Whoever writes values adds what it touched to the queue, in its own transaction, and waits for nobody. A turn takes the
oldest entries and counts all that stands above them, by statements that begin after it took them; so whatever is
committed later has an entry of its own that is still there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import Indicator, RollUpTurn, Target, TargetVersion
from api.indicators.queries import counting
from api.indicators.rules.rollup import Asking, asked
from api.indicators.service.writing import Entry
from api.kit.calendar import Period
from api.plans.models import Plan
from api.units.models import Audience, Unit, UnitVersion
from api.units.models.arrays import any_id
from api.units.queries.groups import belongs

# One number for whoever counts, unlike any other lock of ours.
_LOCK = 0x10_7217_5045
# Entries of the queue taken in one turn: a load of 1,000 rows has some 50.
MOST = 2_000


class Spot(NamedTuple):
    """A unit's values of an indicator in a period."""

    unit_id: UUID
    indicator_id: UUID
    period: str
    ends_on: date


async def queue(session: AsyncSession, entries: Iterable[Entry]) -> None:
    """Say that these values are to be counted."""
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
    spots = {Spot(row.unit_id, id_, row.period, row.ends_on) for row in taken for id_ in row.indicator_ids}
    if spots:
        await keep(session, sorted(spots))
    return len(taken)


async def keep(session: AsyncSession, spots: Sequence[Spot]) -> None:
    """Count all that stands above these anew, and keep it."""
    parameters = await parameters_of(session, spots)
    await session.execute(counting.KEEP, parameters)
    above = {name: parameters[name] for name in ("unit_id", "indicator_id", "period", "ends_on")}
    await session.execute(counting.KEEP_ABOVE, above)


async def parameters_of(session: AsyncSession, spots: Sequence[Spot]) -> dict[str, Any]:
    """The spots, who is asked there, and who is in the audiences asked, for the statements of `queries.counting`."""
    periods = {(spot.indicator_id, spot.period): spot.ends_on for spot in spots}
    askings, owners = await _askings(session, {spot.indicator_id for spot in spots})
    asks = [
        (indicator, period, under, audience)
        for indicator, period in sorted(periods)
        for under, audience in asked(askings[indicator], owners.get(indicator), Period.parse(period))
    ]
    days = {(audience, periods[indicator, period]) for indicator, period, _, audience in asks if audience is not None}
    meant = await _meant(session, days)
    return counting.arrays(
        **_columns(Spot._fields, spots),
        **_columns(("ask_indicator", "ask_period", "ask_under", "ask_audience"), asks),
        **_columns(("meant_audience", "meant_on", "meant_unit"), meant),
    )


def _columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    every = list(rows)
    return {name: [row[place] for row in every] for place, name in enumerate(names)}


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


async def _meant(session: AsyncSession, days: Iterable[tuple[UUID, date]]) -> list[tuple[UUID, date, UUID]]:
    """The units of audiences on days."""
    wanted = sorted(days)
    audiences = await session.scalars(select(Audience).where(Audience.id == any_id(id_ for id_, _ in wanted)))
    by_id = {audience.id: audience for audience in audiences if audience.deleted_at is None}
    found: list[tuple[UUID, date, UUID]] = []
    for id_, day in wanted:
        if id_ in by_id:
            lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(day))
            there = (Unit.deleted_at.is_(None), Unit.valid.contains(day), belongs(by_id[id_], day))
            members = await session.scalars(select(Unit.id).join(UnitVersion, lives).where(*there))
            found += [(id_, day, unit) for unit in members]
    return found


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
