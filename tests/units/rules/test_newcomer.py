from datetime import date

import pytest

from api.units.rules.change import UnitChange
from api.units.rules.groups import means_all, whole
from api.units.rules.newcomer import (
    Named,
    NewUnit,
    OutsideCode,
    Place,
    codes_overlap,
    prefix_is_own,
    school_facts_misplaced,
)
from api.units.rules.spans import OPEN, Span
from api.units.rules.words import Line

JAN, JULY = date(2025, 1, 1), date(2025, 7, 1)


def test_earlier_names_and_the_last_one_cover_the_whole_life():
    hue = NewUnit("hue", "Huế", "department", earlier_names=(Named("Thừa Thiên Huế", Span(None, JAN)),))
    assert hue.names() == [Named("Thừa Thiên Huế", Span(None, JAN)), Named("Huế", Span(JAN, None))]


def test_a_name_never_changed_lasts_as_long_as_the_unit():
    assert NewUnit("a", "A", "school", Span(JAN, JULY)).names() == [Named("A", Span(JAN, JULY))]


def test_places_come_with_their_line():
    unit = NewUnit("a", "A", "school", professional=(Place("b"),), administrative=(Place("c"),))
    assert list(unit.places()) == [(Line.PROFESSIONAL, Place("b")), (Line.ADMINISTRATIVE, Place("c"))]


def test_only_schools_have_levels_ownership_and_area():
    assert school_facts_misplaced("school", ("primary",), "public", "urban") == []
    assert school_facts_misplaced("commune", ("primary",), "public", "urban") == [
        "education_levels",
        "ownership",
        "area",
    ]
    assert school_facts_misplaced("commune", (), None, None) == []


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        (OutsideCode("moet", "2", Span(JULY, None)), False),
        (OutsideCode("moet", "2", OPEN), True),
        (OutsideCode("admin", "2", OPEN), False),
    ],
)
def test_one_code_of_a_scheme_a_day(second, clash):
    assert codes_overlap((OutsideCode("moet", "1", Span(None, JULY)), second)) is clash


def test_a_code_lies_in_its_departments_range():
    assert prefix_is_own("hp-000123", "hp")
    assert not prefix_is_own("qng-1", "hp")
    assert not prefix_is_own("hpx-1", "hp")
    assert prefix_is_own("anything", None)


def test_a_rule_names_every_part_of_each_clause():
    assert whole(None) is None
    rule = whole({"any_of": [{"kinds": ["school"]}]})
    assert rule == {
        "any_of": [{"kinds": ["school"], "education_levels": [], "ownership": [], "area": [], "managed_by": None}]
    }


def test_only_state_and_places_depend_on_the_day():
    assert not UnitChange(JULY, aliases=("a",)).is_dated
    assert UnitChange(JULY, state={"name": "b"}).is_dated
    assert UnitChange(JULY, parents={Line.PROFESSIONAL: None}).is_dated


@pytest.mark.parametrize(
    ("clauses", "all_of"),
    [
        ([{"kinds": ["school"]}], True),
        ([{}], True),
        ([{"kinds": ["department", "school"]}], True),
        ([{"kinds": ["department"]}], False),
        ([{"kinds": ["school"], "area": ["urban"]}], False),
        ([{"kinds": ["school"], "managed_by": "department"}, {"kinds": ["commune"]}], False),
        ([{"kinds": ["school"], "area": ["urban"]}, {"kinds": ["school"]}], True),
        ([], False),
    ],
)
def test_an_audience_means_all_schools_where_it_asks_for_nothing_but_kinds(clauses, all_of):
    assert means_all({"any_of": clauses}, ["school"]) is all_of


def test_a_picked_list_never_means_all():
    assert not means_all(None, ["school"])
