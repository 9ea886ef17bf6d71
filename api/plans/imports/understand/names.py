"""Printed lists of units: where one name ends, who in brackets really leads, and which spellings mean one unit."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from api.kit.text import fold
from api.kit.text.patterns import later
from api.plans.imports.preview import Problem
from api.plans.imports.understand.cells import bullet_of, flat, run_on, split_outside, tidy, unbulleted

SURE = 0.9  # a match below this is shown to a person


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit or audience that a printed name may mean; `ref` is the contract's reference, confidence 0 to 1."""

    ref: dict[str, Any]
    confidence: float


Match = Callable[[str], Sequence[Candidate]]


def no_match(_name: str) -> Sequence[Candidate]:
    """The matcher of whoever has no register of units at hand."""
    return ()


@dataclass(slots=True)
class Names:
    """The units of one cell. `printed` stands beside `names`: the longer name of which a bracket was taken."""

    names: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    matched: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


# A word that begins the name of a unit or of a group of units. Not “Tổ chức”, not “phường, đặc khu” in a list.
_HEADS = (
    r"(?:các|những|toàn bộ|lãnh đạo|trưởng|thủ trưởng|giám đốc|hiệu trưởng)\s+\S|toàn ngành|toàn tỉnh|toàn thành phố|"
    r"phòng\b|văn phòng|thanh tra|sở\b|ubnd|ủy ban|uỷ ban|hđnd|hội đồng|trung tâm|tt\s|trường\b|csgd|cơ sở|cơ quan|"
    r"đơn vị|ban\s|bộ\s|công an|ngân hàng|báo\s|đài\s|hội\s|đoàn\s|liên đoàn|công đoàn|tổ\s+(?!chức)|chi cục|cục\s|"
    r"viện\s|học viện|đại học|cao đẳng|doanh nghiệp|công ty|tập đoàn|vnpt|viettel|mobifone|fpt|nhà trường|tỉnh ủy|"
    r"thành ủy|đảng ủy|bảo hiểm|kho bạc|bưu điện|cụm\s|nhóm\s|khối\s|mặt trận|cổng\s|cá nhân|gia đình|cha mẹ|học sinh|"
    r"giáo viên|cán bộ|chuyên viên|bộ phận|ngành\s|địa phương|tổ chức\s+(?:chính trị|xã hội|đoàn thể|cá nhân)"
)
_HEAD = later(rf"(?:{_HEADS})", re.IGNORECASE)
_AND = later(rf"\s+(?:và|cùng|&)\s+(?=(?:{_HEADS}))", re.IGNORECASE)
# “các CSGD Ngân hàng Nhà nước”: a complete name, then the capital that begins another.
_MISSING = later(
    r"(?<=CSGD)\s+(?=[A-ZĐÀ-Ỹ])|(?<=giáo dục)\s+(?=Ngân hàng|Thanh tra|Văn phòng|UBND|Công an)|"
    r"(?<=các phòng GDĐT)\s+(?=[A-ZĐ])"
)
# “Phòng GDTX, GDNN&ĐH”: a list closed by “và” or “&” is inside one name.
_CLOSED_LIST = later(r"\S\s*(?:&|\bvà\b)\s*\S")
_LABEL = later(r"^(?:đơn vị|cơ quan|bộ phận)?\s*(?:chủ trì|phối hợp|thực hiện)\s*:\s*", re.IGNORECASE)
_BRACKETS = later(r"^(?P<outer>[^()]*?)\s*\((?P<inner>[^()]*)\)\s*$")
_DEPARTMENT = later(r"^sở\s+(giáo dục|gd)", re.IGNORECASE)
_OFFICE = later(
    r"^(?:qua|giao)?\s*(?:các\s+)?(?:phòng|văn phòng|thanh tra|trung tâm|ban|tổ\s+(?!chức)|đơn vị|bộ phận)\b",
    re.IGNORECASE,
)
_PLURAL = later(r"^(các phòng|phòng)\s*(?:chuyên môn\s*|thuộc sở\s*)?:\s*(?P<list>.+)$", re.IGNORECASE | re.DOTALL)


def read_names(text: str, field_name: str, match: Match = no_match) -> Names:
    """The units a cell names, in the order printed, each looked up by `match`."""
    found = Names()
    for part in _parts(text):
        for name in _separated(part, field_name, match, found.problems):
            _add(name, field_name, match, found)
    return found


def _parts(text: str) -> list[str]:
    """The pieces between line ends and semicolons, unbulleted; a line cut inside a bracket is put together first."""
    lines: list[str] = []
    for raw in tidy(text).split("\n"):
        line = _LABEL.sub("", unbulleted(raw))
        if lines and (_is_open(lines[-1]) or (not bullet_of(raw) and _runs_on(lines[-1], line))):
            lines[-1] = run_on(lines[-1], line)
        elif line:
            lines.append(line)
    return [part for line in lines for part in split_outside(line, ";")]


def _is_open(line: str) -> bool:
    return line.count("(") > line.count(")")


def _runs_on(before: str, line: str) -> bool:
    """Whether the line goes on with the name before it: no head of a name, and the one before not ended."""
    return not before.endswith((".", ";")) and not _HEAD.match(line)


def _separated(part: str, field_name: str, match: Match, problems: list[Problem]) -> list[str]:
    """The names in a piece without semicolons."""
    part = part.strip(" ,.").rstrip(";")
    plural = _PLURAL.match(part)
    if plural:
        problems.append(Problem.of("list_unclear", field_name, text=part))
        return [_with_head(name) for name in split_outside(plural["list"], ",")]
    names: list[str] = []
    for piece in _at_commas(part, field_name, match, problems):
        cut = _MISSING.split(piece)
        if len(cut) > 1:
            problems.append(Problem.of("separator_missing", field_name, text=piece))
        if len(sides := split_outside(piece, "/")) > 1 and all(_HEAD.match(side) for side in sides):
            problems.append(Problem.of("list_unclear", field_name, text=piece))
        names += cut
    return names


def _with_head(name: str) -> str:
    return name if _HEAD.match(name) else f"Phòng {name}"


def _at_commas(part: str, field_name: str, match: Match, problems: list[Problem]) -> list[str]:
    """Commas and “và” part names only before a word that begins one."""
    names: list[str] = []
    for piece in split_outside(part, ","):
        if names and not _HEAD.match(piece):
            names[-1] += f", {piece}"
        else:
            names += [name for name in _split_and(piece) if name]
    return [name for whole in names for name in _by_register(whole, field_name, match, problems)]


def _split_and(piece: str) -> list[str]:
    if "(" in piece:
        return [piece]
    return [name.strip() for name in _AND.split(piece)]


def _by_register(name: str, field_name: str, match: Match, problems: list[Problem]) -> list[str]:
    """“Phòng Giáo dục phổ thông, Tổ chức – Hành chính” is two units when the register knows them and not the whole."""
    pieces = split_outside(name, ",")
    one = len(pieces) < 2 or not pieces[1][:1].isupper() or "(" in name or _CLOSED_LIST.search(pieces[-1])
    if one or _is_sure(name, match):
        return [name]
    alone = [pieces[0], *(_with_head(piece) for piece in pieces[1:])]
    if all(_is_sure(piece, match) for piece in alone):
        return pieces
    problems.append(Problem.of("list_unclear", field_name, text=name))
    return [name]


def _is_sure(name: str, match: Match) -> bool:
    best = _best(match(name))
    return best is not None and best.confidence >= SURE


def _best(candidates: Sequence[Candidate]) -> Candidate | None:
    return max(candidates, key=lambda candidate: candidate.confidence, default=None)


def _add(name: str, field_name: str, match: Match, found: Names) -> None:
    name = flat(name).strip(" ,.;")
    if not name:
        return
    offices = _offices(name)
    if offices:
        found.problems.append(Problem.of("lead_in_brackets", field_name, printed=name))
    for office in offices or [name]:
        found.names.append(office)
        found.printed.append(name)
        _look_up(office, field_name, match, found)


def named(names: Sequence[str], field_name: str, match: Match = no_match) -> Names:
    """Names a person gave one by one, each looked up by `match`; none of them is split."""
    found = Names()
    for name in names:
        found.names.append(name)
        found.printed.append(name)
        _look_up(name, field_name, match, found)
    return found


def _offices(name: str) -> list[str]:
    """The offices in brackets after the department's own name."""
    match = _BRACKETS.match(name)
    if match is None or not _DEPARTMENT.match(match["outer"]) or not _OFFICE.match(match["inner"]):
        return []
    inner = re.sub(r"^(?:qua|giao)\s+", "", match["inner"].strip(), flags=re.IGNORECASE)
    return read_names(inner, "").names


def _look_up(name: str, field_name: str, match: Match, found: Names) -> None:
    if match is no_match:
        return
    best = _best(match(name))
    if best is None:
        found.problems.append(Problem.of("unit_not_matched", field_name, text=name))
        return
    if best.confidence < SURE:
        found.problems.append(Problem.of("unit_match_unsure", field_name, text=name, name=best.ref.get("name", "")))
    found.matched.append({**best.ref, "printed_name": name, "confidence": best.confidence})


# How offices are shortened. Written folded and without joining marks; longer ones first where one holds another.
_SHORT = {
    "gddt": "giao duc dao tao",
    "csgd": "co so giao duc",
    "cntt": "cong nghe thong tin",
    "cds": "chuyen doi so",
    "khcn": "khoa hoc cong nghe",
    "tttt": "thong tin truyen thong",
    "ubnd": "uy ban nhan dan",
    "khtc": "ke hoach tai chinh",
    "tccb": "to chuc can bo",
    "tchc": "to chuc hanh chinh",
    "hcth": "hanh chinh tong hop",
    "hcqt": "hanh chinh quan tri",
    "ktqlclgd": "khao thi quan ly chat luong giao duc",
    "ktqlcl": "khao thi quan ly chat luong",
    "qlclgd": "quan ly chat luong giao duc",
    "qlclcntt": "quan ly chat luong cong nghe thong tin",
    "qlclgdcntt": "quan ly chat luong giao duc cong nghe thong tin",
    "qlcl": "quan ly chat luong",
    "gdmnth": "giao duc mam non tieu hoc",
    "gdmn": "giao duc mam non",
    "gdth": "giao duc tieu hoc",
    "gdtrh": "giao duc trung hoc",
    "gdtr": "giao duc trung hoc",
    "gdpt": "giao duc pho thong",
    "gdtx": "giao duc thuong xuyen",
    "gdnn": "giao duc nghe nghiep",
    "gdthtx": "giao duc trung hoc thuong xuyen",
    "gdtxcn": "giao duc thuong xuyen chuyen nghiep",
    "ctttt": "cong tac tu tuong",
    "hssv": "hoc sinh sinh vien",
    "th": "tieu hoc",
    "mn": "mam non",
    "tx": "thuong xuyen",
    "dh": "dai hoc",
    "hc": "hanh chinh",
    "qt": "quan tri",
    "tc": "tai chinh",
    "kh": "ke hoach",
    "tt": "trung tam",
    "tp": "thanh pho",
    "vp": "van phong",
    "bgh": "ban giam hieu",
    "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so",
}
_JOINS = later(r"(?<=[a-z])\s*[-–—&]\s*(?=[a-z])")
_WORDS = later(r"[a-z0-9]+")
_SILENT = {"va", "cac", "nhung", "thuoc"}
_DROPPED_TAIL = ("so giao duc dao tao", "so")


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """One spelling for all: no marks, case, dashes or “và, các, thuộc”; abbreviations written out.

    `Phòng KH-TC`, `phòng KHTC` and `Phòng Kế hoạch – Tài chính` are one.
    """
    folded = fold(name)
    words = _WORDS.findall(_joined_short(folded))
    spelt = [word for token in words if token not in _SILENT for word in _SHORT.get(token, token).split()]
    return " ".join(_without_repeats(word for word in spelt if word not in _SILENT))


def _joined_short(folded: str) -> str:
    """`gd&dt` becomes `gddt`, `kh-tc` `khtc`, where the joined form is a known one; other joins become spaces."""

    def join(match: re.Match[str]) -> str:
        whole = re.sub(r"\s*[-–—&]\s*", "", match[0])
        return whole if whole in _SHORT else re.sub(r"[-–—&]", " ", match[0])

    return re.sub(r"[a-z]+(?:\s*[-–—&]\s*[a-z]+)+", join, folded)


def _without_repeats(words: Any) -> list[str]:
    """“giáo dục mầm non giáo dục tiểu học” (GDMN-GDTH) as “giáo dục mầm non tiểu học”."""
    kept: list[str] = []
    for word in words:
        kept.append(word)
        if kept[-2:] == ["giao", "duc"] and kept[:-2].count("duc") and kept.index("giao") < len(kept) - 2:
            del kept[-2:]
    return kept


def similarity(one: str, other: str) -> float:
    """How surely two printed names mean one unit, 0 to 1: equal when spelt out, else by the words they share."""
    left, right = normalised(one), normalised(other)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if any(left == f"{right} {tail}" or right == f"{left} {tail}" for tail in _DROPPED_TAIL):
        return 0.95
    shared, every = set(left.split()) & set(right.split()), set(left.split()) | set(right.split())
    return round(0.9 * len(shared) / len(every), 2)
