"""Numbers as people in Vietnam type them."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.kit.text import NumberError, parse_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("95,5", "95.5"),
        ("1.200", "1200"),
        ("1.200,5", "1200.5"),
        ("1.200.000", "1200000"),
        ("1 200,5", "1200.5"),
        ("1\u00a0200\u00a0000", "1200000"),
        ("  88 ", "88"),
        ("0", "0"),
        ("007", "7"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("1.200,500", "1200.5"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("+5", "5"),
        ("95.5", "95.5"),
        ("0.5", "0.5"),
        ("1,200.5", "1200.5"),
        ("1,200,000", "1200000"),
    ],
)
def test_what_people_type_is_read_their_way(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["12,500", "-1,200", "1200.000"])
def test_what_may_be_a_thousand_times_another_number_is_refused(typed: str) -> None:
    with pytest.raises(NumberError) as refusal:
        parse_number(typed)
    assert refusal.value.code == "ambiguous_number"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abc", "1e5", "nan", "∞", "١٢", "12.34.56", "1.234.5", ".5", "5.", "5,", "1..2", "95 %", "1 2", "--1"],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NumberError) as refusal:
        parse_number(typed)
    assert refusal.value.code == "not_a_number"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_number_written_the_vietnamese_way_comes_back(number: Decimal) -> None:
    written = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse_number(written) == number


@given(st.text() | st.text("0123456789.,- "))
@example("9" * 60)
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    with contextlib.suppress(NumberError):
        assert parse_number(text).is_finite()
