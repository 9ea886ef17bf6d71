"""When a task is owed, and what changes when what is owed changes."""

from datetime import date
from uuid import uuid4

import pytest

from api.assignments.rules.owing import Due, Owed, Standing, difference, occurrences, reporting_period, stronger
from api.kit.calendar import PeriodKind, end_of_day
from api.plans.rules.schedule import PlanFrame, parse_schedule

FRAME = PlanFrame.of(2026, (), date(2026, 2, 10))
END = date(2026, 12, 31)


def labels(text: str, frame: PlanFrame = FRAME, cadence: PeriodKind = PeriodKind.QUARTER, until: date = END):
    return [due.label for due in occurrences(parse_schedule(text, frame), frame, cadence, until)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thường xuyên", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("Quý II, Quý IV", ["2026-Q2", "2026-Q4"]),
        ("Hàng quý", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("Quý II-III", ["2026-09-30"]),
        ("Thực hiện theo quy định", ["2026"]),
        ("", ["2026"]),
        ("Trước ngày 15/01/2026", ["2026"]),
    ],
)
def test_a_schedule_gives_its_times(text, expected):
    assert labels(text) == expected


def test_what_has_no_day_is_owed_once_without_one():
    assert occurrences(parse_schedule("Khi có yêu cầu", FRAME), FRAME, PeriodKind.YEAR, END) == (Due("2026", None),)


def test_continuous_work_is_owed_once_a_reporting_period_within_the_plan():
    long = PlanFrame.of(2026, (2027,), None)
    assert labels("Thường xuyên", cadence=PeriodKind.HALF_YEAR) == ["2026-H1", "2026-H2"]
    assert labels("Thường xuyên", long, PeriodKind.YEAR, date(2027, 12, 31)) == ["2026", "2027"]
    assert labels("Thường xuyên", long, PeriodKind.YEAR) == ["2026"]


@pytest.mark.parametrize(
    ("cadences", "kind"),
    [(["year", "quarter", None], "quarter"), (["ad_hoc", "once"], "year"), ([], "year"), (["month"], "month")],
)
def test_the_shortest_rhythm_of_reports_is_that_of_continuous_work(cadences, kind):
    assert reporting_period(cadences) == kind


def test_the_stronger_of_two_demands_holds():
    figure, yes = Owed("coordinate", "figure"), Owed("coordinate", "yes_no")
    assert stronger(None, yes) == yes
    assert stronger(yes, figure) == stronger(figure, yes) == figure


UNIT, OTHER = uuid4(), uuid4()
OWED = Owed("coordinate", "figure")
Q1, Q2 = Due("2026-Q1", end_of_day(date(2026, 3, 31))), Due("2026-Q2", end_of_day(date(2026, 6, 30)))
SPRING = date(2026, 5, 1)


def stands(due: Due = Q2, status: str = "in_progress", *, withdrawn: bool = False, owes: str = "figure") -> Standing:
    return Standing(uuid4(), "coordinate", owes, due.due_at, status, withdrawn)


def test_what_is_missing_is_added_from_that_day_on():
    found = difference({UNIT: OWED}, [Q1, Q2, Due("2026", None)], {}, SPRING, {})
    assert set(found.added) == {(UNIT, "2026-Q2"), (UNIT, "2026")}


def test_what_is_owed_as_it_stands_is_left_alone():
    found = difference({UNIT: OWED}, [Q1, Q2], {(UNIT, "2026-Q1"): stands(Q1), (UNIT, "2026-Q2"): stands()}, SPRING, {})
    assert (found.added, found.changed, found.restored, found.withdrawn) == ({}, {}, {}, [])


def test_what_is_owed_otherwise_is_changed_while_it_is_open():
    one = stands(owes="yes_no")
    assert set(difference({UNIT: OWED}, [Q2], {(UNIT, "2026-Q2"): one}, SPRING, {}).changed) == {one.id}
    done = stands(owes="yes_no", status="completed")
    assert difference({UNIT: OWED}, [Q2], {(UNIT, "2026-Q2"): done}, SPRING, {}).changed == {}


def test_what_is_owed_no_longer_is_withdrawn_unless_it_is_done():
    gone, done = stands(), stands(status="completed")
    found = difference({}, [Q2], {(UNIT, "2026-Q2"): gone, (OTHER, "2026-Q2"): done}, SPRING, {})
    assert found.withdrawn == [gone.id]


def test_what_was_withdrawn_comes_back_and_what_a_person_stopped_does_not():
    back, stopped = stands(status="cancelled", withdrawn=True), stands(status="cancelled")
    before = {(UNIT, "2026-Q2"): back, (OTHER, "2026-Q2"): stopped}
    assert set(difference({UNIT: OWED, OTHER: OWED}, [Q2], before, SPRING, {}).restored) == {back.id}


@pytest.mark.parametrize(
    ("left", "gained"),
    [
        (stands(Q1), True),
        (stands(Q1, status="awaiting_confirmation"), True),
        (stands(Q1, status="cancelled", withdrawn=True), True),
        (stands(Q1, status="completed"), False),
        (stands(Q1, status="cancelled"), False),
    ],
)
@pytest.mark.parametrize("since", [SPRING, date(2026, 1, 1)])
def test_what_others_left_undone_passes_to_who_took_over_however_late(left, gained, since):
    found = difference({UNIT: OWED}, [Q1], {(OTHER, "2026-Q1"): left}, since, {UNIT: [OTHER, uuid4()]})
    assert (set(found.added) == {(UNIT, "2026-Q1")}) is gained
