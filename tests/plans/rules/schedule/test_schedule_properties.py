"""What holds for every deadline, printed or not."""

import re
import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.kit.calendar import PeriodKind, end_of_day
from api.plans.rules.schedule import (
    PlanFrame,
    RecurringTerm,
    ScheduleWarning,
    build_schedule,
    from_json,
    parse_schedule,
    to_json,
)
from api.plans.rules.schedule.words import VOCABULARY
from tests.plans.rules.schedule.examples import EXAMPLES, Example

FRAMES = st.builds(
    lambda year, more, effective: PlanFrame.of(year, [year + more], effective),
    st.integers(2020, 2035),
    st.integers(0, 5),
    st.none() | st.dates(date(2020, 1, 1), date(2040, 12, 31)),
)
# Phrases nobody printed, but made of the words a deadline is made of.
WORDS = sorted({phrase for phrases in VOCABULARY.values() for phrase in phrases})
COMMON = [phrases[0] for phrases in VOCABULARY.values()]
NUMBERS = ["i", "ii", "iii", "iv", "1", "05", "12", "31", "2025", "2026", "20225", "30/4", "9/2025"]
PHRASES = st.lists(st.sampled_from(WORDS) | st.sampled_from([*COMMON, *NUMBERS, *"-–,;()/."]), max_size=12).map(
    " ".join
)
TEXTS = PHRASES | st.text() | st.sampled_from([example.text for example in EXAMPLES])
RECURRENCES = st.builds(
    RecurringTerm,
    every=st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR]),
    day=st.none() | st.integers(1, 31),
    month_of_period=st.integers(1, 12),
)


def without_case(data: dict[str, object]) -> str:
    return unicodedata.normalize("NFC", repr(data)).casefold()


def reading(text: str, frame: PlanFrame) -> str:
    """What is understood of a text, in whatever case it quotes it."""
    return without_case({**to_json(parse_schedule(text, frame)), "text": ""})


@given(TEXTS, FRAMES, st.booleans())
def test_any_text_is_kept_and_none_fails(text: str, frame: PlanFrame, before_includes_day: bool) -> None:
    schedule = parse_schedule(text, frame, before_includes_day=before_includes_day)
    assert schedule.text == text
    assert schedule.terms or schedule.warnings or not text.strip()
    assert from_json(to_json(schedule)) == schedule


@given(PHRASES, FRAMES)
def test_occurrences_are_in_order_each_once_and_outside_the_plans_years_only_with_a_warning(
    text: str, frame: PlanFrame
) -> None:
    schedule = parse_schedule(text, frame)
    dues = [occurrence.due_at for occurrence in schedule.occurrences]
    labels = [occurrence.label for occurrence in schedule.occurrences]
    assert dues == sorted(dues)
    assert len(set(labels)) == len(labels)
    if ScheduleWarning.YEAR_OUTSIDE_PLAN not in schedule.warnings:
        # What is about the last period may fall due in the one after; a school year ends in the year after.
        assert all(due <= end_of_day(date(frame.last_year + 1, 12, 31)) for due in dues)


@given(st.lists(RECURRENCES, max_size=3), FRAMES)
def test_nothing_recurs_outside_the_plan(terms: list[RecurringTerm], frame: PlanFrame) -> None:
    for occurrence in build_schedule("", terms, frame).occurrences:
        assert frame.covers(int(occurrence.label[:4])) or occurrence.label.count("-") == 2
        assert frame.effective_on is None or occurrence.due_at >= end_of_day(frame.effective_on)


@given(st.sampled_from(EXAMPLES), st.sampled_from("-‐‑‒–—―−"), st.integers(1, 3), st.sampled_from(["", ".", ";", " …"]))
def test_how_a_phrase_is_typed_changes_nothing(example: Example, dash: str, spaces: int, end: str) -> None:
    text, plan = example.text, example.plan
    understood = reading(text, plan)
    typed = re.sub(r"(?<=[IVX])-(?=[IVX])", dash, text).replace(" ", " " * spaces)
    assert reading(f" {typed}{end}", plan) == understood
    assert reading(unicodedata.normalize("NFD", text), plan) == understood
    assert reading(text.upper(), plan) == reading(text.lower(), plan) == understood


@given(st.sampled_from([example for example in EXAMPLES if "20225" not in example.text]), st.integers(-1, 4))
def test_a_plan_of_another_year_reads_its_phrases_alike(example: Example, years: int) -> None:
    """The same phrase with every year moved means the same, that much later."""
    moved = PlanFrame(example.plan.year + years, example.plan.first_year + years, example.plan.last_year + years, None)
    here = PlanFrame(example.plan.year, example.plan.first_year, example.plan.last_year, None)

    def later(text: str) -> str:
        return re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) + years), text)

    expected = parse_schedule(example.text, here)
    actual = parse_schedule(later(example.text), moved)
    assert [term.kind for term in actual.terms] == [term.kind for term in expected.terms]
    assert [o.label for o in actual.occurrences] == [later(o.label) for o in expected.occurrences]
    assert actual.warnings == expected.warnings


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(["", "trước ", "chậm nhất "]))
def test_a_written_day_is_that_day_in_every_notation(day: date, bound: str) -> None:
    frame = PlanFrame.of(day.year)
    notations = ["{0.day}/{0.month}/{0.year}", "ngày {0:%d} tháng {0:%m} năm {0.year}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}",
                 "{0:%Y-%m-%d}", "{0.day}/{0.month}"]  # fmt: skip
    read = {parse_schedule(bound + notation.format(day), frame).terms for notation in notations}
    assert len(read) == 1
    (terms,) = read
    assert [getattr(term, "on", None) for term in terms] == [day]
