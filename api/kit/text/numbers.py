"""Numbers as people in Vietnam type them."""

import re
from decimal import Decimal

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))", re.ASCII)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_VIETNAMESE = re.compile(r"([+-]?)(0|[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
_ENGLISH = re.compile(r"([+-]?)(0|[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_TWO_READINGS = re.compile(r"[+-]?(?:[1-9]\d{0,2},\d{3}|\d{4,}\.\d{3})", re.ASCII)


class NumberError(ValueError):
    """The text is no number, or could be two; `code` says which: `not_a_number` or `ambiguous_number`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code


def parse_number(text: str) -> Decimal:
    """The number in the text, read the Vietnamese way: comma before the decimals, points between thousands.

    “95,5” is 95.5, “1.200” and “1 200” are 1200, “1.200,5” is 1200.5. What can only be the English way is read
    that way: “95.5” is 95.5, “1,200.5” is 1200.5, “1,200,000” is 1200000. A lone comma before exactly three
    digits (“12,500”) is twelve and a half to a person and twelve thousand five hundred out of an English
    spreadsheet; a thousandfold mistake is not ours to make, so it is refused: write “12500” or “12,5”. “1200.000”,
    where a point may have been forgotten, is refused for the same reason.

    This is for what people type and for their spreadsheets. Decimal strings of programs (JSON) are not read by
    this function: there “1.200” is 1.2.

    Raises NumberError (a ValueError) with code `not_a_number` or `ambiguous_number`.
    """
    plain = _SPACES.sub("", text.strip().translate(_MINUS))
    if _TWO_READINGS.fullmatch(plain):
        raise NumberError("ambiguous_number", text)
    match = _VIETNAMESE.fullmatch(plain) or _ENGLISH.fullmatch(plain)
    if match is None:
        raise NumberError("not_a_number", text)
    sign, whole, decimals = match.groups()
    digits = sign + whole.replace(".", "").replace(",", "")
    return Decimal(f"{digits}.{decimals}" if decimals else digits)
