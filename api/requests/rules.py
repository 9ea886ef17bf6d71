"""The columns of an ad hoc request, how an answer is read, and until when it may be given: pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from api.kit.calendar import FIRST_YEAR, LAST_YEAR
from api.kit.text.numbers import NumberError, parse_number

ColumnKind = Literal["text", "number", "yes_no", "date", "choice"]
RequestStatus = Literal["open", "closed"]
# What a number's digits may be so that JSON and a spreadsheet both hold it exactly.
DIGITS = 15
_SECOND = timedelta(seconds=1)


class Column(NamedTuple):
    """One thing asked; `choices` of a choice only."""

    key: str
    label: str
    kind: ColumnKind
    required: bool
    choices: tuple[str, ...] = ()


class Wrong(NamedTuple):
    """A column answered wrongly, and how."""

    key: str
    code: str


class _NotRead(Exception):
    """The value is none of the column's kind."""


def status(due_at: datetime, closed_at: datetime | None, now: datetime) -> RequestStatus:
    """Open until whoever asked closes it, or its last second is over."""
    return "open" if closed_at is None and now < due_at + _SECOND else "closed"


def columns_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns as they are kept."""
    return tuple(Column(**{**each, "choices": tuple(each["choices"])}) for each in stored)


def read(columns: Sequence[Column], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Wrong]]:
    """The answer as it is kept, column by column, and what is wrong with it; what was left empty is null."""
    known = {column.key for column in columns}
    wrong = [Wrong(key, "unknown_column") for key in given if key not in known]
    values: dict[str, Any] = {}
    for column in columns:
        value = given.get(column.key)
        if value is None or value == "":
            values[column.key] = None
            wrong += [Wrong(column.key, "missing")] if column.required else []
            continue
        try:
            values[column.key] = _READERS[column.kind](column, value)
        except _NotRead as error:
            wrong.append(Wrong(column.key, str(error)))
    return values, wrong


def _text(_: Column, value: Any) -> str:
    if not isinstance(value, str):
        raise _NotRead("not_a_text")
    return value


def _number(_: Column, value: Any) -> int | float:
    """A JSON number is what it says; a text is read as people write numbers."""
    if isinstance(value, bool):
        raise _NotRead("not_a_number")
    try:
        number = parse_number(value) if isinstance(value, str) else Decimal(str(value))
    except NumberError as error:
        raise _NotRead(error.code) from error
    if len(number.as_tuple().digits) > DIGITS:
        raise _NotRead("number_too_long")
    return int(number) if number == number.to_integral_value() else float(number)


def _yes_no(_: Column, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _NotRead("not_yes_or_no")
    return value


def _date(_: Column, value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _NotRead("not_a_day") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _NotRead("not_a_day")
    return day.isoformat()


def _choice(column: Column, value: Any) -> str:
    if value not in column.choices:
        raise _NotRead("not_a_choice")
    chosen: str = value
    return chosen


_READERS: dict[ColumnKind, Callable[[Column, Any], Any]] = {
    "text": _text,
    "number": _number,
    "yes_no": _yes_no,
    "date": _date,
    "choice": _choice,
}
