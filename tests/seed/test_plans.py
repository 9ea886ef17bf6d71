"""The five plans as data: complete, equal to what was printed, every name resolved."""

import hashlib
import unicodedata
from typing import Any

import pytest

from tests.seed.support import SLUGS, by_code, named, plan, resolved, task, units

COUNTS = {  # printed numbers, tasks tracked, groups, targets, targets with a figure, legal bases, recipients, duties
    "quang-ngai": (36, 39, 7, 11, 11, 3, 6, 3),
    "quang-binh": (17, 17, 3, 33, 33, 6, 8, 7),
    "quang-ninh": (17, 18, 6, 12, 12, 2, 10, 8),
    "hai-phong": (30, 30, 7, 22, 22, 5, 6, 5),
    "long-an": (13, 13, 0, 13, 11, 11, 7, 3),
}
EFFECTIVE_ON = {
    "quang-ngai": "2025-09-22",
    "quang-binh": "2023-01-31",
    "quang-ninh": "2025-04-30",
    "long-an": "2024-01-31",
    "hai-phong": "2026-01-01",
}
REPORTING_RULES = {"quang-ngai": 3, "quang-binh": 3, "quang-ninh": 11, "hai-phong": 7, "long-an": 10}

# What each plan prints, as SHA-256 of its lines (first 16 digits), taken from the transcription and not from the seed.
PRINTED = {
    "quang-ngai": {
        "facts": "b93d65047bf4de6e",
        "legal_bases": "a1a8dd2ab59bceab",
        "recipients": "8b1e1ca81f2e818b",
        "duties": "e1790fdd2e794893",
        "task_groups": "0f1b11d36f7180eb",
        "tasks": "b7f93ffab9aa901e",
        "targets": "fe0450426365805b",
        "reporting_rules": "ceff02c9db763407",
    },
    "quang-binh": {
        "facts": "4b70c6944a1c4e41",
        "legal_bases": "5942b8fba3faa70a",
        "recipients": "f6afbfe85b8268c7",
        "duties": "39022fa62d081b78",
        "task_groups": "8a64eb0a3ccbf804",
        "tasks": "869ce031167a43ce",
        "targets": "ade1a66653060839",
        "reporting_rules": "36f29b703b9d0fc0",
    },
    "quang-ninh": {
        "facts": "0d4497b595761125",
        "legal_bases": "0ce2fd74f9938e4e",
        "recipients": "a1eb2f4ba25fd474",
        "duties": "ed8574844a5c1bf8",
        "task_groups": "7b2b925eda5243ac",
        "tasks": "b0e04898cdbd0f58",
        "targets": "50407ef05c594085",
        "reporting_rules": "5bdd3bace1418d5a",
    },
    "hai-phong": {
        "facts": "3784fd348a97a0a0",
        "legal_bases": "1f1f7c824c46973c",
        "recipients": "9650987f2dcf3127",
        "duties": "72d452e7e6599ade",
        "task_groups": "454fae20a530cbcc",
        "tasks": "9f7d3b6a31094932",
        "targets": "2118a5a49b016a6f",
        "reporting_rules": "41e561866b609164",
    },
    "long-an": {
        "facts": "8700ae8e1ce2e586",
        "legal_bases": "a52fd53c3348855a",
        "recipients": "968ec7eddb6c0f2f",
        "duties": "8e728e3d34e27481",
        "task_groups": "e3b0c44298fc1c14",
        "tasks": "f90737582dce2218",
        "targets": "0ffd0a0bdf9c5def",
        "reporting_rules": "4d0f542c5e0d59d8",
    },
}
UNRESOLVED = {  # parties of reporting rules that are no unit and no group of units anyone could list
    "cơ quan có thẩm quyền",
    "các cá nhân có liên quan",
    "các cơ quan chức năng",
    "các đơn vị",
    "tổ chức liên quan",
}


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _line(*values: Any) -> str:
    return "|".join("" if value is None else str(value) for value in values)


def _task_line(row: dict[str, Any]) -> str:
    title = row["title"] if row["parent"] is None else None
    products = ";;".join(item["title"] for item in row["deliverables"])
    lead, coordinate = (";;".join(named(row, role)) for role in ("lead", "coordinate"))
    return _line(row["group"], row["number"], title, row["schedule_text"], products, lead, coordinate)


def _target_line(row: dict[str, Any]) -> str:
    lead, coordinate = (";;".join(named(row, role)) for role in ("lead", "coordinate"))
    printed = (row["group"], row["number"], row["printed_name"], row["text"])
    return _line(*printed, row["value"], row["value_max"], row["year"], lead, coordinate)


def _printed(document: dict[str, Any]) -> dict[str, str]:
    signer = document["signer"]
    keys = {
        "legal_bases": ("type", "number", "issued_on", "issuer", "title"),
        "duties": ("unit_name", "text"),
        "task_groups": ("code", "title"),
        "reporting_rules": ("who_name", "to_name", "due_text", "section"),
    }
    return {
        "facts": _digest(
            [
                document["title"],
                str(document["year"]),
                str(document["horizon_years"]),
                signer["name"],
                signer["title"],
                signer["on_behalf"] or "",
            ]
        ),
        "recipients": _digest(document["recipients"]),
        "tasks": _digest([_task_line(row) for row in document["tasks"]]),
        "targets": _digest([_target_line(row) for row in document["targets"]]),
        **{
            name: _digest([_line(*(row[key] for key in columns)) for row in document[name]])
            for name, columns in keys.items()
        },
    }


def _participations(document: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [
        *document["tasks"],
        *document["targets"],
        *(row["appendix"] for row in document["tasks"] if row["appendix"]),
    ]
    return [item for row in rows for item in row["participations"]]


def _parties(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for rule in document["reporting_rules"] for side in ("who", "to", "via") for item in rule[side]]


@pytest.mark.parametrize("slug", SLUGS)
def test_plan_holds_what_was_printed(slug: str) -> None:
    assert _printed(plan(slug)) == PRINTED[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_plan_has_its_exact_counts(slug: str) -> None:
    document = plan(slug)
    tasks, targets = document["tasks"], document["targets"]
    counts = (
        len({row["number"] for row in tasks if row["parent"] is None}),
        len(tasks),
        len(document["task_groups"]),
        len(targets),
        sum(row["value"] is not None for row in targets),
        len(document["legal_bases"]),
        len(document["recipients"]),
        len(document["duties"]),
    )
    assert counts == COUNTS[slug]
    assert len(document["reporting_rules"]) == REPORTING_RULES[slug]


def test_the_five_plans_add_up() -> None:
    documents = [plan(slug) for slug in SLUGS]
    numbers = {(d["slug"], t["number"]) for d in documents for t in d["tasks"] if t["parent"] is None}
    subrows = [t for d in documents for t in d["tasks"] if t["parent"]]
    targets = [t for d in documents for t in d["targets"]]
    assert len(numbers) == 113
    assert len(subrows) == 3
    assert sum(len(d["task_groups"]) for d in documents) == 23
    assert sum(t["value"] is not None for t in targets) == 89
    assert sum(t["value"] is None for t in targets) == 2
    assert sum(len(d["legal_bases"]) for d in documents) == 27


@pytest.mark.parametrize("slug", SLUGS)
def test_number_and_date_stay_empty_and_effective_date_is_ours(slug: str) -> None:
    document = plan(slug)
    assert document["number"] is None
    assert document["issued_on"] is None
    assert document["effective_on"] == EFFECTIVE_ON[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_task_codes_are_the_printed_numbers_and_unique(slug: str) -> None:
    rows = plan(slug)["tasks"]
    codes = [row["code"] for row in rows]
    assert len(set(codes)) == len(codes)
    plain = [row for row in rows if row["parent"] is None and not row["code"].startswith("5.2")]
    assert all(row["code"] == row["number"] for row in plain)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_group_and_parent_named_exists(slug: str) -> None:
    document = plan(slug)
    groups = {row["code"] for row in document["task_groups"]} | {None}
    target_groups = {row["code"] for row in document["target_groups"]}
    codes = {row["code"] for row in document["tasks"]} | {None}
    assert {row["group"] for row in document["tasks"]} <= groups
    assert {row["parent"] for row in document["tasks"]} <= codes
    assert {row["group"] for row in document["targets"]} - {None} == target_groups


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printed_name_resolves_to_one_unit_or_audience(slug: str) -> None:
    audiences = by_code("audiences")
    for item in _participations(plan(slug)):
        assert (item["unit"] is None) != (item["audience"] is None), item
        assert item["unit"] is None or item["unit"] in units()
        assert item["audience"] is None or item["audience"] in audiences


@pytest.mark.parametrize("slug", SLUGS)
def test_a_plan_names_only_units_and_audiences_of_its_own_department(slug: str) -> None:
    document = plan(slug)
    for item in _participations(document):
        row = units()[item["unit"]] if item["unit"] else by_code("audiences")[item["audience"]]
        assert row["department"] == document["unit"], item


@pytest.mark.parametrize("slug", SLUGS)
def test_a_printed_name_always_means_the_same(slug: str) -> None:
    meant: dict[str, set[str]] = {}
    for item in _participations(plan(slug)):
        if "(" not in item["printed_name"]:
            meant.setdefault(item["printed_name"], set()).add(item["unit"] or item["audience"])
    assert {name: found for name, found in meant.items() if len(found) > 1} == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_reporting_parties_resolve_but_for_the_named_few(slug: str) -> None:
    audiences = by_code("audiences")
    for item in _parties(plan(slug)):
        found = [item["unit"] in units(), item["audience"] in audiences]
        assert sum(found) == 1 or item["printed_name"] in UNRESOLVED, item


@pytest.mark.parametrize("slug", SLUGS)
def test_every_target_measures_a_known_indicator_of_a_known_audience(slug: str) -> None:
    document = plan(slug)
    for row in document["targets"]:
        assert row["indicator"] in by_code("indicators")
        assert row["year"] in document["horizon_years"]
        audience = by_code("audiences")[row["audience"]] if row["audience"] else None
        assert audience is None or audience["department"] == document["unit"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_target_is_named_once_for_an_indicator_a_year_and_an_audience(slug: str) -> None:
    keys = [(row["indicator"], row["year"], row["audience"]) for row in plan(slug)["targets"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("slug", SLUGS)
def test_comparator_and_value_agree(slug: str) -> None:
    for row in plan(slug)["targets"]:
        if row["value"] is None:
            assert row["comparator"] is None
            continue
        assert row["comparator"] in {"ge", "gt", "eq", "range", "change"}
        assert (row["value_max"] is not None) == (row["comparator"] == "range")
        assert str(row["value"]) in row["text"]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_people_who_measure_are_among_those_addressed(slug: str) -> None:
    for row in plan(slug)["targets"]:
        if row["audience"] is None:
            continue
        rule = by_code("audiences")[row["audience"]]["rule"]
        addressed = {kind for term in rule["any_of"] for kind in term["kinds"]}
        assert addressed & set(by_code("indicators")[row["indicator"]]["measured_on"]), row["printed_name"]


@pytest.mark.parametrize("slug", SLUGS)
def test_no_running_prose_came_along(slug: str) -> None:
    document = plan(slug)
    for row in document["tasks"]:
        assert row["purpose"] == ""
        assert row["requirements"] == []
        assert len(row["title"]) <= 450
        assert len(row["note"]) <= 400
        assert all(len(item["title"]) <= 400 for item in row["deliverables"])


@pytest.mark.parametrize("slug", SLUGS)
def test_text_is_nfc(slug: str) -> None:
    text = str(plan(slug))
    assert unicodedata.is_normalized("NFC", text)


def test_deliverables_have_a_known_kind() -> None:
    kinds = {item["kind"] for slug in SLUGS for row in plan(slug)["tasks"] for item in row["deliverables"]}
    assert kinds == {"document", "figure", "activity", "thing"}


def test_quang_ngai_row_one_has_three_subrows_without_number() -> None:
    rows = [row for row in plan("quang-ngai")["tasks"] if row["parent"] == "1"]
    assert [row["code"] for row in rows] == ["1.1", "1.2", "1.3"]
    assert {row["number"] for row in rows} == {None}
    assert task("quang-ngai", "1")["participations"] == []


def test_a_division_in_brackets_leads_and_the_printed_name_is_kept() -> None:
    row = task("quang-ngai", "6")
    assert resolved(row, "lead") == ["qng-vp"]
    assert named(row, "lead") == ["Sở Giáo dục và Đào tạo (Văn phòng Sở)"]
    assert resolved(task("quang-ngai", "3"), "lead") == ["qng-vp", "qng-gdtxhssv"]


def test_quang_ninh_body_rules_and_the_appendix_is_kept_beside() -> None:
    row = task("quang-ninh", "2.1")
    assert row["schedule_text"] == "hoàn thành Quý I, năm 2025 và duy trì thường xuyên"
    assert resolved(row, "lead") == ["qni-tchc"]
    assert row["appendix"]["schedule_text"] == "Trước 30/6/2025; duy trì"
    assert resolved(row["appendix"], "lead") == ["qni-ttr", "qni-dt-csgd"]
    assert "Trước 30/6/2025; duy trì" in row["note"]
    assert "Thanh tra Sở, CSGD" in row["note"]


def test_where_the_body_prints_no_products_the_appendix_serves() -> None:
    rows = [row for row in plan("quang-ninh")["tasks"] if row["appendix"]]
    assert len(rows) == 15
    assert all(row["deliverables"] == row["appendix"]["deliverables"] for row in rows)


def test_quang_ninh_five_two_is_two_works_under_one_number() -> None:
    first, second = task("quang-ninh", "5.2a"), task("quang-ninh", "5.2b")
    assert first["number"] == second["number"] == "5.2"
    assert (first["title"], second["title"]) == ("Thi đua, khen thưởng", "Đảm bảo an toàn CSDL ngành")
    assert first["deliverables"] == []
    assert len(second["deliverables"]) == 3
    assert (resolved(first, "lead"), resolved(second, "lead")) == (["qni-tchc"], ["qni-khtc"])


def test_a_change_is_a_change_and_a_range_a_range() -> None:
    found = {row["printed_name"]: row for row in plan("quang-binh")["targets"]}
    assert found["Giảm các TTHC"]["comparator"] == "change"
    assert by_code("indicators")[found["Giảm các TTHC"]["indicator"]]["direction"] == "down"
    span = next(row for row in plan("quang-binh")["targets"] if row["comparator"] == "range")
    assert (span["value"], span["value_max"]) == (90, 100)


def test_misprints_are_kept_and_said() -> None:
    row = task("quang-ninh", "1.2")
    assert "20225" in row["schedule_text"]
    assert "hiểu là “năm 2025”" in row["note"]
