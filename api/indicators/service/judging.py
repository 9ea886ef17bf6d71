"""Figures of a year are held against the targets plans set for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from api.indicators.models import Indicator
from api.indicators.rules import IndicatorKind, TimeBehaviour, rollup, standing
from api.indicators.rules.definition import Comparator, Direction
from api.indicators.rules.rollup import Sums
from api.indicators.rules.standing import Course, Goal
from api.kit.calendar import Period, PeriodKind

_SHOWN = ("id", "plan_id", "year", "comparator", "value", "value_max", "baseline", "text")


@dataclass(frozen=True)
class Asked:
    """An indicator in a period, and the periods of its own rhythm that make it: all, and those that have begun."""

    indicator: Indicator
    period: Period
    whole: tuple[Period, ...]
    parts: tuple[Period, ...]

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year, which is what targets are set for."""
        return self.period.kind in {PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR}

    @property
    def before(self) -> "Asked":
        """The same of the year before."""
        year = self.period.previous()
        parts = rollup.parts(year, PeriodKind(self.indicator.frequency))
        return Asked(self.indicator, year, parts, parts)


@dataclass(frozen=True)
class Judge:
    """Holds figures of a year against what is to be reached in it, or is to be in a later one."""

    asked: Asked
    target: Row[Any]
    today: date
    before: tuple[Decimal | None, ...]

    def says(self, sums: Sequence[Sums], *, of_whole: bool) -> dict[str, Any]:
        """What stands in a row beside its figure; last year is known of the whole only."""
        indicator = self.asked.indicator
        grows = standing.accumulates(IndicatorKind(indicator.kind), TimeBehaviour(indicator.time_behaviour))
        percent = indicator.unit_of_measure == "%"
        course = Course(
            _figures(self.asked, sums), len(self.asked.whole), self.before if of_whole else (), self._likely(sums)
        )
        stands = standing.standing(
            self._goal(), course,
            grows=grows, percent=percent, over=self.asked.period.end < self.today and self._years() == 1,
            years=self._years(),
        )  # fmt: skip
        shown = {name: getattr(self.target, name) for name in _SHOWN}
        return {
            "status": stands.value,
            "target": shown,
            "forecast": standing.forecast(course, grows=grows, percent=percent),
        }

    def _likely(self, sums: Sequence[Sums]) -> Decimal | None:
        """The newest figure with those who may still answer; None where nobody has, or the period is over."""
        last = rollup.last_told(sums)
        if self.asked.parts[last].end < self.today:
            return None
        told = [*sums[:last], rollup.as_if_all_had_told(sums[last])]
        return _figures(self.asked, told)[last]

    def _years(self) -> int:
        return int(self.target.year) - self.asked.period.end.year + 1

    def _goal(self) -> Goal:
        target = self.target
        return Goal(
            Comparator(target.comparator), target.value, target.value_max, target.baseline,
            Direction(self.asked.indicator.direction),
        )  # fmt: skip


def course_of(asked: Asked, sums: Sequence[Sums]) -> tuple[Decimal | None, ...]:
    """How a year went; empty where nothing of it is kept."""
    return _figures(asked, sums) if any(sums) else ()


def _figures(asked: Asked, sums: Sequence[Sums]) -> tuple[Decimal | None, ...]:
    """The figure of the period so far at the end of each of its parts; None where nobody reported in that part."""
    kind, behaviour = IndicatorKind(asked.indicator.kind), TimeBehaviour(asked.indicator.time_behaviour)
    so_far = [rollup.over_time(kind, behaviour, sums[: place + 1], place) for place in range(len(sums))]
    made = [rollup.figure(kind, asked.indicator.unit_of_measure, each).value for each in so_far]
    return tuple(value if each.units_reported else None for each, value in zip(sums, made, strict=True))
