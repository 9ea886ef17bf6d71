"""Cells with spans become rows of places."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.plans.imports.document import Slot
from api.plans.imports.preview import Refused

MAX_WIDTH = 64
MAX_ROWS = 5000
MAX_TEXT = 10_000  # of one cell; what is understood of it is bounded by this


@dataclass(frozen=True, slots=True)
class Block:
    """A cell: where it begins, counted from 0, and how far it reaches."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False


def slots_of(blocks: Iterable[Block], height: int, width: int) -> list[tuple[Slot, ...]]:
    """The places of a grid of that size; of two cells that claim one place the first keeps it."""
    if height > MAX_ROWS:
        raise Refused("too_long")
    width = min(width, MAX_WIDTH)
    grid: list[list[Slot | None]] = [[None] * width for _ in range(height)]
    for block in blocks:
        if len(block.text) > MAX_TEXT:
            raise Refused("too_long")
        _lay(grid, block, height, width)
    return [tuple(slot or Slot() for slot in row) for row in grid]


def _lay(grid: list[list[Slot | None]], block: Block, height: int, width: int) -> None:
    for row in range(block.row, min(block.row + block.rows, height)):
        for column in range(block.column, min(block.column + block.columns, width)):
            if grid[row][column] is not None:
                continue
            if row == block.row and column == block.column:
                grid[row][column] = Slot(block.text, bold=block.bold)
            else:
                grid[row][column] = Slot(down=row > block.row, across=row == block.row)
