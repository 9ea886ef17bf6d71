from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.units.rules.spans import OPEN, Span
from api.units.rules.tree import Edge, by_child, faults, may_stand_under
from api.units.rules.words import Kind
from tests.units.rules.looking import above

JULY, SEP = date(2025, 7, 1), date(2025, 9, 1)
LIVES = dict.fromkeys("abcde", OPEN) | {"old": Span(None, JULY), "new": Span(JULY, None)}


def wrong(edge: Edge[str], *others: Edge[str]) -> list[str]:
    return faults(edge, LIVES, by_child([edge, *others]))


def test_a_plain_place_is_no_fault():
    assert wrong(Edge("b", "a", OPEN)) == []


def test_a_unit_stands_under_one_other_at_a_time_on_a_line():
    first = Edge("c", "a", Span(None, JULY))
    assert wrong(first, Edge("c", "b", Span(JULY, None))) == []
    assert wrong(first, Edge("c", "b", Span(date(2025, 6, 30), None))) == ["two_parents"]


def test_a_unit_stands_only_where_both_exist():
    assert wrong(Edge("a", "old", OPEN)) == ["parent_does_not_exist_then"]
    assert wrong(Edge("a", "old", Span(None, JULY))) == []
    assert wrong(Edge("new", "a", OPEN)) == ["outside_own_life"]


def test_no_unit_stands_above_itself():
    assert wrong(Edge("a", "c", OPEN), Edge("c", "b", OPEN), Edge("b", "a", OPEN)) == ["cycle"]
    assert wrong(Edge("a", "a", OPEN)) == ["cycle"]


def test_a_ring_whose_parts_never_hold_on_one_day_is_no_cycle():
    assert wrong(Edge("a", "b", Span(JULY, None)), Edge("b", "a", Span(None, JULY))) == []


def test_a_ring_further_up_does_not_hang():
    assert wrong(Edge("a", "b", OPEN), Edge("b", "c", OPEN), Edge("c", "b", OPEN)) == []


def test_above_is_the_way_up_on_a_day():
    edges = [Edge("c", "b", Span(None, JULY)), Edge("c", "d", Span(JULY, None)), Edge("b", "a", OPEN)]
    assert above("c", date(2025, 6, 30), edges) == ["c", "b", "a"]
    assert above("c", JULY, edges) == ["c", "d"]


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.sampled_from([None, JULY, SEP]))))
def test_edges_without_faults_make_a_tree_on_every_day(steps):
    edges: list[Edge[str]] = []
    for child, parent, start in steps:
        edge = Edge(child, parent, Span(start, None))
        if not faults(edge, LIVES, by_child([*edges, edge])):
            edges.append(edge)
    for unit in "abcde":
        for day in (date(2025, 1, 1), JULY, SEP):
            way = above(unit, day, edges)
            assert len(way) == len(set(way))


@pytest.mark.parametrize(
    ("child", "parent", "fits"),
    [
        (Kind.SCHOOL, Kind.COMMUNE, True),
        (Kind.SCHOOL, Kind.DEPARTMENT, True),
        (Kind.COMMUNE, Kind.PROVINCIAL_COMMITTEE, True),
        (Kind.DEPARTMENT, Kind.DEPARTMENT, False),
        (Kind.DEPARTMENT, Kind.SCHOOL, False),
        (Kind.MINISTRY, Kind.MINISTRY, False),
        (Kind.UNION, Kind.SCHOOL, True),
        (Kind.SCHOOL, Kind.UNION, False),
    ],
)
def test_units_stand_under_higher_ones(child, parent, fits):
    assert may_stand_under(child, parent) is fits
