"""Where work stands, and how much is asked."""

from datetime import date, timedelta

import pytest

from api.assignments.rules.load import Peak, is_yearly, peak, period_of, totals
from api.assignments.rules.progress import State, Work, due_group, percent_of, task_state
from api.kit.calendar import end_of_day

DUE = end_of_day(date(2026, 6, 30))


@pytest.mark.parametrize(
    ("status", "done", "products", "percent"),
    [("completed", 0, 3, 100), ("in_progress", 1, 3, 33), ("in_progress", 3, 3, 99), ("not_started", 0, 0, 0)],
)
def test_percent_is_the_products_done(status, done, products, percent):
    assert percent_of(status, done, products) == percent


@pytest.mark.parametrize(
    ("work", "state"),
    [
        ({}, None),
        ({"cancelled": Work(3, 0)}, None),
        ({"not_started": Work(2, 0)}, State("not_started", 0)),
        ({"not_started": Work(1, 0), "completed": Work(1, 100)}, State("in_progress", 50)),
        ({"awaiting_confirmation": Work(1, 99), "completed": Work(1, 100)}, State("awaiting_confirmation", 99)),
        ({"completed": Work(2, 200), "cancelled": Work(5, 0)}, State("completed", 100)),
    ],
)
def test_a_task_stands_where_its_work_stands(work, state):
    assert task_state(work) == state


@pytest.mark.parametrize(
    ("status", "due_at", "before", "group"),
    [
        ("in_progress", DUE, timedelta(seconds=-1), "overdue"),
        ("in_progress", DUE, timedelta(0), "due_soon"),
        ("in_progress", DUE, timedelta(days=7), "due_soon"),
        ("in_progress", DUE, timedelta(days=8), "later"),
        ("completed", DUE, timedelta(days=-8), "later"),
        ("awaiting_confirmation", DUE, timedelta(days=-8), "later"),
        ("awaiting_confirmation", DUE, timedelta(days=1), "later"),
        ("in_progress", None, timedelta(0), "undated"),
    ],
)
def test_lateness_follows_the_clock(status, due_at, before, group):
    assert due_group(status, due_at, DUE - before) == group


def test_things_stand_in_the_quarter_they_fall_due():
    assert period_of(DUE, 2026) == "2026-Q2"
    assert period_of(None, 2026) == "2026"


@pytest.mark.parametrize(("label", "yearly"), [("2026", True), ("2025-2026", True), ("2026-Q1", False), ("x", False)])
def test_what_is_about_a_year(label, yearly):
    assert is_yearly(label) is yearly


def test_undated_things_stand_in_every_quarter_of_their_year():
    found = totals([("2026-Q2", 2), ("2026", 3), ("2026-Q1", 4), ("2027-Q1", 1), ("2026-Q2", 2)])
    assert found == {"2026-Q1": 7, "2026-Q2": 7, "2027-Q1": 1}
    assert totals([("2026", 2)]) == {"2026": 2}
    assert peak(found) == Peak("2026-Q1", 7)
