"""When what a regime asks about a period is due, and until when its figures are counted.

A period has a label, a span, a data cut-off and due days: four different things. A quarter's report may be due before
the quarter ends (“trước ngày 01 tháng cuối quý”), a month's after it (“trước ngày 05 hằng tháng”).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Literal, get_args

from api.kit.calendar import Period, PeriodKind
from api.plans.rules.schedule import (
    Bound,
    DateTerm,
    PlanFrame,
    RecurringTerm,
    due_day,
    parse_due_rule,
    recurring_due_day,
    term_from_json,
    term_to_json,
)

# How often a regime asks: by the calendar, or otherwise.
CLOCKED: tuple[str, ...] = tuple(kind.value for kind in PeriodKind)
Cadence = Literal["month", "quarter", "half_year", "year", "semester", "sector_round", "school_year", "once", "ad_hoc"]
CADENCES: tuple[str, ...] = get_args(Cadence)


@dataclass(frozen=True, slots=True)
class OffsetRule:
    """So many days after the period's last one; before it, where negative."""

    kind: ClassVar[str] = "offset"
    days: int


Rule = DateTerm | RecurringTerm | OffsetRule


def read_rule(text: str | None, cadence: str | None, frame: PlanFrame) -> Rule | None:
    """The rule a plan prints for reports of a cadence; None where it fixes no day of theirs."""
    for term in parse_due_rule(text or "", frame).terms:
        if isinstance(term, DateTerm) and term.bound is not Bound.FROM and cadence == "once":
            return term
        if isinstance(term, RecurringTerm) and term.day is not None and cadence in CLOCKED:
            return term
    return None


def rule_day(rule: Rule | None, period: Period, *, before_includes_day: bool = False) -> date | None:
    """The last day on which something about a period is on time; None where the rule fixes none.

    What recurs more often than the period (“tháng cuối quý” of a half-year's report) is that of its last part.
    """
    if rule is None:
        return None
    if isinstance(rule, OffsetRule):
        return period.end + timedelta(days=rule.days)
    if isinstance(rule, DateTerm):
        return due_day(rule, before_includes_day=before_includes_day)
    part = Period.on(rule.every, period.end)
    if part.end != period.end or part.start < period.start:
        return None
    return recurring_due_day(rule, part, before_includes_day=before_includes_day)


def cutoff_day(rule: Rule | None, period: Period, due_on: date | None) -> date:
    """The last day whose figures count: what the rule says, else the period's last, or the due day before it."""
    said = rule_day(rule, period)
    if said is not None:
        return said
    return period.end if due_on is None else min(period.end, due_on)


def to_json(rule: Rule | None) -> dict[str, Any] | None:
    """A rule as it is kept and shown."""
    if rule is None:
        return None
    if isinstance(rule, OffsetRule):
        return {"kind": rule.kind, "days": rule.days}
    return term_to_json(rule)


def from_json(data: Mapping[str, Any] | None) -> Rule | None:
    """The rule that `to_json` wrote, or a person gave. Raises ValueError for anything else."""
    if data is None:
        return None
    if data["kind"] == OffsetRule.kind:
        return OffsetRule(data["days"])
    term = term_from_json(data)
    if isinstance(term, DateTerm | RecurringTerm):
        return term
    raise ValueError("kind: date, recurring or offset")
