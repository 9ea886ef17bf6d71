"""The due text of a reporting regime: “trước ngày 05 tháng cuối quý”, “định kỳ”, “đột xuất (khi có yêu cầu)”."""

from dataclasses import dataclass

from api.plans.rules.schedule.reading import parse_schedule
from api.plans.rules.schedule.terms import DateTerm, PlanFrame, RecurringTerm, ScheduleWarning, Term


@dataclass(frozen=True)
class DueRule:
    """When a regime's reports fall due.

    `dated` says whether the text fixes a day. A rule that does not (“Hàng quý”, “định kỳ”, “đột xuất”) stays undated
    until the coordinator sets one; nothing is due by it, unlike a task, which is due at its quarter's end.
    """

    text: str
    terms: tuple[Term, ...]
    dated: bool
    warnings: tuple[ScheduleWarning, ...]


def parse_due_rule(text: str, frame: PlanFrame) -> DueRule:
    """The rule of a printed due text, in the plan it was printed in. Never raises."""
    schedule = parse_schedule(text, frame)
    return DueRule(text, schedule.terms, any(map(_fixes_a_day, schedule.terms)), schedule.warnings)


def _fixes_a_day(term: Term) -> bool:
    return isinstance(term, DateTerm) or (isinstance(term, RecurringTerm) and term.day is not None)
