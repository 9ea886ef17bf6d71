"""A year of figures of Hải Phòng's schools, communes and department: pure, the same at every call.

Most is there and gets better from period to period; some schools are behind, a few have not answered, and of the
period that is running only some have. No figure jumps, for nobody is there to explain it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.kit.calendar import Period, PeriodKind, periods_between

DEPARTMENT, YEAR = "hp", 2026
# Every figure says of itself that it is made up.
SOURCE = "Dữ liệu mẫu"
_MISSING, _MISSING_NOW, _NOT_APPLICABLE, _SINCE = 3, 45, 2, 6


@dataclass(frozen=True, slots=True)
class Answering:
    """A unit that answers: its code, its kind."""

    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Course:
    """How an indicator runs in the year: of what each unit counts, from how many hundredths to how many."""

    counts: str
    first: int
    last: int


# Each indicator of the plan. Of a yes or no, `first` and `last` are how many schools of a hundred say yes.
COURSES = {
    "ho-so-cong-viec-dien-tu": Course("files", 78, 97),
    "van-ban-dien-tu": Course("files", 88, 98),
    "chu-ky-so-cbql-gv": Course("teachers", 70, 96),
    "tu-danh-gia-cds": Course("yes", 86, 94),
    "dat-muc-2-cds": Course("yes", 72, 83),
    "quy-trinh-noi-bo-so-hoa": Course("items", 60, 85),
    "ho-so-hoc-sinh-chuan-hoa": Course("pupils", 92, 99),
    "hoc-sinh-xac-thuc-dan-cu": Course("pupils", 90, 98),
    "hoc-ba-so": Course("yes", 80, 95),
    "so-goc-van-bang-so-hoa": Course("files", 64, 81),
    "httt-phe-duyet-cap-do": Course("items", 70, 90),
    "du-lieu-kho-dung-chung": Course("items", 55, 80),
    "cbql-nang-luc-so": Course("teachers", 80, 92),
    "gv-tap-huan-ky-nang-so": Course("teachers", 55, 88),
    "csgd-can-bo-cntt": Course("yes", 88, 93),
    "hs-ky-nang-so": Course("pupils", 70, 84),
    "tuyen-truyen-cds": Course("yes", 90, 97),
    "csgd-lms": Course("yes", 76, 91),
    "gv-hoc-lieu-so": Course("teachers", 60, 82),
    "kiem-tra-truc-tuyen": Course("yes", 38, 57),
    "thi-diem-ai": Course("one", 24, 36),
    "thanh-toan-khong-tien-mat": Course("files", 82, 97),
}
_SIZES = {"teachers": (14, 70), "pupils": (160, 1100), "files": (40, 400), "items": (10, 30)}


def periods(kind: PeriodKind, today: date) -> tuple[Period, ...]:
    """The periods of a kind that end or begin in the year and have begun."""
    found = periods_between(kind, date(YEAR, 1, 1), date(YEAR, 12, 31))
    return tuple(period for period in found if period.start <= today)


def figures(indicator: str, kind: PeriodKind, units: Sequence[Answering], today: date) -> Iterator[dict[str, Any]]:
    """What units answer for one indicator, as rows of a load, period by period."""
    course, asked = COURSES[indicator], periods(kind, today)
    for place, period in enumerate(asked):
        reached = course.first + (course.last - course.first) * place // max(len(asked) - 1, 1)
        silent = _MISSING_NOW if period.end >= today else _MISSING
        for unit in units:
            if unit.code == DEPARTMENT or _chance(unit.code, indicator, str(period)) >= silent:
                key = {"indicator": indicator, "unit": unit.code, "period": str(period)}
                yield key | {"source": SOURCE, "state": "sent"} | _answer(course, reached, unit, indicator)


def said_today(row: Mapping[str, Any], today: date) -> bool:
    """Whether a figure of a period under way came since the last day of work, so that there is something that moved."""
    running = Period.parse(row["period"]).end >= today
    return running and _chance(row["unit"], row["indicator"], "since") < _SINCE


def size(unit: str, counts: str) -> int:
    """How many teachers, pupils, files or items a unit has."""
    least, most = _SIZES[counts]
    return least + _chance(unit, counts) * (most - least) // 100


def _answer(course: Course, reached: int, unit: Answering, indicator: str) -> dict[str, Any]:
    luck = _chance(indicator, unit.code)
    if course.counts == "yes":
        if unit.kind == "school" and _chance(unit.code, indicator, "applies") < _NOT_APPLICABLE:
            return {"answer": "not_applicable"}
        return {"yes": luck < reached}
    if course.counts == "one":
        return {"value": int(luck < reached)}
    whole = size(unit.code, course.counts)
    share = min(max(reached + luck // 6 - 10, 0), 100)
    return {"numerator": whole * share // 100, "denominator": whole}


def _chance(*words: str) -> int:
    """A number from 0 to 99 that follows from the words."""
    return int.from_bytes(hashlib.blake2b("|".join(words).encode(), digest_size=4).digest()) % 100
