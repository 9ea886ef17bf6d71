"""What every reader makes of a file: paragraphs and tables, whatever format they came from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a table's grid.

    A merged cell's text stands in its first place; the places it covers to the right are `across`, those below
    `down`, and both are empty.
    """

    text: str = ""
    bold: bool = False
    across: bool = False
    down: bool = False

    @property
    def own(self) -> bool:
        """Whether a cell begins here."""
        return not (self.across or self.down)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its places, its page from 1 if pages are known, its number from 1 as a user would count it there.

    `hidden` is a row that a sheet keeps and does not show.
    """

    slots: tuple[Slot, ...]
    number: int
    page: int | None = None
    page_start: bool = False
    hidden: bool = False

    @property
    def texts(self) -> list[str]:
        """The text of each place; empty where a merged cell covers it."""
        return [slot.text for slot in self.slots]

    @property
    def blank(self) -> bool:
        """Whether nothing is written in the row."""
        return not any(slot.text for slot in self.slots)

    def widened(self, width: int) -> "GridRow":
        """The row with empty places added up to the width."""
        return replace(self, slots=self.slots + (Slot(),) * (width - len(self.slots)))


@dataclass(frozen=True, slots=True)
class Table:
    """A table, `number` counted from 1 in the file. Pieces on several pages are one table where that could be seen.

    `name` is a sheet's name, `sheet` says that rows above and below the real table are part of this grid.
    """

    rows: tuple[GridRow, ...]
    number: int
    name: str = ""
    sheet: bool = False

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return max((len(row.slots) for row in self.rows), default=0)

    def cell_above(self, row: int, column: int) -> str:
        """The text of the merged cell that covers a place from above; rows and columns count from 0."""
        while row > 0 and self.rows[row].slots[column].down:
            row -= 1
        return self.rows[row].slots[column].text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between tables."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content in reading order."""

    items: tuple[Paragraph | Table, ...]

    @property
    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (item for item in self.items if isinstance(item, Table))
