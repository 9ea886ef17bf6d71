"""Working days: Monday to Friday, but for the days off of the year.

Article 112 of the Labour Code (45/2019/QH14) fixes 1 January, five days of Tết, 10 March of the lunar calendar
(Giỗ Tổ Hùng Vương), 30 April, 1 May, 2 September and one day beside it; article 111 gives the next working day for one
that falls on a weekend. Which five days Tết are, which day stands beside 2 September, and whether a day is swapped
for a Saturday is decided anew each year. Below are the days we found announced; `LOTRINH_DAYS_OFF` and
`LOTRINH_WORKING_SATURDAYS` add what is decided after a release. 2026 lacks swaps and the day beside 2 September, 2027
all that is decided yearly. A day we do not know of costs no more than a reminder on a day off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


def _days(year: int, *places: tuple[int, int]) -> frozenset[date]:
    return frozenset(date(year, month, day) for month, day in places)


# Weekdays on which offices are closed.
DAYS_OFF = frozenset().union(
    # 2025, as announced for that year: Tết 25 January – 2 February, 2 May for 26 April, 1 September beside the 2nd.
    _days(2025, (1, 1), (1, 27), (1, 28), (1, 29), (1, 30), (1, 31), (4, 7), (4, 30), (5, 1), (5, 2), (9, 1), (9, 2)),
    # 2026: Tết 14 – 22 February as announced; Giỗ Tổ is a Sunday, so by article 111 the Monday; the rest is fixed.
    _days(2026, (1, 1), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 27), (4, 30), (5, 1), (9, 2)),
    # 2027: fixed days only; 1 May is a Saturday. New Year's third day (8 February) is within any five days of Tết.
    _days(2027, (1, 1), (2, 8), (4, 16), (4, 30), (5, 3), (9, 2)),
)
WORKING_SATURDAYS = frozenset({date(2025, 4, 26)})


@dataclass(frozen=True)
class Workdays:
    """Which days are working days."""

    off: frozenset[date] = DAYS_OFF
    on: frozenset[date] = WORKING_SATURDAYS

    def with_more(self, off: Iterable[date], on: Iterable[date]) -> "Workdays":
        """These, and what a later decision says."""
        return Workdays(self.off.union(off), self.on.union(on))

    def includes(self, day: date) -> bool:
        """Whether offices are open."""
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def last_until(self, day: date) -> date:
        """The day itself, or the working day before it."""
        while not self.includes(day):
            day -= _DAY
        return day

    def first_from(self, day: date) -> date:
        """The day itself, or the working day after it."""
        while not self.includes(day):
            day += _DAY
        return day
