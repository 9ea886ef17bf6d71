"""What stands on the pages of an official document, in words, whatever the format.

Everything is text as printed; nothing is left for a writer to decide but where it goes.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import orjson
from pydantic import TypeAdapter


class Style(StrEnum):
    """How a paragraph of the body stands."""

    HEADING = "heading"  # I. CHỈ TIÊU
    SUBHEADING = "subheading"  # 1. Văn phòng Sở
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the body."""

    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an annex: its heading, its share of the width (any unit), whether its cells are centred."""

    heading: str
    share: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of a cell, and over how many rows it reaches."""

    lines: tuple[str, ...] = ()
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of an annex; None where a cell reaches down from above.

    Of a heading only the first two cells are given: its number, and its title merged over the rest.
    """

    cells: tuple[Cell | None, ...]
    heading: bool = False

    @property
    def short(self) -> bool:
        """Whether the row surely fits a page, so that it need not be broken; a long one leaves too much of a gap."""
        return all(cell is None or sum(map(len, cell.lines)) < _SHORT for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on pages of its own, landscape."""

    label: str  # PHỤ LỤC I
    title: str
    attached: str  # (Kèm theo Kế hoạch …)
    sheet: str  # what its sheet is called, at most 31 letters
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The lines in capitals (“KT. GIÁM ĐỐC”, “PHÓ GIÁM ĐỐC”), and the name; empty where nobody signed yet."""

    lines: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document from its national heading to its annexes."""

    parent: str
    issuer: str
    number: str  # Số: 12/KH-SGDĐT
    day: date  # what the file says of its making; never the day it was drawn
    dated: str  # Hải Phòng, ngày 05 tháng 01 năm 2026
    kind: str  # KẾ HOẠCH
    title: str
    bases: tuple[str, ...]
    opening: str
    body: tuple[Block, ...]
    recipients: tuple[str, ...]
    signature: Signature
    annexes: tuple[Annex, ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a grid: its heading, its width in letters, and what its cells are."""

    heading: str
    width: float
    kind: Literal["text", "number", "date"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A plain table to go on working with, numbers as numbers: a workbook and no paper. Days are YYYY-MM-DD."""

    title: str
    notes: tuple[str, ...]
    sheet: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    # Of one that is to be filled in: which cells of each row are, and what may be chosen in a column.
    entries: tuple[tuple[int, ...], ...] | None = None
    choices: tuple[tuple[int, tuple[str, ...]], ...] = ()


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
_SHORT = 600  # letters of a cell that takes no more than a third of a page
_PAPER, _GRID = TypeAdapter(Paper), TypeAdapter(Grid)
_LONGEST_LINE = 200  # letters of a title on one line; centred, it is broken by hand as typists do


def pack(paper: Paper | Grid) -> bytes:
    """The paper as JSON, for the process that draws it."""
    return orjson.dumps(paper)


def unpack(data: bytes) -> Paper:
    """The paper in the JSON. Raises pydantic.ValidationError."""
    return _PAPER.validate_json(data)


def unpack_grid(data: bytes) -> Grid:
    """The grid in the JSON. Raises pydantic.ValidationError."""
    return _GRID.validate_json(data)


def title_lines(title: str) -> list[str]:
    """A long title in lines of about equal length; a short one as it is."""
    words = title.split()
    wanted = -(-len(title) // _LONGEST_LINE)
    length = len(title) / max(wanted, 1)
    lines: list[str] = []
    for word in words:
        if lines and (len(lines) == wanted or len(lines[-1]) < length):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
