"""XLSX: every visible sheet as a table, its numbers written as Excel shows them.

Read from the parts themselves: what a cell shows depends on its number format (0.88 shown as 88%), which ready-made
readers drop.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from api.kit.text import nfc
from api.plans.imports.document import Document, GridRow, Paragraph, Table
from api.plans.imports.preview import Refused
from api.plans.imports.readers.grid import MAX_ROWS, MAX_WIDTH, Block, slots_of
from api.plans.imports.readers.numbers import Formats
from api.plans.imports.readers.package import Package

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PART = "xl/workbook.xml"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_CELLS = 100_000


def read(data: bytes) -> Document:
    """The sheets of the file. Raises Refused: damaged, zip_bomb, too_long."""
    package = Package(data)
    workbook = package.xml(_PART)
    if workbook is None:
        raise Refused("damaged")
    related = list(package.related(_PART))
    names = {kind: name for _, kind, name in related}
    parts = {key: name for key, _, name in related}
    sheets = _Sheets(package, names)
    items: list[Paragraph | Table] = []
    visible = [s for s in workbook.iter(f"{S}sheet") if s.get("state", "visible") == "visible"]
    for number, sheet in enumerate(visible, start=1):
        root = package.xml(parts.get(sheet.get(_REL, ""), ""))
        if root is not None:
            items.append(sheets.table(root, number, nfc(sheet.get("name", ""))))
    return Document(tuple(items))


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a cell's name (`B7` is 6, 1)."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


class _Sheets:
    def __init__(self, package: Package, names: dict[str, str]) -> None:
        strings = package.xml(names.get("sharedStrings", ""))
        self._strings = [_plain(item) for item in strings.iter(f"{S}si")] if strings is not None else []
        self._formats = Formats.of(package.xml(names.get("styles", "")))

    def table(self, root: Element, number: int, name: str) -> Table:
        merges, unseen = _merges(root), _hidden_columns(root)
        blocks: list[Block] = []
        for row, column, cell in self._cells(root):
            rows, columns = merges.get((row, column), (1, 1))
            if unseen.issuperset(range(column, column + columns)):
                continue
            text, bold = self._shown(cell), self._formats.bold(cell.get("s"))
            if text or rows * columns > 1:
                blocks.append(Block(row, column, text, rows, columns, bold))
        height = max((block.row + block.rows for block in blocks), default=0)
        width = max((block.column + block.columns for block in blocks), default=0)
        last = max((block.row for block in blocks if block.text), default=-1)
        rows_of_slots = slots_of(blocks, min(height, MAX_ROWS + 1), width)
        hidden = _hidden_rows(root)
        grid = tuple(
            GridRow(slots, i + 1, hidden=i in hidden)
            for i, slots in enumerate(rows_of_slots)
            if i <= max(last, 0) or any(slot.down for slot in slots)
        )
        return Table(grid, number, name, sheet=True)

    def _cells(self, root: Element) -> Iterator[tuple[int, int, Element]]:
        row = -1
        count = 0
        for line in root.iter(f"{S}row"):
            row = int(line.get("r", row + 2)) - 1
            column = -1
            for cell in line.iter(f"{S}c"):
                place = place_of(cell.get("r", ""))
                row, column = place or (row, column + 1)
                count += 1
                if count > _MAX_CELLS or (row >= MAX_ROWS and len(cell)):
                    raise Refused("too_long")
                if column < MAX_WIDTH:
                    yield row, column, cell

    def _shown(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _plain(cell.find(f"{S}is"))
        stored = (cell.findtext(f"{S}v") or "").strip() if kind != "str" else cell.findtext(f"{S}v") or ""
        if not stored:
            return ""
        if kind == "s":
            index = int(stored) if stored.isdigit() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind in ("str", "d"):
            return _clean(stored)
        return "" if kind in ("b", "e") else self._formats.shown(stored, cell.get("s"))


def _hidden_rows(root: Element) -> set[int]:
    """The rows, from 0, that are hidden by hand, by a filter or in a closed outline."""
    return {
        int(line.get("r", "0")) - 1 for line in root.iter(f"{S}row") if line.get("hidden", "0") not in ("0", "false")
    }


def _hidden_columns(root: Element) -> set[int]:
    """The columns, from 0, that are hidden: what Excel neither shows nor prints is no part of the plan."""
    hidden: set[int] = set()
    for each in root.iter(f"{S}col"):
        if each.get("hidden", "0") not in ("0", "false"):
            first, last = int(each.get("min", "1")), int(each.get("max", "1"))
            hidden.update(range(first - 1, min(last, MAX_WIDTH)))
    return hidden


def _clean(text: str) -> str:
    lines = text.replace("\u00a0", " ").replace("_x000D_", "").replace("\r\n", "\n").split("\n")
    return "\n".join(line.strip() for line in map(nfc, lines) if line.strip())


def _plain(item: Element | None) -> str:
    """The text of a string item; readings beside it (`rPh`) left out."""
    if item is None:
        return ""
    pieces = [child.text or "" for child in item if child.tag == f"{S}t"]
    pieces += [t.text or "" for run in item.iter(f"{S}r") for t in run.iter(f"{S}t")]
    return _clean("".join(pieces))


def _merges(root: Element) -> dict[tuple[int, int], tuple[int, int]]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in root.iter(f"{S}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = place_of(first), place_of(last)
        if start and end:
            rows = min(end[0] - start[0] + 1, MAX_ROWS)
            spans[start] = (max(rows, 1), max(min(end[1] - start[1] + 1, MAX_WIDTH), 1))
    return spans
