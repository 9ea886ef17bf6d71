"""Where a target stands: what the year so far says of its end, and what that is called.

The five words are the domain's. Where one ends and the next begins no decree says; the few bounds are ours and stand
here: a target is near when a tenth is missing, and a target of a later year asks for its share of the way each year.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from api.indicators.rules.definition import Comparator, Direction, IndicatorKind, TimeBehaviour, is_met

_NOTHING = Decimal(0)
_TENTH = Decimal("0.1")
_SUMS = frozenset({IndicatorKind.COUNT, IndicatorKind.NUMBER})


class Standing(StrEnum):
    """Đạt, đúng tiến độ, có nguy cơ không đạt, chậm tiến độ, chưa có số liệu."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target asks for, in the unit of measure; its direction is the indicator's."""

    comparator: Comparator
    value: Decimal
    value_max: Decimal | None = None
    baseline: Decimal | None = None
    direction: Direction = Direction.UP

    def is_met(self, actual: Decimal) -> bool | None:
        """Whether a figure meets it; None for a change of something nobody knows."""
        return is_met(
            self.comparator, self.value, actual,
            direction=self.direction, value_max=self.value_max, baseline=self.baseline,
        )  # fmt: skip

    def is_near(self, actual: Decimal) -> bool:
        """Whether a figure misses it by a tenth at most."""
        low, high = self._bounds()
        reached = low is None or actual >= low - abs(low) * _TENTH
        return reached and (high is None or actual <= high + abs(high) * _TENTH)

    @property
    def may_be_lost(self) -> bool:
        """Whether a figure that meets it meets it no more when it grows."""
        return self._bounds()[1] is not None

    def eased(self, start: Decimal, years: int) -> "Goal":
        """What is to be reached this year on the way from `start` to here, `years` with this one; a straight line.

        A range stays what it is, and a change too: neither is a place one walks to.
        """
        if self.comparator in {Comparator.RANGE, Comparator.CHANGE}:
            return self
        return replace(self, value=start + (self.value - start) / years)

    def _bounds(self) -> tuple[Decimal | None, Decimal | None]:
        if self.comparator is Comparator.RANGE:
            return self.value, self.value_max
        wanted = self._changed() if self.comparator is Comparator.CHANGE else self.value
        down = self.comparator in {Comparator.LE, Comparator.LT}
        if self.comparator in {Comparator.EQ, Comparator.CHANGE}:
            down = self.direction is Direction.DOWN
        return (None, wanted) if down else (wanted, None)

    def _changed(self) -> Decimal:
        base = self.baseline or _NOTHING
        share = self.value / 100 if self.direction is Direction.UP else -self.value / 100
        return base + abs(base) * share


class Wanted(Protocol):
    """A goal among others on an indicator: how far above it was set, for which audience and year."""

    @property
    def depth(self) -> int:
        """How far above."""

    @property
    def audience_id(self) -> Any:
        """Over whom; None: over all."""

    @property
    def year(self) -> int:
        """When it is to be reached."""


Goals = TypeVar("Goals", bound=Wanted)


def that_stand(goals: Iterable[Goals]) -> list[Goals]:
    """Of the goals on one indicator, the nearest and newest first, those that count.

    They are the nearest unit's: one for each audience and year, so 95, 80 and 60 for three kinds of unit, of 2025 and
    of 2030, stand beside each other.
    """
    found: dict[tuple[Any, int], Goals] = {}
    for goal in goals:
        nearest = next(iter(found.values()), goal)
        if goal.depth == nearest.depth:
            found.setdefault((goal.audience_id, goal.year), goal)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Course:
    """A year as it goes: its figure at the end of each period that began, None where nobody had told yet.

    `periods` is how many the year has; `before` the same of the year before, where that is known whole. `likely` is
    the newest figure as it will be when all have told, where its period is still open and some have not.
    """

    figures: tuple[Decimal | None, ...]
    periods: int
    before: tuple[Decimal | None, ...] = ()
    likely: Decimal | None = None

    @property
    def now(self) -> Decimal | None:
        """The newest figure."""
        return next((figure for figure in reversed(self.figures) if figure is not None), None)


def accumulates(kind: IndicatorKind, behaviour: TimeBehaviour) -> bool:
    """Whether the year's figure grows from period to period, where it goes on as it began."""
    return behaviour is TimeBehaviour.CUMULATIVE or (behaviour is TimeBehaviour.IN_PERIOD and kind in _SUMS)


def forecast(course: Course, *, grows: bool, percent: bool) -> Decimal | None:
    """The year's figure at its end, if it goes on as it did: as last year did from here, or at this year's pace.

    None as long as nobody told anything. A percentage stays one.
    """
    told = [(place, figure) for place, figure in enumerate(course.figures, 1) if figure is not None]
    if not told:
        return None
    place, actual = told[-1]
    if course.likely is not None:
        actual = course.likely
        told[-1] = place, actual
    made = actual if place == course.periods else _went_on(course, told, grows=grows)
    return round(min(max(made, _NOTHING), Decimal(100)) if percent else made, 6)


def _went_on(course: Course, told: list[tuple[int, Decimal]], *, grows: bool) -> Decimal:
    place, actual = told[-1]
    then, whole = _last_year(course, place)
    if then is not None and whole is not None and (then > 0 or not grows):
        return actual * whole / then if grows else actual + whole - then
    if grows:
        return actual * course.periods / place
    first, began = told[0]
    pace = (actual - began) / (place - first) if place > first else _NOTHING
    return actual + pace * (course.periods - place)


def _last_year(course: Course, place: int) -> tuple[Decimal | None, Decimal | None]:
    """Last year's figure at this time, and at its end."""
    if len(course.before) != course.periods:
        return None, None
    return course.before[place - 1], course.before[-1]


def standing(goal: Goal, course: Course, *, grows: bool, percent: bool, over: bool, years: int = 1) -> Standing:
    """Where a target stands; `over` when its year is, `years` how many are left for it with this one."""
    actual = course.now
    met = None if actual is None else goal.is_met(actual)
    if actual is None or met is None:
        return Standing.NO_DATA
    if over or (met and not (grows and goal.may_be_lost)):
        return Standing.MET if met else Standing.BEHIND
    expected = forecast(course, grows=grows, percent=percent) or _NOTHING
    wanted = goal if years == 1 else goal.eased(_start(course, actual), years)
    if wanted.is_met(expected):
        return Standing.ON_TRACK
    return Standing.AT_RISK if wanted.is_near(expected) else Standing.BEHIND


def _start(course: Course, actual: Decimal) -> Decimal:
    """Where this year began: what last year ended with, or the first that is known."""
    known = [figure for figure in (*course.before[-1:], *course.figures) if figure is not None]
    return known[0] if known else actual
