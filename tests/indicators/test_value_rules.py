"""What may be entered for an indicator, and what asks for a word of explanation."""

from datetime import date
from decimal import Decimal

import pytest

from api.indicators.rules import Answer, IndicatorKind, State, TimeBehaviour
from api.indicators.rules import value as rules
from api.indicators.rules.value import Facts, Measure
from api.kit.calendar import Period, PeriodKind
from api.kit.problems import Fault

TODAY = date(2026, 5, 20)
ALWAYS = (None, None)
Q2 = Period.parse("2026-Q2")


def measure(kind="ratio", *, behaviour="point", unit="%", derived=False, on=("school",)) -> Measure:
    return Measure(IndicatorKind(kind), PeriodKind.QUARTER, TimeBehaviour(behaviour), unit, frozenset(on), derived)


def ratio(numerator, denominator) -> Facts:
    return Facts(numerator=Decimal(numerator), denominator=Decimal(denominator))


def number(value) -> Facts:
    return Facts(value=Decimal(value))


def codes(faults) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("of", "facts", "shown"),
    [
        (measure(), ratio(42, 45), "93.333333"),
        (measure(unit="‰"), ratio(1, 8), "125"),
        (measure(unit="máy/lớp"), ratio(30, 20), "1.5"),
        (measure(), Facts(Answer.NOTHING_AROSE), None),
        (measure("count", unit="trường"), number(3), "3"),
        (measure("share_of_units"), Facts(yes=True), None),
    ],
)
def test_a_figure_is_in_the_unit_of_measure(of, facts, shown):
    assert rules.figure(of, facts) == (None if shown is None else Decimal(shown))


@pytest.mark.parametrize(
    ("of", "period", "kind", "life", "code"),
    [
        (measure(derived=True), Q2, "school", ALWAYS, "derived_indicator"),
        (measure(), None, "school", ALWAYS, "bad_period"),
        (measure(), Period.parse("2026-05"), "school", ALWAYS, "other_rhythm"),
        (measure(), Q2, "school", (date(2026, 7, 1), None), "unit_not_there"),
        (measure(), Q2, "school", (None, date(2026, 4, 1)), "unit_not_there"),
        (measure(), Q2, "commune", ALWAYS, "not_asked"),
        (measure(), Q2, "school", (date(2026, 6, 30), date(2026, 7, 1)), None),
        (measure(on=()), Q2, "commune", ALWAYS, None),
    ],
)
def test_what_is_not_asked_is_not_taken(of, period, kind, life, code):
    fault = rules.misplaced(of, period, kind, life)
    assert (fault and fault.code) == code


def test_a_value_is_taken_from_the_first_day_of_its_period():
    assert rules.too_early(Q2, Q2.start) is None
    assert rules.too_early(Q2.next(), TODAY) == Fault(
        "/period", "not_begun", rules._NOT_BEGUN, (("start", "01/07/2026"),)
    )


@pytest.mark.parametrize(
    ("of", "facts", "expected"),
    [
        (measure(), ratio(42, 45), []),
        (measure(), ratio(46, 45), [("/numerator", "above_the_whole")]),
        (measure("share_of_items", unit="máy"), ratio(46, 45), [("/numerator", "above_the_whole")]),
        (measure(unit="máy/lớp"), ratio(46, 45), []),
        (measure(), ratio(0, 0), [("/denominator", "nothing_to_count")]),
        (measure(), ratio(-1, 5), [("/numerator", "greater_than_equal")]),
        (measure(), Facts(), [("/numerator", "missing"), ("/denominator", "missing")]),
        (measure(), number(3), [
            ("/numerator", "missing"), ("/denominator", "missing"), ("/value", "not_of_this_kind"),
        ]),
        (measure("share_of_units"), Facts(yes=False), []),
        (measure("share_of_units"), ratio(1, 2), [
            ("/numerator", "not_of_this_kind"), ("/denominator", "not_of_this_kind"), ("/yes", "missing"),
        ]),
        (measure("count"), number("2.5"), [("/value", "int_from_float")]),
        (measure("count"), number(-2), [("/value", "greater_than_equal")]),
        (measure("number"), number("-2.5"), []),
        (measure(), Facts(Answer.NOT_APPLICABLE), []),
        (measure(), Facts(Answer.NOTHING_AROSE, numerator=Decimal(0), yes=False), [
            ("/numerator", "figure_without_answer"), ("/yes", "figure_without_answer"),
        ]),
    ],
)  # fmt: skip
def test_an_error_stops_a_value(of, facts, expected):
    assert codes(rules.errors(of, facts)) == expected


def warned(of, now, before, *, same_year=True) -> list[str]:
    return [fault.code for fault in rules.warnings(of, now, before, same_year=same_year)]


def test_nothing_is_unusual_without_two_figures():
    assert warned(measure(), ratio(1, 45), None) == []
    assert warned(measure(), ratio(1, 45), Facts(Answer.NOTHING_AROSE)) == []
    assert warned(measure(), Facts(Answer.NOT_APPLICABLE), ratio(45, 45)) == []


@pytest.mark.parametrize(
    ("of", "now", "before", "expected"),
    [
        (measure(), ratio(90, 100), ratio(61, 100), []),
        (measure(), ratio(90, 100), ratio(60, 100), ["jump"]),
        (measure(), ratio(90, 100), ratio(36, 40), ["whole_jump"]),
        (measure(behaviour="in_period"), ratio(90, 100), ratio(36, 40), []),
        (measure("count", unit="trường"), number(9), number(1), []),
        (measure("count", unit="trường"), number(21), number(10), ["jump"]),
        (measure("count", unit="trường"), number(20), number(10), []),
        (measure("share_of_units"), Facts(yes=False), Facts(yes=True), []),
        (measure("share_of_units", behaviour="cumulative"), Facts(yes=False), Facts(yes=True), ["fell"]),
        (measure("count", behaviour="cumulative"), number(9), number(10), ["fell"]),
        (measure("count", behaviour="cumulative"), number(90), number(10), []),
        (measure(behaviour="cumulative"), ratio(4, 45), ratio(5, 45), ["fell"]),
    ],
)
def test_what_is_unusual_asks_for_a_note(of, now, before, expected):
    assert warned(of, now, before) == expected


def test_a_cumulative_figure_begins_anew_with_the_year():
    of = measure(behaviour="cumulative")
    assert warned(of, ratio(1, 45), ratio(40, 45), same_year=False) == []
    assert rules.year_of(Q2) == rules.year_of(Period.parse("2026-01")) == Period.parse("2026")
    assert rules.year_of(Period.parse("2025-2026-S2")) == Period.parse("2025-2026")


def test_numbers_are_said_as_people_write_them():
    (fault,) = rules.warnings(measure("count", unit="máy"), number(3000), number("1200"), same_year=True)
    assert dict(fault.parameters) == {"before": "1.200"}


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "draft"), ("withdrawn", "draft"), ("sent", "sent"), ("returned", "returned")],
)
def test_a_state_nobody_speaks_of_stays(before, after):
    assert rules.state_after(before, State.DRAFT) == after


@pytest.mark.parametrize("label", ["quý 2", "1900", "2199-2200", "2026-Q5"])
def test_what_is_no_period_is_none(label):
    assert rules.period_of(label) is None
    assert rules.period_of("2026-Q2") == Q2
