"""When scheduled work is due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.kit.calendar import Period, end_of_day, vietnam_today
from api.plans.rules.schedule import (
    Occurrence,
    PlanFrame,
    RecurringTerm,
    Schedule,
    ScheduleWarning,
    Term,
    build_schedule,
    due_on,
    final_due,
    next_due,
    parse_schedule,
    recurring_due_day,
)
from tests.plans.rules.schedule.examples import ALWAYS, LONG_AN, day, every, within

YEAR = PlanFrame.of(2025)


def due(schedule: Schedule) -> list[str]:
    return [f"{o.label} {vietnam_today(o.due_at)}" for o in schedule.occurrences]


def built(*terms: Term, frame: PlanFrame = YEAR, before_includes_day: bool = False) -> Schedule:
    return build_schedule("", terms, frame, before_includes_day=before_includes_day)


def test_a_due_instant_is_the_last_second_of_the_day_in_vietnam() -> None:
    schedule = parse_schedule("Quý I", YEAR)
    assert schedule.occurrences == (Occurrence("2025-Q1", datetime(2025, 3, 31, 16, 59, 59, tzinfo=UTC)),)


def test_before_a_day_ends_the_day_before_unless_the_deployment_accepts_the_day() -> None:
    terms = (day("2025-06-30", "before"), every("month", 25, bound="before"))
    assert due(built(*terms))[5] == "2025-06 2025-06-24"
    assert "2025-06-30 2025-06-29" in due(built(*terms))
    assert due(built(*terms, before_includes_day=True))[5] == "2025-06 2025-06-25"
    assert "2025-06-30 2025-06-30" in due(built(*terms, before_includes_day=True))


def test_before_a_month_ends_the_day_before_it_under_either_setting() -> None:
    for accepted in (False, True):
        schedule = parse_schedule("trước tháng 9/2025", YEAR, before_includes_day=accepted)
        assert due(schedule) == ["2025-09-01 2025-08-31"]


@pytest.mark.parametrize(
    ("rule", "about", "due_day"),
    [
        (every("month", 5, bound="before"), "2025-03", "2025-04-04"),
        (every("month", 15), "2025-12", "2026-01-15"),
        (every("month", 16), "2025-03", "2025-03-16"),
        (every("month", 31), "2025-02", "2025-02-28"),
        (every("month", 20, 2), "2025-12", "2026-01-20"),
        (every("quarter", 5, 3, "before"), "2025-Q1", "2025-03-04"),
        (every("quarter", 1, 3, "before"), "2024-Q1", "2024-02-29"),
        (every("quarter", 25, 1), "2025-Q4", "2026-01-25"),
        (every("quarter", 10, 4, "before"), "2025-Q4", "2026-01-09"),
        (every("quarter", None, 1), "2025-Q2", "2025-04-30"),
        (every("half_year"), "2025-H1", "2025-06-30"),
        (every("year", 31, 1, "before"), "2025", "2026-01-30"),
        (every("year", 31, 5, "before"), "2025", "2025-05-30"),
        (every("school_year"), "2024-2025", "2025-08-31"),
        (every("school_year", 15, 10), "2024-2025", "2025-06-15"),
    ],
)
def test_each_due_day_is_about_its_period(rule: RecurringTerm, about: str, due_day: str) -> None:
    assert recurring_due_day(rule, Period.parse(about)).isoformat() == due_day


def test_recurrences_cover_the_periods_that_end_in_the_plans_years() -> None:
    schedule = built(every("school_year"), every("half_year"), frame=PlanFrame.of(2025, [2026]))
    assert due(schedule) == [
        "2025-H1 2025-06-30",
        "2024-2025 2025-08-31",
        "2025-H2 2025-12-31",
        "2026-H1 2026-06-30",
        "2025-2026 2026-08-31",
        "2026-H2 2026-12-31",
    ]


def test_nothing_recurs_before_the_plan_takes_effect() -> None:
    schedule = built(every("quarter", 5, 3, "before"), frame=PlanFrame.of(2025, effective_on=date(2025, 6, 4)))
    assert due(schedule)[0] == "2025-Q2 2025-06-04"


def test_one_day_printed_twice_is_one_occurrence() -> None:
    assert due(built(within("2025-Q1"), every("quarter")))[:2] == ["2025-Q1 2025-03-31", "2025-Q2 2025-06-30"]


def test_a_second_due_day_of_one_period_is_labelled_by_its_day() -> None:
    assert due(parse_schedule("31/5 và 30/11 hằng năm", YEAR)) == ["2025 2025-05-31", "2025-11-30 2025-11-30"]


def test_the_deadline_of_a_task_is_its_last_due() -> None:
    schedule = parse_schedule("Quý I và Quý III/2025; hoặc đột xuất", YEAR)
    assert final_due(schedule) == schedule.occurrences[1]
    assert due_on(schedule) == date(2025, 9, 30)


@pytest.mark.parametrize("text", ["Thường xuyên", "Từ năm 2025", "theo quy định", "đột xuất", "???", ""])
def test_what_has_no_day_has_no_deadline(text: str) -> None:
    schedule = parse_schedule(text, YEAR)
    assert schedule.occurrences == ()
    assert final_due(schedule) is None
    assert due_on(schedule) is None


def test_the_next_due_is_the_first_that_is_not_over() -> None:
    schedule = parse_schedule("Quý I, II", YEAR)
    first, second = schedule.occurrences
    assert next_due(schedule, first.due_at) == first
    assert next_due(schedule, first.due_at + timedelta(seconds=1)) == second
    assert next_due(schedule, end_of_day(date(2026, 1, 1))) is None


def test_terms_a_person_set_get_occurrences_and_warnings_of_the_plan() -> None:
    schedule = build_schedule("theo Phụ lục", [within("2024-Q1"), day("2023-12-31"), ALWAYS], LONG_AN)
    assert schedule.text == "theo Phụ lục"
    assert due(schedule) == ["2023-12-31 2023-12-31", "2024-Q1 2024-03-31"]
    assert schedule.warnings == (ScheduleWarning.BEFORE_PLAN, ScheduleWarning.YEAR_OUTSIDE_PLAN)


def test_a_plan_reaches_from_its_year_or_earlier_horizon_to_its_last_horizon() -> None:
    frame = PlanFrame.of(2023, [2025, 2030])
    assert (frame.first_year, frame.last_year) == (2023, 2030)
    assert frame.covers(2024)
    assert not frame.covers(2031)
