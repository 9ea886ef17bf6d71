"""Which rounds of a regime there are, when each opens and closes, and what is due when in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from api.kit.calendar import Period, PeriodKind, end_of_day, periods_between
from api.plans.rules.schedule import RecurringTerm
from api.reporting.rules.due import CLOCKED, OffsetRule, Rule, cutoff_day, rule_day

T = TypeVar("T")
ROUND_STATUSES: tuple[str, ...] = ("open", "closed")
# Days before its first due day on which a round opens, and after its last on which it closes, unless a regime differs.
OPENS_DAYS, CLOSES_DAYS = 15, 30
MOST_DAYS = 366
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step of a regime: when its reports are due and until when their figures count."""

    due: Rule | None = None
    cutoff: Rule | None = None


@dataclass(frozen=True, slots=True)
class Regime:
    """What of a regime its rounds follow from; without a last day it goes on."""

    cadence: str | None
    steps: tuple[StepRule, ...]
    first: date
    last: date | None = None
    opens_days: int = OPENS_DAYS
    closes_days: int = CLOSES_DAYS


@dataclass(frozen=True, slots=True)
class StepDates:
    """When the reports of one step are due, if that is known, and until when their figures count."""

    due_at: datetime | None
    cutoff_on: date


@dataclass(frozen=True, slots=True)
class Planned:
    """A round that opens and closes by itself."""

    period: Period
    opens_on: date
    closes_on: date
    steps: tuple[StepDates, ...]


def waits_for(regime: Regime) -> str | None:
    """What a coordinator must set before rounds open by themselves: `cadence`, `due`; None where nothing is missing.

    What is asked when it arises waits for nothing: somebody opens it.
    """
    if regime.cadence is None:
        return "cadence"
    if regime.cadence == "ad_hoc" or any(step.due is not None for step in regime.steps):
        return None
    return "due"


def dates_of(
    steps: Sequence[StepRule], period: Period, *, before_includes_day: bool = False
) -> tuple[tuple[date | None, date], ...]:
    """The due day and the cut-off of each step in a period."""
    days = [rule_day(step.due, period, before_includes_day=before_includes_day) for step in steps]
    return tuple((day, cutoff_day(step.cutoff, period, day)) for step, day in zip(steps, days, strict=True))


def planned(regime: Regime, period: Period, *, before_includes_day: bool = False) -> Planned | None:
    """The round of a period; None where nothing in it has a due day."""
    dates = dates_of(regime.steps, period, before_includes_day=before_includes_day)
    dues = [day for day, _ in dates if day is not None]
    if not dues:
        return None
    opens_on = min(dues) - timedelta(days=regime.opens_days)
    # What happens once is asked from the first day on, whenever its year begins.
    begins = regime.first if regime.cadence == "once" else period.start
    return Planned(
        period=period,
        opens_on=min(max(opens_on, begins), *dues),
        closes_on=max(dues) + timedelta(days=regime.closes_days),
        steps=tuple(StepDates(end_of_day(day) if day else None, cutoff) for day, cutoff in dates),
    )


def open_on(regime: Regime, day: date, *, before_includes_day: bool = False) -> tuple[Planned, ...]:
    """The rounds that are open on a day, the earliest period first.

    Of a regime's life are the periods that end in it and are not due before it began.
    """
    rounds = (planned(regime, each, before_includes_day=before_includes_day) for each in _periods(regime, day))
    return tuple(each for each in rounds if each and each.opens_on <= day <= each.closes_on and _lives(regime, each))


def _periods(regime: Regime, day: date) -> Iterator[Period]:
    if regime.cadence == "once":
        yield Period(PeriodKind.YEAR, regime.first.year)
    elif regime.cadence in CLOCKED:
        far = max(map(_reach, regime.steps), default=0)
        before, after = timedelta(days=far + regime.closes_days), timedelta(days=far + regime.opens_days)
        yield from periods_between(PeriodKind(regime.cadence), day - before, day + after)


def _reach(step: StepRule) -> int:
    """How many days from its period, or from its period's first day, a due day lies at most."""
    if isinstance(step.due, OffsetRule):
        return abs(step.due.days)
    if isinstance(step.due, RecurringTerm):
        return _LONGEST_MONTH * ((step.due.month_of_period or 1) + 1)
    return 0


def _lives(regime: Regime, each: Planned) -> bool:
    first_due = min(step.due_at for step in each.steps if step.due_at is not None)
    if first_due < end_of_day(regime.first):
        return False
    return regime.cadence == "once" or regime.last is None or each.period.end <= regime.last


def chain(who: Sequence[T], via: Sequence[T], to: Sequence[T]) -> tuple[tuple[Sequence[T], Sequence[T]], ...]:
    """The steps from who writes, by each who compiles on the way, to who receives: writers and receivers of each."""
    places = (who, *((each,) for each in via), to)
    return tuple(pairwise(places))
