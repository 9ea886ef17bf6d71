"""Rows of a workbook: its first sheet, from the row that names columns on.

A workbook is a packed archive: what it unpacks to is bounded and checked before anything looks into it.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from api.kit.problems import Invalid, Message, TooLarge, invalid

# Rows above the one that names the columns: a title, what to fill in.
_ABOVE = 30
_NO_WORKBOOK = Message("Không đọc được tệp Excel.", "The workbook cannot be read.")


def sheet_rows(content: bytes, columns: frozenset[str], limit: int) -> Iterator[list[Any]]:
    """The row that names columns, then all below it. Raises Invalid, TooLarge."""
    _check(content, limit)
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
    except (CalamineError, IndexError, zipfile.BadZipFile) as error:
        raise _broken() from error
    for row in islice(rows, _ABOVE):
        if any(isinstance(cell, str) and cell.strip() in columns for cell in row):
            yield row
            yield from rows
            return


def plain(cell: Any, *, as_text: bool) -> Any:
    """A cell as JSON would have it; numbers that are whole are whole, and days are as we write them."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell) if as_text and isinstance(cell, int | float) else cell


def _check(content: bytes, limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > limit:
                raise TooLarge(limit=limit)
            if packed.testzip() is not None:  # an archive that is more than it says does not match its sums
                raise _broken()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _broken() from error


def _broken() -> Invalid:
    return invalid("", "workbook_invalid", _NO_WORKBOOK)
