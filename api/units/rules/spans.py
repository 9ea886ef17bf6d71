"""Spans of days: first day included, day after the last excluded; None is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to the day before `end`."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def of_days(cls, first: date | None, last: date | None) -> "Span":
        """The days from the first to the last, both included, as people write them."""
        return cls(first, None if last is None else last + _DAY)

    @property
    def last(self) -> date | None:
        """The last day, as people write it; None when there is no end."""
        return None if self.end is None else self.end - _DAY

    def __bool__(self) -> bool:
        """Whether there is a day in it."""
        return self.start is None or self.end is None or self.start < self.end

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def __and__(self, other: "Span") -> "Span":
        """The days in both."""
        starts = [start for start in (self.start, other.start) if start is not None]
        ends = [end for end in (self.end, other.end) if end is not None]
        return Span(max(starts, default=None), min(ends, default=None))

    def bounded(self, life: "Span") -> "Span":
        """The span with its open bounds taken from a life."""
        return Span(self.start or life.start, self.end or life.end)

    def within(self, other: "Span") -> bool:
        """Whether every day of this one is in the other."""
        return self & other == self

    def nearest(self, day: date) -> date:
        """The day itself when it is in the span, else the span's day closest to it."""
        if self.start is not None and day < self.start:
            return self.start
        if self.last is not None and day > self.last:
            return self.last
        return day


# Always.
OPEN = Span()


def overlap(spans: Iterable[Span]) -> bool:
    """Whether some day is in two of the spans."""
    ordered = sorted(spans, key=order)
    return any(earlier & later for earlier, later in pairwise(ordered))


def order(span: Span) -> date:
    """Key that puts spans in the order they begin; an open beginning is first."""
    return span.start or date.min
