"""Derived indicators: what the system knows already is worked out from it by a rule, and never asked.

A rule counts facts of a unit, done ones among the whole of them, within days that follow from the period.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from api.indicators.rules.definition import IndicatorKind, Source, TimeBehaviour
from api.indicators.rules.value import Answer, Facts, year_of
from api.kit.calendar import Period, PeriodKind, periods_between
from api.kit.problems import Fault, Message


class Derivation(StrEnum):
    """What is counted.

    - child_plan_issued: the unit's own plan of the year under one of those above it;
    - assignments_completed, assignments_on_time: work due in these days that was done by their end, or by when due;
    - evidence_verified: files sent in these days, in their newest version, that were verified by their end.
    """

    CHILD_PLAN_ISSUED = "child_plan_issued"
    ASSIGNMENTS_COMPLETED = "assignments_completed"
    ASSIGNMENTS_ON_TIME = "assignments_on_time"
    EVIDENCE_VERIFIED = "evidence_verified"


_COUNTED = frozenset({IndicatorKind.RATIO, IndicatorKind.SHARE_OF_ITEMS, IndicatorKind.COUNT, IndicatorKind.NUMBER})
# Which kinds of indicator a rule serves.
KINDS: Mapping[Derivation, frozenset[IndicatorKind]] = {
    Derivation.CHILD_PLAN_ISSUED: frozenset({IndicatorKind.SHARE_OF_UNITS}),
    Derivation.ASSIGNMENTS_COMPLETED: _COUNTED,
    Derivation.ASSIGNMENTS_ON_TIME: _COUNTED,
    Derivation.EVIDENCE_VERIFIED: _COUNTED,
}
_NOT_DERIVED = Message(
    "Chỉ chỉ tiêu do hệ thống tự tính mới có quy tắc tính.", "Only a derived indicator has a rule it is worked out by."
)
_OTHER_KIND = Message(
    "Quy tắc này không dùng cho loại chỉ tiêu này.", "This rule does not serve this kind of indicator."
)


def derivation_fault(kind: IndicatorKind, source: str, derivation: str | None) -> Fault | None:
    """Why an indicator cannot be worked out so; None when it can, or is not."""
    if derivation is None:
        return None
    if source != Source.DERIVED:
        return Fault("/derivation", "not_derived", _NOT_DERIVED)
    if kind not in KINDS[Derivation(derivation)]:
        return Fault("/derivation", "not_of_this_kind", _OTHER_KIND)
    return None


def facts(kind: IndicatorKind, done: int, whole: int) -> Facts:
    """The answer that so many done of the whole make."""
    if kind is IndicatorKind.SHARE_OF_UNITS:
        return Facts(yes=done > 0)
    if kind in {IndicatorKind.COUNT, IndicatorKind.NUMBER}:
        return Facts(value=Decimal(done))
    if whole == 0:
        return Facts(Answer.NOTHING_AROSE)
    return Facts(numerator=Decimal(done), denominator=Decimal(whole))


def days(behaviour: TimeBehaviour, period: Period) -> tuple[date, date]:
    """The first and the last day whose facts count: of the period, or from the beginning of its year."""
    first = period.start if behaviour is TimeBehaviour.IN_PERIOD else year_of(period).start
    return first, period.end


def periods(kind: PeriodKind, today: date) -> tuple[Period, ...]:
    """The periods whose figures follow the facts: those of the running year that have begun, and the one before."""
    running = tuple(periods_between(kind, year_of(Period.on(kind, today)).start, today))
    return (running[0].previous(), *running)
