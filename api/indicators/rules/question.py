"""What an indicator asks, in plain words: a school reads a question, never “tử số”."""

import re
from enum import StrEnum

from api.indicators.rules.definition import IndicatorKind

_HOW_MANY = re.compile(r"^(?:tổng )?số (?=\S)", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\s*\(có/không\)\s*$", re.IGNORECASE)


class AnsweredBy(StrEnum):
    """What one taps or types: a part of a whole, a yes or no, a number; of a count that asks yes or no, 1 or 0."""

    PART = "part"
    YES_OR_NO = "yes_or_no"
    ONE_OR_NONE = "one_or_none"
    NUMBER = "number"


def answered_by(kind: IndicatorKind, label: str | None) -> AnsweredBy:
    """How a question of a kind is answered."""
    if kind is IndicatorKind.SHARE_OF_UNITS:
        return AnsweredBy.YES_OR_NO
    if kind in {IndicatorKind.RATIO, IndicatorKind.SHARE_OF_ITEMS}:
        return AnsweredBy.PART
    return AnsweredBy.ONE_OR_NONE if _YES_OR_NO.search(label or "") else AnsweredBy.NUMBER


def question(label: str | None, name: str) -> str:
    """The question a label stands for: “Số giáo viên …” asks how many, “… (có/không)” whether; else the name.

    Labels are Vietnamese, as printed plans are.
    """
    text = (label or name).strip().rstrip("?.")
    if _YES_OR_NO.search(text):
        return f"{_YES_OR_NO.sub('', text)}, đúng không?"
    if _HOW_MANY.match(text):
        return f"Bao nhiêu {_HOW_MANY.sub('', text)}?"
    return f"{text}?"
