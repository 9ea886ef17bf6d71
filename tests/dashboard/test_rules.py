"""Which periods a page shows, and who is late first."""

from datetime import date

import pytest

from api.dashboard.rules import Told, columns, due, lateness, rhythm, rhythm_of
from api.kit.calendar import Period, PeriodKind

TODAY = date(2026, 5, 20)


def labels(periods):
    return [str(period) for period in periods]


@pytest.mark.parametrize(
    ("kind", "until", "begun", "before"),
    [
        ("quarter", "2026", ["2026-Q1", "2026-Q2"], ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("quarter", "2026-Q1", ["2026-Q1"], ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("year", "2026", ["2026"], ["2025"]),
        ("half_year", "2025", ["2025-H1", "2025-H2"], ["2024-H1", "2024-H2"]),
        ("quarter", "2027", ["2027-Q1"], ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("semester", "2026", ["2025-2026-S1", "2025-2026-S2"], ["2024-2025-S1", "2024-2025-S2"]),
        ("school_year", "2026-Q1", ["2025-2026"], ["2024-2025"]),
    ],
)
def test_a_year_is_shown_as_far_as_it_goes(kind, until, begun, before):
    found = rhythm(PeriodKind(kind), Period.parse(until), TODAY)
    assert (labels(found.begun), labels(found.before)) == (begun, before)
    assert set(found.begun) <= set(found.whole)


@pytest.mark.parametrize(
    ("kind", "year", "shown"),
    [
        ("quarter", 2026, ["2026-Q1", "2026-Q2"]),
        ("quarter", 2030, ["2026-Q1", "2026-Q2"]),
        ("quarter", 2025, ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("school_year", 2026, ["2025-2026"]),
        ("semester", 2025, ["2024-2025-S1", "2024-2025-S2"]),
    ],
)
def test_a_target_is_told_of_the_year_looked_at_or_of_its_own_that_is_over(kind, year, shown):
    assert labels(rhythm_of(PeriodKind(kind), year, Period.parse("2026"), TODAY).begun) == shown


def test_in_autumn_a_target_is_for_the_school_year_that_ended_in_its_year():
    autumn = date(2026, 11, 28)
    found = rhythm_of(PeriodKind.SCHOOL_YEAR, 2026, Period.parse("2026"), autumn)
    assert labels(found.begun) == ["2025-2026"]


def test_a_grid_has_the_newest_periods_and_the_longer_behind_its_parts():
    year = Period.parse("2026")
    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
    found = columns(rhythm(kind, year, TODAY) for kind in kinds)
    assert labels(found) == ["2026-03", "2026-Q1", "2026-04", "2026-05", "2026-Q2", "2026"]
    assert columns([]) == []


def test_nobody_is_late_with_what_is_not_over():
    periods = [Period.parse(label) for label in ("2025-Q4", "2026-Q1", "2026-Q2", "2026")]
    assert (due(periods, TODAY), due(periods[2:], TODAY)) == (1, 0)


def test_who_owes_the_most_of_the_newest_period_comes_first():
    late, late_once, none = [Told(5, 9), Told(0, 9)], [Told(0, 9), Told(8, 9)], [Told(9, 9), Told()]
    assert sorted([none, late_once, late], key=lambda cells: lateness(cells, 1)) == [late, late_once, none]
    assert sorted([none, late_once, late], key=lambda cells: lateness(cells, 0)) == [late_once, late, none]
    assert Told(1, 4) + Told(1, 1) - Told(2, 2) == Told(0, 3)
