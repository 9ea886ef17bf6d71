"""Base counts: what of a unit is counted elsewhere, and when a denominator does not agree with it."""

from decimal import Decimal
from enum import StrEnum

from api.indicators.rules.definition import IndicatorKind
from api.kit.problems import Fault, Message


class BaseCountKind(StrEnum):
    """What is counted: who teaches, all who work there (managers, teachers, employees), pupils, classes."""

    TEACHERS = "teachers"
    STAFF = "staff"
    PUPILS = "pupils"
    CLASSES = "classes"


# A denominator further off than both asks for a word: a teacher or two come and go between count and period. Ours.
OFF_SHARE = Decimal("0.05")
OFF_COUNT = 2
# More is no count of a unit but a slip of the pen.
MOST = 10_000_000

_WITH_DENOMINATOR = frozenset({IndicatorKind.RATIO, IndicatorKind.SHARE_OF_ITEMS})
_WORDS = {
    BaseCountKind.TEACHERS: Message("giáo viên", "teachers"),
    BaseCountKind.STAFF: Message("cán bộ quản lý, giáo viên, nhân viên", "staff"),
    BaseCountKind.PUPILS: Message("học sinh", "pupils"),
    BaseCountKind.CLASSES: Message("lớp", "classes"),
}
_NO_DENOMINATOR = Message("Chỉ tiêu này không có mẫu số.", "This indicator has no denominator.")
_NOT_A_COUNT = Message(
    "Phải là số nguyên từ 0 đến {most}.",
    "Must be a whole number from 0 to {most}.",
)


def base_count_fault(kind: IndicatorKind, base_count: str | None) -> Fault | None:
    """Why an indicator of a kind cannot take a base count as its denominator; None when it can, or takes none."""
    if base_count is None or kind in _WITH_DENOMINATOR:
        return None
    return Fault("/base_count", "no_denominator", _NO_DENOMINATOR)


def count_fault(count: Decimal) -> Fault | None:
    """Why a number is no count; None when it is one."""
    if 0 <= count <= MOST and count == count.to_integral_value():
        return None
    return Fault("/count", "not_a_count", _NOT_A_COUNT, (("most", said(MOST)),))


def disagreement(kind: str, denominator: Decimal | None, counted: int) -> Fault | None:
    """What asks for a note: a denominator that is not what was counted; None when they agree or there is none."""
    if denominator is None:
        return None
    off = abs(denominator - counted)
    if off <= OFF_COUNT or off <= counted * OFF_SHARE:
        return None
    words = _WORDS[BaseCountKind(kind)]
    message = Message(
        f"Tổng số khác số liệu nền ({{counted}} {words.vi}); hãy ghi một câu giải thích ở ghi chú.",
        f"The whole is not what was counted ({{counted}} {words.en}); explain it in a note.",
    )
    return Fault("/note", "off_base_count", message, (("counted", said(counted)),))


def said(count: int) -> str:
    """A count as people in Vietnam write it."""
    return f"{count:,}".replace(",", ".")
