"""How derived figures are made: pure."""

from datetime import date
from decimal import Decimal

import pytest

from api.indicators.rules import Answer, Derivation, IndicatorKind, TimeBehaviour
from api.indicators.rules.derivation import KINDS, days, derivation_fault, facts, periods
from api.indicators.rules.value import Facts
from api.kit.calendar import Period, PeriodKind


def test_each_rule_serves_some_kinds_and_only_derived_indicators():
    assert set(KINDS) == set(Derivation)
    for kind in IndicatorKind:
        assert derivation_fault(kind, "reported", None) is None
        for derivation, served in KINDS.items():
            asked = derivation_fault(kind, "reported", derivation)
            assert asked is not None
            assert asked.code == "not_derived"
            fault = derivation_fault(kind, "derived", derivation)
            assert (fault is None) == (kind in served)
            assert fault is None or fault.code == "not_of_this_kind"


@pytest.mark.parametrize(
    ("kind", "done", "whole", "expected"),
    [
        ("share_of_units", 0, 0, Facts(yes=False)),
        ("share_of_units", 2, 2, Facts(yes=True)),
        ("count", 3, 5, Facts(value=Decimal(3))),
        ("number", 0, 0, Facts(value=Decimal(0))),
        ("ratio", 3, 5, Facts(numerator=Decimal(3), denominator=Decimal(5))),
        ("ratio", 0, 0, Facts(Answer.NOTHING_AROSE)),
        ("share_of_items", 0, 5, Facts(numerator=Decimal(0), denominator=Decimal(5))),
    ],
)
def test_what_so_many_done_make(kind, done, whole, expected):
    assert facts(IndicatorKind(kind), done, whole) == expected


@pytest.mark.parametrize(
    ("behaviour", "label", "first", "last"),
    [
        ("in_period", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("cumulative", "2026-Q2", date(2026, 1, 1), date(2026, 6, 30)),
        ("point", "2025-2026-S2", date(2025, 9, 1), date(2026, 5, 31)),
    ],
)
def test_whose_days_count(behaviour, label, first, last):
    assert days(TimeBehaviour(behaviour), Period.parse(label)) == (first, last)


@pytest.mark.parametrize(
    ("kind", "today", "labels"),
    [
        ("quarter", date(2026, 5, 20), ["2025-Q4", "2026-Q1", "2026-Q2"]),
        ("year", date(2026, 1, 1), ["2025", "2026"]),
        ("school_year", date(2026, 5, 20), ["2024-2025", "2025-2026"]),
        ("semester", date(2026, 7, 20), ["2024-2025-S2", "2025-2026-S1", "2025-2026-S2"]),
    ],
)
def test_which_periods_follow_the_facts(kind, today, labels):
    assert [str(period) for period in periods(PeriodKind(kind), today)] == labels
