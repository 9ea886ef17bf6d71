"""Where difficulties and requests to clarify stand, and how a request is worded."""

from datetime import date
from typing import Literal

DifficultyStatus = Literal["open", "answered", "resolved"]
ClarificationStatus = Literal["open", "answered", "closed"]
Wording = Literal["request", "require"]
How = Literal["phone", "message", "visit", "letter"]

DIFFICULTY_STATUSES: tuple[str, ...] = ("open", "answered", "resolved")
CLARIFICATION_STATUSES: tuple[str, ...] = ("open", "answered", "closed")
WORDINGS: tuple[str, ...] = ("request", "require")
HOWS: tuple[str, ...] = ("phone", "message", "visit", "letter")
DIFFICULTY_ACTS: tuple[str, ...] = ("raised", "changed", "passed_on", "answered", "amended", "resolved", "reopened")
CLARIFICATION_ACTS: tuple[str, ...] = ("asked", "changed", "answered", "closed", "reopened")
# Acts that answer.
ANSWERS: tuple[str, ...] = ("answered", "amended")

# How alike two texts are by their trigrams, from 0 to 1: on one task less is enough than across tasks.
ALIKE_ON_ONE_TASK, ALIKE_ANYWHERE = 0.4, 0.6

# Units a department directs. To everybody else, a People's Committee above all, it speaks with a request.
_DIRECTED = frozenset({"division", "affiliate", "school"})


def wording(kind: str, *, itself: bool = False) -> Wording:
    """How a leader asks a unit of a kind to clarify: “đề nghị làm rõ” (request), “yêu cầu báo cáo làm rõ” (require).

    `itself`: the leader's own unit is asked.
    """
    return "require" if itself or kind in _DIRECTED else "request"


def is_overdue(status: str, due_on: date, today: date) -> bool:
    """Whether the day of answering is over and nobody answered."""
    return status == "open" and due_on < today


def amended_by(number: int, effective_on: date, reason: str) -> str:
    """The answer to a difficulty that became an amendment."""
    return (
        f"Kế hoạch đã được điều chỉnh, bổ sung lần thứ {number}, có hiệu lực từ ngày {effective_on:%d/%m/%Y}: {reason}"
    )
