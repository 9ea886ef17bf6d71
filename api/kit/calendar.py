"""Vietnam's days, and the periods figures and reports are about.

Every day, deadline and period of this product is Vietnam's: UTC+7, no summer time. A period is written as a label
(`2026-03`, `2026-Q1`, `2026-H1`, `2026`, `2025-2026`, `2025-2026-S1`, `2025-2026-R1`) and has a span; when its
data are cut off and when its report is due are other facts and stand elsewhere.

School years, semesters and the sector database's rounds have no dates in law that hold every year: the ministry
and the province set them yearly. The spans below are our convention, chosen so that the labels order and nest:

- school year: 1 September – 31 August
- semester 1: 1 September – 15 January; semester 2: 16 January – 31 May (summer lies in no semester)
- rounds: R1 “đầu năm” 1 September – 31 October, R2 “giữa năm” 1 November – 31 January,
  R3 “cuối năm” 1 February – 31 May
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Self

VIETNAM = timezone(timedelta(hours=7))
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)

FIRST_YEAR, LAST_YEAR = 1900, 2199


def vietnam_today(now: datetime) -> date:
    """The day it is in Vietnam at an instant. Raises ValueError for an instant without a time zone."""
    if now.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return now.astimezone(VIETNAM).date()


def start_of_day(day: date) -> datetime:
    """00:00:00 in Vietnam, as an instant in UTC."""
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """23:59:59 in Vietnam, the last second of a due day, as an instant in UTC (…T16:59:59Z)."""
    return start_of_day(day) + _DAY - _SECOND


def has_passed(due_at: datetime, now: datetime) -> bool:
    """Whether a due instant is over: on time is any moment before the next second."""
    return now >= due_at + _SECOND


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SEMESTER = "semester"
    SECTOR_ROUND = "sector_round"
    SCHOOL_YEAR = "school_year"


@dataclass(frozen=True)
class _Shape:
    """What the periods of one kind share.

    `starts` is the first day of each part and `ends` the day after its last, as (years after the first, month, day).
    """

    label: str
    starts: tuple[tuple[int, int, int], ...]
    ends: tuple[tuple[int, int, int], ...]
    within: PeriodKind | None


def _equal_parts(label: str, months: int, within: PeriodKind | None) -> _Shape:
    starts = tuple((0, month, 1) for month in range(1, 13, months))
    return _Shape(label, starts, (*starts[1:], (1, 1, 1)), within)


_SHAPES = {
    PeriodKind.MONTH: _equal_parts("{year}-{part:02}", 1, PeriodKind.QUARTER),
    PeriodKind.QUARTER: _equal_parts("{year}-Q{part}", 3, PeriodKind.HALF_YEAR),
    PeriodKind.HALF_YEAR: _equal_parts("{year}-H{part}", 6, PeriodKind.YEAR),
    PeriodKind.YEAR: _equal_parts("{year}", 12, None),
    PeriodKind.SEMESTER: _Shape(
        "{year}-{next_year}-S{part}",
        starts=((0, 9, 1), (1, 1, 16)),
        ends=((1, 1, 16), (1, 6, 1)),
        within=PeriodKind.SCHOOL_YEAR,
    ),
    PeriodKind.SECTOR_ROUND: _Shape(
        "{year}-{next_year}-R{part}",
        starts=((0, 9, 1), (0, 11, 1), (1, 2, 1)),
        ends=((0, 11, 1), (1, 2, 1), (1, 6, 1)),
        within=PeriodKind.SCHOOL_YEAR,
    ),
    PeriodKind.SCHOOL_YEAR: _Shape("{year}-{next_year}", starts=((0, 9, 1),), ends=((1, 9, 1),), within=None),
}


@dataclass(frozen=True)
class Period:
    """A stretch of time that figures or reports are about.

    `year` is the calendar year, or the one the school year begins in; `part` counts from 1 within it. Periods
    order by their first day, then by their last. Raises ValueError for a part or a year that does not exist.
    """

    kind: PeriodKind
    year: int
    part: int = 1

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR or not 1 <= self.part <= len(_SHAPES[self.kind].starts):
            raise ValueError(f"no {self.kind} {self.part} in {self.year}")

    @classmethod
    def parse(cls, label: str) -> Self:
        """The period of a label. Raises ValueError for anything but the exact label of a period."""
        kind, year, part = _parsed(label)
        return cls(kind, year, part)

    @classmethod
    def on(cls, kind: PeriodKind, day: date) -> Self:
        """The period of a kind that a day belongs to: the last to have begun, so summer is semester 2's."""
        starts = _SHAPES[kind].starts
        begun = (
            (year, part)
            for year in (day.year, day.year - 1)
            for part in range(len(starts), 0, -1)
            if _day(year, starts[part - 1]) <= day
        )
        return cls(kind, *next(begun))

    def __str__(self) -> str:
        return _SHAPES[self.kind].label.format(year=self.year, next_year=self.year + 1, part=self.part)

    def __lt__(self, other: "Period") -> bool:
        return self.span < other.span

    @cached_property
    def start(self) -> date:
        """The first day."""
        return _day(self.year, _SHAPES[self.kind].starts[self.part - 1])

    @cached_property
    def end(self) -> date:
        """The last day."""
        return _day(self.year, _SHAPES[self.kind].ends[self.part - 1]) - _DAY

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.start, self.end

    def contains(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.start <= day <= self.end

    def next(self) -> Self:
        """The following period of the same kind. Raises ValueError past the last year."""
        return self._moved(1)

    def previous(self) -> Self:
        """The period of the same kind before this one. Raises ValueError before the first year."""
        return self._moved(-1)

    def within(self) -> "Period | None":
        """The nearest longer period this one is part of: month, quarter, half-year, year; semester, school year."""
        kind = _SHAPES[self.kind].within
        return Period.on(kind, self.start) if kind else None

    def _moved(self, by: int) -> Self:
        years, part = divmod(self.part - 1 + by, len(_SHAPES[self.kind].starts))
        return type(self)(self.kind, self.year + years, part + 1)


def periods_between(kind: PeriodKind, start: date, end: date) -> Iterator[Period]:
    """The periods of a kind with at least one day from `start` to `end`, both included, in order."""
    period = Period.on(kind, start)
    if period.end < start:
        period = period.next()
    while period.start <= end:
        yield period
        period = period.next()


def _day(year: int, place: tuple[int, int, int]) -> date:
    years, month, day = place
    return date(year + years, month, day)


def _label_pattern(label: str) -> re.Pattern[str]:
    part = label.replace("{part:02}", "{part}")
    return re.compile(part.format(year=r"(?P<year>\d{4})", next_year=r"\d{4}", part=r"(?P<part>\d{1,2})"), re.ASCII)


_LABELS = {kind: _label_pattern(shape.label) for kind, shape in _SHAPES.items()}


@lru_cache(maxsize=1_024)
def _parsed(label: str) -> tuple[PeriodKind, int, int]:
    """What a label names. Loads name the same few periods over and over. Raises ValueError for what names none."""
    for kind in PeriodKind:
        match = _LABELS[kind].fullmatch(label)
        if match is None:
            continue
        period = Period(kind, int(match["year"]), int(match.groupdict().get("part", 1)))
        if str(period) == label:
            return kind, period.year, period.part
    raise ValueError(f"not a period: {label!r}")
