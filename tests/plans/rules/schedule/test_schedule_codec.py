"""Schedules as JSON."""

from typing import Any

import pytest

from api.plans.rules.schedule import (
    ScheduleWarning,
    from_json,
    parse_schedule,
    term_from_json,
    term_to_json,
    to_json,
)
from tests.plans.rules.schedule.examples import EXAMPLES, QUANG_NINH, Example, every


def test_a_schedule_is_written_in_the_contracts_shape() -> None:
    schedule = parse_schedule("Trước 30/6/2025 (dự kiến); năm 20225", QUANG_NINH)
    assert to_json(schedule) == {
        "text": "Trước 30/6/2025 (dự kiến); năm 20225",
        "terms": [
            {
                "kind": "date",
                "tentative": True,
                "doubtful": False,
                "on": "2025-06-30",
                "bound": "before",
                "whole": False,
            },
            {"kind": "period", "tentative": False, "doubtful": True, "period": "2025"},
        ],
        "occurrences": [
            {"label": "2025-06-30", "due_at": "2025-06-29T16:59:59Z"},
            {"label": "2025", "due_at": "2025-12-31T16:59:59Z"},
        ],
        "warnings": ["year_misprint"],
    }


def test_a_recurrence_is_written_with_its_empty_fields() -> None:
    assert term_to_json(every("month", 5, bound="before")) == {
        "kind": "recurring",
        "tentative": False,
        "doubtful": False,
        "every": "month",
        "day": 5,
        "month_of_period": None,
        "bound": "before",
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_every_schedule_of_the_five_plans_comes_back(example: Example) -> None:
    schedule = parse_schedule(example.text, example.plan)
    assert from_json(to_json(schedule)) == schedule


def test_fields_with_a_default_may_be_left_out() -> None:
    assert term_from_json({"kind": "recurring", "every": "quarter"}) == every("quarter")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({}, "kind"),
        ({"kind": "weekly"}, "kind"),
        ({"kind": ["date"]}, "kind"),
        ({"kind": "date"}, "on"),
        ({"kind": "date", "on": "0001-01-01"}, "on"),
        ({"kind": "date", "on": "20250430"}, "on"),
        ({"kind": "date", "on": None}, "on"),
        ({"kind": "date", "on": "2025-02-30"}, "on"),
        ({"kind": "date", "on": 20250430}, "on"),
        ({"kind": "date", "on": "2025-04-30", "bound": "after"}, "bound"),
        ({"kind": "date", "on": "2025-04-30", "day": 1}, "day"),
        ({"kind": "date", "on": "2025-04-30", "whole": 1}, "whole"),
        ({"kind": "span", "start": "2025-01-01"}, "end"),
        ({"kind": "span", "start": None, "end": None}, "end"),
        ({"kind": "span", "start": "2025-02-01", "end": "2025-01-31"}, "end"),
        ({"kind": "continuous", "start": "2025-02-01", "end": "2025-01-31"}, "end"),
        ({"kind": "period", "period": "2025-Q5"}, "period"),
        ({"kind": "recurring", "every": "week"}, "every"),
        ({"kind": "recurring", "every": "semester"}, "school year"),
        ({"kind": "recurring", "every": "month", "bound": "from"}, "by or before"),
        ({"kind": "recurring", "every": "month", "day": 32}, "1 to 31"),
        ({"kind": "recurring", "every": "month", "day": 0}, "1 to 31"),
        ({"kind": "recurring", "every": "month", "day": True}, "day"),
        ({"kind": "recurring", "every": "year", "day": 1, "month_of_period": 25}, "1 to 24"),
        ({"kind": "recurring", "every": "quarter", "day": 5}, "month"),
        ({"kind": "as_directed", "source": 1}, "source"),
    ],
)
def test_a_term_that_is_none_is_refused_by_the_name_of_its_field(data: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        term_from_json(data)


def test_warnings_keep_the_order_of_their_list() -> None:
    schedule = parse_schedule("Quý I năm 20225 xyz", QUANG_NINH)
    assert schedule.warnings == (
        ScheduleWarning.YEAR_MISPRINT,
        ScheduleWarning.BEFORE_PLAN,
        ScheduleWarning.NOT_UNDERSTOOD,
    )
