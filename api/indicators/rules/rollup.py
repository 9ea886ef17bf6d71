"""What values add up to above: over units, over buckets, over time; and of whom an answer is expected.

A ratio is Σ numerator ÷ Σ denominator, never a mean of percentages. A share of units is how many of those that should
answer said yes: who has not reported stays among them and is counted and shown, who answered “not applicable” leaves.
As long as nobody reported there is no figure, which is not zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from api.indicators.rules.definition import IndicatorKind, TimeBehaviour
from api.indicators.rules.value import share
from api.kit.calendar import Period, PeriodKind, periods_between
from api.units.rules.words import EducationLevel

Id = TypeVar("Id")
_NONE = Decimal(0)
_LEVELS = frozenset(level.value for level in EducationLevel)


class Sums(NamedTuple):
    """What the values of some units in one period add up to; `total` is of counts and numbers."""

    numerator: Decimal = _NONE
    denominator: Decimal = _NONE
    total: Decimal = _NONE
    units_expected: int = 0
    units_reported: int = 0
    units_received: int = 0
    units_yes: int = 0
    units_not_applicable: int = 0

    def __add__(self, other: "Sums") -> "Sums":  # type: ignore[override] # never used as a plain tuple
        return Sums(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.total + other.total,
            self.units_expected + other.units_expected,
            self.units_reported + other.units_reported,
            self.units_received + other.units_received,
            self.units_yes + other.units_yes,
            self.units_not_applicable + other.units_not_applicable,
        )

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) - getattr(other, name) for name in SUMMED))

    def __bool__(self) -> bool:
        return self != _NOTHING


SUMMED = Sums._fields
_NOTHING = Sums()


class Figure(NamedTuple):
    """A figure as it is shown, in the unit of measure: 88, not 0.88; None where there is none yet."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


def figure(kind: IndicatorKind, unit_of_measure: str, sums: Sums) -> Figure:
    """What sums say."""
    if kind is IndicatorKind.SHARE_OF_UNITS:
        should = Decimal(sums.units_expected - sums.units_not_applicable)
        yes = Decimal(sums.units_yes)
        return Figure(yes, should, share(yes, should, unit_of_measure) if sums.units_reported else None)
    if kind is IndicatorKind.COUNT or kind is IndicatorKind.NUMBER:
        known = sums.units_reported > sums.units_not_applicable
        return Figure(None, None, sums.total if known else None)
    return Figure(sums.numerator, sums.denominator, share(sums.numerator, sums.denominator, unit_of_measure))


def parts(whole: Period, kind: PeriodKind) -> tuple[Period, ...]:
    """The periods of a kind that a period is, or is made of; none where the one is not made of the other."""
    return tuple(part for part in periods_between(kind, whole.start, whole.end) if _lies_in(part, whole))


def _lies_in(part: Period, whole: Period) -> bool:
    above: Period | None = part
    while above is not None and above != whole:
        above = above.within()
    return above is not None


def last_told(of_parts: Sequence[Sums]) -> int:
    """The place of the last period somebody reported in; of the last one where nobody did."""
    reported = [place for place, sums in enumerate(of_parts) if sums.units_reported]
    return reported[-1] if reported else len(of_parts) - 1


def over_time(kind: IndicatorKind, behaviour: TimeBehaviour, of_parts: Sequence[Sums], last: int) -> Sums:
    """What periods in their order make of the one they are part of, `last` being the place of the last one told of.

    What is counted in a period adds up; of all else the last period stands, for a cumulative figure holds those
    before. Who reported is always told of that period.
    """
    told = of_parts[last]
    if behaviour is not TimeBehaviour.IN_PERIOD or kind is IndicatorKind.SHARE_OF_UNITS:
        return told
    whole = sum(of_parts, Sums())
    counted = {name: getattr(told, name) for name in SUMMED if name.startswith("units_")}
    return Sums(whole.numerator, whole.denominator, whole.total, **counted)


def so_far(kind: IndicatorKind, behaviour: TimeBehaviour, of_parts: Sequence[Sums]) -> list[Sums]:
    """What each period and those before it make, in their order: `over_time` at every place, in one pass."""
    if behaviour is not TimeBehaviour.IN_PERIOD or kind is IndicatorKind.SHARE_OF_UNITS:
        return list(of_parts)
    whole, found = Sums(), []
    for each in of_parts:
        whole = each._replace(
            numerator=whole.numerator + each.numerator,
            denominator=whole.denominator + each.denominator,
            total=whole.total + each.total,
        )
        found.append(whole)
    return found


def as_if_all_had_told(sums: Sums) -> Sums:
    """What a period still open will add up to, if those who are silent answer as the others did."""
    told = sums.units_reported - sums.units_not_applicable
    if told <= 0:
        return sums
    more = Decimal(sums.units_expected - sums.units_not_applicable) / told
    return sums._replace(
        numerator=sums.numerator * more,
        denominator=sums.denominator * more,
        total=sums.total * more,
        units_yes=round(sums.units_yes * more),
        units_reported=sums.units_expected,
    )


def levels_of(bucket: str) -> list[str]:
    """The levels of a bucket of schools; none of other units, or of a school that names none."""
    return [level for level in bucket.split("+") if level in _LEVELS]


@dataclass(frozen=True, slots=True)
class Asking(Generic[Id]):
    """A target of a plan that is not a draft: it asks an audience, or everybody, under a unit, in some years."""

    under: Id
    audience: Id | None
    first_year: int
    last_year: int


def asked(askings: Iterable[Asking[Id]], owner: Id | None, period: Period) -> frozenset[tuple[Id, Id | None]]:
    """Under whom an indicator is asked in a period, and of which audience there, None being all it is measured on.

    `owner` is the department whose own the indicator is: until a plan sets a target, it asks all of its units.
    """
    every = tuple(askings)
    if not every and owner is not None:
        return frozenset({(owner, None)})
    first, last = period.start.year, period.end.year
    return frozenset((one.under, one.audience) for one in every if one.first_year <= last and first <= one.last_year)
