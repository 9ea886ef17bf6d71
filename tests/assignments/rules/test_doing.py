"""What may be said of work, and how it stands then."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.assignments.rules.doing import after, refusals

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
TODAY = date(2026, 5, 20)
PRODUCTS = {"a": "document", "b": "activity"}
STATE: dict[str, Any] = {
    "status": "in_progress", "text": "Đang làm", "person": None, "supervisor": None,
    "deliverables": [], "percent": 0, "completed_at": None,
}  # fmt: skip


def made(id_, done=True, document=None):
    return {"id": id_, "done": done, "document": document}


def a_document(issued_on):
    return {"type": None, "number": None, "issued_on": issued_on, "signer": None}


@pytest.mark.parametrize(
    ("said", "helping", "expected"),
    [
        ({}, False, []),
        ({"status": "cancelled"}, True, []),
        ({"status": "cancelled"}, False, [("/status", "not_yours_to_stop")]),
        ({"deliverables": [made("a", document=a_document("2026-05-20")), made("b")]}, False, []),
        ({"deliverables": [made("a", document=a_document(None))]}, False, []),
        ({"deliverables": [made("c")]}, False, [("/deliverables/0/id", "unknown_deliverable")]),
        ({"deliverables": [made("a"), made("a")]}, False, [("/deliverables/1/id", "repeated_deliverable")]),
        (
            {"deliverables": [made("b", document=a_document(None))]},
            False,
            [("/deliverables/0/document", "no_document")],
        ),
        (
            {"deliverables": [made("a", document=a_document("2026-05-21"))]},
            False,
            [("/deliverables/0/document/issued_on", "not_yet")],
        ),
    ],
)
def test_what_cannot_be_said_is_named(said, helping, expected):
    found = refusals(STATE, said, PRODUCTS, helping=helping, today=TODAY)
    assert [(fault.pointer, fault.code) for fault in found] == expected


def test_what_was_stopped_before_is_not_stopped_again():
    stopped = STATE | {"status": "cancelled"}
    assert refusals(stopped, {"status": "cancelled"}, PRODUCTS, helping=False, today=TODAY) == ()


def test_nothing_said_changes_nothing():
    assert after(STATE, {}, PRODUCTS, NOW) == STATE


def test_products_named_are_replaced_and_others_stay():
    before = STATE | {"deliverables": [made("a", done=False), made("gone"), made("b")], "percent": 50}
    new = after(before, {"deliverables": [made("a")]}, PRODUCTS, NOW)
    assert (new["deliverables"], new["percent"]) == ([made("a"), made("b")], 99)


def test_a_product_the_task_lost_counts_for_nothing():
    before = STATE | {"deliverables": [made("gone"), made("b")]}
    assert after(before, {"text": "x"}, PRODUCTS, NOW)["percent"] == 50


def test_the_first_completion_is_the_one_remembered():
    done = after(STATE, {"status": "completed"}, PRODUCTS, NOW)
    assert (done["percent"], done["completed_at"]) == (100, NOW)
    later = NOW.replace(hour=9)
    assert after(done, {"text": "x"}, PRODUCTS, later)["completed_at"] == NOW
    assert after(done, {"status": "in_progress"}, PRODUCTS, later)["completed_at"] is None
