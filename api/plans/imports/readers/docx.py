"""DOCX: the body's paragraphs and tables, with automatic numbers as Word shows them and deletions left out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from api.kit.text import nfc
from api.plans.imports.document import Document, GridRow, Paragraph, Table
from api.plans.imports.preview import Refused
from api.plans.imports.readers.grid import Block, slots_of
from api.plans.imports.readers.numbering import Numbering
from api.plans.imports.readers.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = "word/document.xml"
# Deleted or moved-away text, the older of two forms of a drawing, and what is no part of the running text.
_SKIPPED = {
    f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "footnoteReference", "rPr", "sectPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_MARKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read(data: bytes) -> Document:
    """The document in the file. Raises Refused: damaged, zip_bomb, too_long."""
    package = Package(data)
    root = package.xml(_PART)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Refused("damaged")
    return _Reader(package, body).document()


def _on(element: Element | None) -> bool:
    """Whether a yes/no property is there and not switched off."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")


def _value(element: Element | None, default: str = "") -> str:
    return default if element is None else element.get(f"{W}val", default)


class _Reader:
    """One pass over a body; numbers and pages are counted as it goes."""

    def __init__(self, package: Package, body: Element) -> None:
        self._body = body
        self._numbering = Numbering.of(package, _PART)
        self._tables = 0
        # Only Word notes where its pages began; without its notes no page is known.
        self._page = 1 if body.find(f".//{W}lastRenderedPageBreak") is not None else None

    def document(self) -> Document:
        return Document(tuple(self._items(self._body)))

    def _items(self, container: Element) -> Iterator[Paragraph | Table]:
        for element in container:
            if element.tag == f"{W}p":
                yield from self._paragraphs(element)
            elif element.tag == f"{W}tbl" and _is_frame(element):
                for row in self._rows(element):
                    for cell in self._cells(row):
                        yield from self._items(cell)
            elif element.tag == f"{W}tbl":
                yield self._table(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self._items(element)

    def _paragraphs(self, element: Element) -> Iterator[Paragraph]:
        page = self._page
        for line in self._text(element).split("\n"):
            yield Paragraph(line.strip(), page)

    def _table(self, table: Element) -> Table:
        self._tables += 1
        number = self._tables
        blocks: list[Block] = []
        pages: list[int | None] = []
        open_cells: dict[int, int] = {}
        for row in self._rows(table):
            pages.append(self._page)
            self._row(row, len(pages) - 1, blocks, open_cells)
        width = max((block.column + block.columns for block in blocks), default=0)
        rows = slots_of(blocks, len(pages), width)
        grid = tuple(GridRow(slots, i + 1, pages[i]) for i, slots in enumerate(rows))
        return Table(grid, number)

    def _rows(self, table: Element) -> Iterator[Element]:
        for element in table:
            if element.tag == f"{W}tr":
                if element.find(f"{W}trPr/{W}del") is None:
                    yield element
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self._rows(element)

    def _row(self, row: Element, index: int, blocks: list[Block], open_cells: dict[int, int]) -> None:
        """The cells of a row; `open_cells` maps a column to the block that may reach further down in it."""
        column = int(_value(row.find(f"{W}trPr/{W}gridBefore"), "0") or 0)
        for cell in self._cells(row):
            span = max(int(_value(cell.find(f"{W}tcPr/{W}gridSpan"), "1") or 1), 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            above = open_cells.get(column)
            if merge is not None and _value(merge, "continue") == "continue" and above is not None:
                old = blocks[above]
                blocks[above] = Block(old.row, old.column, old.text, index - old.row + 1, old.columns, old.bold)
            else:
                blocks.append(Block(index, column, self._cell_text(cell), 1, span, _is_bold(cell)))
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = len(blocks) - 1
            column += span

    def _cells(self, row: Element) -> Iterator[Element]:
        for element in row:
            if element.tag == f"{W}tc":
                yield element
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self._cells(element)

    def _cell_text(self, cell: Element) -> str:
        lines: list[str] = []
        for item in self._items(cell):
            if isinstance(item, Paragraph):
                lines.append(item.text)
            else:  # a table inside a cell: its rows as lines
                self._tables -= 1
                lines += [" ".join(text for text in row.texts if text) for row in item.rows]
        return "\n".join(line for line in lines if line)

    def _text(self, paragraph: Element) -> str:
        label = self._numbering.label(paragraph)
        text = nfc("".join(self._pieces(paragraph)).replace("\u00a0", " "))
        return f"{label} {text}" if label and text.strip() else text or label

    def _pieces(self, element: Element) -> Iterator[str]:
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag == f"{W}lastRenderedPageBreak":
                self._page = (self._page or 1) + 1
            elif child.tag in _MARKS:
                yield "" if child.get(f"{W}type") == "page" else _MARKS[child.tag]
            elif child.tag == f"{W}r" and _on(child.find(f"{W}rPr/{W}vanish")):
                continue
            elif child.tag == f"{W}p":  # a paragraph of a text box
                yield "\n" + "".join(self._pieces(child)) + "\n"
            else:
                yield from self._pieces(child)


def _is_frame(table: Element) -> bool:
    """Whether a table only frames others: each row is one cell, and one of them holds a table."""
    rows = table.findall(f"{W}tr")
    if any(len(row.findall(f"{W}tc")) != 1 for row in rows):
        return False
    return any(row.find(f"{W}tc/{W}tbl") is not None for row in rows)


def _is_bold(cell: Element) -> bool:
    """Whether every run with text is bold."""
    runs = [run for run in cell.iter(f"{W}r") if any((t.text or "").strip() for t in run.iter(f"{W}t"))]
    return bool(runs) and all(_on(run.find(f"{W}rPr/{W}b")) for run in runs)
