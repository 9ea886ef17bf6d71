"""A printed deadline becomes a schedule."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from api.kit.text import nfc
from api.plans.rules.schedule.cursor import Cursor
from api.plans.rules.schedule.drafts import Draft
from api.plans.rules.schedule.moments import read_moment
from api.plans.rules.schedule.occurrences import due_day, occurrences_of
from api.plans.rules.schedule.phrases import read_phrase
from api.plans.rules.schedule.settling import settle
from api.plans.rules.schedule.terms import (
    Bound,
    DateTerm,
    PeriodTerm,
    PlanFrame,
    Schedule,
    ScheduleWarning,
    Term,
)
from api.plans.rules.schedule.words import Token, Word, tokens_of

_SKIPPED_WORDS = (Word.NOISE, Word.AND, Word.WITHIN, Word.REPORT, Word.OF)
_SKIPPED_MARKS = ",:.-/\"'“”‘’…[]•*!"


@dataclass
class _Reading:
    """What has been read so far."""

    drafts: list[Draft] = field(default_factory=list)
    segment: int = 0
    tentative: bool = False
    tentative_used: bool = False
    periodically: bool = False
    left_over: set[int] = field(default_factory=set)


def parse_schedule(text: str, frame: PlanFrame, *, before_includes_day: bool = False) -> Schedule:
    """The schedule of a printed deadline, in the plan it was printed in. Never raises; the text is kept as it is.

    What is not understood gives no term and a warning. `before_includes_day` is the deployment's one setting that
    offices accept “trước ngày X” on X.
    """
    reading = _read(nfc(text))
    terms, warnings = settle(reading.drafts, frame)
    if reading.left_over or (text.strip() and not reading.drafts and not reading.periodically):
        warnings.append(ScheduleWarning.NOT_UNDERSTOOD)
    if reading.periodically and not reading.drafts:
        warnings.append(ScheduleWarning.UNDATED)
    return build_schedule(text, terms, frame, warnings, before_includes_day=before_includes_day)


def build_schedule(
    text: str,
    terms: Iterable[Term],
    frame: PlanFrame,
    warnings: Iterable[ScheduleWarning] = (),
    *,
    before_includes_day: bool = False,
) -> Schedule:
    """A schedule of given terms: occurrences computed, and warned of where a due day does not fit the plan."""
    terms = tuple(terms)
    found = {*warnings, *(warning for term in terms for warning in _misfits(term, frame, before_includes_day))}
    occurrences = occurrences_of(terms, frame, before_includes_day=before_includes_day)
    return Schedule(text, terms, occurrences, tuple(code for code in ScheduleWarning if code in found))


def _read(text: str) -> _Reading:
    cursor = Cursor(text, tokens_of(text))
    reading = _Reading()
    while token := cursor.ahead():
        drafts = read_phrase(cursor)
        if drafts:
            reading.tentative_used |= reading.tentative
            reading.drafts += [replace(d, segment=reading.segment, tentative=reading.tentative) for d in drafts]
        else:
            cursor.take()
            _step(reading, token, cursor)
    _end_tentative(reading)
    reading.drafts = [replace(d, partly_read=d.segment in reading.left_over) for d in reading.drafts]
    return reading


def _step(reading: _Reading, token: Token, cursor: Cursor) -> None:
    """A token that begins no phrase."""
    if token.folded in ("(", ")", ";"):
        _end_tentative(reading)
        reading.segment += token.folded == ";"
    elif token.word is Word.TENTATIVE:
        reading.tentative = True
    elif token.word is Word.PERIODICALLY:
        reading.periodically = True
    elif token.word is Word.BATCH:
        cursor.take(Word.NUMBER, Word.UNKNOWN)
    elif token.word not in _SKIPPED_WORDS and not (token.word is Word.MARK and token.folded in _SKIPPED_MARKS):
        reading.left_over.add(reading.segment)
        _skip_what_belongs_to(token, cursor)


def _skip_what_belongs_to(token: Token, cursor: Cursor) -> None:
    """Past what would mean something else without the word before it.

    The number that an unknown word counts (“tuần 2 tháng 9” is not the 2nd), unless a date begins with it; the moment
    behind “sau”.
    """
    if token.word is Word.NEXT:
        read_moment(cursor)
    here = cursor.at
    number = cursor.take_number(2) if token.word is Word.UNKNOWN else None
    if number and cursor.take_mark("/-."):
        cursor.at = here


def _end_tentative(reading: _Reading) -> None:
    """“(dự kiến)” behind a phrase speaks of the phrase before it."""
    if reading.tentative and not reading.tentative_used and reading.drafts:
        reading.drafts[-1] = replace(reading.drafts[-1], tentative=True)
    reading.tentative = reading.tentative_used = False


def _misfits(term: Term, frame: PlanFrame, before_includes_day: bool) -> Iterable[ScheduleWarning]:
    due = due_day(term, before_includes_day=before_includes_day)
    if due and frame.effective_on and due < frame.effective_on:
        yield ScheduleWarning.BEFORE_PLAN
    days = _days(term, due)
    if days and not any(frame.covers(day.year) for day in days):
        yield ScheduleWarning.YEAR_OUTSIDE_PLAN


def _days(term: Term, due: date | None) -> list[date]:
    """The days of which one should lie in the plan's years: the due day, or the beginning of a school year."""
    if isinstance(term, PeriodTerm):
        return list(term.period.span)
    if isinstance(term, DateTerm) and term.bound is Bound.FROM:
        return [term.on]
    return [due] if due else []
