"""What values add up to above."""

from decimal import Decimal

import pytest

from api.indicators.rules import IndicatorKind, TimeBehaviour
from api.indicators.rules.rollup import (
    Asking,
    Figure,
    Sums,
    as_if_all_had_told,
    asked,
    figure,
    last_told,
    levels_of,
    over_time,
    parts,
    so_far,
)
from api.kit.calendar import Period, PeriodKind

D = Decimal
YEAR = Period.parse("2026")


def ratio(numerator, denominator, reported=1, expected=1) -> Sums:
    return Sums(D(numerator), D(denominator), units_reported=reported, units_expected=expected)


def test_a_ratio_is_the_sum_of_parts_by_the_sum_of_wholes():
    both = ratio(1, 10) + ratio(90, 90)
    assert figure(IndicatorKind.RATIO, "%", both) == Figure(D(91), D(100), D(91))
    assert both - ratio(1, 10) == ratio(90, 90)


def test_nothing_is_no_figure_and_not_zero():
    silent = Sums(units_expected=3)
    assert figure(IndicatorKind.RATIO, "%", silent).value is None
    assert figure(IndicatorKind.COUNT, "trường", silent).value is None
    assert figure(IndicatorKind.SHARE_OF_UNITS, "%", silent) == Figure(D(0), D(3), None)
    assert silent
    assert not Sums()


def test_a_share_of_units_is_of_those_that_should_answer():
    sums = Sums(units_expected=10, units_reported=8, units_yes=6, units_not_applicable=2)
    assert figure(IndicatorKind.SHARE_OF_UNITS, "%", sums) == Figure(D(6), D(8), D(75))


def test_the_silent_are_taken_to_answer_like_the_others():
    half = Sums(D(10), D(20), D(30), units_expected=12, units_reported=7, units_yes=3, units_not_applicable=2)
    whole = as_if_all_had_told(half)
    assert (whole.numerator, whole.denominator, whole.total, whole.units_yes) == (D(20), D(40), D(60), 6)
    assert figure(IndicatorKind.SHARE_OF_UNITS, "%", whole).value == 60
    silent = Sums(units_expected=3)
    assert as_if_all_had_told(silent) is silent


def test_counts_add_up():
    sums = Sums(total=D(12), units_reported=3, units_not_applicable=1)
    assert figure(IndicatorKind.COUNT, "trường", sums) == Figure(None, None, D(12))
    nobody = Sums(units_reported=1, units_not_applicable=1)
    assert figure(IndicatorKind.NUMBER, "thủ tục", nobody).value is None


@pytest.mark.parametrize(
    ("whole", "kind", "expected"),
    [
        ("2026", "quarter", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("2026-H2", "quarter", ["2026-Q3", "2026-Q4"]),
        ("2026-Q2", "quarter", ["2026-Q2"]),
        ("2025-2026", "semester", ["2025-2026-S1", "2025-2026-S2"]),
        ("2025-2026", "quarter", []),
        ("2026-Q2", "year", []),
    ],
)
def test_a_period_is_made_of_those_within_it(whole, kind, expected):
    assert [str(part) for part in parts(Period.parse(whole), PeriodKind(kind))] == expected


@pytest.mark.parametrize(
    ("kind", "behaviour", "expected"),
    [
        ("ratio", "point", ratio(5, 20, 2, 9)),
        ("ratio", "cumulative", ratio(5, 20, 2, 9)),
        ("ratio", "in_period", ratio(8, 30, 2, 9)),
        ("share_of_units", "in_period", ratio(5, 20, 2, 9)),
    ],
)
def test_over_time(kind, behaviour, expected):
    sums = [ratio(3, 10, 8, 9), ratio(5, 20, 2, 9), Sums(units_expected=9)]
    assert last_told(sums) == 1
    assert over_time(IndicatorKind(kind), TimeBehaviour(behaviour), sums, 1) == expected


def test_where_nobody_reported_the_last_period_says_of_whom_it_is_expected():
    assert last_told([Sums(units_expected=n) for n in range(4)]) == 3


def test_a_plan_asks_in_its_years_and_an_own_indicator_until_a_plan_does():
    now, later = Asking("hp", "csgd", 2026, 2026), Asking("hp", None, 2027, 2030)
    assert asked([now, later], None, YEAR) == {("hp", "csgd")}
    assert asked([now, later], "hp", Period.parse("2026-2027")) == {("hp", "csgd"), ("hp", None)}
    assert asked([now], "hp", Period.parse("2025")) == frozenset()
    assert asked([], "hp", YEAR) == {("hp", None)}
    assert asked([], None, YEAR) == frozenset()


def test_a_bucket_of_schools_names_their_levels():
    assert levels_of("primary+lower_secondary") == ["primary", "lower_secondary"]
    assert levels_of("school") == levels_of("commune") == []


@pytest.mark.parametrize("kind", [IndicatorKind.RATIO, IndicatorKind.SHARE_OF_UNITS])
@pytest.mark.parametrize("behaviour", list(TimeBehaviour))
def test_a_year_so_far_is_what_its_periods_make_at_every_place(kind, behaviour):
    quarters = [ratio(1, 10), Sums(), ratio(4, 20, reported=2, expected=3)]
    found = so_far(kind, behaviour, quarters)
    assert found == [over_time(kind, behaviour, quarters[: place + 1], place) for place in range(3)]
