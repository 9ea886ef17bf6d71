"""Which reminder goes out on which day, and the message for a group."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.kit.holidays import Workdays
from api.reminders.rules import DEFAULT, Owing, Step, day_of, due_days, message, receivers, since

WORKDAYS = Workdays()
SUNDAY = date(2025, 6, 15)


def test_before_and_on_the_day_it_comes_early_after_it_late() -> None:
    assert day_of(Step(0, "unit"), SUNDAY, WORKDAYS) == date(2025, 6, 13)
    assert day_of(Step(-7, "unit"), SUNDAY, WORKDAYS) == date(2025, 6, 6)
    assert day_of(Step(7, "unit"), SUNDAY, WORKDAYS) == date(2025, 6, 23)
    assert day_of(Step(0, "unit"), date(2025, 1, 31), WORKDAYS) == date(2025, 1, 24)


@given(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.sampled_from(DEFAULT), st.data())
def test_each_step_has_exactly_one_run_however_runs_are_spaced(due_on: date, step: Step, data: st.DataObject) -> None:
    meant = day_of(step, due_on, WORKDAYS)
    day, runs = meant - timedelta(days=10), 0
    while day < meant + timedelta(days=10):
        today = day + timedelta(days=data.draw(st.integers(1, 6)))
        told = bool(receivers([step], due_on, day, today, WORKDAYS))
        assert told == (due_on in due_days([step], day, today, WORKDAYS))
        runs, day = runs + told, today
    assert runs == 1


def test_a_silence_is_caught_up_with_for_a_week() -> None:
    today = date(2025, 6, 20)
    assert since(None, today) == date(2025, 6, 19)
    assert since(date(2025, 6, 16), today) == date(2025, 6, 16)
    assert since(date(2025, 1, 1), today) == date(2025, 6, 13)


def test_the_message_says_who_owes_what_and_where_to_go_on() -> None:
    owing = [
        Owing("Trường A", "https://x/a", 3, 1, date(2025, 6, 25)),
        Owing("Trường B", "https://x/b", 1, 0, None),
    ]
    assert message(owing, "vi").splitlines() == [
        "Kính gửi các đơn vị, các việc sau chưa hoàn thành:",
        "- Trường A: 3 việc, 1 quá hạn, hạn gần nhất 25/06/2025",
        "  https://x/a",
        "- Trường B: 1 việc",
        "  https://x/b",
    ]
    assert message(owing, "en").splitlines()[1:4:2] == [
        "- Trường A: 3 open, 1 overdue, next due 25/06/2025",
        "- Trường B: 1 open",
    ]


def test_a_long_message_ends_in_a_number_and_an_empty_one_gives_thanks() -> None:
    owing = [Owing(f"Trường {n}", "https://x", 1, 0, None) for n in range(61)]
    assert message(owing, "vi").splitlines()[-1] == "… và 1 đơn vị khác"
    assert message(owing, "en").splitlines()[-1] == "… and 1 more units"
    assert "cảm ơn" in message([], "vi")
    assert message([], "en") == "All is done."
