"""XLSX: the document itself on a first sheet, each annex on a sheet of its own.

Numbers and texts alike are written as text, so that 1.10 stays 1.10 and nothing a user wrote becomes a formula.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from api.documents.paper import MOTTO, NATION, RECIPIENTS, Annex, Line, Paper, Style, title_lines

_FONT = "Times New Roman"
_HALF = 56  # width of half the first sheet, in letters
_ANNEX = 160  # width of an annex, in letters
_LINE = 16.5  # height of a line, in points
_THEN = datetime(1980, 1, 1, tzinfo=UTC)
_A4 = 9


def write(paper: Paper) -> bytes:
    """The paper as an XLSX file."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties(
        {
            "title": f"{paper.kind} {paper.title}"[:255],
            "author": paper.issuer[:255],
            "created": _THEN.replace(tzinfo=None),
        }
    )
    _First(book, paper).write()
    for annex in paper.annexes:
        _annex(book, annex)
    book.close()
    return stream.getvalue()


def _format(book: Any, **more: Any) -> Any:
    return book.add_format({"font_name": _FONT, "font_size": 12, "text_wrap": True, "valign": "top"} | more)


def _page(sheet: Any) -> None:
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.set_header("&C&P", {"margin": 0.4})
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


def _height(text: str, width: float) -> float:
    """How high a row must be for a text: sheets do not measure merged cells themselves."""
    return _LINE * sum(max(1, -(-len(line) // int(width))) for line in text.split("\n")) + 3


class _First:
    """The first sheet: two columns, the letterhead over both, the signature beside the recipients."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self._book, self._paper = book, paper
        self._sheet = book.add_worksheet(paper.kind.capitalize())
        self._row = 0

    def write(self) -> None:
        """All of it."""
        paper = self._paper
        _page(self._sheet)
        self._sheet.set_column(0, 1, _HALF)
        self._beside(paper.parent, NATION, bold_left=False)
        self._beside(paper.issuer, MOTTO, bold_left=True)
        self._beside(paper.number, "", bold_left=False)
        self._across(paper.dated, italic=True, align="right")
        self._row += 1
        for text in (paper.kind, *title_lines(paper.title)):
            self._across(text, bold=True, align="center", font_size=14)
        self._row += 1
        for basis in paper.bases:
            self._across(basis, italic=True)
        self._across(paper.opening)
        for block in paper.body:
            self._across(block.text, bold=block.style is not Style.TEXT)
        self._row += 1
        self._end()

    def _beside(self, left: str, right: str, *, bold_left: bool) -> None:
        for column, text, bold in ((0, left, bold_left), (1, right, True)):
            self._sheet.write_string(self._row, column, text, _format(self._book, align="center", bold=bold))
        self._sheet.set_row(self._row, max(_height(left, _HALF * 0.8), _LINE + 3))
        self._row += 1

    def _across(self, text: str, **form: Any) -> None:
        self._sheet.merge_range(self._row, 0, self._row, 1, "", _format(self._book, **form))
        self._sheet.write_string(self._row, 0, text, _format(self._book, **form))
        self._sheet.set_row(self._row, _height(text, 1.8 * _HALF))
        self._row += 1

    def _end(self) -> None:
        left = [RECIPIENTS, *self._paper.recipients]
        signature = self._paper.signature
        right = [*signature.lines, *([""] * 4 if signature.name else []), signature.name]
        bold = _format(self._book, bold=True, align="center")
        for place in range(max(len(left), len(right))):
            if place < len(left):
                style = {"bold": True, "italic": True} if place == 0 else {"font_size": 11}
                self._sheet.write_string(self._row + place, 0, left[place], _format(self._book, **style))
            if place < len(right):
                self._sheet.write_string(self._row + place, 1, right[place], bold)


def _annex(book: Any, annex: Annex) -> None:
    sheet = book.add_worksheet(annex.sheet)
    _page(sheet)
    sheet.set_landscape()
    last = len(annex.columns) - 1
    widths = _widths(annex)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    row = 0
    for text, form in (
        (annex.label, {"bold": True}),
        (annex.title, {"bold": True}),
        (annex.attached, {"italic": True}),
    ):
        sheet.merge_range(row, 0, row, last, "", _format(book, align="center", **form))
        sheet.write_string(row, 0, text, _format(book, align="center", **form))
        row += 1
    row += 1
    for column, each in enumerate(annex.columns):
        form = _format(book, bold=True, align="center", valign="vcenter", border=1)
        sheet.write_string(row, column, each.heading, form)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    _rows(book, sheet, annex, row + 1, widths)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{row + 2 + len(annex.lines)}"})


def _widths(annex: Annex) -> list[float]:
    total = sum(column.share for column in annex.columns)
    return [max(6.0, _ANNEX * column.share / total) for column in annex.columns]


def _rows(book: Any, sheet: Any, annex: Annex, top: int, widths: Sequence[float]) -> None:
    plain, centred = (_format(book, border=1, align=align) for align in ("left", "center"))
    bold, number = (_format(book, border=1, bold=True, align=align) for align in ("left", "center"))
    for row, line in enumerate(annex.lines, start=top):
        if line.heading:
            code, title = ("\n".join(cell.lines) if cell else "" for cell in line.cells)
            sheet.write_string(row, 0, code, number)
            sheet.merge_range(row, 1, row, len(widths) - 1, "", bold)
            sheet.write_string(row, 1, title, bold)
            sheet.set_row(row, _height(title, sum(widths[1:])))
            continue
        for column, cell in enumerate(line.cells):
            if cell is None:
                continue
            form = centred if annex.columns[column].centred else plain
            if cell.rows > 1:
                sheet.merge_range(row, column, row + cell.rows - 1, column, "", form)
            sheet.write_string(row, column, "\n".join(cell.lines), form)
        sheet.set_row(row, _line_height(line, widths))


def _line_height(line: Line, widths: Sequence[float]) -> float:
    """The height the fullest cell needs; one that reaches down shares it with the rows below."""
    texts = [(cell, width) for cell, width in zip(line.cells, widths, strict=True) if cell is not None]
    return max((_height("\n".join(cell.lines), 0.95 * width) / cell.rows for cell, width in texts), default=_LINE)
