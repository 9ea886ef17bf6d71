"""The words of a reconciliation sheet: official Vietnamese, as the paper is."""

from collections.abc import Mapping
from decimal import Decimal

from api.indicators.rules.confirmation import Known
from api.indicators.rules.value import Answer
from api.kit.calendar import Period, PeriodKind

_ROMAN = ("I", "II", "III", "IV")
_SIX_MONTHS = ("6 tháng đầu năm", "6 tháng cuối năm")
_ROUNDS = ("đầu", "giữa", "cuối")

# How many stand where, in the order they are told.
STANDINGS: Mapping[Known | None, str] = {
    Known.CONFIRMED: "Đơn vị xác nhận đúng",
    Known.DISPUTED: "Đơn vị báo sai, chưa xử lý",
    Known.SETTLED_FOR_UNIT: "Đã xử lý theo số liệu của đơn vị",
    Known.SETTLED_FOR_SOURCE: "Đã xử lý theo số liệu của hệ thống",
    Known.UNCONFIRMED: "Đơn vị chưa có ý kiến",
    None: "Đơn vị đã thay bằng số liệu của mình",
}
# Beside the name of who said it for the unit.
BY_OTHERS = " nhập thay"
VERDICTS: Mapping[Known | None, str] = {
    Known.CONFIRMED: "Đúng",
    Known.DISPUTED: "Báo sai",
    Known.SETTLED_FOR_UNIT: "Báo sai",
    Known.SETTLED_FOR_SOURCE: "Báo sai",
    Known.UNCONFIRMED: "Chưa có ý kiến",
    None: "",
}
OUTCOMES: Mapping[Known | None, str] = {
    Known.CONFIRMED: "",
    Known.DISPUTED: "Chưa xử lý",
    Known.SETTLED_FOR_UNIT: "Theo số liệu của đơn vị",
    Known.SETTLED_FOR_SOURCE: "Theo số liệu của hệ thống",
    Known.UNCONFIRMED: "",
    None: "Theo số liệu của đơn vị",
}


def period_in_words(period: Period) -> str:
    """“quý II năm 2026”, “học kỳ I năm học 2025-2026”."""
    school_year = f"năm học {period.year}-{period.year + 1}"
    words = {
        PeriodKind.MONTH: f"tháng {period.part:02d} năm {period.year}",
        PeriodKind.QUARTER: f"quý {_at(_ROMAN, period)} năm {period.year}",
        PeriodKind.HALF_YEAR: f"{_at(_SIX_MONTHS, period)} {period.year}",
        PeriodKind.YEAR: f"năm {period.year}",
        PeriodKind.SEMESTER: f"học kỳ {_at(_ROMAN, period)} {school_year}",
        PeriodKind.SECTOR_ROUND: f"đợt {_at(_ROUNDS, period)} {school_year}",
        PeriodKind.SCHOOL_YEAR: school_year,
    }
    return words[period.kind]


def _at(words: tuple[str, ...], period: Period) -> str:
    return words[(period.part - 1) % len(words)]


def figure_in_words(
    answer: str,
    yes: bool | None,
    unit_of_measure: str,
    *,
    numerator: Decimal | None,
    denominator: Decimal | None,
    value: Decimal | None,
) -> str:
    """“42/45 (93,33%)”, “Có”, “12 máy”, “Không áp dụng”."""
    if answer == Answer.NOT_APPLICABLE:
        return "Không áp dụng"
    if answer == Answer.NOTHING_AROSE:
        return "Không phát sinh"
    if yes is not None:
        return "Có" if yes else "Không"
    unit = unit_of_measure if unit_of_measure in {"%", "‰"} else f" {unit_of_measure}"
    figure = f"{number_in_words(value)}{unit}"
    return figure if denominator is None else f"{number_in_words(numerator)}/{number_in_words(denominator)} ({figure})"


def number_in_words(number: Decimal | None) -> str:
    """“1.234,5”: a number as people in Vietnam write it, to two places."""
    plain = f"{(number or Decimal(0)).quantize(Decimal('0.01')):,f}".rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))
