"""When a target is met, and which figures fit together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.indicators.rules import Comparator, Direction, is_met, target_fault

FIGURES = st.decimals(-1000, 1000, places=2)


def met(comparator, value, actual, **more) -> bool | None:
    return is_met(Comparator(comparator), Decimal(value), Decimal(actual), **more)


@pytest.mark.parametrize(
    ("comparator", "value", "at", "below", "above"),
    [
        ("ge", 95, True, False, True),
        ("gt", 95, False, False, True),
        ("le", 95, True, True, False),
        ("lt", 95, False, True, False),
        ("eq", 95, True, False, True),
    ],
)
def test_a_value_is_held_against_the_target(comparator, value, at, below, above):
    assert [met(comparator, value, actual) for actual in (95, 94, 96)] == [at, below, above]


@given(FIGURES, FIGURES)
def test_a_bare_figure_is_a_floor_and_where_less_is_better_a_ceiling(value, actual):
    assert is_met(Comparator.EQ, value, actual) == (actual >= value)
    assert is_met(Comparator.EQ, value, actual, direction=Direction.DOWN) == (actual <= value)


@given(FIGURES, FIGURES, FIGURES)
def test_a_range_has_two_ends(low, high, actual):
    assert is_met(Comparator.RANGE, low, actual, value_max=high) == (low <= actual <= high)


def test_a_range_without_an_upper_end_is_a_floor():
    assert met("range", 90, 1000)


@pytest.mark.parametrize(
    ("direction", "baseline", "actual", "expected"),
    [
        (Direction.UP, 200, 260, True),
        (Direction.UP, 200, 259, False),
        (Direction.DOWN, 200, 140, True),
        (Direction.DOWN, 200, 141, False),
        (Direction.UP, -100, -70, True),
        (Direction.UP, None, 1000, None),
    ],
)
def test_a_change_is_percent_of_the_baseline(direction, baseline, actual, expected):
    known = None if baseline is None else Decimal(baseline)
    assert met("change", 30, actual, direction=direction, baseline=known) is expected


@pytest.mark.parametrize(
    ("comparator", "value", "value_max", "fault"),
    [
        (None, None, None, None),
        ("eq", 100, None, None),
        ("range", 90, 100, None),
        ("range", 90, 90, None),
        ("ge", None, None, "comparator_without_value"),
        (None, 90, None, "value_without_comparator"),
        ("range", 90, None, "range_needs_two_ends"),
        ("ge", 90, 100, "only_a_range_has_two_ends"),
        (None, None, 100, "only_a_range_has_two_ends"),
        ("range", 100, 90, "range_reversed"),
    ],
)
def test_figures_of_a_target_fit_together(comparator, value, value_max, fault):
    figures = [None if figure is None else Decimal(figure) for figure in (value, value_max)]
    assert target_fault(comparator and Comparator(comparator), *figures) == fault
