"""What each kind of school is asked for in each period, all plans of the department together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.owing import Narrowing
from api.assignments.rules.load import LIMIT, Peak, is_yearly, peak, period_of, totals
from api.assignments.service.asking import (
    Ask,
    Member,
    Members,
    asks_of,
    bound_by_plan,
    by_task,
    cadence_of,
    dues_of,
    plans_beside,
    tasks_of,
)
from api.plans.models import Plan

_SCHOOL = "school"


class Times(NamedTuple):
    """One task of one plan: in which periods it asks, and of whom."""

    periods: Sequence[str]
    to: frozenset[Narrowing]


class Kind(NamedTuple):
    """Schools that are asked alike: what they teach, who owns them, and the audiences they are in."""

    education_levels: tuple[str, ...]
    ownership: str | None
    audiences: frozenset[Narrowing]


class Load(NamedTuple):
    """What one kind of school is asked."""

    kind: Kind
    schools: int
    periods: dict[str, int]
    peak: Peak


async def load_of(session: AsyncSession, plan: Plan, on: date, *, proposed: Sequence[Ask] | None = None) -> list[Load]:
    """The load of each kind of school, the heaviest first; `proposed` stands in for the plan's own engagements."""
    members = Members(session, on, await bound_by_plan(session, plan, on))
    times = await _times(session, plan, on, proposed)
    for other in await plans_beside(session, plan):
        times += await _times(session, other, on)
    kinds = await _kinds(members, frozenset().union(*(each.to for each in times)))
    loads = [_load(kind, count, times) for kind, count in kinds.items()]
    asked = [load for load in loads if load is not None]
    return sorted(asked, key=lambda load: (-load.peak.things, load.kind.education_levels, load.kind.ownership or ""))


def heaviest(loads: Sequence[Load]) -> Peak | None:
    """The fullest period of any kind of school, when it holds more than the limit."""
    return loads[0].peak if loads and loads[0].peak.things > LIMIT else None


def shape(load: Load) -> dict[str, Any]:
    """As the contract shows it."""
    return {
        "education_levels": load.kind.education_levels,
        "ownership": load.kind.ownership,
        "schools": load.schools,
        "periods": [{"period": period, "count": count} for period, count in load.periods.items()],
        "peak": {"period": load.peak.period, "count": load.peak.things},
        "over_limit": load.peak.things > LIMIT,
    }


async def _times(session: AsyncSession, plan: Plan, on: date, asks: Sequence[Ask] | None = None) -> list[Times]:
    """What a plan asks, task by task; what is about a whole year does not count."""
    given = by_task(await asks_of(session, plan) if asks is None else asks)
    cadence = await cadence_of(session, plan.id)
    return [
        Times(_periods(dues_of(task, plan, cadence, on), plan.year), _audiences(given[task.id]))
        for task in await tasks_of(session, plan.id)
        if task.id in given
    ]


def _periods(dues: Sequence[Any], year: int) -> list[str]:
    counted = [due for due in dues if due.due_at is None or not is_yearly(due.label)]
    return [period_of(due.due_at, year) for due in counted]


def _audiences(asks: Sequence[Ask]) -> frozenset[Narrowing]:
    return frozenset(ask.to for ask in asks if ask.to is not None)


async def _kinds(members: Members, audiences: frozenset[Narrowing]) -> Mapping[Kind, int]:
    schools: dict[UUID, Member] = {}
    inside: dict[UUID, set[Narrowing]] = defaultdict(set)
    for narrowed in audiences:
        for member in await members.of(narrowed):
            if member.kind == _SCHOOL:
                schools[member.id] = member
                inside[member.id].add(narrowed)
    kinds = (Kind(each.education_levels, each.ownership, frozenset(inside[id_])) for id_, each in schools.items())
    return Counter(kinds)


def _load(kind: Kind, schools: int, times: Sequence[Times]) -> Load | None:
    asked = Counter(period for each in times if each.to & kind.audiences for period in each.periods)
    if not asked:
        return None
    periods = totals(asked.items())
    return Load(kind, schools, periods, peak(periods))
