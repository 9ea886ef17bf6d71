"""Base counts and questions: pure."""

from decimal import Decimal

import pytest

from api.indicators.rules import BaseCountKind, IndicatorKind
from api.indicators.rules.base_count import base_count_fault, count_fault, disagreement
from api.indicators.rules.question import answered_by, question


@pytest.mark.parametrize(
    ("denominator", "counted", "asks"),
    [
        (None, 45, False),
        ("45", 45, False),
        ("43", 45, False),  # two more or less come and go
        ("42", 45, True),
        ("1050", 1000, False),  # a twentieth of many
        ("1051", 1000, True),
        ("0", 0, False),
        ("3", 0, True),
    ],
)
def test_a_denominator_that_is_not_what_was_counted_asks_for_a_note(denominator, counted, asks):
    fault = disagreement("teachers", None if denominator is None else Decimal(denominator), counted)
    assert (fault is not None) == asks
    if fault is not None:
        assert (fault.pointer, fault.code) == ("/note", "off_base_count")


def test_the_warning_says_the_count_as_people_write_it():
    fault = disagreement("pupils", Decimal(1), 1200)
    assert fault is not None
    assert fault.render("vi").message.startswith("Tổng số khác số liệu nền (1.200 học sinh)")
    assert fault.render("en").message.startswith("The whole is not what was counted (1.200 pupils)")


@pytest.mark.parametrize("kind", IndicatorKind)
def test_only_what_has_a_denominator_takes_a_base_count(kind):
    assert base_count_fault(kind, None) is None
    has_one = kind in {IndicatorKind.RATIO, IndicatorKind.SHARE_OF_ITEMS}
    assert (base_count_fault(kind, BaseCountKind.PUPILS) is None) == has_one


@pytest.mark.parametrize(("count", "good"), [("0", True), ("45", True), ("4.5", False), ("-1", False), ("1e8", False)])
def test_a_count_is_a_whole_number(count, good):
    assert (count_fault(Decimal(count)) is None) == good


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        ("Số giáo viên đã được tập huấn từ đầu năm", "Bao nhiêu giáo viên đã được tập huấn từ đầu năm?"),
        ("Tổng số lượt thu trong kỳ", "Bao nhiêu lượt thu trong kỳ?"),
        ("Trường đã triển khai học bạ số (có/không)", "Trường đã triển khai học bạ số, đúng không?"),
        ("Máy tính cho học sinh?", "Máy tính cho học sinh?"),
        (None, "Tên chỉ tiêu?"),
    ],
)
def test_a_label_is_asked_in_plain_words(label, asked):
    assert question(label, "Tên chỉ tiêu") == asked


@pytest.mark.parametrize(
    ("kind", "label", "by"),
    [
        ("ratio", "Số giáo viên", "part"),
        ("share_of_items", "Số quy trình", "part"),
        ("share_of_units", "Trường đã có (có/không)", "yes_or_no"),
        ("count", "Trường đang thí điểm (có/không)", "one_or_none"),
        ("count", "Số máy", "number"),
        ("number", None, "number"),
    ],
)
def test_how_a_question_is_answered(kind, label, by):
    assert answered_by(IndicatorKind(kind), label) == by
