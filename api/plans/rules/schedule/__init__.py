"""Schedules: what a printed deadline says, and when the work is due.

`parse_schedule` reads a phrase, `build_schedule` takes terms a person has set, `to_json` and `from_json` carry both.
`parse_due_rule` reads the deadline of a reporting regime, which belongs to no one plan year.
"""

from api.plans.rules.schedule.codec import from_json, term_from_json, term_to_json, to_json
from api.plans.rules.schedule.due_rules import DueRule, parse_due_rule
from api.plans.rules.schedule.occurrences import (
    due_day,
    due_on,
    final_due,
    next_due,
    occurrences_of,
    recurring_due_day,
)
from api.plans.rules.schedule.reading import build_schedule, parse_schedule
from api.plans.rules.schedule.terms import (
    RECURRENCES,
    AdHocTerm,
    AsDirectedTerm,
    AsRegulatedTerm,
    Bound,
    ContinuousTerm,
    DateTerm,
    Occurrence,
    PeriodTerm,
    PlanFrame,
    RecurringTerm,
    Schedule,
    ScheduleWarning,
    SpanTerm,
    Term,
)

__all__ = [
    "RECURRENCES",
    "AdHocTerm",
    "AsDirectedTerm",
    "AsRegulatedTerm",
    "Bound",
    "ContinuousTerm",
    "DateTerm",
    "DueRule",
    "Occurrence",
    "PeriodTerm",
    "PlanFrame",
    "RecurringTerm",
    "Schedule",
    "ScheduleWarning",
    "SpanTerm",
    "Term",
    "build_schedule",
    "due_day",
    "due_on",
    "final_due",
    "from_json",
    "next_due",
    "occurrences_of",
    "parse_due_rule",
    "parse_schedule",
    "recurring_due_day",
    "term_from_json",
    "term_to_json",
    "to_json",
]
