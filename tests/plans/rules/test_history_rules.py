"""How two states of a task or a target differ, and what of an earlier day stays in an amended one."""

from typing import Any

import pytest

from api.plans.rules.history import carried, change, changes, differences

DONE: dict[str, Any] = {"id": "d1", "version": 2, "title": "Báo cáo", "kind": "document", "due_on": None, "unit": None}
OPEN: dict[str, Any] = DONE | {"id": "d2", "version": 1, "title": "Kế hoạch"}
PRODUCTS: list[dict[str, Any]] = [
    DONE | {"status": "done", "document": {"number": "1/BC"}},
    OPEN | {"status": "open", "document": None},
]
TASK: dict[str, Any] = {
    "id": "t1", "code": "1", "group": {"id": "g", "code": "I", "name": "Hạ tầng"}, "parent_id": None, "number": "1",
    "position": 1, "title": "Triển khai", "purpose": None, "requirements": ["Đủ"], "note": None, "participations": [],
    "deliverables": PRODUCTS, "schedule": {"text": "Quý II", "occurrences": []}, "status": "in_progress", "percent": 50,
}  # fmt: skip
TARGET: dict[str, Any] = {
    "id": "c1", "indicator": {"id": "i", "code": "x", "name": "X"}, "group": None, "number": "1", "position": 1,
    "printed_name": "Tỷ lệ", "year": 2026, "audience": None, "participations": [], "comparator": "ge", "value": 80,
    "value_max": None, "baseline": None, "text": "≥80%",
}  # fmt: skip


def test_a_field_that_says_something_else_is_named_with_both_words():
    after = TASK | {"title": "Triển khai thật"}
    assert differences(TASK, after, ("title", "note")) == [
        {"field": "title", "before": "Triển khai", "after": "Triển khai thật"}
    ]


@pytest.mark.parametrize(
    "after",
    [
        {"group": {"id": "g", "code": "I", "name": "Hạ tầng số"}},
        {"status": "completed", "percent": 100},
        {"deliverables": [each | {"status": "done", "document": None, "version": 9} for each in TASK["deliverables"]]},
        {"schedule": {"text": "Quý II", "occurrences": ["khác"]}},
    ],
)
def test_names_and_progress_are_no_change_of_the_plan(after):
    assert changes({"t1": TASK}, {"t1": TASK | after}, "task") == []


def test_tasks_are_added_changed_and_cancelled():
    changed, cancelled = TASK | {"id": "t2", "note": "Mới"}, TASK | {"id": "t3", "status": "cancelled"}
    before = {"t2": TASK | {"id": "t2"}, "t3": TASK | {"id": "t3"}}
    found = changes(before, {"t1": TASK, "t2": changed, "t3": cancelled}, "task")
    assert [(each["change"], each["id"]) for each in found] == [
        ("added", "t1"),
        ("changed", "t2"),
        ("cancelled", "t3"),
    ]
    assert found[1]["fields"] == [{"field": "note", "before": None, "after": "Mới"}]
    assert changes({"t3": cancelled}, {"t3": cancelled}, "task") == []


def test_a_target_no_longer_set_is_cancelled():
    assert changes({"c1": TARGET}, {}, "target") == [change("target", "cancelled", TARGET)]
    assert change("target", "cancelled", TARGET)["title"] == "Tỷ lệ"
    raised = changes({"c1": TARGET}, {"c1": TARGET | {"value": 90}}, "target")
    assert raised[0]["fields"] == [{"field": "value", "before": 80, "after": 90}]


def test_an_amended_task_keeps_the_progress_of_the_day():
    new = OPEN | {"id": "d3", "status": "open", "document": None}
    reopened = [each | {"status": "open", "document": None} for each in TASK["deliverables"]]
    amended = TASK | {"title": "Khác", "status": "completed", "percent": 100, "deliverables": [*reopened, new]}
    found = carried(amended, TASK)
    assert (found["title"], found["status"], found["percent"]) == ("Khác", "in_progress", 50)
    assert [each["status"] for each in found["deliverables"]] == ["done", "open", "open"]
    assert found["deliverables"][0]["document"] == {"number": "1/BC"}


def test_a_cancelled_task_is_cancelled_on_every_later_day():
    stopped = [each | {"status": "cancelled"} for each in TASK["deliverables"]]
    found = carried(TASK | {"status": "cancelled", "deliverables": stopped}, TASK)
    assert (found["status"], found["percent"]) == ("cancelled", 50)
    assert {each["status"] for each in found["deliverables"]} == {"cancelled"}
