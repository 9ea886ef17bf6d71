"""How far a report has come, who may move it on, and whether it is on time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from api.kit.calendar import has_passed

Status = Literal["draft", "sent", "received", "returned"]
Act = Literal["save", "send", "return", "receive", "correct", "extend"]

STATUSES: tuple[str, ...] = ("draft", "sent", "received", "returned")
# What happened to a report, as its history says.
ACTS: tuple[str, ...] = ("sent", "returned", "received", "corrected", "extended", "passed_on")

# From where an act starts, and where it leads.
_MOVES: Mapping[str, tuple[frozenset[str], str | None]] = {
    "save": (frozenset({"draft", "returned"}), None),
    "send": (frozenset({"draft", "returned"}), "sent"),
    "return": (frozenset({"sent"}), "returned"),
    "receive": (frozenset({"sent"}), "received"),
    "correct": (frozenset({"received"}), "draft"),
    "extend": (frozenset({"draft", "returned"}), None),
}


def allows(act: Act, status: str) -> bool:
    """Whether an act may be done to a report in a state."""
    return status in _MOVES[act][0]


def after(act: Act, status: str) -> str:
    """The state an act leads to. Raises ValueError where it may not be done."""
    if not allows(act, status):
        raise ValueError(f"{act} of what is {status}")
    return _MOVES[act][1] or status


def on_time(due_at: datetime | None, sent_at: datetime | None) -> bool | None:
    """Whether a report first came by its due instant; None until it came, or where it has none.

    What is returned and sent again stays as it came first: when it is read above is not in the unit's hands.
    """
    if due_at is None or sent_at is None:
        return None
    return not has_passed(due_at, sent_at)


def is_overdue(status: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether the due instant is over and those above still wait."""
    return due_at is not None and status in {"draft", "returned"} and has_passed(due_at, now)


def may(status: str, *, round_open: bool, writes: bool, sends: bool, receives: bool) -> list[Act]:
    """What a caller may do with a report now. After its round closed nothing is sent any more."""
    holds: Mapping[Act, bool] = {
        "save": writes and round_open,
        "send": sends and round_open,
        "return": receives and round_open,
        "receive": receives,
        "correct": sends and round_open,
    }
    return [act for act, held in holds.items() if held and allows(act, status)]
