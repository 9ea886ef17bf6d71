"""The demonstration is what the contract promises, the same every time, and marked."""

import subprocess
import sys
from collections import Counter
from datetime import date

from api.units.rules.newcomer import NewUnit
from api.units.rules.spans import Span
from seed.demo import demonstration
from tests.seed.support import units

SLUGS = ("quang-ngai", "quang-binh", "quang-ninh", "hai-phong", "long-an")
ACTS_FOR = {"quang-ngai": "qng", "quang-binh": "qt", "quang-ninh": "qni", "hai-phong": "hp", "long-an": "tn"}


DEPARTMENTS = {code for code, row in units().items() if row["kind"] == "department"}


def _department(unit: NewUnit, known: dict[str, NewUnit]) -> str:
    """The department a sample unit stands under at last."""
    above = unit.professional[-1].parent
    return above if above in DEPARTMENTS else _department(known[above], known)


def _of(kind: str, department: str) -> list[NewUnit]:
    known = {unit.code: unit for unit in demonstration().units}
    return [unit for unit in known.values() if unit.kind == kind and _department(unit, known) == department]


def test_the_same_at_every_call() -> None:
    assert demonstration() == demonstration()


def test_hai_phong_has_114_communes_and_900_schools_of_all_levels() -> None:
    schools = _of("school", "hp")
    assert len(_of("commune", "hp")) == 114
    assert len(schools) == 900
    assert Counter(unit.education_levels for unit in schools) == {
        ("preschool",): 300,
        ("primary",): 260,
        ("lower_secondary",): 220,
        ("primary", "lower_secondary"): 30,
        ("upper_secondary",): 60,
        ("lower_secondary", "upper_secondary"): 10,
        ("primary", "lower_secondary", "upper_secondary"): 4,
        ("continuing",): 2,
        ("vocational_continuing",): 14,
    }


def test_schools_are_of_every_ownership_and_area() -> None:
    schools = _of("school", "hp")
    assert {unit.ownership for unit in schools} == {"public", "community", "private"}
    assert {unit.area for unit in schools} == {"urban", "rural", "disadvantaged"}


def test_upper_secondary_and_continuing_stand_under_the_department_the_rest_under_communes() -> None:
    high = {"upper_secondary", "continuing", "vocational_continuing"}
    for school in _of("school", "hp"):
        (edge,) = school.professional
        assert (edge.parent == "hp") == bool(high & set(school.education_levels))


def test_every_commune_has_a_school_of_each_lower_level() -> None:
    taught: dict[str, set[str]] = {unit.code: set() for unit in _of("commune", "hp")}
    for school in _of("school", "hp"):
        taught.get(school.professional[0].parent, set()).update(school.education_levels)
    assert all({"preschool", "primary", "lower_secondary"} <= levels for levels in taught.values())


def test_two_special_zones_are_among_the_communes() -> None:
    named = [unit.name for unit in _of("commune", "hp")]
    assert sum(name.startswith("UBND đặc khu") for name in named) == 2
    assert sum(name.startswith("UBND phường") for name in named) == 45
    assert sum(name.startswith("UBND xã") for name in named) == 67


def test_twelve_clusters_hold_each_school_once() -> None:
    clusters = demonstration().clusters
    members = [code for cluster in clusters for code in cluster.members]
    assert len(clusters) == 12
    assert sorted(members) == sorted(unit.code for unit in _of("school", "hp"))


def test_the_other_four_have_two_communes_with_two_schools_each() -> None:
    for department in ("qng", "qt", "qni", "tn"):
        communes = [unit.code for unit in _of("commune", department)]
        below = Counter(unit.professional[-1].parent for unit in _of("school", department))
        assert below == dict.fromkeys(communes, 2)
        assert len(communes) == 2


def test_district_offices_end_in_june_2025_and_hand_over() -> None:
    offices = [unit for unit in demonstration().units if unit.kind == "district_office"]
    assert len(offices) == 6
    assert {unit.span.last for unit in offices} == {date(2025, 6, 30)}
    assert {row.predecessor for row in demonstration().handovers} == {unit.code for unit in offices}


def test_codes_and_names_are_unique_and_no_reference_unit_is_meant() -> None:
    codes = [unit.code for unit in demonstration().units]
    names = Counter(unit.name for unit in demonstration().units)
    assert len(set(codes)) == len(codes)
    assert not set(codes) & set(units())
    assert [name for name, times in names.items() if times > 1] == []


def test_parents_come_before_their_children_and_exist() -> None:
    known = set(units())
    for unit in demonstration().units:
        assert {place.parent for _, place in unit.places()} <= known
        known.add(unit.code)


def test_a_school_that_was_handed_over_has_no_day_without_a_parent() -> None:
    schools = [unit for unit in demonstration().units if len(unit.professional) > 1]
    assert len(schools) == 12
    for school in schools:
        before, after = school.professional
        assert (before.span, after.span) == (Span(None, date(2025, 7, 1)), Span(date(2025, 7, 1)))


def test_accounts_are_those_of_the_contract() -> None:
    wanted = {"admin"} | {
        f"{name}.{slug}"
        for slug in SLUGS
        for name in ("leader", "coordinator", "officer", "commune", "head", "school", "viewer")
    }
    assert {account.username for account in demonstration().accounts} == wanted
    assert len(demonstration().accounts) == 36


def test_accounts_act_for_the_successors() -> None:
    acts = {account.username: account.unit for account in demonstration().accounts}
    assert {slug: acts[f"leader.{slug}"] for slug in SLUGS} == ACTS_FOR
    assert acts["admin"] == "bgddt"


def test_each_plan_has_a_client_of_its_department() -> None:
    assert {client.code: client.unit for client in demonstration().clients} == {
        f"ioc.{slug}": code for slug, code in ACTS_FOR.items()
    }


def test_a_client_may_read_all_there_is_in_whatever_process_it_is_made() -> None:
    """The seed's own knows only the permissions it imports."""
    asked = "from seed.loading.demo import _scopes; print(*_scopes())"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert {"unit:read", "difficulty:read", "report:read", "change:read"} <= set(told)
    assert not [scope for scope in told if not scope.endswith(":read")]


def test_commune_head_and_school_of_a_plan_belong_together() -> None:
    above = {unit.code: unit.professional[-1].parent for unit in demonstration().units}
    acts = {account.username: account.unit for account in demonstration().accounts}
    for slug in SLUGS:
        assert acts[f"head.{slug}"] == acts[f"school.{slug}"]
        assert above[acts[f"head.{slug}"]] == acts[f"commune.{slug}"]


def test_every_unit_is_marked_and_every_account_says_it_is_a_sample() -> None:
    made = demonstration()
    assert all(unit.sample for unit in made.units)
    assert all("mẫu" in row.name for rows in (made.accounts, made.clients) for row in rows)
