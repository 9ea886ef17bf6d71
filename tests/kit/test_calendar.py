"""Vietnam's days and periods."""

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.kit.calendar import (
    Period,
    PeriodKind,
    end_of_day,
    has_passed,
    periods_between,
    start_of_day,
    vietnam_today,
)

DAYS = st.dates(date(1901, 1, 1), date(2198, 12, 31))
KINDS = st.sampled_from(PeriodKind)
PERIODS = st.builds(Period.on, KINDS, DAYS)


def test_a_day_in_vietnam_is_seven_hours_ahead() -> None:
    assert start_of_day(date(2026, 1, 1)) == datetime(2025, 12, 31, 17, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 31)).isoformat() == "2026-03-31T16:59:59+00:00"


def test_today_turns_at_seventeen_hours_utc() -> None:
    assert vietnam_today(datetime(2026, 3, 31, 16, 59, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert vietnam_today(datetime(2026, 3, 31, 17, tzinfo=UTC)) == date(2026, 4, 1)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        vietnam_today(datetime(2026, 3, 31, tzinfo=UTC).replace(tzinfo=None))


def test_on_time_lasts_to_the_end_of_the_due_second() -> None:
    due = end_of_day(date(2026, 3, 31))
    assert not has_passed(due, due + timedelta(microseconds=999_999))
    assert has_passed(due, due + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2025-2026", "2025-09-01", "2026-08-31"),
        ("2025-2026-S1", "2025-09-01", "2026-01-15"),
        ("2025-2026-S2", "2026-01-16", "2026-05-31"),
        ("2025-2026-R1", "2025-09-01", "2025-10-31"),
        ("2025-2026-R2", "2025-11-01", "2026-01-31"),
        ("2025-2026-R3", "2026-02-01", "2026-05-31"),
    ],
)
def test_each_label_has_its_span(label: str, start: str, end: str) -> None:
    period = Period.parse(label)
    assert [day.isoformat() for day in period.span] == [start, end]
    assert str(period) == label


@pytest.mark.parametrize(
    "label",
    [
        "",
        "26",
        "2026-00",
        "2026-13",
        "2026-3",
        "2026-Q0",
        "2026-Q5",
        "2026-q1",
        "2026-H3",
        "2025-2027",
        "2025-2026-S3",
        "2025-2026-R4",
        "2025-2026-Q1",
        "0001",
        "2200",
        "2026-03 ",
        "٢٠٢٦",
        "2026-W05",
    ],
)
def test_anything_else_is_no_period(label: str) -> None:
    with pytest.raises(ValueError, match=r"not a period|no \w+"):
        Period.parse(label)


@pytest.mark.parametrize(
    ("label", "longer"),
    [
        ("2026-06", "2026-Q2"),
        ("2026-Q2", "2026-H1"),
        ("2026-H2", "2026"),
        ("2026", None),
        ("2025-2026-S2", "2025-2026"),
        ("2025-2026-R2", "2025-2026"),
        ("2025-2026", None),
    ],
)
def test_a_period_knows_the_nearest_longer_one(label: str, longer: str | None) -> None:
    assert Period.parse(label).within() == (Period.parse(longer) if longer else None)


def test_the_year_turns_after_the_last_part() -> None:
    assert str(Period.parse("2025-Q4").next()) == "2026-Q1"
    assert str(Period.parse("2025-2026-R1").previous()) == "2024-2025-R3"


def test_the_first_year_has_none_before_it() -> None:
    with pytest.raises(ValueError, match="no year"):
        Period.parse("1900").previous()


def test_periods_order_by_their_span() -> None:
    labels = ["2026-02", "2026", "2026-H1", "2025-2026", "2026-Q1", "2026-01"]
    assert [str(p) for p in sorted(map(Period.parse, labels))] == [
        "2025-2026", "2026-01", "2026-Q1", "2026-H1", "2026", "2026-02",
    ]  # fmt: skip


def test_summer_belongs_to_the_second_semester_and_lies_outside_it() -> None:
    semester = Period.on(PeriodKind.SEMESTER, date(2026, 7, 1))
    assert str(semester) == "2025-2026-S2"
    assert not semester.contains(date(2026, 7, 1))


def test_the_periods_of_a_span_are_those_that_touch_it() -> None:
    def between(kind: PeriodKind, start: str, end: str) -> list[str]:
        return [str(p) for p in periods_between(kind, date.fromisoformat(start), date.fromisoformat(end))]

    assert between(PeriodKind.QUARTER, "2026-02-10", "2026-07-01") == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert between(PeriodKind.SEMESTER, "2026-06-10", "2026-09-01") == ["2026-2027-S1"]
    assert between(PeriodKind.MONTH, "2026-02-10", "2026-02-09") == ["2026-02"]
    assert between(PeriodKind.MONTH, "2026-02-10", "2026-01-09") == []


@given(PERIODS)
def test_labels_come_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS)
def test_next_and_previous_undo_each_other_and_never_overlap(period: Period) -> None:
    following = period.next()
    assert following.previous() == period
    assert period < following
    assert period.end < following.start


@given(KINDS, DAYS)
def test_a_day_belongs_to_the_last_period_begun(kind: PeriodKind, day: date) -> None:
    period = Period.on(kind, day)
    assert period.start <= day < period.next().start


@given(PERIODS)
def test_a_period_lies_in_the_longer_one(period: Period) -> None:
    longer = period.within()
    assert longer is None or (longer.contains(period.start) and longer.contains(period.end))


@given(st.text())
def test_any_text_is_a_period_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert str(Period.parse(text)) == text
