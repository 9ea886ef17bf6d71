"""On which day which reminder goes out; and the message one pastes into a group of schools."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from api.kit.holidays import Workdays
from api.kit.problems import Language

To = Literal["unit", "unit_above", "department"]
DAYS = 60
# After a silence longer than this, what was missed is not caught up with.
CATCH_UP = timedelta(days=7)
# A run of days off is shorter than this.
_SHIFT = timedelta(days=15)
# Units of a message; a longer one nobody reads to its end.
UNITS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder so many days after a due day (before it, where negative), to whom."""

    days: int
    to: To


DEFAULT = (
    Step(-7, "unit"),
    Step(-1, "unit"),
    Step(0, "unit"),
    Step(3, "unit"),
    Step(3, "unit_above"),
    Step(7, "department"),
)


def day_of(step: Step, due_on: date, workdays: Workdays) -> date:
    """The working day a reminder goes out: not later than meant while there is time, not earlier after that."""
    meant = due_on + timedelta(days=step.days)
    return workdays.last_until(meant) if step.days <= 0 else workdays.first_from(meant)


def due_days(steps: Sequence[Step], since: date, today: date, workdays: Workdays) -> set[date]:
    """The due days that have a reminder after `since` and until `today`."""
    return {due_on for step in steps for due_on in _due_days(step, since, today, workdays)}


def _due_days(step: Step, since: date, today: date, workdays: Workdays) -> Iterator[date]:
    day = since - timedelta(days=step.days) - _SHIFT
    last = today - timedelta(days=step.days) + _SHIFT
    while day <= last:
        if since < day_of(step, day, workdays) <= today:
            yield day
        day += timedelta(days=1)


def receivers(steps: Sequence[Step], due_on: date, since: date, today: date, workdays: Workdays) -> set[To]:
    """To whom what is due on a day is to be said after `since` and until `today`."""
    return {step.to for step in steps if since < day_of(step, due_on, workdays) <= today}


def since(last: date | None, today: date) -> date:
    """After which day reminders are still to go out."""
    yesterday = today - timedelta(days=1)
    return yesterday if last is None else max(last, today - CATCH_UP)


@dataclass(frozen=True, slots=True)
class Owing:
    """What one unit has open."""

    unit: str
    link: str
    open: int
    overdue: int
    next_due: date | None


def message(owing: Sequence[Owing], language: Language) -> str:
    """A text for a group of schools: who has what open, and where to go on."""
    if not owing:
        return "Mọi đơn vị đã hoàn thành các việc được hỏi. Trân trọng cảm ơn." if language == "vi" else "All is done."
    head = "Kính gửi các đơn vị, các việc sau chưa hoàn thành:" if language == "vi" else "Still open:"
    lines = [_line(each, language) for each in owing[:UNITS]]
    more = len(owing) - len(lines)
    if more:
        lines.append(f"… và {more} đơn vị khác" if language == "vi" else f"… and {more} more units")
    return "\n".join([head, *lines])


def _line(owing: Owing, language: Language) -> str:
    if language == "en":
        parts = [f"{owing.open} open"]
        parts += [f"{owing.overdue} overdue"] if owing.overdue else []
        parts += [f"next due {owing.next_due:%d/%m/%Y}"] if owing.next_due else []
    else:
        parts = [f"{owing.open} việc"]
        parts += [f"{owing.overdue} quá hạn"] if owing.overdue else []
        parts += [f"hạn gần nhất {owing.next_due:%d/%m/%Y}"] if owing.next_due else []
    return f"- {owing.unit}: {', '.join(parts)}\n  {owing.link}"
