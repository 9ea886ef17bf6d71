"""The words of a plan, and what follows from them without a database."""

import re
from calendar import isleap
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from uuid import UUID

PLAN_STATUSES = ("draft", "issued", "closed")
TASK_STATUSES = ("not_started", "in_progress", "awaiting_confirmation", "completed", "cancelled")
DELIVERABLE_KINDS = ("document", "figure", "activity", "thing")
DELIVERABLE_STATUSES = ("open", "done", "cancelled")
ROLES = ("lead", "coordinate", "monitor")
OWES = ("inform", "yes_no", "figure", "product")
# How often a report is due; a rule that prints no rhythm has none.
CADENCES = ("month", "quarter", "half_year", "year", "school_year", "semester", "once", "ad_hoc")
STEPS = ("who", "via", "to")
# A plan's document: being read, read and to be corrected, not readable, made into a draft, thrown away.
IMPORT_STATUSES = ("reading", "ready", "refused", "committed", "discarded")

# Places count from 1 and stay clear of the end of an integer column.
LAST_POSITION = 100_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,59}")

# Work that is over, a task's or one unit's part of it.
SETTLED = ("completed", "cancelled")
# Work that asks nothing more of those who do it: neither late nor due soon, and nobody is chased for it.
HANDED_IN = ("awaiting_confirmation", *SETTLED)


def is_draft(status: str) -> bool:
    """Whether a plan may still be edited directly."""
    return status == "draft"


def bound_within(unit_id: UUID, department_id: UUID | None) -> UUID | None:
    """Of a plan of this unit: the unit that, with those below it, is all the plan can bind, whomever it names.

    None for a department's own plan, which binds whom it names.
    """
    return None if unit_id == department_id else unit_id


def percent_done(statuses: Iterable[str]) -> int:
    """Whole percent of the deliverables that are done, cancelled ones left out; 0 when nothing is tracked."""
    counted = [status for status in statuses if status != "cancelled"]
    return 100 * counted.count("done") // len(counted) if counted else 0


def is_overdue(status: str, due_on: date | None, today: date) -> bool:
    """Whether a task that is not handed in is past its last day, `today` being the day in Vietnam."""
    return due_on is not None and due_on < today and status not in HANDED_IN


def free_code(wanted: str, taken: Collection[str]) -> str:
    """The code itself, or with the first number behind it that makes it unlike those taken."""
    if wanted not in taken:
        return wanted
    return next(code for n in count(2) if (code := f"{wanted}-{n}") not in taken)


def code_of(number: str | None) -> str | None:
    """A printed number as a code, its closing dots and brackets left off; None where it cannot be one."""
    bare = (number or "").strip().rstrip(".)").strip()
    return bare if _CODE.fullmatch(bare) else None


def moved(day: date, years: int) -> date:
    """The same day of another year; 29 February is the 28th where there is none."""
    last = 28 if (day.month, day.day) == (2, 29) and not isleap(day.year + years) else day.day
    return day.replace(year=day.year + years, day=last)


def regrouped(before: Sequence[str], takes: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    """Where rows must go when these headings make way for others, each taking over rows of some, all by code.

    What a heading left out held, and no other takes, stands under none. Headings that keep their rows are not named.
    """
    taken = {old: code for code, olds in takes.items() for old in olds}
    after = {code: taken.get(code, code if code in takes else None) for code in before}
    return {old: code for old, code in after.items() if code != old}
