from datetime import date

import pytest

from api.units.rules.spans import OPEN, Span, order, overlap

MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)


def test_days_are_written_with_the_last_one_included():
    span = Span.of_days(MAY, date(2025, 5, 31))
    assert (span.end, span.last) == (JUNE, date(2025, 5, 31))
    assert Span.of_days(MAY, None).last is None


def test_a_span_knows_its_days():
    span = Span(MAY, JUNE)
    assert MAY in span
    assert JUNE not in span
    assert date(2025, 4, 30) not in span
    assert date.min in OPEN
    assert date.max in OPEN


@pytest.mark.parametrize(
    ("span", "has_days"), [(Span(MAY, JUNE), True), (Span(MAY, MAY), False), (Span(JUNE, MAY), False), (OPEN, True)]
)
def test_a_span_without_days_is_false(span, has_days):
    assert bool(span) is has_days


def test_common_days_take_the_later_start_and_the_earlier_end():
    assert Span(None, JULY) & Span(MAY, None) == Span(MAY, JULY)
    assert Span(MAY, JULY) & Span(JUNE, None) == Span(JUNE, JULY)
    assert OPEN & OPEN == OPEN


def test_open_bounds_are_taken_from_the_life():
    assert OPEN.bounded(Span(MAY, JULY)) == Span(MAY, JULY)
    assert Span(JUNE, None).bounded(Span(MAY, JULY)) == Span(JUNE, JULY)


def test_within_means_every_day():
    assert Span(MAY, JUNE).within(OPEN)
    assert not OPEN.within(Span(MAY, None))


@pytest.mark.parametrize(
    ("day", "nearest"),
    [(date(2025, 4, 1), MAY), (date(2025, 5, 9), date(2025, 5, 9)), (JULY, date(2025, 5, 31))],
)
def test_the_nearest_day_lies_in_the_span(day, nearest):
    assert Span(MAY, JUNE).nearest(day) == nearest
    assert OPEN.nearest(day) == day


def test_neighbours_do_not_overlap_but_shared_days_do():
    assert not overlap([Span(JUNE, None), Span(None, JUNE)])
    assert overlap([Span(MAY, JULY), Span(JUNE, None)])
    assert not overlap([])


def test_an_open_beginning_comes_first():
    assert sorted([Span(MAY, None), OPEN], key=order) == [OPEN, Span(MAY, None)]
