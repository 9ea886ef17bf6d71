"""The fixed phrases of Nghị định 30/2020/NĐ-CP. What is not known yet stays blank; nothing is invented."""

import re
from dataclasses import dataclass
from datetime import date

_BLANK = "\u2003" * 2
_PLACE = re.compile(r"(?:tỉnh|thành phố|xã|phường|đặc khu|thị trấn)\s+(?P<place>[^\s].*)$", re.IGNORECASE)
_REGION = re.compile(r"\s+(?:tỉnh|thành phố)\s+\S.*$", re.IGNORECASE)
_COMMITTEE = re.compile(r"^(?:ỦY|UỶ) BAN NHÂN DÂN")  # above another body it is shortened, to stand on one line
_SIGNS = {"department": "SGDĐT", "commune": "UBND", "provincial_committee": "UBND"}
# What XML and the sheets' own escapes cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues: the body above in capitals (empty for a People's Committee), the issuer, both as printed; the place.

    `sign` is what the issuer's documents are numbered with (SGDĐT), empty when only the clerk knows.
    """

    issuer: str
    name: str
    parent: str = ""
    place: str = ""
    sign: str = ""


def letterhead(name: str, kind: str, parent: str | None) -> Letterhead:
    """The letterhead of a unit of a kind under another; a province named above is not named twice."""
    above = parent if parent and kind not in ("commune", "provincial_committee", "ministry") else ""
    region = _REGION.search(name)
    named_above = region is not None and above.lower().endswith(region[0].lower())
    issuer = name[: region.start()] if region and named_above else name
    places = (found["place"] for text in (name, parent or "") if (found := _PLACE.search(text)))
    return Letterhead(
        issuer.upper(), name, _COMMITTEE.sub("UBND", above.upper()), next(places, ""), _SIGNS.get(kind, "")
    )


def number_line(number: str | None, abbreviation: str, sign: str) -> str:
    """“Số: 12/KH-SGDĐT”, the number blank before it is given."""
    return f"Số: {number}" if number else f"Số: {_BLANK}/{abbreviation}-{sign or '…'}"


def date_line(place: str, day: date | None) -> str:
    """“Hải Phòng, ngày 05 tháng 01 năm 2026”: days below ten and the first two months with a zero."""
    if day is None:
        return f"{place or '…'}, ngày{_BLANK}tháng{_BLANK}năm{_BLANK}"
    return f"{place or '…'}, {in_words(day)}"


def in_words(day: date) -> str:
    """“ngày 05 tháng 01 năm 2026”."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def in_figures(day: date) -> str:
    """“05/01/2026”."""
    return day.strftime("%d/%m/%Y")


def basis_line(type_: str, number: str | None, day: date | None, issuer: str | None, title: str | None) -> str:
    """“Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về …”, without its end."""
    named = title is not None and number is None and title.startswith(type_)
    parts = [
        "Căn cứ",
        None if named else type_,
        f"số {number}" if number else None,
        None if named else day and f"ngày {in_figures(day)}",
        f"của {issuer}" if issuer else None,
        title,
        f"ngày {in_figures(day)}" if named and day else None,
    ]
    return printable(" ".join(part for part in parts if part))


def closed(lines: list[str]) -> tuple[str, ...]:
    """The lines of a list: each but the last ends with a semicolon, the last with a full stop."""
    return tuple(f"{line.rstrip(' ;.')}{'.' if i == len(lines) else ';'}" for i, line in enumerate(lines, start=1))


def printable(text: str) -> str:
    """The text on one line, without what no document can hold."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def printable_lines(text: str) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for raw in text.splitlines() if (line := printable(raw))]
