"""Derived indicators: figures worked out from what the system knows, whenever that changes, and never typed in.

One process at a time works out; its statements begin after it has its turn, so whatever was committed before is in
what it counts. What is so already writes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.indicators.models import Indicator
from api.indicators.queries import deriving as queries
from api.indicators.queries.values import Key
from api.indicators.rules import Derivation, IndicatorKind, State, TimeBehaviour
from api.indicators.rules import value as value_rules
from api.indicators.rules.confirmation import as_said
from api.indicators.rules.derivation import days, facts, periods
from api.indicators.rules.value import Facts
from api.indicators.service.entering import enter
from api.indicators.service.rollup import Wanted, questions
from api.indicators.service.writing import Entry
from api.kit.calendar import Period, PeriodKind, start_of_day, vietnam_today

# One number for whoever works figures out, unlike any other lock of ours.
_LOCK = 0x10_7217_DE21
_SOURCE = "derived"


class Derived(NamedTuple):
    """A figure worked out for a unit; without facts the unit is not asked any more, and its figure is taken back."""

    indicator: Indicator
    unit_id: UUID
    department_id: UUID | None
    facts: Facts | None


async def derive(session: AsyncSession, units: Collection[UUID]) -> int:
    """Work out the derived figures of units anew; how many were written."""
    indicators = (await session.scalars(queries.derived())).all() if units else []
    if not indicators:
        return 0
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    today = vietnam_today(session.info["now"])
    by_rhythm: dict[PeriodKind, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        by_rhythm[PeriodKind(indicator.frequency)].append(indicator)
    written = 0
    for rhythm, found in by_rhythm.items():
        for period in periods(rhythm, today):
            rows = await _worked_out(session, found, sorted(units), period)
            written += await enter_derived(session, period, sorted(units), found, rows)
    return written


async def derive_departments(session: AsyncSession, departments: Iterable[UUID]) -> int:
    """Work out anew the derived figures of all units of departments, one after the other."""
    written = 0
    for department in sorted(departments):
        written += await derive(session, (await session.scalars(queries.units_of([department]))).all())
    return written


async def derive_all(session: AsyncSession) -> int:
    """Work out everything anew: when a period begins its figures begin."""
    return await derive_departments(session, (await session.scalars(queries.departments())).all())


async def enter_derived(
    session: AsyncSession,
    period: Period,
    units: Collection[UUID],
    indicators: Sequence[Indicator],
    rows: Iterable[Derived],
) -> int:
    """Write the figures of some units for derived indicators in a period; how many changed.

    A unit without a row is not asked: a figure it has is taken back. What was received stays. What stands above this
    package hands in figures of indicators without a rule here.
    """
    statement = queries.standing(units, (each.id for each in indicators), str(period))
    there = {Key(row.unit_id, row.period, row.indicator_id): row for row in await session.execute(statement)}
    by_id = {each.id: each for each in indicators}
    given = {Key(row.unit_id, str(period), row.indicator.id): row for row in rows}
    gone = {
        key: Derived(by_id[key.indicator_id], key.unit_id, now.department_id, None)
        for key, now in there.items()
        if key not in given
    }
    entries = (_entry(key, period, row, there.get(key)) for key, row in (given | gone).items())
    return await enter(session, SYSTEM, [entry for entry in entries if entry is not None])


async def _worked_out(
    session: AsyncSession, indicators: Sequence[Indicator], units: Sequence[UUID], period: Period
) -> list[Derived]:
    """The figures of a period of those of the units that are asked."""
    wanted = Wanted(period.end, set(units), {each.id for each in indicators})
    (given,) = await questions(session, {str(period): wanted})
    asked = (await session.execute(queries.WANTED, {name: given[name] for name in _TOLD})).all()
    counts = {each.id: await _counts(session, each, units, period) for each in indicators} if asked else {}
    by_id = {each.id: each for each in indicators}

    def derived(row: Row[Any]) -> Derived:
        indicator = by_id[row.indicator_id]
        done, whole = counts[indicator.id].get(row.unit_id, (0, 0))
        answer = facts(IndicatorKind(indicator.kind), done, whole)
        return Derived(indicator, row.unit_id, row.department_id, answer)

    return [derived(row) for row in asked]


_TOLD = ("units", "ends_on", "ask_indicator", "ask_under", "ask_audience", "meant_audience", "meant_unit")


async def _counts(
    session: AsyncSession, indicator: Indicator, units: Sequence[UUID], period: Period
) -> dict[UUID, tuple[int, int]]:
    first, last = days(TimeBehaviour(indicator.time_behaviour), period)
    rows = await session.execute(queries.COUNTED[Derivation(str(indicator.derivation))], _told(units, first, last))
    return {row.unit_id: (row.done, row.whole) for row in rows}


def _told(units: Sequence[UUID], first: date, last: date) -> dict[str, Any]:
    return {
        "units": units, "first": start_of_day(first), "after": start_of_day(last + timedelta(days=1)),
        "last_day": last, "first_year": first.year, "last_year": last.year,
    }  # fmt: skip


def _entry(key: Key, period: Period, row: Derived, now: Row[Any] | None) -> Entry | None:
    """The value as it is from now on; None where nothing changes."""
    found = row.facts if row.facts is not None else _as_it_was(now)
    if found is None or (now is not None and now.state == State.RECEIVED):
        return None
    state = State.WITHDRAWN if row.facts is None else value_rules.state_after(now and now.state, State.SENT)
    if now is not None and (as_said(now), now.state) == (as_said(found), state):
        return None
    return Entry(
        key=key,
        version=1 if now is None else now.version + 1,
        facts=found,
        state=state,
        source=_SOURCE,
        note=None,
        warnings=(),
        on_behalf=False,
        department_id=row.department_id,
        ends_on=period.end,
        code=row.indicator.code,
    )


def _as_it_was(now: Row[Any] | None) -> Facts | None:
    if now is None:
        return None
    return Facts(value_rules.Answer(now.answer), now.numerator, now.denominator, now.value, now.yes)
