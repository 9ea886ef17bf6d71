"""What is owed when, and how what is owed changes: occurrences of a task, and the difference to what stands already."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from api.kit.calendar import Period, PeriodKind, end_of_day, periods_between, start_of_day
from api.plans.rules.plan import SETTLED
from api.plans.rules.schedule import ContinuousTerm, Occurrence, PlanFrame, Schedule

# Stronger first: who owes a product for a task is not asked for a yes beside it.
STRENGTH = ("product", "figure", "yes_no")
# From the shortest period; a plan reported on more than once a year is followed by the shortest it names.
_CADENCES = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF_YEAR,
    PeriodKind.SEMESTER,
    PeriodKind.YEAR,
    PeriodKind.SCHOOL_YEAR,
)


class Owed(NamedTuple):
    """What a unit owes for a task, however often."""

    role: str
    owes: str


class Due(NamedTuple):
    """One time it is owed: the period or day it is about, and its last second; None where no day is known."""

    label: str
    due_at: datetime | None


class Standing(NamedTuple):
    """An assignment that is there. `withdrawn`: it was cancelled because it was owed no longer."""

    id: UUID
    role: str
    owes: str
    due_at: datetime | None
    status: str
    withdrawn: bool


Key = tuple[UUID, str]


@dataclass(frozen=True)
class Changes:
    """What must happen so that the assignments of a task are those owed; keys are (unit id, occurrence)."""

    added: Mapping[Key, tuple[Owed, datetime | None]]
    changed: Mapping[UUID, tuple[Owed, datetime | None]]
    restored: Mapping[UUID, tuple[Owed, datetime | None]]
    withdrawn: Collection[UUID]


def reporting_period(cadences: Iterable[str | None]) -> PeriodKind:
    """How often continuous work is asked about: the shortest rhythm of the reporting rules, else once a year."""
    named = set(cadences)
    return next((kind for kind in _CADENCES if kind.value in named), PeriodKind.YEAR)


def occurrences(schedule: Schedule, frame: PlanFrame, cadence: PeriodKind, until: date) -> tuple[Due, ...]:
    """The times a task is owed, by due instant; those about what ends after `until` are left out.

    A continuous task is owed once in each reporting period. One of which no day is known, or whose days all lie
    before the plan takes effect (a misprint), is owed once, undated, in the plan's year.
    """
    dated: dict[str, datetime] = {o.label: o.due_at for o in schedule.occurrences if _counts(o, frame)}
    for term in schedule.terms:
        if isinstance(term, ContinuousTerm):
            dated = _continuous(term, frame, cadence, until) | dated
    if not dated:
        return (Due(str(frame.year), None),)
    found = [Due(label, due_at) for label, due_at in sorted(dated.items(), key=lambda each: each[::-1])]
    return tuple(due for due in found if _last_day(due) <= until)


def difference(
    owing: Mapping[UUID, Owed],
    dues: Iterable[Due],
    standing: Mapping[Key, Standing],
    since: date,
    took_over: Mapping[UUID, Collection[UUID]],
) -> Changes:
    """What to do about one task. Nothing that fell due before `since` is added, nothing completed is touched.

    `took_over` has, of a unit, the ended ones it took over from: what they left undone passes to it, however late.
    """
    wanted = {(unit, due.label): (owed, due.due_at) for due in dues for unit, owed in owing.items()}
    begun = start_of_day(since)
    added = {
        (unit, label): (owed, due_at)
        for (unit, label), (owed, due_at) in wanted.items()
        if (unit, label) not in standing
        and _gains(due_at, begun, [standing.get((other, label)) for other in took_over.get(unit, ())])
    }
    both = [(standing[key], wanted[key]) for key in wanted.keys() & standing.keys()]
    return Changes(
        added=added,
        changed={one.id: now for one, now in both if _is_open(one) and _differs(one, now)},
        restored={one.id: now for one, now in both if one.status == "cancelled" and one.withdrawn},
        withdrawn=[one.id for key, one in standing.items() if key not in wanted and _is_open(one)],
    )


def _gains(due_at: datetime | None, begun: datetime, left: Iterable[Standing | None]) -> bool:
    """Whether a unit gains what it has not yet: what is still to come, and of what others left it all not done."""
    theirs = [one for one in left if one is not None]
    if theirs:
        return any(one.withdrawn or _is_open(one) for one in theirs)
    return due_at is None or due_at >= begun


def stronger(one: Owed | None, other: Owed) -> Owed:
    """Of two things owed for one task, the one that holds."""
    if one is None or STRENGTH.index(other.owes) < STRENGTH.index(one.owes):
        return other
    return one


def _counts(occurrence: Occurrence, frame: PlanFrame) -> bool:
    return frame.effective_on is None or occurrence.due_at >= start_of_day(frame.effective_on)


def _last_day(due: Due) -> date:
    """Of the period or day it is about, which a report may fall due after."""
    try:
        return Period.parse(due.label).end
    except ValueError:
        return date.fromisoformat(due.label)


def _continuous(term: ContinuousTerm, frame: PlanFrame, cadence: PeriodKind, until: date) -> dict[str, datetime]:
    first = max(day for day in (date(frame.first_year, 1, 1), term.start, frame.effective_on) if day)
    last = min(day for day in (date(frame.last_year, 12, 31), term.end, until) if day)
    return {str(period): end_of_day(min(period.end, last)) for period in periods_between(cadence, first, last)}


def _is_open(one: Standing) -> bool:
    return one.status not in SETTLED


def _differs(one: Standing, now: tuple[Owed, datetime | None]) -> bool:
    return (Owed(one.role, one.owes), one.due_at) != now
