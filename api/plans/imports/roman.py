"""Roman numbers, as groups of a plan are numbered."""

import re

_STEPS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_WRITTEN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def to_roman(number: int) -> str:
    """The Roman number; nothing for what has none (zero and below, 4000 and above)."""
    if not 0 < number < 4000:
        return ""
    written = ""
    for value, letters in _STEPS:
        count, number = divmod(number, value)
        written += letters * count
    return written


def is_roman(text: str) -> bool:
    """Whether the text is a Roman number in capital letters."""
    return bool(text) and _WRITTEN.fullmatch(text) is not None
