"""What follows from the words of a plan alone."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.plans.rules.plan import (
    DELIVERABLE_STATUSES,
    TASK_STATUSES,
    bound_within,
    code_of,
    free_code,
    is_draft,
    is_overdue,
    moved,
    percent_done,
    regrouped,
)

DAY = date(2026, 5, 20)


def test_only_a_draft_is_edited():
    assert [status for status in ("draft", "issued", "closed") if is_draft(status)] == ["draft"]


@pytest.mark.parametrize(
    ("statuses", "percent"),
    [
        ([], 0),
        (["cancelled"], 0),
        (["open"], 0),
        (["done"], 100),
        (["done", "open", "open"], 33),
        (["done", "cancelled"], 100),
    ],
)
def test_percent_is_of_what_is_still_wanted(statuses, percent):
    assert percent_done(statuses) == percent


@given(st.lists(st.sampled_from(DELIVERABLE_STATUSES)))
def test_a_hundred_percent_is_all_done_and_nothing_else(statuses):
    wanted = [status for status in statuses if status != "cancelled"]
    assert (percent_done(statuses) == 100) == (bool(wanted) and set(wanted) == {"done"})


@given(st.sampled_from(TASK_STATUSES), st.integers(-3, 3))
def test_late_is_after_the_last_day_and_not_handed_in(status, days):
    due = DAY + timedelta(days=days)
    assert is_overdue(status, due, DAY) == (days < 0 and status in {"not_started", "in_progress"})


def test_without_a_last_day_nothing_is_late():
    assert not is_overdue("not_started", None, DAY)


@given(st.text(max_size=5), st.sets(st.text(max_size=7)))
def test_a_free_code_is_free(wanted, taken):
    code = free_code(wanted, taken)
    assert code not in taken
    assert (code == wanted) == (wanted not in taken)


def test_the_second_of_a_code_is_numbered_two():
    assert free_code("5.2", {"5.2"}) == "5.2-2"
    assert free_code("5.2", {"5.2", "5.2-2"}) == "5.2-3"


@pytest.mark.parametrize(
    ("number", "code"),
    [("2.1", "2.1"), (" 3. ", "3"), ("a)", "a"), ("IV.", "IV"), ("đ)", None), ("", None), (None, None), ("1 2", None)],
)
def test_a_printed_number_as_a_code(number, code):
    assert code_of(number) == code


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2025, 6, 30), 1, date(2026, 6, 30)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
    ],
)
def test_a_day_moves_with_its_year(day, years, expected):
    assert moved(day, years) == expected


@pytest.mark.parametrize(
    ("takes", "moves"),
    [
        ({"I": [], "II": [], "III": []}, {}),
        ({"III": [], "I": [], "II": ["II"]}, {}),
        ({"A": ["I"], "II": [], "III": []}, {"I": "A"}),
        ({"I": [], "III": []}, {"II": None}),
        ({"I": ["II", "III"]}, {"II": "I", "III": "I"}),
        ({"I": ["II"], "II": ["I"], "III": []}, {"I": "II", "II": "I"}),
        ({}, {"I": None, "II": None, "III": None}),
    ],
)
def test_rows_follow_their_heading_and_stand_under_none_once_it_is_gone(takes, moves):
    assert regrouped(["I", "II", "III"], takes) == moves


def test_a_departments_plan_binds_whom_it_names_and_a_units_own_only_its_own() -> None:
    department, school = UUID(int=1), UUID(int=2)
    assert bound_within(department, department) is None
    assert bound_within(school, department) == school
