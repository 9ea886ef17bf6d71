"""Working days."""

from datetime import date

from api.kit.holidays import DAYS_OFF, WORKING_SATURDAYS, Workdays


def test_days_off_are_weekdays_and_saturdays_worked_are_saturdays() -> None:
    assert all(day.weekday() < 5 for day in DAYS_OFF)
    assert all(day.weekday() == 5 for day in WORKING_SATURDAYS)


def test_tet_2025_is_nine_days() -> None:
    workdays = Workdays()
    assert workdays.last_until(date(2025, 2, 2)) == date(2025, 1, 24)
    assert workdays.first_from(date(2025, 1, 25)) == date(2025, 2, 3)


def test_a_day_swapped_for_a_saturday() -> None:
    assert [Workdays().includes(date(2025, *day)) for day in ((4, 26), (5, 2), (5, 3))] == [True, False, False]


def test_a_later_decision_is_added() -> None:
    decided = Workdays().with_more([date(2026, 9, 1)], [date(2026, 8, 22)])
    assert [decided.includes(day) for day in (date(2026, 9, 1), date(2026, 8, 22))] == [False, True]
    assert decided.includes(date(2026, 8, 31))
