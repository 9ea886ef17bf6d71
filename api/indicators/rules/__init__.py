"""What figures are, when they may be so, and what they add up to: pure."""

from api.indicators.rules.definition import (
    Comparator,
    Direction,
    Frequency,
    IndicatorKind,
    Provenance,
    Source,
    TimeBehaviour,
    is_met,
    target_fault,
)
from api.indicators.rules.value import Answer, State

__all__ = [
    "Answer",
    "Comparator",
    "Direction",
    "Frequency",
    "IndicatorKind",
    "Provenance",
    "Source",
    "State",
    "TimeBehaviour",
    "is_met",
    "target_fault",
]
