"""What a report is made of: the sections of its outline, its lines, and what changed in them since."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

SectionKind = Literal["text", "figures", "assignments", "difficulties"]
SECTION_KINDS: tuple[str, ...] = ("text", "figures", "assignments", "difficulties")

# The usual outline (đề cương): results; shortcomings and their causes; what comes next; proposals.
OUTLINE: tuple[dict[str, str], ...] = (
    {"code": "nhiem-vu", "kind": "assignments", "title": "Kết quả thực hiện nhiệm vụ"},
    {"code": "chi-tieu", "kind": "figures", "title": "Kết quả thực hiện chỉ tiêu"},
    {"code": "ket-qua", "kind": "text", "title": "Kết quả nổi bật"},
    {"code": "ton-tai", "kind": "text", "title": "Tồn tại, hạn chế và nguyên nhân"},
    {"code": "kho-khan", "kind": "difficulties", "title": "Khó khăn, vướng mắc"},
    {"code": "phuong-huong", "kind": "text", "title": "Phương hướng, nhiệm vụ kỳ tới"},
    {"code": "kien-nghi", "kind": "text", "title": "Kiến nghị, đề xuất"},
)

# The parts of a report that are lists of records, and what of a record is compared.
PARTS: Mapping[str, tuple[str, ...]] = {
    "figures": ("answer", "numerator", "denominator", "value", "yes", "note"),
    "assignments": ("status", "percent", "text"),
    "difficulties": ("title", "text", "status"),
}
# How a line of each part is called.
_LINES = {"figures": "indicator_value", "assignments": "assignment", "difficulties": "difficulty"}


def texts_of(outline: Sequence[Mapping[str, str]]) -> list[str]:
    """The codes of the sections one writes oneself."""
    return [section["code"] for section in outline if section["kind"] == "text"]


def has(outline: Iterable[Mapping[str, str]], kind: str) -> bool:
    """Whether an outline has a section of a kind."""
    return any(section["kind"] == kind for section in outline)


def filled(
    outline: Sequence[Mapping[str, str]], own: Mapping[str, str] | None, last: Mapping[str, str] | None
) -> dict[str, str]:
    """The text of each free section: one's own, until there is any that of the last report."""
    given = (last if own is None else own) or {}
    return {code: given.get(code, "") for code in texts_of(outline)}


def joined(own: Mapping[str, str] | None, left: Mapping[str, str]) -> dict[str, str]:
    """One's own texts, section by section, and behind them what somebody else left; what says the same is said once."""
    found = dict(own or {})
    for code, text in left.items():
        mine = found.get(code, "").strip()
        found[code] = mine if text.strip() in mine else f"{mine}\n{text.strip()}".strip()
    return found


def line_of(part: str, record: Mapping[str, Any]) -> str:
    """How a line of a part is named when it is returned: `indicator_value:…`, `assignment:…`, `difficulty:…`."""
    return f"{_LINES[part]}:{record['id']}"


def lines_of(outline: Sequence[Mapping[str, str]], content: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """All that can be returned of a report: its sections (`section:<code>`) and the lines of its parts."""
    sections = [f"section:{section['code']}" for section in outline]
    return sections + [line_of(part, record) for part in PARTS for record in content[part]]


def figures_returned(lines: Iterable[str]) -> list[str]:
    """The ids of the values among lines that are returned."""
    prefix = f"{_LINES['figures']}:"
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


def flaws(figures: Iterable[tuple[bool, bool]]) -> int:
    """How many figures that are asked are missing or unusual: of a clean report, none. Each: there, unusual."""
    return sum(not there or unusual for there, unusual in figures)


def changes(
    before: Mapping[str, Sequence[Mapping[str, Any]]], now: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """What is otherwise now than it was: line, what it is called, and the fields that differ, each before and now."""
    found = []
    for part, compared in PARTS.items():
        then = {record["id"]: record for record in before[part]}
        present = {record["id"]: record for record in now[part]}
        for id_ in dict.fromkeys((*then, *present)):
            old, new = then.get(id_, {}), present.get(id_, {})
            fields = {name: [old.get(name), new.get(name)] for name in compared if old.get(name) != new.get(name)}
            if fields:
                named = new or old
                found.append({"line": line_of(part, named), "name": named["name"], "fields": fields})
    return found
