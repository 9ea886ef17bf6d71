"""The first page and the signature: who issues the plan, its number, place and date, title, bases, signer."""

import re
from collections.abc import Sequence
from datetime import date

from api.kit.text import fold
from api.kit.text.patterns import later
from api.plans.imports.preview import Header, Problem
from api.plans.imports.understand.bases import read_bases
from api.plans.imports.understand.cells import flat, run_on, unbulleted

_TYPE = later(r"^\s*KẾ HOẠCH\b[\s:]*(?P<rest>.*)$")
_RULE = later(r"^[\s_\-–—*=.]*$")
_SECTION = later(r"^\s*(?:[IVX]+|[A-Z])\s*[.)]\s|^\s*(?:PHẦN|Phần)\s|^\s*1\.\s")
_MOTTO = ("cong hoa xa hoi", "doc lap", "dang cong san")
_NUMBER_LINE = later(r"^\s*Số\s*:?\s*(?P<number>.*?)\s*/\s*(?P<sign>[A-ZĐ0-9][\w&Đđ.\s/-]*)\s*$")
_DATE_LINE = later(
    r"(?P<place>[A-ZĐÀ-Ỹ][^,\d]{1,60}),\s*ngày\s*(?P<day>\d{0,2}|[.…\s]*)\s*tháng\s*(?P<month>\d{0,2}|[.…\s]*)\s*năm\s*(?P<year>\d{4})?",
)
_YEAR = later(r"20\d\d")
_OWN_YEAR = later(r"(?<!đến )(?<!hướng )(?:năm học|năm)\s+(20\d\d)", re.IGNORECASE)
_PLAN_END = later(r"(?:ban hành|xây dựng)\s+(?:Kế hoạch|kế hoạch)[^.]*?như sau", re.DOTALL)
_ON_BEHALF = later(r"^\s*(KT|TM|TL|Q|TUQ|QUYỀN)\s*\.?\s+(?=\S)", re.IGNORECASE)
_OFFICE_TITLE = later(
    r"^\s*(?:(?:KT|TM|TL|Q|TUQ)\.?\s*)?(?:PHÓ\s+)?(?:GIÁM ĐỐC|HIỆU TRƯỞNG|CHỦ TỊCH|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|"
    r"TRƯỞNG BAN|UBND|ỦY BAN NHÂN DÂN|BAN GIÁM HIỆU|BAN CHỈ ĐẠO|THỦ TRƯỞNG)\b",
)
_NAME = later(r"^(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+){1,5}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+$")
_RANKS = ("Thạc sĩ", "Tiến sĩ", "ThS.", "TS.", "PGS.", "GS.", "NGƯT.", "NGND.")
_PARENT_PLACE = later(
    r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\s+(?P<level>TỈNH|THÀNH PHỐ|TP\.?)\s+(?P<name>.+)$", re.IGNORECASE
)
_ISSUER_LINE = later(r"^(?:UBND|ỦY BAN|UỶ BAN|SỞ|BỘ GIÁO DỤC|PHÒNG|TRƯỜNG|TRUNG TÂM|HỌC VIỆN|BAN CHỈ ĐẠO)\b")
_ATTACHED = later(r"kèm theo (?:Kế hoạch|KH)", re.IGNORECASE)
_OF_ISSUER = later(r"của\s+(?P<issuer>(?:Sở|Trường|Phòng|UBND|Ủy ban|Trung tâm)[^)]*)\)?\s*$")


def read_header(lines: Sequence[str], captions: Sequence[str]) -> Header:
    """The header of a plan from its lines outside the tables, in reading order, and the captions of its tables."""
    lines = [line for raw in lines for line in raw.split("\n") if line.strip()]
    header = Header()
    start = next((i for i, line in enumerate(lines) if _TYPE.match(line) and line.upper() == line), None)
    top = lines[:start] if start is not None else lines[:12]
    _read_top(header, top)
    if start is not None:
        _read_title(header, lines, start)
        header.legal_bases = read_bases(_bases_text(lines[start:]))
        _read_end(header, lines[start:])
    _read_captions(header, [*lines[-40:], *captions])
    _spell_issuer(header, lines)
    _settle_year(header, captions)
    header.problems = _doubts(header)
    return header


def _read_top(header: Header, lines: Sequence[str]) -> None:
    issuers: list[str] = []
    for line in map(flat, lines):
        number, day = _NUMBER_LINE.match(line), _DATE_LINE.search(line)
        if number and header.number is None:
            header.number = _whole_number(number)
        elif day and header.place is None:
            _read_day(header, day)
        elif _is_issuer(line):
            issuers.append(line)
    if issuers:
        header.issuer = issuers[-1]
        header.parent = " ".join(issuers[:-1]) or None


def _is_issuer(line: str) -> bool:
    folded = fold(line)
    return line.upper() == line and bool(_ISSUER_LINE.match(line)) and not any(word in folded for word in _MOTTO)


def _whole_number(match: re.Match[str]) -> str | None:
    number = match["number"].strip(" .…_")
    return f"{number}/{match['sign'].strip()}" if number and number[0].isdigit() else None


def _read_day(header: Header, match: re.Match[str]) -> None:
    header.place = flat(match["place"])
    header.year = int(match["year"]) if match["year"] else None
    try:
        header.issued_on = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except (TypeError, ValueError):
        header.issued_on = None


def _read_title(header: Header, lines: Sequence[str], start: int) -> None:
    first = _TYPE.match(lines[start])
    title = [first["rest"]] if first and first["rest"] else []
    for line in lines[start + 1 : start + 9]:
        if (
            _RULE.match(line)
            or (title and line.strip().startswith(("Căn cứ", "Thực hiện", "Theo ")))
            or _SECTION.match(line)
        ):
            break
        if line.strip().endswith((";", ":")) or len(line) > 250:
            break
        title.append(line)
    header.title = flat(" ".join(title)) or None


def _bases_text(lines: Sequence[str]) -> str:
    """The lines that name the plan's bases: from “Căn cứ” to where the plan begins, or the section of that name."""
    taken: list[str] = []
    inside = False
    for line in lines[1:]:
        plain = line.strip()
        if not inside:
            inside = plain.startswith("Căn cứ") or fold(plain).endswith(
                ("can cu", "can cu lap ke hoach", "can cu phap ly")
            )
            if not plain.startswith("Căn cứ"):
                continue
        elif _SECTION.match(line):
            break
        taken.append(plain)
        if _PLAN_END.search(" ".join(taken[-3:])):
            break
    return _running(taken)


def _running(lines: Sequence[str]) -> str:
    """Lines put together where one runs on in the next, as in a PDF."""
    text = ""
    for line in lines:
        fresh = not text or text.endswith((";", ".")) or line.startswith(("Căn cứ", "- ", "+ "))
        text = f"{text}\n{line}" if text and fresh else run_on(text, line)
    return text


def _read_end(header: Header, lines: Sequence[str]) -> None:
    """The recipients and the signature, which stand side by side after the body."""
    at = next((i for i, line in enumerate(lines) if fold(line).startswith("noi nhan")), None)
    header.signer = _signer(lines[max((at or len(lines)) - 8, 0) : (at or 0) + 40])
    for line in lines[at + 1 :] if at is not None else ():
        plain = line.strip()
        if not plain.startswith(("-", "–", "+", "•")) and (header.recipients or not plain.endswith((";", ","))):
            break
        header.recipients.append(unbulleted(plain).rstrip(" ;."))


def _signer(lines: Sequence[str]) -> dict[str, str | None] | None:
    """The signer: titles in capitals, “KT.” and the like before them, then a name."""
    titles: list[str] = []
    for line in map(flat, lines):
        if _OFFICE_TITLE.match(line) and line.upper() == line:
            titles.append(line)
        elif titles and _NAME.match(_without_rank(line)):
            behalf = [title for title in titles if _ON_BEHALF.match(title)]
            own = [title for title in titles if not _ON_BEHALF.match(title)]
            return {
                "name": _without_rank(line),
                "title": own[-1] if own else titles[-1],
                "on_behalf": behalf[0] if behalf and own else None,
            }
    return None


def _without_rank(name: str) -> str:
    for rank in _RANKS:
        name = name.removeprefix(rank).strip()
    return name


def _read_captions(header: Header, lines: Sequence[str]) -> None:
    """“(Kèm theo Kế hoạch số …/KH-SGDĐT ngày … của Sở …)” fills what the first page does not say."""
    for line in lines:
        if not _ATTACHED.search(line):
            continue
        issuer = _OF_ISSUER.search(flat(line))
        if issuer and header.issuer is None:
            header.issuer = issuer["issuer"].strip()


def _spell_issuer(header: Header, lines: Sequence[str]) -> None:
    """Capitals become the spelling the text itself uses, and the department gets its province."""
    if header.parent:
        header.parent = _spelt(header.parent, lines)
    if header.issuer is None or header.issuer.upper() != header.issuer:
        return
    issuer = _spelt(header.issuer, lines)
    place = _PARENT_PLACE.search(header.parent or "")
    if place and issuer.lower().startswith("sở") and fold(place["name"]) not in fold(issuer):
        issuer = f"{issuer} {place['level'].lower()} {place['name']}"
    header.issuer = issuer


_SMALL = {
    "và",
    "của",
    "về",
    "thuộc",
    "các",
    "tỉnh",
    "thành",
    "phố",
    "xã",
    "phường",
    "huyện",
    "quận",
    "nhân",
    "dân",
    "đặc",
    "khu",
}
_KEPT = {"UBND", "HĐND", "GD&ĐT", "GDĐT", "THPT", "THCS", "GDTX", "GDNN", "TH", "TP", "TP."}


def _spelt(capitals: str, lines: Sequence[str]) -> str:
    for line in lines:
        at = line.upper().find(capitals)
        found = line[at : at + len(capitals)]
        if at >= 0 and found != capitals and len(found) == len(capitals):
            return found
    if capitals.startswith("SỞ GIÁO DỤC VÀ ĐÀO TẠO"):
        return "Sở Giáo dục và Đào tạo" + _capitalised(capitals[22:])
    return _capitalised(capitals)


def _capitalised(capitals: str) -> str:
    words = capitals.split(" ")
    spelt = [
        w if w in _KEPT else w.lower() if w.lower() in _SMALL and i else w.capitalize() for i, w in enumerate(words)
    ]
    return " ".join(spelt)


def _settle_year(header: Header, captions: Sequence[str]) -> None:
    """The plan's own year: the one its title names, else the one its tables' captions agree on, else the date's.

    The date comes last: the plan of a year is often signed in the December before.
    """
    title = header.title or ""
    own = _OWN_YEAR.search(title)
    printed = header.year
    header.horizon_years = sorted({int(year) for year in _YEAR.findall(title)})
    years = {int(y) for caption in captions for y in re.findall(r"năm\s+(20\d\d)", caption, re.IGNORECASE)}
    named = years.pop() if len(years) == 1 else printed
    header.year = int(own[1]) if own else named
    if header.year is None and header.horizon_years:
        header.year = header.horizon_years[0]
    if not header.horizon_years and header.year:
        header.horizon_years = [header.year]


def _doubts(header: Header) -> list[Problem]:
    wanted = (
        ("issuer", header.issuer, "issuer_missing"),
        ("number", header.number, "document_number_missing"),
        ("issued_on", header.issued_on, "date_missing"),
        ("title", header.title, "title_unclear"),
        ("year", header.year, "year_missing"),
        ("signer", header.signer, "signer_missing"),
    )
    return [Problem.of(code, name) for name, value, code in wanted if not value]
