"""Where work stands: of one unit, and of the task it is part of. Percent is computed, never typed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from api.kit.calendar import has_passed
from api.plans.rules.plan import HANDED_IN

DUE_SOON = timedelta(days=7)
"""What falls due within a week is due soon."""


class State(NamedTuple):
    """Where a task stands."""

    status: str
    percent: int


class Work(NamedTuple):
    """How many assignments of a task have a status, and what their percents add up to."""

    number: int
    percent: int


def percent_of(status: str, done: int, products: int) -> int:
    """Whole percent of one assignment: its products done, and nothing short of completed is 100."""
    if status == "completed":
        return 100
    return min(100 * done // products, 99) if products else 0


def task_state(work: Mapping[str, Work]) -> State | None:
    """Where a task stands by its assignments, cancelled ones left out; None when there are none."""
    counted = {status: each for status, each in work.items() if status != "cancelled" and each.number}
    if not counted:
        return None
    total = sum(each.number for each in counted.values())
    percent = sum(each.percent for each in counted.values()) // total
    return State(_status(counted), percent)


def due_group(status: str, due_at: datetime | None, now: datetime) -> str:
    """`overdue`, `due_soon`, `later` or `undated`: where a list of what is to be done shows it."""
    if due_at is None or status in HANDED_IN:
        return "undated" if due_at is None else "later"
    if has_passed(due_at, now):
        return "overdue"
    return "due_soon" if due_at - now <= DUE_SOON else "later"


def _status(counted: Iterable[str]) -> str:
    found = set(counted)
    if found == {"completed"}:
        return "completed"
    if found <= {"completed", "awaiting_confirmation"}:
        return "awaiting_confirmation"
    return "not_started" if found == {"not_started"} else "in_progress"
