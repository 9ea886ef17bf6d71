from decimal import Decimal
from typing import Any

import pytest

from api.plans.imports.understand.targets import figure_in_name, is_figure, read_target

READINGS = [
    ("≥95%", "ge", 95, None, "%"),
    (">60%", "gt", 60, None, "%"),
    ("> 60 %", "gt", 60, None, "%"),
    ("từ 90 - 100%", "range", 90, 100, "%"),
    ("Từ 90% đến 100%", "range", 90, 100, "%"),
    ("90–95%", "range", 90, 95, "%"),
    ("tối thiểu 80%", "ge", 80, None, "%"),
    ("đạt tỷ lệ trung bình tối thiểu 60%", "ge", 60, None, "%"),
    ("ít nhất 95%", "ge", 95, None, "%"),
    ("không dưới 70%", "ge", 70, None, "%"),
    ("không thấp hơn 70%", "ge", 70, None, "%"),
    ("Đạt từ 80% trở lên", "ge", 80, None, "%"),
    ("80% trở lên", "ge", 80, None, "%"),
    ("trên 50%", "gt", 50, None, "%"),
    ("đạt trên 95%", "gt", 95, None, "%"),
    ("dưới 5%", "lt", 5, None, "%"),
    ("< 5%", "lt", 5, None, "%"),
    ("≤ 5%", "le", 5, None, "%"),
    ("không quá 10%", "le", 10, None, "%"),
    ("tối đa 10%", "le", 10, None, "%"),
    ("10% trở xuống", "le", 10, None, "%"),
    ("≥300 cơ sở giáo dục", "ge", 300, None, "cơ sở giáo dục"),
    ("01 mô hình", "eq", 1, None, "mô hình"),
    ("1.200 tài khoản", "eq", 1200, None, "tài khoản"),
    ("Giảm 30%", "change", 30, None, "%"),
    ("tăng thêm 5%", "change", 5, None, "%"),
    ("100", "eq", 100, None, None),
    ("100%", "eq", 100, None, "%"),
    ("đạt 70%", "eq", 70, None, "%"),
    ("đạt tỷ lệ 100%", "eq", 100, None, "%"),
    ("95,5%", "eq", Decimal("95.5"), None, "%"),
    (">= 95%", "ge", 95, None, "%"),
    ("=100%", "eq", 100, None, "%"),
]


@pytest.mark.parametrize(("text", "comparator", "value", "maximum", "unit"), READINGS)
def test_printed_targets(text: str, comparator: str, value: Any, maximum: Any, unit: str | None) -> None:
    reading = read_target(text)
    assert (reading.comparator, reading.value, reading.value_max, reading.unit) == (comparator, value, maximum, unit)
    assert reading.problems == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "target_missing"),
        ("Hoàn thành", "no_figure"),
        ("70% (tiểu học), 80% (THCS)", "several_figures"),
        ("100 - 90%", "several_figures"),
        ("12,500", "ambiguous_number"),
        ("khoảng 80%", "approximate"),
        ("80% (nếu đủ kinh phí)", "target_partly_read"),
        ("Cấp xã 80%", "target_partly_read"),
    ],
)
def test_what_is_doubtful_is_said(text: str, code: str) -> None:
    assert code in [problem.code for problem in read_target(text).problems]


def test_a_fraction_in_a_column_of_percentages_is_read_as_one_and_doubted() -> None:
    reading = read_target("0,88", "%")
    assert reading.value == Decimal(88)
    assert [problem.code for problem in reading.problems] == ["fraction_as_percent"]
    assert read_target("0", "%").value == 0
    assert read_target("88", "%").value == 88
    assert read_target("0,5", "ha").value == Decimal("0.5")


def test_a_unit_that_differs_from_its_column_is_doubted() -> None:
    assert [p.code for p in read_target("95%", "Trường").problems] == ["unit_differs"]
    assert read_target("300 trường", "Trường").problems == []
    assert read_target("95%", "Tỷ lệ %").problems == []


def test_a_cell_of_a_figure_is_told_from_a_sentence_that_holds_one() -> None:
    assert is_figure("≥95%")
    assert not is_figure("Hoàn thành")
    assert not is_figure("100% cơ sở giáo dục phổ thông, giáo dục thường xuyên triển khai học bạ số")


def test_the_figure_in_a_name() -> None:
    assert figure_in_name("Tỷ lệ hồ sơ nộp trực tuyến đạt trên 70%") == "đạt trên 70%"
    assert figure_in_name("100% trường học kết nối") == "100%"
    assert figure_in_name("80% tiểu học và 90% THCS") is None
    assert figure_in_name("Có kế hoạch") is None
