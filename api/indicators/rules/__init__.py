"""What figures are, when they may be so, and what they add up to: pure."""

from api.indicators.rules.base_count import BaseCountKind
from api.indicators.rules.confirmation import ConfirmationStatus, Prevails
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
from api.indicators.rules.derivation import Derivation
from api.indicators.rules.value import Answer, State

__all__ = [
    "Answer",
    "BaseCountKind",
    "Comparator",
    "ConfirmationStatus",
    "Derivation",
    "Direction",
    "Frequency",
    "IndicatorKind",
    "Prevails",
    "Provenance",
    "Source",
    "State",
    "TimeBehaviour",
    "is_met",
    "target_fault",
]
