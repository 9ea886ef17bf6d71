"""Reference data: the provinces before and since July 2025, the departments, who their plans name, what is measured."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.seed.support import SLUGS, by_code, plan, reference, units

LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"
KINDS = {
    "ministry",
    "provincial_committee",
    "department",
    "division",
    "affiliate",
    "district_office",
    "commune",
    "school",
    "steering_committee",
    "union",
    "external",
}
LEVELS = {"preschool", "primary", "lower_secondary", "upper_secondary", "continuing", "vocational_continuing"}
SINCE_JULY_2025 = [
    "01",
    "04",
    "08",
    "11",
    "12",
    "14",
    "15",
    "19",
    "20",
    "22",
    "24",
    "25",
    "31",
    "33",
    "37",
    "38",
    "40",
    "42",
    "44",
    "46",
    "48",
    "51",
    "52",
    "56",
    "66",
    "68",
    "75",
    "79",
    "80",
    "82",
    "86",
    "91",
    "92",
    "96",
]
DIVISIONS = {"hp": 7, "qng": 7, "qni": 5, "la": 5, "qb": 7, "tn": 4, "qt": 6}


def _code_on(row, on: str) -> list[str]:
    return [c["value"] for c in row["codes"] if (c["from"] or "") <= on <= (c["to"] or "9999")]


def _alive(on: str) -> list[dict[str, Any]]:
    return [row for row in reference("provinces") if (row["from"] or "") <= on <= (row["to"] or "9999")]


def test_sixty_three_provinces_had_a_code_each_until_june_2025() -> None:
    alive = _alive(LAST_DAY)
    codes = [_code_on(row, LAST_DAY) for row in alive]
    assert len(alive) == 63
    assert all(len(found) == 1 for found in codes)
    assert len({found[0] for found in codes}) == 63


def test_thirty_four_have_the_codes_in_force_since_july_2025() -> None:
    alive = _alive(FIRST_DAY)
    assert sorted(code for row in alive for code in _code_on(row, FIRST_DAY)) == SINCE_JULY_2025


def test_a_code_may_pass_to_another_province() -> None:
    committees = by_code("provinces")
    assert _code_on(committees["ubnd-long-an"], LAST_DAY) == ["80"]
    assert _code_on(committees["ubnd-tay-ninh"], LAST_DAY) == ["72"]
    assert _code_on(committees["ubnd-tay-ninh"], FIRST_DAY) == ["80"]


def test_every_ended_province_has_one_successor() -> None:
    ended = {row["code"] for row in reference("provinces") if row["to"] == LAST_DAY}
    handed = Counter(
        code for row in reference("reorganisations") for code in row["predecessors"] if code.startswith("ubnd-")
    )
    assert len(ended) == 29
    assert handed == dict.fromkeys(ended, 1)


def test_long_an_and_quang_binh_pass_to_their_successors() -> None:
    found = {row["code"]: row for row in reference("reorganisations")}
    assert (found["so-long-an"]["predecessors"], found["so-long-an"]["successors"]) == (["la"], ["tn"])
    assert (found["so-quang-binh"]["predecessors"], found["so-quang-binh"]["successors"]) == (["qb"], ["qt"])
    assert units()["la"]["to"] == units()["qb"]["to"] == LAST_DAY
    assert units()["tn"]["to"] is units()["qt"]["to"] is None


def test_the_inspectorate_hands_its_role_to_a_successor() -> None:
    assert units()["qni-ttr"]["to"] == LAST_DAY
    row = next(row for row in reference("reorganisations") if row["predecessors"] == ["qni-ttr"])
    assert row["on"] == FIRST_DAY
    assert row["successors"] == ["qni-tchc"]
    assert row["certainty"] == "C"


def test_reorganisations_end_what_they_say_and_name_living_successors() -> None:
    for row in reference("reorganisations"):
        assert all(units()[code]["to"] == LAST_DAY for code in row["predecessors"])
        assert all(units()[code]["to"] is None for code in row["successors"])
        assert date.fromisoformat(row["on"]) == date(2025, 7, 1)


def test_law_not_read_in_the_original_says_so() -> None:
    cited = [row["legal_basis"] for row in reference("reorganisations") if row["legal_basis"]]
    assert cited
    assert all("chưa đối chiếu bản gốc" in basis["title"] for basis in cited)


def test_every_row_carries_a_certainty() -> None:
    rows = [*units().values(), *reference("reorganisations")]
    assert {row["certainty"] for row in rows} <= {"A", "B", "C", "R"}
    assert {code["certainty"] for row in units().values() for code in row["codes"]} <= {"B"}


def test_unit_codes_are_unique_lower_case_ascii() -> None:
    rows = [*reference("provinces"), *reference("units")]
    codes = [row["code"] for row in rows]
    assert len(set(codes)) == len(codes)
    assert all(code.isascii() and code == code.lower() for code in codes)


def test_units_use_the_words_of_the_domain() -> None:
    assert {row["kind"] for row in units().values()} <= KINDS
    assert {level for row in units().values() for level in row["education_levels"]} <= LEVELS


def test_departments_and_their_divisions_are_there() -> None:
    found = Counter(row["department"] for row in units().values() if row["kind"] == "division")
    assert found == DIVISIONS


def test_edges_lead_to_units_that_live_as_long() -> None:
    for row in units().values():
        for edge in (*row["professional"], *row["administrative"]):
            parent = units()[edge["parent"]]
            assert (edge["to"] or "9999") <= (parent["to"] or "9999"), row["code"]
            assert (edge["to"] or "9999") <= (row["to"] or "9999"), row["code"]


def test_everyone_but_the_ministry_stands_under_someone_on_the_professional_line() -> None:
    assert [row["code"] for row in units().values() if not row["professional"]] == ["bgddt"]


@pytest.mark.parametrize("department", sorted(DIVISIONS))
def test_a_spelling_means_one_thing_in_a_department(department: str) -> None:
    spelled: Counter[str] = Counter()
    for row in (*reference("units"), *reference("audiences")):
        if row["department"] == department:
            spelled.update({row["name"], *row["aliases"]})
    assert [name for name, times in spelled.items() if times > 1] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printed_spelling_is_a_name_or_an_alias(slug: str) -> None:
    department = plan(slug)["unit"]
    spelled = {
        (row["code"], name)
        for row in (*reference("units"), *reference("audiences"))
        if row["department"] == department
        for name in (row["name"], *row["aliases"])
    }
    for row in (*plan(slug)["tasks"], *plan(slug)["targets"]):
        for item in row["participations"]:
            if "(" not in item["printed_name"]:
                assert (item["unit"] or item["audience"], item["printed_name"]) in spelled


def test_three_spellings_of_one_division() -> None:
    assert set(units()["qni-khtc"]["aliases"]) == {"Phòng Kế hoạch - Tài chính", "Phòng KH-TC", "phòng KHTC"}


def test_an_audience_is_a_rule_or_a_list() -> None:
    for row in reference("audiences"):
        assert (row["rule"] is None) != (row["members"] is None), row["code"]
        assert row["department"] in DIVISIONS
        assert all(member["unit"] in units() for member in row["members"] or [])


def test_audience_rules_use_the_words_of_the_domain() -> None:
    for row in reference("audiences"):
        for term in (row["rule"] or {"any_of": []})["any_of"]:
            assert set(term) <= {"kinds", "education_levels", "ownership", "area", "managed_by"}
            assert set(term["kinds"]) <= KINDS
            assert set(term.get("education_levels", [])) <= LEVELS
            assert set(term.get("ownership", [])) <= {"public", "community", "private"}
            assert set(term.get("area", [])) <= {"urban", "rural", "disadvantaged"}
            assert term.get("managed_by") in {None, "department"}


def test_lists_nobody_could_fill_from_the_print_are_empty_and_say_so() -> None:
    empty = [row for row in reference("audiences") if row["members"] == []]
    assert [row["code"] for row in empty] == ["hp-dt-don-vi-cntt", "qng-dt-lien-quan"]
    assert all("đầu mối chọn" in row["note"] for row in empty)


def test_sixty_eight_indicators_serve_the_ninety_one_targets() -> None:
    used = Counter(row["indicator"] for slug in SLUGS for row in plan(slug)["targets"])
    assert sum(used.values()) == 91
    assert set(used) == set(by_code("indicators"))
    assert len(used) == 68


def test_one_indicator_serves_every_plan_that_names_it() -> None:
    plans = {slug for slug in SLUGS for row in plan(slug)["targets"] if row["indicator"] == "ho-so-cong-viec-dien-tu"}
    assert plans == {"hai-phong", "long-an", "quang-ngai", "quang-binh"}


@pytest.mark.parametrize("row", reference("indicators"), ids=lambda row: row["code"])
def test_an_indicator_says_what_is_asked(row) -> None:
    parts = row["kind"] in {"ratio", "share_of_units", "share_of_items"}
    assert row["kind"] in {"ratio", "share_of_units", "share_of_items", "count", "number"}
    assert row["numerator_label"]
    assert bool(row["denominator_label"]) == parts
    assert (row["unit_of_measure"] == "%") == parts
    assert row["direction"] in {"up", "down"}
    assert row["frequency"] in {"month", "quarter", "half_year", "year", "school_year", "semester"}
    assert row["time_behaviour"] in {"point", "cumulative", "in_period"}
    assert row["measured_on"]
    assert set(row["measured_on"]) <= KINDS
    assert row["source"] in {"reported", "derived", "client"}
    assert row["provenance"] == "ours"
    assert not row["numerator_label"].endswith("(có/không)") or row["kind"] in {"share_of_units", "count"}


def test_hai_phong_asks_a_school_for_at_most_ten_figures_a_period() -> None:
    yearly = {"year", "school_year"}
    asked = {
        row["indicator"]
        for row in plan("hai-phong")["targets"]
        for indicator in [by_code("indicators")[row["indicator"]]]
        if "school" in indicator["measured_on"]
        and indicator["source"] == "reported"
        and indicator["frequency"] not in yearly
    }
    assert len(asked) <= 10
