"""What Hải Phòng's plan asks of its schools, as a coordinator would have set it, and a year of getting it done.

Pure, the same at every call. Each school owes six to ten things in a quarter.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

DEPARTMENT, YEAR = "hp", 2026
_ALL = "hp-dt-csgd"
_GENERAL = ("primary", "lower_secondary", "upper_secondary")
_CONTINUING = ("continuing", "vocational_continuing")
# What it is worth to ask schools about: task, audience, what they owe, of which levels. The rest is for information.
_ASKED = (
    ("2", _ALL, "product", ()),
    ("5", _ALL, "figure", ()),
    ("7", _ALL, "yes_no", ()),
    ("8", _ALL, "figure", ()),
    ("11", _ALL, "yes_no", (*_GENERAL, *_CONTINUING)),
    ("13", _ALL, "yes_no", ("preschool", "primary")),
    ("14", _ALL, "yes_no", ("lower_secondary", "upper_secondary")),
    ("20", _ALL, "figure", ()),
    ("21", "hp-dt-tt-gdtx", "product", ()),
    ("24", _ALL, "figure", ()),
    ("27", _ALL, "yes_no", ()),
)
_DONE, _WAITING, _BEGUN = 88, 92, 97
_AHEAD = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an audience owes for one task of the plan."""

    task: str
    audience: str
    owes: str
    education_levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one piece of sample work stands."""

    status: str
    text: str
    completed_at: datetime | None = None


def asked() -> Iterator[Asked]:
    """What the plan asks."""
    return (Asked(*row) for row in _ASKED)


def progress(unit: str, task: str, occurrence: str, due_at: datetime | None, now: datetime) -> Progress | None:
    """How far a unit has come with a task: most is done in time, some late, some never begun; nothing far ahead."""
    if due_at is None or due_at - now > _AHEAD:
        return None
    chance = _chance(unit, task, occurrence)
    begun = due_at > now
    if chance < (_DONE // 3 if begun else _DONE):
        days = _chance(occurrence, unit, task) % 24 - 4
        done = min(due_at - timedelta(days=days, hours=chance % 9 + 1), now - timedelta(hours=chance % 40 + 1))
        return Progress("completed", "Đã hoàn thành (dữ liệu mẫu).", done)
    if chance < _WAITING:
        return Progress("awaiting_confirmation", "Đã gửi kết quả, chờ xác nhận (dữ liệu mẫu).")
    return Progress("in_progress", "Đang triển khai (dữ liệu mẫu).") if chance < _BEGUN else None


def _chance(*words: str) -> int:
    """A number from 0 to 99 that follows from the words."""
    return int.from_bytes(hashlib.blake2b("|".join(words).encode(), digest_size=4).digest()) % 100
