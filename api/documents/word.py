"""DOCX: the paper as Word writes it, in Times New Roman, its annexes on landscape pages."""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from api.documents.paper import MOTTO, NATION, RECIPIENTS, Annex, Block, Cell, Line, Paper, Style, title_lines

_FONT = "Times New Roman"
_BODY, _SMALL, _TABLE = Pt(14), Pt(13), Pt(12)
_LONG, _SHORT = Cm(29.7), Cm(21.0)
_LEFT, _RIGHT, _TOP, _BOTTOM, _ANNEX_SIDE = Cm(3), Cm(2), Cm(2), Cm(2), Cm(1.5)
_THEN = (1980, 1, 1, 0, 0, 0)  # one paper is one file, whenever it is drawn


def write(paper: Paper) -> bytes:
    """The paper as a DOCX file."""
    document = docx.Document()
    _set_up(document, paper)
    _letterhead(document, paper)
    _title(document, [paper.kind, *title_lines(paper.title)])
    for basis in paper.bases:
        _body_line(document, basis, italic=True)
    _body_line(document, paper.opening)
    for block in paper.body:
        _block(document, block)
    _signature(document, paper)
    for place, annex in enumerate(paper.annexes):
        _annex(document, annex, first=place == 0)
    return _settled(document)


def _set_up(document: Document, paper: Paper) -> None:
    """The page, the styles, the number of each page but the first."""
    section = document.sections[0]
    section.page_width, section.page_height = _SHORT, _LONG
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = _LEFT, _RIGHT, _TOP, _BOTTOM
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _BODY
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    _language(normal.element.get_or_add_rPr())
    about = document.core_properties
    about.title, about.author, about.language = f"{paper.kind} {paper.title}"[:255], paper.issuer[:255], "vi-VN"
    about.comments = ""


def _language(properties: Any) -> None:
    language = OxmlElement("w:lang")
    for script in ("w:val", "w:eastAsia"):
        language.set(qn(script), "vi-VN")
    properties.append(language)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("2")
    run.font.size = _SMALL
    field.append(run._r)
    paragraph._p.append(field)


# The first page and the signature


def _letterhead(document: Document, paper: Paper) -> None:
    table = _plain_table(document, 2, (Cm(6.6), Cm(9.6)))
    left, right = table.rows[0].cells
    _centred(left, paper.parent, _SMALL) if paper.parent else None
    _centred(left, paper.issuer, _SMALL, bold=True)
    _rule(left.add_paragraph(), Cm(2.2))
    _centred(right, NATION, Pt(12), bold=True)
    _centred(right, MOTTO, _SMALL, bold=True)
    _rule(right.add_paragraph(), Cm(1.6))
    number, dated = table.rows[1].cells
    _centred(number, paper.number, _SMALL)
    _centred(dated, paper.dated, _SMALL, italic=True)


def _title(document: Document, lines: Sequence[str]) -> None:
    for place, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_before = Pt(18) if place == 0 else Pt(0)
        paragraph.paragraph_format.keep_with_next = True
        _run(paragraph, line, _BODY, bold=True)
    _rule(document.add_paragraph(), Cm(5.5))


def _rule(paragraph: Paragraph, indent: Length) -> None:
    """A thin line, indented on both sides, as a border: a row of underscores would be text."""
    spacing = paragraph.paragraph_format
    spacing.left_indent = spacing.right_indent = indent
    spacing.line_spacing, spacing.space_before, spacing.space_after = Pt(4), Pt(4), Pt(6)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _body_line(document: Document, text: str, *, italic: bool = False, bold: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.space_before = Pt(6)
    _run(paragraph, text, _BODY, italic=italic, bold=bold)
    return paragraph


def _block(document: Document, block: Block) -> None:
    headed = block.style is not Style.TEXT
    paragraph = _body_line(document, block.text, bold=headed)
    paragraph.paragraph_format.keep_with_next = headed


def _signature(document: Document, paper: Paper) -> None:
    document.add_paragraph().paragraph_format.line_spacing = Pt(12)
    table = _plain_table(document, 1, (Cm(8), Cm(8)))
    _unbroken(table.rows[0])
    left, right = table.rows[0].cells
    _run(left.paragraphs[0], RECIPIENTS, Pt(12), bold=True, italic=True)
    for recipient in paper.recipients:
        _run(left.add_paragraph(), recipient, Pt(11))
    for line in paper.signature.lines:
        _centred(right, line, _BODY, bold=True)
    if paper.signature.name:
        for _ in range(4):  # room for the signature and the seal
            right.add_paragraph()
        _centred(right, paper.signature.name, _BODY, bold=True)


# Annexes


def _annex(document: Document, annex: Annex, *, first: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if first:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = _LONG, _SHORT
        section.left_margin = section.right_margin = _ANNEX_SIDE
        section.different_first_page_header_footer = False
    for text, bold, italic in ((annex.label, True, False), (annex.title, True, False), (annex.attached, False, True)):
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        _run(paragraph, text, _BODY, bold=bold, italic=italic)
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)
    _annex_table(document, annex)


def _annex_table(document: Document, annex: Annex) -> None:
    room = _LONG - 2 * _ANNEX_SIDE
    total = sum(column.share for column in annex.columns)
    widths = [Length(int(room * column.share / total)) for column in annex.columns]
    table = document.add_table(1 + len(annex.lines), len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _lay_out(table, widths)
    _margins(table, "70")
    rows = list(table.rows)
    grid = [list(row.cells) for row in rows]
    _header(table, grid[0], annex)
    for place, line in enumerate(annex.lines, start=1):
        if line.short:
            _unbroken(rows[place])
        _line(grid, place, line, annex)


def _header(table: Table, cells: list[_Cell], annex: Annex) -> None:
    """The headings, again on each page."""
    _unbroken(table.rows[0])
    _flag(table.rows[0], "w:tblHeader")
    for cell, column in zip(cells, annex.columns, strict=True):
        _fill(cell, (column.heading,), centred=True, bold=True)


def _line(grid: list[list[_Cell]], place: int, line: Line, annex: Annex) -> None:
    row = grid[place]
    if line.heading:
        number, title = line.cells
        _fill(row[0], _of(number), centred=True, bold=True, kept=True)
        _fill(row[1].merge(row[-1]), _of(title), bold=True, kept=True)
        return
    for column, cell in enumerate(line.cells):
        if cell is None:
            continue
        target = row[column] if cell.rows == 1 else row[column].merge(grid[place + cell.rows - 1][column])
        _fill(target, cell.lines, centred=annex.columns[column].centred)


def _of(cell: Cell | None) -> Sequence[str]:
    return cell.lines if cell else ()


def _fill(cell: _Cell, lines: Sequence[str], *, centred: bool = False, bold: bool = False, kept: bool = False) -> None:
    tc: Any = cell._tc
    for place, text in enumerate(lines):
        made = deepcopy(_pattern(centred=centred, bold=bold, kept=kept))
        made.r_lst[0].text = text
        if place == 0:
            tc.replace(tc.p_lst[0], made)
        else:
            tc.append(made)


@cache
def _pattern(*, centred: bool, bold: bool, kept: bool) -> Any:
    """A cell's paragraph without its text: made once and copied, for a province's tables have thousands of cells."""
    made: Any = OxmlElement("w:p")
    paragraph = Paragraph(made, docx.Document()._body)
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = kept
    _run(paragraph, "", _TABLE, bold=bold)
    return made


# What the library does not know


def _run(paragraph: Paragraph, text: str, size: Length, *, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = size, bold, italic


def _centred(cell: _Cell, text: str, size: Length, *, bold: bool = False, italic: bool = False) -> None:
    """A centred line in a cell; the empty paragraph a cell begins with is taken first."""
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.runs or len(cell.paragraphs) > 1 else first
    paragraph.alignment = ALIGN.CENTER
    _run(paragraph, text, size, bold=bold, italic=italic)


def _plain_table(document: Document, rows: int, widths: Sequence[Length]) -> Table:
    table: Table = document.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _lay_out(table, widths)
    _margins(table, "28")
    return table


def _lay_out(table: Table, widths: Sequence[Length]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def _margins(table: Table, side_room: str) -> None:
    """The room at the sides of each cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), side_room)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties: Any = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook")


def _unbroken(row: Any) -> None:
    """A row stands on one page, if one can hold it."""
    _flag(row, "w:cantSplit")


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _settled(document: Document) -> bytes:
    """The file without the time it was made at."""
    made = io.BytesIO()
    document.save(made)
    kept = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _THEN), old.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
