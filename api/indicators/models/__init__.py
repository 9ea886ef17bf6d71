"""Tables of indicators, of the targets plans set on them, and of the values units answer with."""

from api.indicators.models.indicator import Indicator, IndicatorCode, Target, TargetParticipation, TargetVersion
from api.indicators.models.rollup import AudienceRollUp, AudienceRollUpDay, KeptDay, RollUp, RollUpDay, RollUpTurn
from api.indicators.models.value import (
    BaseCount,
    Confirmation,
    IndicatorValue,
    IndicatorValueBatch,
    IndicatorValueVersion,
)

__all__ = [
    "AudienceRollUp",
    "AudienceRollUpDay",
    "BaseCount",
    "Confirmation",
    "Indicator",
    "IndicatorCode",
    "IndicatorValue",
    "IndicatorValueBatch",
    "IndicatorValueVersion",
    "KeptDay",
    "RollUp",
    "RollUpDay",
    "RollUpTurn",
    "Target",
    "TargetParticipation",
    "TargetVersion",
]
