"""Where a target stands, and what the year's end will be."""

from decimal import Decimal
from typing import NamedTuple

import pytest

from api.indicators.rules import IndicatorKind, TimeBehaviour
from api.indicators.rules.definition import Comparator, Direction
from api.indicators.rules.standing import Course, Goal, Standing, accumulates, forecast, standing, that_stand

D = Decimal
AT_LEAST_80 = Goal(Comparator.GE, D(80))
AT_MOST_10 = Goal(Comparator.LE, D(10))


def course(*figures: int | None, periods: int = 4, before: tuple[int | None, ...] = ()) -> Course:
    return Course(_decimals(figures), periods, _decimals(before))


def _decimals(figures: tuple[int | None, ...]) -> tuple[Decimal | None, ...]:
    return tuple(None if figure is None else D(figure) for figure in figures)


def stands(goal: Goal, year: Course, *, grows=False, percent=True, over=False, years=1) -> Standing:
    return standing(goal, year, grows=grows, percent=percent, over=over, years=years)


@pytest.mark.parametrize(
    ("year", "grows", "end"),
    [
        (course(), False, None),
        (course(None, None), True, None),
        (course(40), False, 40),
        (course(40, 50), False, 70),
        (course(40, None, 50), False, 55),
        (course(60, 50), False, 30),
        (course(20), True, 80),
        (course(20, 40, 60, 70), True, 70),
        (course(40, 50, before=(30, 45, 50, 65)), False, 70),
        (course(20, 30, before=(10, 20, 30, 60)), True, 90),
        (course(20, 30, before=(0, 0, 30, 60)), True, 60),
        (course(40, 50, before=(30, None, 50, 65)), False, 70),
        (course(40, 50, before=(30, 45)), False, 70),
    ],
)
def test_a_year_ends_as_last_year_went_on_or_at_its_own_pace(year, grows, end):
    assert forecast(year, grows=grows, percent=False) == end


def test_those_who_may_still_answer_are_taken_to_answer_like_the_others():
    open_ = Course((D(40), D(25)), 4, likely=D(50))
    assert forecast(open_, grows=False, percent=False) == 70
    assert stands(AT_LEAST_80, Course((D(40),), 1, likely=D(80))) is Standing.ON_TRACK
    assert stands(AT_LEAST_80, Course((D(40),), 1, likely=D(80)), over=True) is Standing.BEHIND


def test_a_percentage_stays_one():
    assert forecast(course(80, 95), grows=False, percent=True) == 100
    assert forecast(course(80, 95), grows=False, percent=False) == 125
    assert forecast(course(60, 20), grows=False, percent=True) == 0


@pytest.mark.parametrize(
    ("year", "named"),
    [
        (course(), Standing.NO_DATA),
        (course(None), Standing.NO_DATA),
        (course(85), Standing.MET),
        (course(60, 68), Standing.ON_TRACK),
        (course(75), Standing.AT_RISK),
        (course(71), Standing.BEHIND),
    ],
)
def test_a_floor(year, named):
    assert stands(AT_LEAST_80, year) is named


def test_when_its_year_is_over_a_target_is_met_or_it_is_not():
    assert stands(AT_LEAST_80, course(70, 75, 79, 79), over=True) is Standing.BEHIND
    assert stands(AT_LEAST_80, course(70, 75, 79, 80), over=True) is Standing.MET
    assert stands(AT_LEAST_80, course(), over=True) is Standing.NO_DATA


def test_a_ceiling_of_what_grows_is_met_at_the_end_only():
    assert stands(AT_MOST_10, course(2), grows=True, percent=False) is Standing.ON_TRACK
    assert stands(AT_MOST_10, course(3), grows=True, percent=False) is Standing.BEHIND
    assert stands(AT_MOST_10, course(5, 5, 8), grows=True, percent=False) is Standing.AT_RISK
    assert stands(AT_MOST_10, course(9), percent=False) is Standing.MET


def test_a_bare_figure_is_a_floor_or_where_less_is_better_a_ceiling():
    assert not Goal(Comparator.EQ, D(70)).may_be_lost
    assert Goal(Comparator.EQ, D(70), direction=Direction.DOWN).may_be_lost


def test_a_range_is_near_on_both_sides():
    between = Goal(Comparator.RANGE, D(50), D(60))
    assert [between.is_near(D(figure)) for figure in (44, 45, 55, 66, 67)] == [False, True, True, True, False]


def test_a_change_is_of_its_baseline():
    less = Goal(Comparator.CHANGE, D(30), baseline=D(100), direction=Direction.DOWN)
    more = Goal(Comparator.CHANGE, D(30), baseline=D(100))
    assert stands(less, course(90, 80, 70), percent=False) is Standing.MET
    assert stands(less, course(76), percent=False) is Standing.AT_RISK
    assert stands(more, course(118), percent=False) is Standing.AT_RISK
    assert stands(Goal(Comparator.CHANGE, D(30)), course(118)) is Standing.NO_DATA
    assert not Goal(Comparator.CHANGE, D(30)).is_near(D(-1))


def test_a_target_of_a_later_year_asks_for_its_share_of_the_way():
    assert stands(AT_LEAST_80, course(40, 45, before=(20, 25, 30, 40)), years=4) is Standing.ON_TRACK
    assert stands(AT_LEAST_80, course(40, 40), years=4) is Standing.BEHIND
    assert stands(AT_LEAST_80, course(80), years=4) is Standing.MET
    between = Goal(Comparator.RANGE, D(50), D(60))
    assert between.eased(D(10), 4) is between


@pytest.mark.parametrize(
    ("kind", "behaviour", "grows"),
    [
        (IndicatorKind.RATIO, TimeBehaviour.POINT, False),
        (IndicatorKind.RATIO, TimeBehaviour.CUMULATIVE, True),
        (IndicatorKind.RATIO, TimeBehaviour.IN_PERIOD, False),
        (IndicatorKind.COUNT, TimeBehaviour.IN_PERIOD, True),
        (IndicatorKind.COUNT, TimeBehaviour.POINT, False),
    ],
)
def test_what_grows_from_period_to_period(kind, behaviour, grows):
    assert accumulates(kind, behaviour) is grows


class Set(NamedTuple):
    """A goal among others."""

    depth: int
    audience_id: str | None
    year: int
    value: int = 0


@pytest.mark.parametrize(
    ("goals", "stand"),
    [
        ([], []),
        ([Set(0, None, 2026)], [0]),
        ([Set(1, "so", 2025), Set(1, "phong", 2025), Set(1, "truong", 2025), Set(1, "so", 2030)], [0, 1, 2, 3]),
        ([Set(1, None, 2026, 95), Set(1, None, 2026, 90), Set(1, None, 2030)], [0, 2]),
        ([Set(0, None, 2026), Set(1, "so", 2026), Set(1, None, 2030)], [0]),
    ],
)
def test_the_nearest_units_goals_stand_one_for_each_audience_and_year(goals, stand):
    assert that_stand(goals) == [goals[place] for place in stand]
