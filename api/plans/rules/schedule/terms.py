"""What a schedule says: its terms, and the codes that warn of what was printed.

The printed phrase stays beside the terms, which are what the server understood of it. `tentative` is the phrase's own
“dự kiến”; `doubtful` is ours: the term rests on a misprint, on a year nobody printed, or stands beside words that were
not understood, and a warning says which.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from api.kit.calendar import Period, PeriodKind


class Bound(StrEnum):
    """How a day bounds the work: done by its end, done before it begins, or begun on it."""

    BY = "by"
    BEFORE = "before"
    FROM = "from"


class ScheduleWarning(StrEnum):
    """Why a person should look at the phrase again."""

    YEAR_MISPRINT = "year_misprint"  # “20225”: the term shows the only year it can stand for, or is left out
    WORD_MISPRINT = "word_misprint"  # “hến hết” for “đến hết”
    YEAR_ASSUMED = "year_assumed"  # “học kỳ I” without a school year
    BEFORE_PLAN = "before_plan"  # due before the plan itself takes effect
    YEAR_OUTSIDE_PLAN = "year_outside_plan"  # due outside the years of the plan
    IMPOSSIBLE_DATE = "impossible_date"  # 31/4, Quý V
    REVERSED_SPAN = "reversed_span"  # ends before it begins
    UNDATED = "undated"  # “định kỳ”, and no word of how often
    NOT_UNDERSTOOD = "not_understood"  # words are left over


_DAYS = (None, *range(1, 32))
_MONTHS = (None, *range(1, 25))
# The periods a recurrence may follow.
RECURRENCES = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF_YEAR,
    PeriodKind.YEAR,
    PeriodKind.SCHOOL_YEAR,
)


def _check_order(start: date | None, end: date | None) -> None:
    if start and end and start > end:
        raise ValueError("end: before the start")


@dataclass(frozen=True, kw_only=True)
class _Term:
    kind: ClassVar[str]
    tentative: bool = False
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class DateTerm(_Term):
    """A day. `whole` says that the print names a month or longer (“trước tháng 9/2025”), of which `on` is the edge."""

    kind: ClassVar[str] = "date"
    on: date
    bound: Bound = Bound.BY
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class SpanTerm(_Term):
    """One stretch of work, due at its end. An unknown start (“từ nay”, of a plan without a date) is null."""

    kind: ClassVar[str] = "span"
    start: date | None
    end: date

    def __post_init__(self) -> None:
        _check_order(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class PeriodTerm(_Term):
    """Within one period, due at its end."""

    kind: ClassVar[str] = "period"
    period: Period


@dataclass(frozen=True, kw_only=True)
class RecurringTerm(_Term):
    """Once in every period, due on `day` of the `month_of_period`-th month; without a day, at the month's end.

    Without either it is due at the period's end. Months count from the first of the period; a number past its
    length is a month of the period after (“tháng đầu quý sau” is 4). A day that the month lacks is its last.
    """

    kind: ClassVar[str] = "recurring"
    every: PeriodKind
    day: int | None = None
    month_of_period: int | None = None
    bound: Bound = Bound.BY

    def __post_init__(self) -> None:
        if self.every not in RECURRENCES or self.bound is Bound.FROM:
            raise ValueError("a recurrence is monthly, quarterly, half-yearly, yearly or by school year, by or before")
        if self.day not in _DAYS or self.month_of_period not in _MONTHS:
            raise ValueError("a day is 1 to 31, a month of a period 1 to 24")
        if self.day and not self.month_of_period and self.every is not PeriodKind.MONTH:
            raise ValueError("a day needs its month of the period")


@dataclass(frozen=True, kw_only=True)
class ContinuousTerm(_Term):
    """All the time (“thường xuyên”), between the days printed, if any."""

    kind: ClassVar[str] = "continuous"
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        _check_order(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class AsRegulatedTerm(_Term):
    """When a rule or another plan says; `source` is how the print names it."""

    kind: ClassVar[str] = "as_regulated"
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class AsDirectedTerm(_Term):
    """When somebody above says so; `source` is how the print names it."""

    kind: ClassVar[str] = "as_directed"
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class AdHocTerm(_Term):
    """When it arises (“đột xuất”, “kịp thời”)."""

    kind: ClassVar[str] = "ad_hoc"
    source: str | None = None


Term = DateTerm | SpanTerm | PeriodTerm | RecurringTerm | ContinuousTerm | AsRegulatedTerm | AsDirectedTerm | AdHocTerm


@dataclass(frozen=True)
class Occurrence:
    """One dated instance: what it is about (a period's label, or a day) and its last second, in UTC."""

    label: str
    due_at: datetime


@dataclass(frozen=True)
class Schedule:
    """A printed phrase and what was understood of it."""

    text: str
    terms: tuple[Term, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    warnings: tuple[ScheduleWarning, ...] = ()


@dataclass(frozen=True)
class PlanFrame:
    """What a phrase leaves unsaid: the plan's own year, the years it reaches over, the day it takes effect."""

    year: int
    first_year: int
    last_year: int
    effective_on: date | None = None

    @classmethod
    def of(
        cls, year: int, horizon_years: list[int] | tuple[int, ...] = (), effective_on: date | None = None
    ) -> "PlanFrame":
        """The frame of a plan: from its own year, or an earlier horizon, to its last horizon."""
        years = (year, *horizon_years)
        return cls(year, min(years), max(years), effective_on)

    def covers(self, year: int) -> bool:
        """Whether the plan reaches over the year."""
        return self.first_year <= year <= self.last_year
