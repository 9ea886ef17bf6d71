"""How answers are read, and until when they are taken."""

from datetime import UTC, datetime, timedelta

import pytest

from api.requests.rules import Column, columns_of, read, status

DUE = datetime(2026, 5, 20, 10, tzinfo=UTC)


def column(kind, *, required=True, choices=()):
    return Column("c1", "Hỏi", kind, required, choices)


@pytest.mark.parametrize(
    ("after", "closed", "expected"),
    [(-1, False, "open"), (0.9, False, "open"), (1, False, "closed"), (-1, True, "closed")],
)
def test_it_is_open_until_its_last_second_is_over_or_somebody_closes_it(after, closed, expected):
    assert status(DUE, DUE if closed else None, DUE + timedelta(seconds=after)) == expected


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "Đã có", "Đã có"), ("number", "1.200", 1200), ("number", "95,5", 95.5), ("number", 7, 7),
        ("number", 0.25, 0.25), ("yes_no", False, False), ("date", "2026-05-20", "2026-05-20"), ("choice", "A", "A"),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_its_kind(kind, given, kept):
    values, wrong = read([column(kind, choices=("A", "B"))], {"c1": given})
    assert (values, wrong) == ({"c1": kept}, [])
    assert type(values["c1"]) is type(kept)


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("text", 5, "not_a_text"), ("number", "nhiều", "not_a_number"), ("number", "12,500", "ambiguous_number"),
        ("number", True, "not_a_number"), ("number", "1234567890123456", "number_too_long"),
        ("yes_no", "có", "not_yes_or_no"), ("date", "20/5", "not_a_day"), ("date", 20260520, "not_a_day"),
        ("date", "0001-01-01", "not_a_day"), ("choice", "C", "not_a_choice"), ("text", None, "missing"),
        ("text", "", "missing"),
    ],
)  # fmt: skip
def test_what_is_none_of_its_kind_is_named(kind, given, code):
    _, wrong = read([column(kind, choices=("A", "B"))], {"c1": given})
    assert [(each.key, each.code) for each in wrong] == [("c1", code)]


def test_what_need_not_be_there_may_be_left_out_and_what_nobody_asked_is_refused():
    assert read([column("number", required=False)], {}) == ({"c1": None}, [])
    assert [each.code for each in read([column("number", required=False)], {"c9": 1})[1]] == ["unknown_column"]


def test_columns_come_back_as_they_were_kept():
    asked = column("choice", choices=("A", "B"))
    assert columns_of([{**asked._asdict(), "choices": ["A", "B"]}]) == (asked,)
