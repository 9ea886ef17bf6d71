"""PDF with text: tables by their ruled lines, everything else as paragraphs in reading order."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from api.kit.text import nfc
from api.plans.imports.document import Document, GridRow, Paragraph, Table
from api.plans.imports.preview import Refused
from api.plans.imports.readers.grid import Block, slots_of
from api.plans.imports.readers.lines import TextLine, Word, lines_of, parts_of, text_of

_MAX_PAGES = 200
_FEW_LETTERS = 40  # of a whole file: a scan with a stamp on it
_SAME_EDGE = 3.0
_OPEN_ENDS = 3
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*", re.IGNORECASE)
_OLD_FONTS = re.compile(r"(?:^|\+)(?:\.?Vn[A-Z]|VNI-|\.VN)")
_UNREAD = re.compile(r"\(cid:\d+\)|\ufffd")

Box = tuple[float, float, float, float]


def read(data: bytes) -> Document:
    """The document in the file. Raises Refused: encrypted, scan, unreadable_text, damaged, too_long."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > _MAX_PAGES:
                raise Refused("too_long")
            pages = [_PageReader(page).content() for page in file.pages]
    except Refused:
        raise
    except Exception as error:  # the parser raises whatever a damaged file makes it trip over
        raise Refused(_cause(error)) from error
    _refuse_unreadable(pages)
    return Document(tuple(_Assembly().items(pages)))


def _cause(error: BaseException) -> str:
    inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    return "encrypted" if isinstance(inner, (PDFPasswordIncorrect, PDFEncryptionError)) else "damaged"


@dataclass(slots=True)
class _Ruled:
    """A table on one page."""

    box: Box
    edges: tuple[float, ...]
    blocks: list[Block]
    height: int


@dataclass(slots=True)
class _Content:
    """A page: its tables and the lines outside them, from the top."""

    number: int
    width: float
    items: list["_Ruled | TextLine"] = field(default_factory=list)
    letters: int = 0
    unread: int = 0
    old_fonts: int = 0


def _refuse_unreadable(pages: Sequence[_Content]) -> None:
    letters = sum(page.letters for page in pages)
    if letters < _FEW_LETTERS:
        raise Refused("scan")
    if 5 * sum(page.unread for page in pages) > letters or 2 * sum(page.old_fonts for page in pages) > letters:
        raise Refused("unreadable_text")


class _PageReader:
    def __init__(self, page: Page) -> None:
        self._page = page
        # A shadow or a bold made by printing twice would otherwise double every letter.
        self._clean = page.dedupe_chars(tolerance=0.5, extra_attrs=()) if _has_doubles(page) else page

    def content(self) -> _Content:
        page = self._clean
        content = _Content(page.page_number, float(page.width))
        for char in page.chars:
            content.letters += not char["text"].isspace()
            content.unread += bool(_UNREAD.search(char["text"]))
            content.old_fonts += bool(_OLD_FONTS.search(char["fontname"]))
        words = self._words()
        found = page.find_tables(_open_ends(page.edges))
        tables = [self._table(table, words) for table in found]
        ruled = [table for table in tables if table is not None]
        outside = [word for word in words if not any(_inside(word, table.box) for table in ruled)]
        items: list[_Ruled | TextLine] = [*ruled, *lines_of(outside)]
        content.items = sorted(items, key=lambda item: item.box[1] if isinstance(item, _Ruled) else item.top)
        page.close()
        return content

    def _words(self) -> list[Word]:
        found = self._clean.extract_words(x_tolerance=2, y_tolerance=3, extra_attrs=["fontname"], use_text_flow=False)
        return [
            Word(nfc(w["text"]), w["x0"], w["x1"], w["top"], w["bottom"], "bold" in w["fontname"].lower())
            for w in found
        ]

    def _table(self, table: Any, words: Sequence[Word]) -> _Ruled | None:
        boxes: list[Box] = [cell for cell in table.cells if cell]
        xs, ys = _edges(box[i] for box in boxes for i in (0, 2)), _edges(box[i] for box in boxes for i in (1, 3))
        if len(xs) < 3 or len(ys) < 2:
            return None
        inner = _texts(boxes, words)
        blocks = [_block(box, xs, ys, *text) for box, text in zip(boxes, inner, strict=True)]
        return _Ruled(tuple(table.bbox), tuple(xs), blocks, len(ys) - 1)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A ruled line: where it runs, and from where to where."""

    place: float
    start: float
    end: float


def _open_ends(edges: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Settings that close a table left open: its rules end together where no rule crosses them.

    So it is where a row is cut by the page's end, and in tables without outer borders.
    """
    # A rule drawn as a thin box has short edges across it, which are no rules.
    long = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) > 2 * _SAME_EDGE]
    upright = [_Rule(e["x0"], e["top"], e["bottom"]) for e in long if e["orientation"] == "v"]
    level = [_Rule(e["top"], e["x0"], e["x1"]) for e in long if e["orientation"] == "h"]
    across = list(_missing(upright, level))
    down = list(_missing([*level, *across], upright))
    return {
        "explicit_horizontal_lines": [_line(rule.start, rule.place, rule.end, rule.place) for rule in across],
        "explicit_vertical_lines": [_line(rule.place, rule.start, rule.place, rule.end) for rule in down],
    }


def _line(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """A line in the parser's own terms."""
    box = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return {"object_type": "line", **box}


def _missing(rules: Sequence[_Rule], crossing: Sequence[_Rule]) -> Iterator[_Rule]:
    """Rules nobody drew: where three rules or more stop on one line, as far as the rules that cross those reach."""
    ends: dict[int, list[_Rule]] = {}
    for rule in rules:
        for value in {round(rule.start), round(rule.end)}:
            ends.setdefault(value, []).append(rule)
    drawn = {rule.place for rule in crossing}
    for value, stopping in ends.items():
        open_end = all(abs(value - place) > _SAME_EDGE for place in drawn)
        if open_end and len({rule.place for rule in stopping}) >= _OPEN_ENDS:
            stops = sorted({rule.place for rule in stopping} | _reach(stopping, crossing))
            for start, end in pairwise(stops):
                if end - start > _SAME_EDGE and _covered(start, end, crossing):
                    yield _Rule(float(value), start, end)


def _reach(rules: Sequence[_Rule], crossing: Sequence[_Rule]) -> set[float]:
    """The ends of the rules that cross these."""
    first, last = min(rule.start for rule in rules) - _SAME_EDGE, max(rule.end for rule in rules) + _SAME_EDGE
    met = [rule for rule in crossing if first <= rule.place <= last]
    return {min(rule.start for rule in met), max(rule.end for rule in met)} if met else set()


def _covered(start: float, end: float, rules: Sequence[_Rule]) -> bool:
    """Whether a rule runs along all of a stretch, so that both its ends belong to one table."""
    return any(rule.start - _SAME_EDGE <= start and end <= rule.end + _SAME_EDGE for rule in rules)


def _has_doubles(page: Page) -> bool:
    places = Counter(
        (char["text"], round(char["x0"]), round(char["top"])) for char in page.chars if char["text"] != " "
    )
    return sum(count - 1 for count in places.values()) > 0.1 * max(len(page.chars), 1)


def _inside(word: Word, box: Box) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= word.middle <= box[3]


def _edges(values: Iterator[float]) -> list[float]:
    """The distinct edges; ones closer than a line is thick are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _texts(boxes: Sequence[Box], words: Sequence[Word]) -> list[tuple[str, bool]]:
    """The text of each cell, and whether all of it is bold."""
    inside: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        place = next((i for i, box in enumerate(boxes) if _inside(word, box)), None)
        if place is not None:
            inside[place].append(word)
    gaps = [min(w.x0 for w in held) - box[0] for held, box in zip(inside, boxes, strict=True) if held]
    padding = min(max(min(gaps, default=0.0), 0.0), 12.0)
    return [
        (text_of(lines_of(held), box[0] + padding, box[2] - padding), bool(held) and all(w.bold for w in held))
        for held, box in zip(inside, boxes, strict=True)
    ]


def _block(box: Box, xs: Sequence[float], ys: Sequence[float], text: str, bold: bool) -> Block:
    column, end_column = _nearest(xs, box[0]), _nearest(xs, box[2])
    row, end_row = _nearest(ys, box[1]), _nearest(ys, box[3])
    return Block(row, column, text, max(end_row - row, 1), max(end_column - column, 1), bold)


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


class _Assembly:
    """Puts the pages together: tables cut by a page's end become one, letterheads are read column by column."""

    def __init__(self) -> None:
        self._number = 0
        self._open: list[GridRow] = []
        self._edges: tuple[float, ...] = ()
        self._held: list[tuple[TextLine, int, float]] = []

    def items(self, pages: Sequence[_Content]) -> Iterator[Paragraph | Table]:
        for page in pages:
            for item in self._without_page_number(page):
                if isinstance(item, _Ruled):
                    yield from self._table(item, page.number)
                else:
                    yield from self._close()
                    self._held.append((item, page.number, page.width))
        yield from self._close()
        yield from self._paragraphs()

    def _without_page_number(self, page: _Content) -> list["_Ruled | TextLine"]:
        """The items but a lone number above or below everything else."""
        items = page.items
        for index in (0, -1):
            edge = items[index] if items else None
            if isinstance(edge, TextLine) and _PAGE_NUMBER.fullmatch(edge.text):
                items = items[1:] if index == 0 else items[:-1]
        return items

    def _table(self, table: _Ruled, page: int) -> Iterator[Paragraph | Table]:
        rows = slots_of(table.blocks, table.height, len(table.edges) - 1)
        goes_on = bool(self._open) and self._open[-1].page != page and _same(self._edges, table.edges)
        if not goes_on:
            yield from self._close()
            yield from self._paragraphs()
        self._edges = table.edges
        self._open += [GridRow(slots, i + 1, page, page_start=goes_on and i == 0) for i, slots in enumerate(rows)]

    def _close(self) -> Iterator[Table]:
        if self._open:
            self._number += 1
            yield Table(tuple(self._open), self._number)
            self._open = []

    def _paragraphs(self) -> Iterator[Paragraph]:
        """The lines held back, those side by side read left column first."""
        held, self._held = self._held, []
        left: list[Paragraph] = []
        right: list[Paragraph] = []
        for line, page, width in held:
            parts = parts_of(line)
            if len(parts) == 1 and not _beside(line, width, bool(right)):
                yield from (*left, *right)
                left, right = [], []
                yield Paragraph(line.text, page)
                continue
            for part in parts:
                (right if part.x0 + part.x1 > width else left).append(Paragraph(part.text, page))
        yield from (*left, *right)


def _beside(line: TextLine, width: float, in_columns: bool) -> bool:
    """Whether a lone line still belongs to two columns: it keeps to one half of the page."""
    middle = width / 2
    short = line.x1 - line.x0 < 0.45 * width
    return in_columns and short and (line.x1 < middle + 20 or line.x0 > middle - 20)


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= 2 * _SAME_EDGE for a, b in zip(one, other, strict=True))
