"""Rows from bytes, one at a time: a JSON array, lines of JSON, CSV with a header row, or a workbook.

What is wrong with one row is that row's fault. What makes everything after it unreadable (an array that breaks, bytes
that are no text) is the body's, and nothing is written.
"""

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count, repeat
from typing import Any, NamedTuple

import orjson

from api.kit.bulk.sheets import plain, sheet_rows
from api.kit.bulk.spool import CSV, JSON, NDJSON, XLSX, Spool
from api.kit.http.body import no_repeats, read_json
from api.kit.problems import BadRequest, Fault, Invalid, Message, TooLarge, invalid
from api.kit.validation import MESSAGES

# Characters one row may have: more is no row of figures, and would have to be held in memory.
ROW_LIMIT = 1 << 18
_PIECE = 1 << 17
# A column of a table whose name begins so is for people: a file of rejected rows is mended and sent again as it is.
REMARK = "#"
_SPACE = " \t\r\n"
_TOO_LONG = Message("Dòng quá dài (trên {limit} ký tự).", "The row is too long (over {limit} characters).")
_NO_HEADER = Message("Tệp CSV phải có dòng tiêu đề.", "A CSV body must have a header row.")
_UNKNOWN_COLUMN = Message("Không có cột “{name}”.", "There is no column “{name}”.")
_REPEATED_COLUMN = Message("Cột “{name}” có hai lần.", "The column “{name}” is there twice.")
_TOO_MANY_CELLS = Message("Dòng có nhiều ô hơn tiêu đề.", "The row has more cells than the header.")
_CSV_BROKEN = Message("Không đọc được dòng CSV (dấu ngoặc kép?).", "The CSV row cannot be read (quotation marks?).")


class Raw(NamedTuple):
    """A data row, counted from 1: its value, or what keeps it from being read."""

    number: int
    value: Any = None
    faults: tuple[Fault, ...] = ()


# A row of a number, a value and faults, at half of what it costs by its own name.
_as_raw = partial(tuple.__new__, Raw)


@dataclass(frozen=True, slots=True)
class Table:
    """What a table may look like: its columns, which of them are texts where a sheet has a number, what they may be
    called instead, and those that say only what a row is about.
    """

    columns: frozenset[str]
    texts: frozenset[str] = frozenset()
    headings: Mapping[str, str] = field(default_factory=dict)
    naming: frozenset[str] = frozenset()

    def names(self, cells: Iterable[str]) -> list[str]:
        """The columns that headings name; remarks are as they are. Raises Invalid."""
        names = [self.headings.get(cell.strip(), cell.strip()) for cell in cells]
        _check_header(names, self.columns)
        return names


def read(spool: Spool, table: Table) -> Iterator[Raw]:
    """The rows of a body. Raises Invalid, BadRequest, TooLarge."""
    if spool.media_type == XLSX:
        yield from _sheet(spool, table)
        return
    encoding = "utf-8-sig" if spool.media_type == CSV else "utf-8"  # spreadsheets begin with a mark
    text = io.TextIOWrapper(spool.open(), encoding, newline="")
    try:
        if spool.media_type == CSV:
            yield from _csv(text, table)
        elif spool.media_type == NDJSON:
            yield from _lines(text)
        else:
            yield from map(_as_raw, zip(count(1), _Elements(text), repeat(())))
    except UnicodeDecodeError as error:
        raise invalid("", "string_unicode", MESSAGES["string_unicode"]) from error
    except (OSError, EOFError, zlib.error) as error:  # gzip that is none, or was cut off
        raise BadRequest from error


def read_object(spool: Spool) -> Any | None:
    """The one JSON object that a body is in place of rows; None where it is rows.

    Raises Invalid, BadRequest, and TooLarge for an object longer than a row may be.
    """
    if spool.media_type != JSON:
        return None
    try:
        body = spool.open().read(ROW_LIMIT + 1).lstrip(_SPACE.encode())
    except (OSError, EOFError, zlib.error) as error:
        raise BadRequest from error
    if not body.startswith(b"{"):
        return None
    if len(body) > ROW_LIMIT:
        raise TooLarge(limit=ROW_LIMIT)
    return read_json(body)


def _lines(text: io.TextIOWrapper) -> Iterator[Raw]:
    number = 0
    while line := text.readline(ROW_LIMIT + 1):
        if len(line) > ROW_LIMIT:
            raise _too_long(number)
        if line.strip(_SPACE):
            number += 1
            yield _line(number, line)


def _line(number: int, line: str) -> Raw:
    try:
        return Raw(number, read_json(line.encode()))
    except Invalid as error:
        return Raw(number, faults=error.faults)


def _too_long(index: int) -> Invalid:
    return invalid(f"/{index}", "row_too_long", _TOO_LONG, limit=ROW_LIMIT)


def _no_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


_DECODER = json.JSONDecoder(object_pairs_hook=no_repeats, parse_constant=_no_constant)


def _objects(text: bytes) -> list[Any]:
    """The elements of an array, of which each object has a field once only. Raises ValueError, Invalid.

    Where there are as many colons as fields, no field was there twice: each has one, and there are no others.
    """
    found: list[Any] = orjson.loads(text)
    if set(map(type, found)) == {dict} and sum(map(len, found)) == text.count(b":"):
        return found
    again: list[Any] = _DECODER.decode(text.decode())
    return again


class _Elements:
    """The elements of a JSON array whose text arrives in pieces; no more than one element is held beside a piece."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._count = 0
        self._ended = False
        self._fresh = False  # nobody has tried yet to read this piece at once

    def __iter__(self) -> Iterator[Any]:
        if self._peek() != "[":
            raise self._broken()
        self._at += 1
        mark = self._peek()
        while mark != "]":
            yield from self._many() or (self._element(),)
            mark = self._peek()
            if mark == ",":
                self._at += 1
            elif mark != "]":
                raise self._broken()
        self._at += 1
        if self._peek():
            raise self._broken()

    def _peek(self) -> str:
        """The next character that is no space, or nothing at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._ended:
                return ""
            self._fill()

    def _many(self) -> list[Any]:
        """The objects that have wholly arrived, read at once; nothing where one of them is to be looked at alone.

        Up to the last `},` of a piece: where that is the end of an object of the array, what stands before it is the
        text of whole elements, and otherwise of none.
        """
        end = self._buffer.rfind("},", self._at) if self._fresh else -1
        self._fresh = False
        if end < 0 or self._peek() != "{":
            return []
        try:
            found = _objects(f"[{self._buffer[self._at : end + 1]}]".encode())
        except (ValueError, RecursionError, Invalid):
            return []
        self._at = end + 1
        self._count += len(found)
        return found

    def _element(self) -> Any:
        self._peek()
        while (found := self._decoded()) is None:
            if self._ended:
                raise self._broken()
            if len(self._buffer) - self._at > ROW_LIMIT:
                raise _too_long(self._count)
            self._fill()
        value, self._at = found
        self._count += 1
        return value

    def _decoded(self) -> tuple[Any, int] | None:
        """The element at this place and where it ends; None when it has not wholly arrived, or is none."""
        try:
            value, end = _DECODER.raw_decode(self._buffer, self._at)
            if end == len(self._buffer) and not self._ended:
                return None
            orjson.loads(self._buffer[self._at : end].encode())  # halves of characters are no text
        except (ValueError, RecursionError):
            return None
        except Invalid as error:
            fault = error.faults[0]
            raise invalid(f"/{self._count}", fault.code, fault.message, **dict(fault.parameters)) from error
        return value, end

    def _fill(self) -> None:
        piece = self._text.read(_PIECE)
        self._ended = not piece
        self._buffer = self._buffer[self._at :] + piece
        self._at = 0
        self._fresh = True

    def _broken(self) -> Invalid:
        """Not an array, or one that breaks after so many elements."""
        where = f"/{self._count}" if self._count else ""
        return invalid(where, "json_invalid", MESSAGES["json_invalid"])


def _csv(text: io.TextIOWrapper, table: Table) -> Iterator[Raw]:
    """Rows as objects of texts; an empty cell says nothing. Spreadsheets of Vietnamese settings part with `;`."""
    head = text.readline(ROW_LIMIT)
    delimiter = ";" if head.count(";") > head.count(",") else ","
    names = table.names(next(csv.reader([head], delimiter=delimiter), []))
    remarks = {name for name in names if name.startswith(REMARK)}
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise invalid(f"/{number}", "csv_invalid", _CSV_BROKEN) from error
        if cells is None:
            return
        if any(cells):
            number += 1
            yield _record(number, names, cells, remarks)


def _sheet(spool: Spool, table: Table) -> Iterator[Raw]:
    try:
        content = spool.open().read()
    except (OSError, EOFError, zlib.error) as error:
        raise BadRequest from error
    rows = sheet_rows(content, table.columns | table.headings.keys(), spool.limit)
    headings = [str(cell) for cell in next(rows, [])]
    while headings and not headings[-1].strip():
        headings.pop()
    names = table.names(headings)
    told = [(place, name, name in table.texts) for place, name in enumerate(names) if not name.startswith(REMARK)]
    for number, cells in enumerate(rows, 1):  # as people see them, blank ones too
        row = {name: plain(cells[place], as_text=text) for place, name, text in told if cells[place] not in {"", None}}
        if row.keys() - table.naming:
            yield Raw(number, row)


def _record(number: int, names: list[str], cells: list[str], remarks: set[str]) -> Raw:
    if len(cells) > len(names):
        return Raw(number, faults=(Fault("", "too_many_cells", _TOO_MANY_CELLS),))
    if not remarks and all(map(str.strip, cells)):
        return Raw(number, dict(zip(names, cells, strict=False)))
    told = ((name, cell) for name, cell in zip(names, cells, strict=False) if name not in remarks)
    return Raw(number, {name: cell for name, cell in told if cell.strip()})


def _check_header(names: list[str], columns: frozenset[str]) -> None:
    if not any(names):
        raise invalid("", "header_missing", _NO_HEADER)
    for place, name in enumerate(names):
        if name not in columns and not name.startswith(REMARK):
            raise invalid("", "unknown_column", _UNKNOWN_COLUMN, name=name)
        if name in names[:place]:
            raise invalid("", "repeated_column", _REPEATED_COLUMN, name=name)
