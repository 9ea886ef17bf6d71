"""What one kind of school is asked for in one period, all plans together (domain rule 8)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from api.kit.calendar import Period, PeriodKind, vietnam_today

LIMIT = 10
"""Things asked of a school in a period; more demand a stated reason."""


class Peak(NamedTuple):
    """The fullest period of somebody, and how many things are asked then."""

    period: str
    things: int


def period_of(due_at: datetime | None, year: int) -> str:
    """The quarter a thing falls due in; the year for what has no day."""
    if due_at is None:
        return str(year)
    return str(Period.on(PeriodKind.QUARTER, vietnam_today(due_at)))


def is_yearly(label: str) -> bool:
    """Whether a thing is about a whole year, calendar or school: those do not count."""
    try:
        return Period.parse(label).kind in {PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR}
    except ValueError:
        return False


def totals(asked: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many things are asked in each period, in order; what is undated in a year stands in each of its quarters."""
    counts: Counter[str] = Counter()
    for period, many in asked:
        counts[period] += many
    quarters = {period: many for period, many in counts.items() if "-" in period}
    if not quarters:
        return dict(sorted(counts.items()))
    return {quarter: many + counts.get(quarter.partition("-")[0], 0) for quarter, many in sorted(quarters.items())}


def peak(periods: dict[str, int]) -> Peak:
    """The fullest period, the first of several."""
    return max((Peak(period, count) for period, count in periods.items()), key=lambda each: each.things)
