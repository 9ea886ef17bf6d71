"""When the work of a schedule is due: pure functions of its terms, the plan's years and a given instant."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from api.kit.calendar import Period, PeriodKind, end_of_day, has_passed, periods_between, vietnam_today
from api.plans.rules.schedule.terms import (
    Bound,
    DateTerm,
    Occurrence,
    PeriodTerm,
    PlanFrame,
    RecurringTerm,
    Schedule,
    SpanTerm,
    Term,
)

_DAY = timedelta(days=1)
# A due day of a month is about the month before up to this day, and about its own month after it.
_LAST_EARLY_DAY = 15


def due_day(term: Term, *, before_includes_day: bool = False) -> date | None:
    """The last day of a term that has exactly one; None for what recurs, begins, or has no day.

    “Trước ngày X” ends the day before X; with `before_includes_day` on X itself, which does not stretch “trước
    tháng 9” into September.
    """
    if isinstance(term, DateTerm):
        if term.bound is Bound.FROM:
            return None
        return term.on - _DAY if term.bound is Bound.BEFORE and (term.whole or not before_includes_day) else term.on
    if isinstance(term, PeriodTerm):
        return term.period.end
    return term.end if isinstance(term, SpanTerm) else None


def occurrences_of(
    terms: Iterable[Term], frame: PlanFrame, *, before_includes_day: bool = False
) -> tuple[Occurrence, ...]:
    """The dated instances of the terms, by due instant, no label twice.

    A term with one day gives one, labelled by its period or, without one, by the printed day. A recurrence gives
    one for each of its periods that ends within the plan's years, unless it was due before the plan took effect.
    What is continuous, open, or only begins gives none. Where two fall due at different times under one label
    (“31/5 và 30/11 hằng năm”), the later is labelled by its due day.
    """
    found = (o for term in terms for o in _occurrences(term, frame, before_includes_day))
    by_label: dict[str, Occurrence] = {}
    for occurrence in sorted(found, key=lambda o: (o.due_at, o.label)):
        first = by_label.setdefault(occurrence.label, occurrence)
        if first.due_at != occurrence.due_at:
            day = vietnam_today(occurrence.due_at).isoformat()
            by_label.setdefault(day, replace(occurrence, label=day))
    return tuple(by_label.values())


def recurring_due_day(term: RecurringTerm, period: Period, *, before_includes_day: bool = False) -> date:
    """The last day on which what a recurrence asks about a period is on time.

    A day in the first half of a month, or in the first month of a longer period, answers for the period before:
    “ngày 05 hằng tháng” is about last month, so March's report is due in April; “31/01 hằng năm” is about last
    year. “Ngày 25 hằng tháng” and “ngày 05 tháng cuối quý” are about the period they fall in.
    """
    day = _printed_day(term, period)
    return day - _DAY if term.bound is Bound.BEFORE and not before_includes_day else day


def next_due(schedule: Schedule, now: datetime) -> Occurrence | None:
    """The first occurrence whose due instant is not over; None when all are, or there are none."""
    return next((o for o in schedule.occurrences if not has_passed(o.due_at, now)), None)


def final_due(schedule: Schedule) -> Occurrence | None:
    """The last occurrence: the deadline of the work as a whole."""
    return schedule.occurrences[-1] if schedule.occurrences else None


def due_on(schedule: Schedule) -> date | None:
    """The Vietnamese day of the final due, which a list of tasks shows, filters and sorts by; None if undated.

    It depends on no clock, so it can be stored. For work that recurs it is the last time in the plan's years; what
    is to be done next is `next_due`.
    """
    final = final_due(schedule)
    return vietnam_today(final.due_at) if final else None


def _occurrences(term: Term, frame: PlanFrame, before_includes_day: bool) -> Iterator[Occurrence]:
    if isinstance(term, RecurringTerm):
        yield from _recurrences(term, frame, before_includes_day)
        return
    day = due_day(term, before_includes_day=before_includes_day)
    if day is not None:
        yield Occurrence(_label(term, day), end_of_day(day))


def _label(term: Term, day: date) -> str:
    if isinstance(term, PeriodTerm):
        return str(term.period)
    return (term.on if isinstance(term, DateTerm) else day).isoformat()


def _recurrences(term: RecurringTerm, frame: PlanFrame, before_includes_day: bool) -> Iterator[Occurrence]:
    first, last = date(frame.first_year, 1, 1), date(frame.last_year, 12, 31)
    for period in periods_between(term.every, first, last):
        day = recurring_due_day(term, period, before_includes_day=before_includes_day)
        if period.end <= last and (frame.effective_on is None or day >= frame.effective_on):
            yield Occurrence(str(period), end_of_day(day))


def _printed_day(term: RecurringTerm, period: Period) -> date:
    if term.day is None and term.month_of_period is None:
        return period.end
    month = term.month_of_period or 1
    early = month == 1 and term.day is not None and (term.every is not PeriodKind.MONTH or term.day <= _LAST_EARLY_DAY)
    start = period.next().start if early else period.start
    years, month_index = divmod(start.month - 1 + month - 1, 12)
    year = start.year + years
    length = monthrange(year, month_index + 1)[1]
    return date(year, month_index + 1, min(term.day or length, length))
