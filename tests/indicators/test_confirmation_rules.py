"""Figures from elsewhere and the sheet about them: pure."""

from decimal import Decimal

import pytest

from api.indicators.rules import Answer
from api.indicators.rules.confirmation import (
    Known,
    Origin,
    Prevails,
    as_said,
    counts_at_once,
    facts_of,
    known,
    may_replace,
    origin,
)
from api.indicators.rules.reconciliation import OUTCOMES, STANDINGS, VERDICTS, figure_in_words, period_in_words
from api.indicators.rules.value import Facts
from api.kit.calendar import Period

SYSTEM, UNIT = Origin.SYSTEM, Origin.UNIT


@pytest.mark.parametrize(
    ("source", "by_kind", "indicator_source", "whose"),
    [
        ("reported", "user", "reported", UNIT),
        ("Sổ theo dõi", "user", "reported", UNIT),
        ("client", "user", "reported", SYSTEM),
        ("CSDL ngành", "client", "reported", SYSTEM),
        ("CSDL ngành", "system", "client", SYSTEM),
        ("reported", "user", "client", UNIT),
        ("reported", "user", "derived", UNIT),
    ],
)
def test_whose_a_figure_is(source, by_kind, indicator_source, whose):
    assert origin(source, by_kind, indicator_source) is whose


@pytest.mark.parametrize(
    ("writer", "there", "prevails", "rejected", "may"),
    [
        (UNIT, UNIT, "source", False, True),
        (SYSTEM, SYSTEM, "unit", True, True),
        (UNIT, SYSTEM, "source", False, False),
        (UNIT, SYSTEM, "unit", False, False),
        (SYSTEM, UNIT, "source", False, True),
        (SYSTEM, UNIT, "source", True, False),
        (SYSTEM, UNIT, "unit", False, False),
    ],
)
def test_whose_figure_wins(writer, there, prevails, rejected, may):
    assert may_replace(writer, there, Prevails(prevails), rejected=rejected) == may


def test_a_disputed_figure_gives_way_at_once_only_where_the_unit_s_prevails():
    assert counts_at_once(Prevails.UNIT)
    assert not counts_at_once(Prevails.SOURCE)


A, B = {"value": "1"}, {"value": "2"}


@pytest.mark.parametrize(
    ("whose", "now", "status", "told", "believed", "expected"),
    [
        (UNIT, A, None, None, None, None),
        (SYSTEM, A, None, None, None, Known.UNCONFIRMED),
        (SYSTEM, A, "confirmed", A, None, Known.CONFIRMED),
        (SYSTEM, B, "confirmed", A, None, Known.UNCONFIRMED),
        (SYSTEM, A, "withdrawn", A, B, Known.UNCONFIRMED),
        (SYSTEM, A, "disputed", A, B, Known.DISPUTED),
        (UNIT, B, "disputed", A, B, Known.DISPUTED),
        (UNIT, B, "settled_for_unit", A, B, Known.SETTLED_FOR_UNIT),
        (UNIT, A, "settled_for_unit", A, B, None),
        (SYSTEM, A, "settled_for_source", A, B, Known.SETTLED_FOR_SOURCE),
    ],
)
def test_where_a_figure_stands_with_its_unit(whose, now, status, told, believed, expected):
    assert known(whose, now, status, told, believed) is expected


def test_a_figure_is_kept_alike_however_it_was_written():
    facts = Facts(numerator=Decimal("42.000000"), denominator=Decimal("1E+2"))
    said = as_said(facts)
    assert said == {"answer": "given", "numerator": "42", "denominator": "100", "value": None, "yes": None}
    assert facts_of(said) == facts
    assert facts_of(as_said(Facts(Answer.GIVEN, yes=False))) == Facts(yes=False)


def test_every_standing_has_its_words():
    assert set(STANDINGS) == set(VERDICTS) == set(OUTCOMES) == {None, *Known}


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2026-03", "tháng 03 năm 2026"),
        ("2026-Q2", "quý II năm 2026"),
        ("2026-H2", "6 tháng cuối năm 2026"),
        ("2026", "năm 2026"),
        ("2025-2026", "năm học 2025-2026"),
        ("2025-2026-S1", "học kỳ I năm học 2025-2026"),
        ("2025-2026-R3", "đợt cuối năm học 2025-2026"),
    ],
)
def test_a_period_in_words(label, words):
    assert period_in_words(Period.parse(label)) == words


@pytest.mark.parametrize(
    ("answer", "yes", "unit", "numbers", "words"),
    [
        ("not_applicable", None, "%", (None, None, None), "Không áp dụng"),
        ("nothing_arose", None, "%", (None, None, None), "Không phát sinh"),
        ("given", True, "%", (None, None, None), "Có"),
        ("given", False, "%", (None, None, None), "Không"),
        ("given", None, "%", ("1042", "1250", "83.36"), "1.042/1.250 (83,36%)"),
        ("given", None, "máy", (None, None, "12"), "12 máy"),
        ("given", None, "máy", (None, None, None), "0 máy"),
    ],
)
def test_a_figure_in_words(answer, yes, unit, numbers, words):
    names = ("numerator", "denominator", "value")
    given = {name: None if each is None else Decimal(each) for name, each in zip(names, numbers, strict=True)}
    assert figure_in_words(answer, yes, unit, **given) == words
