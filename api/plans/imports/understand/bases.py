"""Legal bases (“Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về …;”) into documents."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

from api.kit.text.patterns import later
from api.plans.imports.understand.cells import flat, unbulleted

_KINDS = (
    "Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư liên tịch|Thông tư|"
    "Kế hoạch|Công văn|Chương trình|Kết luận|Hướng dẫn|Thông báo|Công điện|Đề án|Văn bản|Quy định|Quy chế|Tờ trình|"
    "Chiến lược"
)
_NUMBER = r"\d+[A-Za-z]?(?:/\d{4})?[-/][A-ZĐƯ][\w&.Đđ]*(?:[-/][\w&.Đđ]+)*"
_DATE = (
    r"(?:ngày\s+)?(?P<day>\d{1,2})(?:[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
    r"|\s+tháng\s+(?P<month_word>\d{1,2})\s+năm\s+(?P<year_word>\d{4}))"
)
_DOCUMENT = later(
    rf"(?P<type>{_KINDS})\s+(?:số\s*:?\s*)?(?P<number>{_NUMBER})(?:,?\s*{_DATE})?\s*(?P<rest>.*)", re.DOTALL
)
_UNNUMBERED = later(
    rf"^(?P<type>Bộ luật|Luật|Nghị quyết|Chỉ thị|Đề án|Chiến lược)(?P<number>(?!.))?\s+(?P<rest>[A-ZĐÀ-Ỹ].*?)"
    rf"(?:\s+{_DATE})?\s*$"
)
# Where the issuer's name ends and the title begins.
_TITLE = later(
    r"\s+(?=(?:về|phê duyệt|ban hành|quy định|thực hiện|triển khai|hướng dẫn|sửa đổi|tăng cường|thông qua|công bố|"
    r"tổ chức|v/v|giai đoạn|đến năm|quy chế)\b)"
)
_NEXT = later(rf";\s*|\.\s+(?=Căn cứ)|,?\s+(?:và|cùng)\s+(?=(?:{_KINDS})\s+(?:số\s+)?\d)|\n+")
_LEAD_IN = later(r"^(?:Căn cứ|Thực hiện|Theo|Xét)\s+(?:các\s+)?", re.IGNORECASE)
_TAIL = later(
    r"[,;.]\s*(?:Sở|Trường|Phòng|UBND|Ủy ban)\s[^,;]{0,80}?\s(?:ban hành|xây dựng)\s(?:Kế hoạch|kế hoạch).*$", re.DOTALL
)


def read_bases(text: str) -> list[dict[str, Any]]:
    """The documents a plan rests on: type, number, issued_on, issuer, title.

    A document named inside another's title is listed after it, with `nested_in`, when its own date is printed.
    """
    bases: list[dict[str, Any]] = []
    for part in _parts(text):
        for base in _read_part(part):
            if not any(known["number"] == base["number"] and base["number"] for known in bases):
                bases.append(base)
    _share_issuers(bases)
    return [{key: value for key, value in base.items() if key != "joined"} for base in bases]


def _parts(text: str) -> list[str]:
    kept: list[str] = []
    for raw in _outside_quotes(text):
        part = _TAIL.sub("", _LEAD_IN.sub("", unbulleted(raw))).strip(" .,;")
        if part:
            kept.append(flat(part))
    return kept


def _outside_quotes(text: str) -> list[str]:
    hidden = re.sub(r"“[^”]*”|\"[^\"]*\"", lambda m: m[0].replace(";", "\x00").replace(" và ", "\x01"), text)
    return [part.replace("\x00", ";").replace("\x01", " và ") for part in _NEXT.split(hidden)]


def _read_part(part: str) -> list[dict[str, Any]]:
    match = _DOCUMENT.search(part)
    if match is None or match.start() > 20:
        law = _UNNUMBERED.match(part)
        return [_base(law, f"{law['type']} {law['rest']}")] if law else []
    rest = match["rest"]
    issuer, title = _issuer_and_title(rest)
    base = {**_base(match, title), "issuer": issuer}
    nested = [_nested(found, base["number"]) for found in _DOCUMENT.finditer(title or "") if found["day"]]
    return [base, *nested]


def _nested(match: re.Match[str], holder: str) -> dict[str, Any]:
    issuer, title = _issuer_and_title(match["rest"])
    return {**_base(match, title), "issuer": issuer, "nested_in": holder}


def _base(match: re.Match[str], title: str | None) -> dict[str, Any]:
    return {
        "type": match["type"],
        "number": match["number"],
        "issued_on": _day(match),
        "issuer": None,
        "title": title,
    }


def _issuer_and_title(rest: str) -> tuple[str | None, str | None]:
    rest = rest.strip(" ,.;")
    if not rest.startswith("của "):
        return None, rest or None
    issuer, *title = _TITLE.split(rest[4:], maxsplit=1)
    return issuer.strip(" ,") or None, "".join(title).strip() or None


def _day(match: re.Match[str]) -> str | None:
    if match["day"] is None:
        return None
    year, month = match["year"] or match["year_word"], match["month"] or match["month_word"]
    try:
        return date(int(year), int(month), int(match["day"])).isoformat()
    except ValueError:
        return None


def _share_issuers(bases: list[dict[str, Any]]) -> None:
    """“Nghị quyết số 71/NQ-CP và Nghị quyết số 11/NQ-CP của Chính phủ”: one issuer for both."""
    for base, following in pairwise(bases):
        if base["issuer"] is None and base["title"] is None and base["issued_on"] is None:
            base["issuer"] = following["issuer"]
