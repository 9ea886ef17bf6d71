"""What a column may be, by the words of its heading. Patterns are written folded: no marks, no case."""

import re
from enum import StrEnum

from api.kit.text import fold


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    GROUP = "group"
    TITLE = "title"  # of a task, or the name of a target
    RESULTS = "results"
    LEAD = "lead"
    COORDINATING = "coordinating"
    PARTIES = "parties"  # lead and coordinating units in one column
    DEADLINE = "deadline"
    START = "start"
    UNIT = "unit_of_measure"
    TARGET = "target_text"
    BASELINE = "baseline"
    NOTE = "note"
    OTHER = "other"


_NUMBER = (r"(?:stt|s\.?\s*t\.?\s*t\.?|tt|t\.t\.?|so tt|so thu tu|thu tu|no\.?|#|muc|ma so|ma)", 10.0)
_OFFICE = r"(?:don vi|co quan|bo phan|to chuc|phong|ca nhan|nguoi)"
_LEAD = (
    (r"chu tri|chu quan", 10.0),
    (r"dau moi", 8.0),
    (rf"{_OFFICE}.*(?:thuc hien|phu trach|trien khai|trach nhiem|theo doi|tham muu|duoc giao|bao cao)", 6.0),
    (r"trach nhiem|phu trach|phan cong|giao cho", 5.0),
    (r"^(?:don vi|co quan|phong ban|phong, ban)$", 4.0),
)
_COMMON = {
    Role.NOTE: ((r"^ghi chu|^chu thich|^luu y", 9.0),),
    Role.COORDINATING: ((r"phoi hop|ph/hop|p/hop|tham gia", 11.0), (r"ho tro", 4.0)),
    Role.LEAD: _LEAD,
    Role.OTHER: ((r"kinh phi|du toan|nguon von|nguon luc|lanh dao|can cu|van ban|nguoi ky", 5.5),),
    Role.GROUP: ((r"^(?:nhom|linh vuc|tru cot|mang|phan|noi dung lon)\b", 9.5),),
}
TASKS = _COMMON | {
    Role.TITLE: (
        (r"nhiem vu", 9.0),
        (r"noi dung", 8.5),
        (r"cong viec|viec can lam|dau viec", 8.0),
        (r"hoat dong|giai phap", 6.0),
        (r"chi tieu|ten\b|muc tieu|danh muc", 3.0),
    ),
    Role.RESULTS: (
        (r"san pham", 10.0),
        (r"ket qua|dau ra", 9.0),
        (r"yeu cau|muc tieu|can dat|chi tieu|minh chung|hinh thuc", 4.0),
    ),
    Role.DEADLINE: (
        (r"thoi gian|thoi han|thoi diem|tien do|han hoan thanh|ky han", 9.0),
        (r"lo trinh|moc|ket thuc", 6.0),
        (r"hoan thanh|^han\b|^(?:thang|quy)$", 5.0),
    ),
    Role.START: ((r"bat dau|khoi dong", 12.0),),
}
TARGETS = _COMMON | {
    Role.TITLE: (
        (r"(?:ten|noi dung) (?:cac )?chi tieu", 10.0),
        (r"noi dung", 7.0),
        (r"chi tieu|tieu chi|chi so", 6.0),
        (r"nhiem vu|muc tieu|ten\b", 4.0),
    ),
    Role.UNIT: ((r"don vi (?:do|tinh)|^dvt$|^d\.v\.t\.?$|^dv tinh$|^don vi$", 10.0),),
    Role.BASELINE: ((r"hien trang|(?:ket qua|thuc hien|dat duoc|so lieu|uoc).*20\d\d|^nam truoc", 12.0),),
    Role.TARGET: (
        (r"muc (?:dat|phan dau|tieu|giao|chi tieu)|gia tri|chi tieu (?:giao|nam|den|phan dau|ke hoach)", 9.0),
        (r"ke hoach|20\d\d|muc tieu|^muc\b|ty le|ti le", 6.5),
        (r"chi tieu|phan dau|^dat\b|so luong|ket qua", 5.0),
    ),
    Role.DEADLINE: ((r"thoi gian|thoi han|tien do|lo trinh|hoan thanh", 5.0),),
}
_SHORT_HEADING = 120


def scores_of(heading: str, vocabulary: dict[Role, tuple[tuple[str, float], ...]]) -> dict[Role, float]:
    """How well a heading fits each role; nothing for what is too long to be a heading."""
    folded = fold(heading).strip(" .:*")
    if not folded or len(folded) > _SHORT_HEADING:
        return {}
    if re.fullmatch(_NUMBER[0], folded):
        return {Role.NUMBER: _NUMBER[1]}
    scores: dict[Role, float] = {}
    for role, patterns in vocabulary.items():
        best = max((score for pattern, score in patterns if re.search(pattern, folded)), default=0.0)
        if best:
            scores[role] = best
    return _together(scores)


def _together(scores: dict[Role, float]) -> dict[Role, float]:
    """“Đơn vị chủ trì, phối hợp” over one column holds both."""
    if scores.get(Role.LEAD, 0) >= 10 and scores.get(Role.COORDINATING, 0) >= 11:
        return {Role.PARTIES: 11.0}
    return scores
