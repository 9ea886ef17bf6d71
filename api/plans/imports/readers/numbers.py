"""Numbers of a sheet written as the sheet shows them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PERCENTS = {"9", "10"}
_MONTHS = {"17"}
_DATES = {str(code) for code in (*range(14, 17), 22, *range(27, 32), *range(34, 37), *range(50, 59))}
_SHOWN = {"date": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 2_958_465  # 31/12/9999


@dataclass(frozen=True, slots=True)
class Formats:
    """The number format and boldness of each cell style."""

    codes: tuple[str, ...] = ()
    bolds: tuple[bool, ...] = ()

    @classmethod
    def of(cls, root: Element | None) -> "Formats":
        """The formats of the styles part; none of a file without one."""
        if root is None:
            return cls()
        own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{S}numFmt")}
        fonts = [_is_bold(font) for font in root.findall(f"{S}fonts/{S}font")]
        styles = root.findall(f"{S}cellXfs/{S}xf")
        codes = tuple(_meaning(xf.get("numFmtId", "0"), own) for xf in styles)
        return cls(codes, tuple(_picked(fonts, xf.get("fontId", "")) for xf in styles))

    def bold(self, style: str | None) -> bool:
        """Whether a style is bold."""
        return _picked(self.bolds, style or "")

    def shown(self, stored: str, style: str | None) -> str:
        """The stored number as text: a percentage with its sign, a date as dd/mm/yyyy, 3.0 as 3.

        Of a date whose format shows the month or the year alone no more is told: its day is only how it is stored.
        """
        try:
            number = Decimal(stored)
        except InvalidOperation:
            return stored
        meaning = self.codes[int(style)] if style and style.isdigit() and int(style) < len(self.codes) else ""
        if meaning == "percent":
            return f"{_plain(number * 100)}%"
        if meaning in _SHOWN and 0 < number < _LAST_DAY:
            return (_EPOCH + timedelta(days=int(number))).strftime(_SHOWN[meaning])
        return _plain(number)


def _meaning(code: str, own: dict[str, str]) -> str:
    written = _LITERAL.sub("", own.get(code, "")).lower()
    if code in _PERCENTS or "%" in written:
        return "percent"
    if code in _MONTHS or ("y" in written and "m" in written and "d" not in written):
        return "month"
    if "y" in written and "d" not in written:
        return "year"
    if code in _DATES or any(letter in written for letter in "yd"):
        return "date"
    return ""


def _plain(number: Decimal) -> str:
    """Digits with a decimal comma, floats' last-digit noise (0.07 × 100) rounded off, no exponent."""
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        return str(number)
    text = f"{round(number, 9):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _is_bold(font: Element) -> bool:
    bold = font.find(f"{S}b")
    return bold is not None and bold.get("val", "1") not in ("0", "false")


def _picked(values: tuple[bool, ...] | list[bool], index: str) -> bool:
    return values[int(index)] if index.isdigit() and int(index) < len(values) else False
