"""The words of indicators and targets, and when a target is met."""

from decimal import Decimal
from enum import StrEnum


class IndicatorKind(StrEnum):
    """The sorts of indicator, by what their figure is made of."""

    RATIO = "ratio"
    SHARE_OF_UNITS = "share_of_units"
    SHARE_OF_ITEMS = "share_of_items"
    COUNT = "count"
    NUMBER = "number"


class Direction(StrEnum):
    """Up where more is better, down where less is."""

    UP = "up"
    DOWN = "down"


class Frequency(StrEnum):
    """The rhythms figures are asked in."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    SEMESTER = "semester"


class TimeBehaviour(StrEnum):
    """How periods make a year: the last one stands, it already holds those before, or they add up."""

    POINT = "point"
    CUMULATIVE = "cumulative"
    IN_PERIOD = "in_period"


class Source(StrEnum):
    """Where values come from: reported by units, derived from other records, pushed by another system."""

    REPORTED = "reported"
    DERIVED = "derived"
    CLIENT = "client"


class Provenance(StrEnum):
    """Where a definition comes from."""

    PRINTED = "printed"
    OURS = "ours"


class Comparator(StrEnum):
    """How a value is held against a target."""

    GE = "ge"
    GT = "gt"
    EQ = "eq"
    LE = "le"
    LT = "lt"
    RANGE = "range"
    CHANGE = "change"


def target_fault(comparator: Comparator | None, value: Decimal | None, value_max: Decimal | None) -> str | None:
    """What is wrong with the figures of a target, as a code; None when they fit together.

    A target without a figure (“bảo đảm theo quy định”) has no comparator; a range, and nothing else, has two ends.
    """
    if (comparator is None) != (value is None):
        return "comparator_without_value" if value is None else "value_without_comparator"
    if (comparator is Comparator.RANGE) != (value_max is not None):
        return "range_needs_two_ends" if value_max is None else "only_a_range_has_two_ends"
    if value is not None and value_max is not None and value_max < value:
        return "range_reversed"
    return None


def is_met(
    comparator: Comparator,
    value: Decimal,
    actual: Decimal,
    *,
    direction: Direction = Direction.UP,
    value_max: Decimal | None = None,
    baseline: Decimal | None = None,
) -> bool | None:
    """Whether a figure meets a target; None when a change is asked for and no baseline is known.

    A bare figure (`eq`, “100 %”, “đạt 70 %”) is a floor, or a ceiling where less is better. A `change` is percent of
    the baseline, more or less of it as the indicator's direction says. All figures in the unit of measure.
    """
    if comparator is Comparator.RANGE:
        return value <= actual and (value_max is None or actual <= value_max)
    if comparator is Comparator.CHANGE:
        if baseline is None:
            return None
        share = value / 100 if direction is Direction.UP else -value / 100
        return _reaches(actual, baseline + abs(baseline) * share, direction)
    if comparator is Comparator.EQ:
        return _reaches(actual, value, direction)
    return _COMPARE[comparator](actual, value)


def _reaches(actual: Decimal, wanted: Decimal, direction: Direction) -> bool:
    return actual >= wanted if direction is Direction.UP else actual <= wanted


_COMPARE = {
    Comparator.GE: Decimal.__ge__,
    Comparator.GT: Decimal.__gt__,
    Comparator.LE: Decimal.__le__,
    Comparator.LT: Decimal.__lt__,
}
