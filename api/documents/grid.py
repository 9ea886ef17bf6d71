"""XLSX: a plain table one goes on working with; what a user wrote never becomes a formula."""

import io
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from api.documents.paper import Grid, GridColumn

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_ENTRY = "#FFF8E1"  # the ground of a cell that is to be filled in
_THEN = datetime(1980, 1, 1, tzinfo=UTC)
_FORMS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "number": {"num_format": "#,##0.###############"},
    "date": {"num_format": "dd/mm/yyyy"},
}


def write(grid: Grid) -> bytes:
    """The grid as an XLSX file: title, notes, headings that stay in sight and filter, and the rows."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": grid.title[:255], "created": _THEN.replace(tzinfo=None)})
    sheet = book.add_worksheet(grid.sheet)
    sheet.write_string(0, 0, grid.title, book.add_format({**_FONT, "bold": True, "font_size": 14}))
    for row, note in enumerate(grid.notes, start=1):
        sheet.write_string(row, 0, note, book.add_format({**_FONT, "italic": True}))
    top = len(grid.notes) + 2
    _headings(book, sheet, grid, top)
    forms = {kind: book.add_format({**_FONT, "border": 1, "valign": "top", **form}) for kind, form in _FORMS.items()}
    for row, cells in enumerate(grid.rows, start=top + 1):
        for column, (of, cell) in enumerate(zip(grid.columns, cells, strict=True)):
            _cell(sheet, (row, column), of, cell, forms[of.kind])
    if grid.entries is not None:
        _to_fill_in(book, sheet, grid, top + 1)
    book.close()
    return stream.getvalue()


def _to_fill_in(book: Any, sheet: Any, grid: Grid, top: int) -> None:
    """Open the cells that are to be filled in, with what may be chosen there; all others are closed."""
    entry = {**_FONT, "border": 1, "valign": "top", "bg_color": _ENTRY, "locked": False}
    forms = {kind: book.add_format({**entry, **form}) for kind, form in _FORMS.items()}
    choices = dict(grid.choices)
    for row, places in enumerate(grid.entries or ()):
        for column in places:
            place, of = (top + row, column), grid.columns[column]
            _cell(sheet, place, of, grid.rows[row][column], forms[of.kind])
            if column in choices:
                sheet.data_validation(*place, *place, {"validate": "list", "source": [*choices[column]]})
    sheet.protect("", {"format_columns": True, "autofilter": True})


def _headings(book: Any, sheet: Any, grid: Grid, row: int) -> None:
    form = book.add_format(
        {**_FONT, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    for column, of in enumerate(grid.columns):
        sheet.set_column(column, column, of.width)
        sheet.write_string(row, column, of.heading, form)
    sheet.freeze_panes(row + 1, 0)
    sheet.autofilter(row, 0, row + max(len(grid.rows), 1), len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(row)


def _cell(sheet: Any, place: tuple[int, int], of: GridColumn, cell: str | float | None, form: Any) -> None:
    if cell is None:
        sheet.write_blank(*place, None, form)
    elif of.kind == "number" and not isinstance(cell, str):
        sheet.write_number(*place, cell, form)
    elif of.kind == "date":
        sheet.write_datetime(*place, date.fromisoformat(str(cell)), form)
    else:
        sheet.write_string(*place, str(cell), form)
