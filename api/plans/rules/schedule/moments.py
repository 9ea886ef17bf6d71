"""The moments a phrase names: days, months, quarters, halves, years, semesters, school years."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api.kit.calendar import Period, PeriodKind
from api.plans.rules.schedule.cursor import Cursor
from api.plans.rules.schedule.words import Word

_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
_OF_THIS_YEAR = (Word.WITHIN, Word.LATEST, Word.UNTIL, Word.UNTIL_MISPRINTED, Word.LAST)


@dataclass(frozen=True)
class Moment:
    """A moment as printed: a day (`kind` is None, `number` its month) or a period, the year perhaps left out.

    `year` holds the printed digits, misprinted ones too; of a school year and its parts, the year it begins in.
    """

    kind: PeriodKind | None
    number: int = 1
    day: int = 0
    year: str = ""

    def span(self, year: int) -> tuple[date, date]:
        """First and last day in a year. Raises ValueError where the calendar has no such moment."""
        if self.kind is None:
            day = date(year, self.number, self.day)
            return day, day
        return Period(self.kind, year, self.number).span


def read_moment(cursor: Cursor, after: Moment | None = None) -> Moment | None:
    """The moment at the cursor, or None.

    After a month, quarter or year a bare number may be another one (“Quý I, II”, “tháng 3, 6”), so `after` is
    the moment before.
    """
    start = cursor.at
    cursor.take(Word.WITHIN)
    for read in _READERS:
        here = cursor.at
        moment = read(cursor)
        if moment is not None:
            return moment
        cursor.at = here
    moment = _bare(cursor, after)
    if moment is None:
        cursor.at = start
    return moment


def _iso_day(cursor: Cursor) -> Moment | None:
    """2025-04-30"""
    year = cursor.take_number(4, 4)
    month = year and cursor.take_mark("-") and cursor.take_number(2)
    day = month and cursor.take_mark("-") and cursor.take_number(2)
    return Moment(None, month.number, day.number, year.folded) if year and month and day else None


def _numeric_day(cursor: Cursor) -> Moment | None:
    """[ngày] 30/4/2025, 30-04-2025, 30.4.2025, 30/4 [năm 2025], ngày 30-4"""
    before = cursor.ahead(-1)
    announced = cursor.take(Word.DAY) or (before and before.word in (Word.BEFORE, Word.LATEST))
    day = cursor.take_number(2)
    separator = day and cursor.take_mark("/-.")
    month = separator and cursor.take_number(2)
    if not day or not separator or not month:
        return None
    here = cursor.at
    if cursor.take_mark(separator) and (year := cursor.take_number(6, 2)):
        return Moment(None, month.number, day.number, _century(year.folded))
    cursor.at = here
    return Moment(None, month.number, day.number, _year_after(cursor)) if separator == "/" or announced else None


def _long_day(cursor: Cursor) -> Moment | None:
    """[ngày] 30 tháng 4 [năm 2025], ngày 30 tháng 4/2025"""
    cursor.take(Word.DAY)
    day = cursor.take_number(2)
    month = day and cursor.take(Word.MONTH) and cursor.take_number(2)
    return Moment(None, month.number, day.number, _year_after(cursor)) if day and month else None


def _month(cursor: Cursor) -> Moment | None:
    """tháng 9 [/2025]"""
    month = cursor.take(Word.MONTH) and cursor.take_number(2)
    return Moment(PeriodKind.MONTH, month.number, year=_year_after(cursor)) if month else None


def _month_of_year(cursor: Cursor) -> Moment | None:
    """9/2025"""
    month = cursor.take_number(2)
    year = month and cursor.take_mark("/") and cursor.take_number(6, 3)
    return Moment(PeriodKind.MONTH, month.number, year=year.folded) if month and year else None


def _quarter(cursor: Cursor) -> Moment | None:
    """Quý I [/2025], quý 1"""
    number = cursor.take(Word.QUARTER) and _ordinal(cursor)
    return Moment(PeriodKind.QUARTER, number, year=_year_after(cursor)) if number else None


def _half_year(cursor: Cursor) -> Moment | None:
    """6 tháng đầu năm [2025]"""
    half = cursor.take(Word.FIRST_HALF, Word.SECOND_HALF)
    if half is None:
        return None
    year = cursor.take_number(6, 3)
    number = 1 if half.word is Word.FIRST_HALF else 2
    return Moment(PeriodKind.HALF_YEAR, number, year=year.folded if year else "")


def _school_year(cursor: Cursor) -> Moment | None:
    """năm học 2025-2026"""
    year = cursor.take(Word.SCHOOL_YEAR) and _two_years(cursor)
    return Moment(PeriodKind.SCHOOL_YEAR, year=year) if year else None


def _semester(cursor: Cursor) -> Moment | None:
    """học kỳ I [năm học 2025-2026], học kỳ II năm 2026"""
    number = cursor.take(Word.SEMESTER) and _ordinal(cursor)
    if not number:
        return None
    return Moment(PeriodKind.SEMESTER, number, year=_beginning_of_school_year(cursor, number))


def _year(cursor: Cursor) -> Moment | None:
    """năm 2025; năm nay, and “năm” alone behind “trong”, “cả”, “hết”"""
    before = cursor.ahead(-1)
    within = before is not None and before.word in _OF_THIS_YEAR
    if not cursor.take(Word.YEAR):
        return None
    year = cursor.take_number(6, 3)
    if year:
        return Moment(PeriodKind.YEAR, year=year.folded)
    return Moment(PeriodKind.YEAR) if cursor.take(Word.NOW) or within else None


def _bare_year(cursor: Cursor) -> Moment | None:
    """2025"""
    year = cursor.take_number(4, 4)
    return Moment(PeriodKind.YEAR, year=year.folded) if year and year.folded[:2] in ("19", "20") else None


_READERS: tuple[Callable[[Cursor], Moment | None], ...] = (
    _iso_day,
    _numeric_day,
    _long_day,
    _month,
    _month_of_year,
    _quarter,
    _half_year,
    _semester,
    _school_year,
    _year,
    _bare_year,
)


def _bare(cursor: Cursor, after: Moment | None) -> Moment | None:
    """II, 6: another of the kind just read."""
    if after is None or after.kind not in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SEMESTER):
        return None
    number = _ordinal(cursor)
    if not number:
        return None
    semester = after.kind is PeriodKind.SEMESTER
    return Moment(
        after.kind, number, year=_beginning_of_school_year(cursor, number) if semester else _year_after(cursor)
    )


def _ordinal(cursor: Cursor) -> int:
    """I, 1, một; 0 when there is none."""
    token = cursor.ahead()
    value = _ORDINALS.get(token.folded, 0) if token else 0
    number = None if value else cursor.take_number(2)
    cursor.at += bool(value)
    return number.number if number else value


def _year_after(cursor: Cursor) -> str:
    """“, năm 2025”, “/2025”, “ 2025”: the printed digits, or nothing."""
    here = cursor.at
    cursor.take_mark("/,-.")
    cursor.take(Word.OF)
    cursor.take(Word.YEAR)
    year = cursor.take_number(6, 3)
    if year is None:
        cursor.at = here
    return year.folded if year else ""


def _two_years(cursor: Cursor) -> str:
    """2025-2026, 2025/2026, 2025-26: the first of two years in a row, or nothing."""
    first = cursor.take_number(4, 4)
    second = first and cursor.take_mark("-/") and cursor.take_number(4, 2)
    if not first or not second:
        return ""
    follows = str(first.number + 1).endswith(second.folded)
    return first.folded if follows else ""


def _beginning_of_school_year(cursor: Cursor, semester: int) -> str:
    """“, năm học 2025-2026”, “ 2025-2026”, “ năm 2026” behind a semester: the year its school year begins in."""
    here = cursor.at
    cursor.take_mark(",/")
    cursor.take(Word.OF)
    cursor.take(Word.SCHOOL_YEAR)
    begins = _two_years(cursor)
    if begins:
        return begins
    cursor.at = here
    year = _year_after(cursor)
    return str(int(year) - semester + 1) if year else ""


def _century(year: str) -> str:
    return "20" + year if len(year) == 2 else year
