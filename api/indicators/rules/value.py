"""Values: what makes one, what may be entered, and what asks for a word of explanation.

An error stops a value. A warning asks for a note and is kept with the value: the figure may well be right.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from api.indicators.rules.definition import IndicatorKind, TimeBehaviour
from api.kit.calendar import Period, PeriodKind
from api.kit.problems import Fault, Message


class Answer(StrEnum):
    """What a unit answers: a figure, that it is not asked of the likes of it, that there was nothing to count."""

    GIVEN = "given"
    NOT_APPLICABLE = "not_applicable"
    NOTHING_AROSE = "nothing_arose"


class State(StrEnum):
    """How far a value has come on its way up."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Measure:
    """What of an indicator its values are judged by; `measured_on` is empty where every kind of unit may answer."""

    kind: IndicatorKind
    period_kind: PeriodKind
    behaviour: TimeBehaviour
    unit_of_measure: str
    measured_on: frozenset[str]
    derived: bool


class Facts(NamedTuple):
    """What was answered; a tuple, for a load makes a hundred thousand."""

    answer: Answer = Answer.GIVEN
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    yes: bool | None = None


FIGURES = ("numerator", "denominator", "value", "yes")
# What a figure of each kind is made of, in the order above.
MADE_OF: Mapping[IndicatorKind, tuple[str, ...]] = {
    IndicatorKind.RATIO: ("numerator", "denominator"),
    IndicatorKind.SHARE_OF_ITEMS: ("numerator", "denominator"),
    IndicatorKind.SHARE_OF_UNITS: ("yes",),
    IndicatorKind.COUNT: ("value",),
    IndicatorKind.NUMBER: ("value",),
}
_PER = {"%": Decimal(100), "‰": Decimal(1000)}
_PLACES = Decimal("0.000001")

# From one period to the next: points of a percentage, and how many times as much or as little.
JUMP_POINTS = Decimal(30)
JUMP_TIMES = Decimal(2)
# Below this many, twice as much is nothing to ask about.
_FEW = Decimal(10)

_MISSING = Message("Bắt buộc nhập.", "Required.")
_FOREIGN = Message(
    "Chỉ tiêu này không nhận trường này; hãy để trống.", "This indicator takes no such figure; leave it out."
)
_NO_FIGURE = Message(
    "Đã trả lời không áp dụng hoặc không phát sinh thì để trống số liệu.",
    "An answer of not applicable or nothing arose has no figure.",
)
_NEGATIVE = Message("Phải từ {ge} trở lên.", "Must be {ge} or more.")
_ABOVE = Message("Số này không được lớn hơn tổng số ({most}).", "This may not be more than the whole ({most}).")
_ZERO = Message("Tổng số bằng 0: hãy trả lời “không phát sinh”.", "The whole is 0: answer that nothing arose instead.")
_WHOLE = Message("Phải là số nguyên.", "Must be a whole number.")
_BAD_PERIOD = Message(
    "Kỳ phải viết như 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.",
    "A period is written as 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.",
)
_OTHER_RHYTHM = Message(
    "Chỉ tiêu này báo cáo theo kỳ khác, ví dụ {example}.", "This indicator is asked by other periods, as {example}."
)
_NOT_BEGUN = Message("Kỳ này đến {start} mới bắt đầu.", "This period begins on {start}.")
_NOT_THERE = Message("Đơn vị không hoạt động trong kỳ này.", "The unit does not exist in this period.")
_NOT_ASKED = Message("Chỉ tiêu này không hỏi loại đơn vị này.", "This indicator is not asked of this kind of unit.")
_DERIVED = Message(
    "Hệ thống tự tính chỉ tiêu này, không nhập tay.", "The system works this indicator out; it is not entered."
)
_EXPLAIN = {
    "jump": Message(
        "Số liệu thay đổi nhiều so với kỳ trước ({before}); hãy ghi một câu giải thích ở ghi chú.",
        "This is far from the period before ({before}); explain it in a note.",
    ),
    "whole_jump": Message(
        "Tổng số thay đổi nhiều so với kỳ trước ({before}); hãy ghi một câu giải thích ở ghi chú.",
        "The whole is far from the period before ({before}); explain it in a note.",
    ),
    "fell": Message(
        "Số lũy kế giảm so với kỳ trước ({before}); hãy ghi một câu giải thích ở ghi chú.",
        "A cumulative figure fell since the period before ({before}); explain it in a note.",
    ),
}


def figure(measure: Measure, facts: Facts) -> Decimal | None:
    """The figure in the indicator's unit of measure, to six places: 88, not 0.88; None where there is none."""
    if measure.kind in {IndicatorKind.COUNT, IndicatorKind.NUMBER}:
        return facts.value
    return share(facts.numerator, facts.denominator, measure.unit_of_measure)


def share(numerator: Decimal | None, denominator: Decimal | None, unit_of_measure: str) -> Decimal | None:
    """A part of a whole in a unit of measure, to six places; None of nothing."""
    if numerator is None or not denominator:
        return None
    return (numerator * _PER.get(unit_of_measure, Decimal(1)) / denominator).quantize(_PLACES)


def misplaced(
    measure: Measure, period: Period | None, kind: str, life: tuple[date | None, date | None]
) -> Fault | None:
    """Why this is not asked of a unit of a kind in a period at all; `life` is its first day and the day after its last.

    `period` is None where its label means none.
    """
    if measure.derived:
        return Fault("/indicator", "derived_indicator", _DERIVED)
    if period is None:
        return Fault("/period", "bad_period", _BAD_PERIOD)
    if period.kind is not measure.period_kind:
        example = Period.on(measure.period_kind, period.start)
        return Fault("/period", "other_rhythm", _OTHER_RHYTHM, (("example", str(example)),))
    first, after = life
    if (first is not None and first > period.end) or (after is not None and after <= period.start):
        return Fault("/period", "unit_not_there", _NOT_THERE)
    if measure.measured_on and kind not in measure.measured_on:
        return Fault("/unit", "not_asked", _NOT_ASKED)
    return None


def too_early(period: Period, today: date) -> Fault | None:
    """A value is accepted from the period's first day, for a report may be due before its last."""
    if period.start <= today:
        return None
    return Fault("/period", "not_begun", _NOT_BEGUN, (("start", f"{period.start:%d/%m/%Y}"),))


def errors(measure: Measure, facts: Facts) -> tuple[Fault, ...]:
    """What is wrong with the figures of an answer, by field."""
    given = tuple([name for name, figure in zip(FIGURES, facts[1:], strict=True) if figure is not None])
    if facts.answer is not Answer.GIVEN:
        return tuple(Fault(f"/{name}", "figure_without_answer", _NO_FIGURE) for name in given)
    wanted = MADE_OF[measure.kind]
    return tuple(_out_of_bounds(measure, facts) if given == wanted else _misfits(given, wanted))


def _misfits(given: Collection[str], wanted: Collection[str]) -> Iterator[Fault]:
    for name in FIGURES:
        if name in wanted and name not in given:
            yield Fault(f"/{name}", "missing", _MISSING)
        elif name in given and name not in wanted:
            yield Fault(f"/{name}", "not_of_this_kind", _FOREIGN)


def _out_of_bounds(measure: Measure, facts: Facts) -> Iterator[Fault]:
    if measure.kind is not IndicatorKind.NUMBER:
        for name, figure in zip(FIGURES, facts[1:], strict=True):
            if figure is not None and figure < 0:
                yield Fault(f"/{name}", "greater_than_equal", _NEGATIVE, (("ge", 0),))
    if facts.denominator == 0:
        yield Fault("/denominator", "nothing_to_count", _ZERO)
    elif _is_part(measure) and (facts.numerator or 0) > (facts.denominator or 0):
        yield Fault("/numerator", "above_the_whole", _ABOVE, (("most", _said(facts.denominator)),))
    if measure.kind is IndicatorKind.COUNT and facts.value is not None and facts.value != facts.value.to_integral():
        yield Fault("/value", "int_from_float", _WHOLE)


def _is_part(measure: Measure) -> bool:
    """Whether the numerator is among what the denominator counts; machines per pupil are not."""
    return measure.kind is IndicatorKind.SHARE_OF_ITEMS or (
        measure.kind is IndicatorKind.RATIO and measure.unit_of_measure in _PER
    )


def warnings(measure: Measure, facts: Facts, before: Facts | None, *, same_year: bool) -> tuple[Fault, ...]:
    """What of an answer asks for a note, held against the period before; `same_year`: both add up to one year."""
    if before is None or Answer.GIVEN is not facts.answer or Answer.GIVEN is not before.answer:
        return ()
    return tuple(_unusual(measure, facts, before, same_year=same_year))


def _unusual(measure: Measure, facts: Facts, before: Facts, *, same_year: bool) -> Iterator[Fault]:
    now, then = figure(measure, facts), figure(measure, before)
    if measure.behaviour is TimeBehaviour.CUMULATIVE and same_year and _fell(facts, before):
        yield _ask("fell", _counted(before))
    elif measure.behaviour is not TimeBehaviour.CUMULATIVE and _jumped(measure, now, then):
        yield _ask("jump", then)
    if measure.behaviour is TimeBehaviour.POINT and _times_apart(facts.denominator, before.denominator):
        yield _ask("whole_jump", before.denominator)


def _counted(facts: Facts) -> Decimal | None:
    """What of an answer only grows in a year: what was done, not out of how many."""
    if facts.yes is not None:
        return Decimal(int(facts.yes))
    return facts.numerator if facts.value is None else facts.value


def _fell(facts: Facts, before: Facts) -> bool:
    return (_counted(facts) or 0) < (_counted(before) or 0)


def _jumped(measure: Measure, now: Decimal | None, then: Decimal | None) -> bool:
    if measure.unit_of_measure == "%" and now is not None and then is not None:
        return abs(now - then) >= JUMP_POINTS
    return _times_apart(now, then)


def _times_apart(now: Decimal | None, then: Decimal | None) -> bool:
    """Whether one is more than twice the other, where it is not a matter of a few."""
    if now is None or then is None:
        return False
    less, more = sorted((abs(now), abs(then)))
    return more >= _FEW and more > less * JUMP_TIMES


def _ask(code: str, before: Decimal | None) -> Fault:
    return Fault("/note", code, _EXPLAIN[code], (("before", _said(before)),))


def _said(number: Decimal | None) -> str:
    """A number as people in Vietnam write it."""
    plain = f"{(number or Decimal(0)).normalize():,f}"
    return plain.translate(str.maketrans(",.", ".,"))


def period_of(label: str) -> Period | None:
    """The period of a label; None where it means none, or none can come before or after it."""
    try:
        period = Period.parse(label)
        period.previous(), period.next()
    except ValueError:
        return None
    return period


def year_of(period: Period) -> Period:
    """The year, or school year, that a period's figures add up to."""
    above = period.within()
    return period if above is None else year_of(above)


def state_after(before: str | None, first: State) -> State:
    """The state of a value whose writer says none: it stays, but a new one and one taken back begin anew."""
    return first if before is None or before == State.WITHDRAWN else State(before)
