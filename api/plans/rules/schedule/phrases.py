"""The phrases a deadline is made of: each reader takes one from the cursor and says what it read, as drafts.

A reader that does not find its phrase returns nothing; whoever called it puts the cursor back.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from api.kit.calendar import PeriodKind
from api.plans.rules.schedule.cursor import Cursor
from api.plans.rules.schedule.drafts import (
    ContinuousDraft,
    DayOfMonthDraft,
    Draft,
    FollowingYearsDraft,
    OpenDraft,
    PointDraft,
    RangeDraft,
    RecurringDraft,
    YearlyDraft,
)
from api.plans.rules.schedule.moments import Moment, read_moment
from api.plans.rules.schedule.terms import AdHocTerm, AsDirectedTerm, AsRegulatedTerm, Bound
from api.plans.rules.schedule.words import Word

Drafts = list[Draft]
Reader = Callable[[Cursor], Drafts]

_BOUNDS = {
    Word.BEFORE: Bound.BEFORE,
    Word.LATEST: Bound.BY,
    Word.UNTIL: Bound.BY,
    Word.UNTIL_MISPRINTED: Bound.BY,
    Word.LAST: Bound.BY,
}
_MONTHS_IN = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12, PeriodKind.SCHOOL_YEAR: 12}
_BY_MONTHS = {"3": PeriodKind.QUARTER, "6": PeriodKind.HALF_YEAR, "12": PeriodKind.YEAR}


# --- what is dated ---------------------------------------------------------------------------------------------


def read_dated(cursor: Cursor) -> Drafts:
    """“trước 30/4/2025”, “từ tháng 3 đến tháng 5”, “Quý I, II”, “Quý II-III”, “31/5 hằng năm”."""
    if cursor.take(Word.FROM):
        return _from(cursor)
    unnamed = cursor.sees(Word.NUMBER)
    bound, misprint = _bound(cursor)
    first = read_moment(cursor)
    if first is None:
        return []
    if bound is None and (last := _range_end(cursor, first)):
        return [RangeDraft(first=first, last=last, assumed=unnamed and _may_be_school_year(first, last))]
    drafts: Drafts = [PointDraft(moment=first, bound=bound, misprint=misprint)]
    return _yearly(cursor, drafts + _more(cursor, first, bound))


def _bound(cursor: Cursor) -> tuple[Bound | None, bool]:
    """The bound at the cursor; of several (“chậm nhất trước”) the last counts."""
    bound, misprint = None, False
    while token := cursor.take(*_BOUNDS):
        bound, misprint = _BOUNDS[token.word], misprint or token.word is Word.UNTIL_MISPRINTED
    return bound, misprint


def _may_be_school_year(first: Moment, last: Moment) -> bool:
    """“2025-2026”, and nothing says whether these are two years or a school year."""
    return first.kind is PeriodKind.YEAR and last == replace(first, year=str(int(first.year) + 1))


def _from(cursor: Cursor) -> Drafts:
    now = cursor.take(Word.NOW) is not None
    first = None if now else read_moment(cursor)
    if first is None and not now:
        return []
    last = _range_end(cursor, first)
    if last is not None:
        return [RangeDraft(first=first, last=last)]
    return [PointDraft(moment=first, bound=Bound.FROM)] if first else []


def _range_end(cursor: Cursor, first: Moment | None) -> Moment | None:
    here = cursor.at
    if (first and cursor.take_mark("-")) or cursor.take(Word.UNTIL):
        last = read_moment(cursor, first)
        if last is not None:
            return last
    cursor.at = here
    return None


def _more(cursor: Cursor, after: Moment, bound: Bound | None) -> Drafts:
    """The rest of a list: “, II”, “và Quý III”, each item perhaps a range."""
    drafts: Drafts = []
    while True:
        here = cursor.at
        joined = cursor.take_mark(",&+") or cursor.take(Word.AND)
        moment = read_moment(cursor, after) if joined else None
        if moment is None or (bound and moment.kind is not after.kind):
            cursor.at = here
            return drafts
        last = None if bound else _range_end(cursor, moment)
        after = last or moment
        drafts.append(RangeDraft(first=moment, last=last) if last else PointDraft(moment=moment, bound=bound))


def _yearly(cursor: Cursor, drafts: Drafts) -> Drafts:
    """The same drafts, or moments of every year where none has a year and “hằng năm” follows."""
    points = [draft for draft in drafts if isinstance(draft, PointDraft) and not draft.moment.year]
    here = cursor.at
    cursor.take(Word.OF)
    if len(points) == len(drafts) and cursor.take(Word.EVERY) and cursor.take(Word.YEAR):
        return [YearlyDraft(moment=point.moment, bound=point.bound) for point in points]
    cursor.at = here
    return drafts


# --- what recurs -----------------------------------------------------------------------------------------------


def read_due_day(cursor: Cursor) -> Drafts:
    """“trước ngày 05 hằng tháng”, “trước ngày 05 tháng cuối quý”, “ngày 10 tháng sau”, “tháng cuối quý”."""
    bound, _ = _bound(cursor)
    named = cursor.take(Word.DAY)
    days = _days(cursor)
    cursor.take(Word.OF)
    recurrence = _monthly(cursor) or _month_of_period(cursor)
    if recurrence is not None:
        whole_month = not named and recurrence.month_of_period
        numbers: list[int | None] = [*days] or ([None] if whole_month else [])
        return [replace(recurrence, day=number, bound=bound or Bound.BY) for number in numbers]
    ends = cursor.ahead() is None or cursor.sees(Word.MARK)
    return [DayOfMonthDraft(day=day, bound=bound) for day in days] if named and ends else []


def _days(cursor: Cursor) -> list[int]:
    """“05”, “15 và ngày 30”"""
    days: list[int] = []
    here = cursor.at
    while day := cursor.take_number(2):
        days.append(day.number)
        here = cursor.at
        if not (cursor.take_mark(",&+") or cursor.take(Word.AND)):
            break
        cursor.take(Word.DAY)
    cursor.at = here
    return days


def _monthly(cursor: Cursor) -> RecurringDraft | None:
    """“hằng tháng”, “tháng sau”"""
    here = cursor.at
    if cursor.take(Word.EVERY, Word.PERIODICALLY) and cursor.take(Word.MONTH):
        return RecurringDraft(every=PeriodKind.MONTH)
    cursor.at = here
    if cursor.take(Word.MONTH) and cursor.take(Word.NEXT):
        return RecurringDraft(every=PeriodKind.MONTH, month_of_period=2)
    cursor.at = here
    return None


def _month_of_period(cursor: Cursor) -> RecurringDraft | None:
    """“tháng cuối quý”, “tháng đầu của mỗi quý sau”"""
    here = cursor.at
    place = cursor.take(Word.MONTH) and cursor.take(Word.FIRST, Word.MIDDLE, Word.LAST)
    cursor.take(Word.OF)
    cursor.take(Word.EVERY)
    every = _frequency(cursor) if place else None
    if place is None or every not in _MONTHS_IN or (place.word is Word.MIDDLE and every is not PeriodKind.QUARTER):
        cursor.at = here
        return None
    length = _MONTHS_IN[every]
    month = {Word.FIRST: 1, Word.MIDDLE: 2, Word.LAST: length}[place.word]
    return RecurringDraft(every=every, month_of_period=month + length * bool(cursor.take(Word.NEXT)))


def read_frequency(cursor: Cursor) -> Drafts:
    """“hằng quý”, “định kỳ quý, 6 tháng, năm”, “báo cáo năm”, “1 lần/quý”, “6 tháng/lần”"""
    opened = cursor.take(Word.EVERY, Word.PERIODICALLY, Word.REPORT, Word.ONCE)
    if opened:
        cursor.take_mark("/")
    cursor.take(Word.EVERY)
    every = _frequency(cursor)
    if every is None:
        return []
    drafts: Drafts = [RecurringDraft(every=every)]
    while True:
        here = cursor.at
        joined = cursor.take_mark(",/") or cursor.take(Word.AND)
        cursor.take(Word.EVERY)
        another = _frequency(cursor) if joined else None
        if another is None:
            cursor.at = here
            break
        drafts.append(RecurringDraft(every=another))
    return drafts if _once(cursor) or opened else []


def _frequency(cursor: Cursor) -> PeriodKind | None:
    """tháng, quý, 6 tháng, năm, năm học; not when a number follows, which makes it one month, quarter or year."""
    here = cursor.at
    every = _frequency_word(cursor)
    following = cursor.ahead()
    numbered = following is not None and (following.word is Word.NUMBER or following.folded in ("i", "ii", "iii", "iv"))
    if every is None or numbered:
        cursor.at = here
        return None
    return every


def _frequency_word(cursor: Cursor) -> PeriodKind | None:
    words = {
        Word.MONTH: PeriodKind.MONTH,
        Word.QUARTER: PeriodKind.QUARTER,
        Word.HALF_YEAR: PeriodKind.HALF_YEAR,
        Word.YEAR: PeriodKind.YEAR,
        Word.SCHOOL_YEAR: PeriodKind.SCHOOL_YEAR,
    }
    if token := cursor.take(*words):
        return words[token.word]
    months = cursor.take_number(2)
    return _BY_MONTHS.get(months.folded.lstrip("0")) if months and cursor.take(Word.MONTH) else None


def _once(cursor: Cursor) -> bool:
    """“một lần”, “/lần”"""
    here = cursor.at
    cursor.take_mark("/")
    if cursor.take(Word.ONCE, Word.TIME):
        return True
    cursor.at = here
    return False


# --- what is not dated -----------------------------------------------------------------------------------------


def read_continuous(cursor: Cursor) -> Drafts:
    """“thường xuyên”, “thường xuyên trong năm”, “thường xuyên từ 2025”, “duy trì thường xuyên”"""
    if not cursor.take(Word.CONTINUOUS):
        return []
    here = cursor.at
    while cursor.sees(Word.MARK, Word.CONTINUOUS) and cursor.take_mark(",") and cursor.take():
        here = cursor.at
    cursor.at = here
    began = cursor.take(Word.FROM)
    first = None if cursor.sees(Word.UNTIL) else read_moment(cursor)
    last = _range_end(cursor, first)
    if first and not began and not last:
        return [ContinuousDraft(first=first, last=first)]
    if first is None and last is None:
        cursor.at = here
    return [ContinuousDraft(first=first, last=last)]


def read_following_years(cursor: Cursor) -> Drafts:
    """“(trong năm 2025) và các năm tiếp theo”"""
    return [FollowingYearsDraft()] if cursor.take(Word.FOLLOWING_YEARS) else []


_OPEN_TERMS: dict[Word, type[AsRegulatedTerm | AsDirectedTerm | AdHocTerm]] = {
    Word.REGULATED: AsRegulatedTerm,
    Word.DIRECTED: AsDirectedTerm,
    Word.AS_IT_ARISES: AdHocTerm,
}


def read_open(cursor: Cursor) -> Drafts:
    """“theo quy định”, “theo chỉ đạo của Bộ GDĐT”, “đột xuất theo yêu cầu”"""
    token = cursor.take(Word.REGULATED, Word.DIRECTED, Word.AS_IT_ARISES)
    if token is None:
        return []
    if token.word is Word.AS_IT_ARISES and not (token.folded.startswith("theo ") or cursor.sees(Word.OF)):
        source = _rest(cursor, cursor.at) if cursor.sees(Word.DIRECTED) or cursor.sees(Word.REGULATED) else None
        return [OpenDraft(term=AdHocTerm, source=source)]
    return [OpenDraft(term=_OPEN_TERMS[token.word], source=_rest(cursor, cursor.at - 1))]


def _rest(cursor: Cursor, first: int) -> str:
    """The printed words from a token to the end of what they belong to, without the “theo” they begin with."""
    while not _ends_here(cursor):
        cursor.take()
    printed = " ".join(cursor.printed(first).split()).rstrip(" .,:…")
    return re.sub(r"^theo ", "", printed, flags=re.IGNORECASE)


def _ends_here(cursor: Cursor) -> bool:
    token = cursor.ahead()
    if token is None or token.folded in (";", "(", ")"):
        return True
    if token.folded in (",", ".") or token.word is Word.AND:
        return _phrase_follows(cursor, 1)
    return token.word in (*_BOUNDS, Word.FROM) and _phrase_follows(cursor, 0)


def _phrase_follows(cursor: Cursor, skip: int) -> bool:
    """Whether a phrase can be read some tokens on. Open ones are told by their word, or lookahead would nest."""
    here = cursor.at
    cursor.at += skip
    follows = cursor.ahead() is not None and (
        any(cursor.sees(word) for word in _OPEN) or bool(_first_read(cursor, _CLOSED))
    )
    cursor.at = here
    return follows


_OPEN = (*_OPEN_TERMS, Word.TENTATIVE)
_CLOSED: tuple[Reader, ...] = (read_dated, read_due_day, read_frequency, read_continuous, read_following_years)


def read_phrase(cursor: Cursor) -> Drafts:
    """What stands at the cursor, which moves past it; nothing, and the cursor stays, where no reader knows it."""
    return _first_read(cursor, (*_CLOSED, read_open))


def _first_read(cursor: Cursor, readers: tuple[Reader, ...]) -> Drafts:
    here = cursor.at
    for reader in readers:
        drafts = reader(cursor)
        if drafts:
            return drafts
        cursor.at = here
    return []
