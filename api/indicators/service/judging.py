"""Figures of a year are held against the targets plans set for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from api.indicators.models import Indicator
from api.indicators.rules import IndicatorKind, TimeBehaviour, rollup, standing
from api.indicators.rules.definition import Comparator, Direction
from api.indicators.rules.rollup import Sums
from api.indicators.rules.standing import Course, Goal
from api.kit.calendar import Period, PeriodKind
from api.units.rules.groups import means_all

_UNITS = tuple(name for name in rollup.SUMMED if name.startswith("units_"))
_SHOWN = ("id", "plan_id", "year", "comparator", "value", "value_max", "baseline", "text")


@dataclass(frozen=True, slots=True)
class Measure:
    """What one must know of an indicator to make figures of sums, where no record of it was read."""

    id: UUID
    code: str
    name: str
    unit_of_measure: str
    kind: str
    direction: str
    time_behaviour: str


@dataclass(frozen=True)
class Asked:
    """An indicator in a period, and the periods of its own rhythm that make it: all, and those that have begun."""

    indicator: Indicator | Measure
    period: Period
    whole: tuple[Period, ...]
    parts: tuple[Period, ...]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What the parts are called."""
        return tuple(map(str, self.parts))

    @cached_property
    def kind(self) -> IndicatorKind:
        """What sort of figure it is."""
        return IndicatorKind(self.indicator.kind)

    @cached_property
    def behaviour(self) -> TimeBehaviour:
        """How its figures make a longer period's."""
        return TimeBehaviour(self.indicator.time_behaviour)

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year, which is what targets are set for."""
        return self.period.kind in {PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR}


@dataclass(frozen=True)
class Judge:
    """Holds figures of a year against what is to be reached in it, or is to be in a later one."""

    asked: Asked
    target: Any
    today: date
    before: tuple[Decimal | None, ...]

    def says(self, sums: Sequence[Sums], *, of_whole: bool) -> dict[str, Any]:
        """What stands in a row beside its figure; last year is known of the whole only."""
        return self.of(self.course(sums, of_whole=of_whole))

    def course(self, sums: Sequence[Sums], *, of_whole: bool) -> Course:
        """How the year goes; last year is known of the whole only."""
        figures, before = figures_of(self.asked, sums), self.before if of_whole else ()
        return Course(figures, len(self.asked.whole), before, self._likely(sums))

    def of(self, course: Course) -> dict[str, Any]:
        """What stands in a row beside a year that goes so."""
        grows = standing.accumulates(self.asked.kind, self.asked.behaviour)
        percent = self.asked.indicator.unit_of_measure == "%"
        stands = standing.standing(
            self._goal, course,
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
        return figure_at(self.asked, told, last)

    def _years(self) -> int:
        return int(self.target.year) - self.asked.period.end.year + 1

    @cached_property
    def _goal(self) -> Goal:
        target = self.target
        return Goal(
            Comparator(target.comparator), target.value, target.value_max, target.baseline,
            Direction(self.asked.indicator.direction),
        )  # fmt: skip


def apart_of(audience_id: UUID | None, rule: dict[str, Any] | None, measured_on: Iterable[str]) -> str | None:
    """The audience a target is told apart for; None where it is over all that its indicator asks."""
    return None if audience_id is None or means_all(rule, measured_on) else str(audience_id)


def told(asked: Asked, sums: Sequence[Sums], last: int | None = None) -> dict[str, Any]:
    """What the parts of a period make so far: the figure, of how many units, until when.

    `last` is the place of the last part told of, where that is told of others too.
    """
    place = rollup.last_told(sums) if last is None else last
    made = rollup.over_time(asked.kind, asked.behaviour, sums, place)
    figure = rollup.figure(asked.kind, asked.indicator.unit_of_measure, made)
    return {
        "numerator": figure.numerator, "denominator": figure.denominator, "value": figure.value,
        **{name: getattr(made, name) for name in _UNITS},
        "cutoff": asked.parts[place].end,
    }  # fmt: skip


def course_of(asked: Asked, sums: Sequence[Sums]) -> tuple[Decimal | None, ...]:
    """How a year went; empty where nothing of it is kept."""
    return figures_of(asked, sums) if any(sums) else ()


def figure_at(asked: Asked, sums: Sequence[Sums], place: int) -> Decimal | None:
    """The figure of the period so far at the end of one of its parts; None where nobody reported in that part."""
    if not sums[place].units_reported:
        return None
    made = rollup.over_time(asked.kind, asked.behaviour, sums, place)
    return rollup.figure(asked.kind, asked.indicator.unit_of_measure, made).value


def figures_of(asked: Asked, sums: Sequence[Sums]) -> tuple[Decimal | None, ...]:
    """The figure of the period so far at the end of each of its parts; None where nobody reported in that part."""
    kind, unit_of_measure = asked.kind, asked.indicator.unit_of_measure
    return tuple(
        rollup.figure(kind, unit_of_measure, each).value if each.units_reported else None
        for each in rollup.so_far(kind, asked.behaviour, sums)
    )
