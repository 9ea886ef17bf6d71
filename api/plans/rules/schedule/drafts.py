"""What was read before its surroundings are known: years left out, the frequency named before, the plan's dates.

`segment` counts the parts a phrase falls into at semicolons; `misprint` is a word that stands for another, `assumed`
a year that could be read in two ways, `partly_read` that its part of the phrase has words nobody understood.
"""

from dataclasses import dataclass

from api.kit.calendar import PeriodKind
from api.plans.rules.schedule.moments import Moment
from api.plans.rules.schedule.terms import AdHocTerm, AsDirectedTerm, AsRegulatedTerm, Bound


@dataclass(frozen=True, kw_only=True)
class _Draft:
    segment: int = 0
    tentative: bool = False
    misprint: bool = False
    assumed: bool = False
    partly_read: bool = False


@dataclass(frozen=True, kw_only=True)
class PointDraft(_Draft):
    """One moment, and how it bounds the work; without a bound the work is within it."""

    moment: Moment
    bound: Bound | None = None


@dataclass(frozen=True, kw_only=True)
class RangeDraft(_Draft):
    """From one moment (None: from now) to another."""

    first: Moment | None
    last: Moment


@dataclass(frozen=True, kw_only=True)
class RecurringDraft(_Draft):
    """As the term of that name."""

    every: PeriodKind
    day: int | None = None
    month_of_period: int | None = None
    bound: Bound = Bound.BY


@dataclass(frozen=True, kw_only=True)
class YearlyDraft(_Draft):
    """A moment of every year: “31/5 hằng năm”."""

    moment: Moment
    bound: Bound | None = None


@dataclass(frozen=True, kw_only=True)
class DayOfMonthDraft(_Draft):
    """“ngày 05” without a month: means something only beside “hằng tháng”."""

    day: int
    bound: Bound | None


@dataclass(frozen=True, kw_only=True)
class ContinuousDraft(_Draft):
    """All the time, between the moments named."""

    first: Moment | None = None
    last: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class FollowingYearsDraft(_Draft):
    """“và các năm tiếp theo”: all the time after what was named before."""


@dataclass(frozen=True, kw_only=True)
class OpenDraft(_Draft):
    """What has no date of its own, and the words that name who or what sets it."""

    term: type[AsRegulatedTerm] | type[AsDirectedTerm] | type[AdHocTerm]
    source: str | None = None


Draft = (
    PointDraft
    | RangeDraft
    | RecurringDraft
    | YearlyDraft
    | DayOfMonthDraft
    | ContinuousDraft
    | FollowingYearsDraft
    | OpenDraft
)
Drafts = list[Draft]
