"""What an indicator asks, in plain words: a school reads a question, never “tử số”."""

import re

_HOW_MANY = re.compile(r"^(?:tổng )?số (?=\S)", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\s*\(có/không\)\s*$", re.IGNORECASE)


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
