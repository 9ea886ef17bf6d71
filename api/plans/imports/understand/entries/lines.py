"""One row of a table, and what its columns say of it: whether it is a lone title, a footer, the rest of a row."""

from dataclasses import dataclass

from api.kit.text import fold
from api.kit.text.patterns import later
from api.plans.imports.document import Table
from api.plans.imports.preview import Source
from api.plans.imports.understand.cells import starts_fresh, tidy
from api.plans.imports.understand.columns import Columns
from api.plans.imports.understand.marks import NO_MARK, Mark, Rank, leading_mark, mark_of
from api.plans.imports.understand.roles import Role

_SUMS = ("tong cong", "tong so:", "cong:")
_FOOTERS = (
    "tong so",
    "phu luc",
    "(kem theo",
    "(ban hanh kem",
    "(tiep theo",
    "ghi chu",
    "noi nhan",
    "nguoi lap",
    "chu thich",
    "(*)",
    "* ",
    "luu y",
    *_SUMS,
)
_NOTES = ("ghi chu", "chu thich", "noi nhan", "luu y")
# Who signs, where and when, as folded; an office in capitals only, since “Giám đốc Sở” may lead a task.
_OFFICE = later(
    r"(?:(?:kt|tm|tl|tuq|q)\b\s*\.?\s*)?(?:pho )?"
    r"(?:giam doc|chu tich|truong phong|thu truong|hieu truong|chanh van phong)(?: so| don vi| co quan)?"
    r"|(?:tm|tl|tuq)\. ?.{1,40}"
)
_SIGNED = later(r"nguoi lap(?: bieu| bang)?|noi nhan\b.*|\(?ky.{0,40}\)|.{0,40}, ?ngay .{1,5} thang .{1,5} nam .{1,5}")


@dataclass(slots=True)
class Line:
    """One row of a table, its texts by column: `own` where a cell begins, `above` where one reaches down into it."""

    own: list[str]
    above: list[str]
    down: list[bool]
    spans: list[bool]  # the cell covers the column to its right
    bold: list[bool]
    source: Source
    page_start: bool = False
    hidden: bool = False

    @property
    def filled(self) -> list[int]:
        """The columns in which a cell with text begins."""
        return [column for column, text in enumerate(self.own) if text]

    @property
    def is_footer(self) -> bool:
        """Whether the row only closes or captions a table: a note, a sum, the name of an appendix."""
        filled = self.filled
        first = fold(self.own[filled[0]])
        return first.startswith(_SUMS if len(filled) > 1 else _FOOTERS)

    @property
    def is_note(self) -> bool:
        """Whether the row is a note under the table, or its list of recipients, which further rows may go on with."""
        return self.is_footer and len(self.filled) == 1 and fold(self.own[self.filled[0]]).startswith(_NOTES)

    @property
    def is_signature(self) -> bool:
        """Whether nothing stands in the row but who signs the table, where and when."""
        return all(_signs(self.own[column].partition("\n")[0]) for column in self.filled)


def _signs(text: str) -> bool:
    folded = fold(text).strip(" :.")
    return bool(_SIGNED.fullmatch(folded) or (text.isupper() and _OFFICE.fullmatch(folded)))


def line_of(table: Table, index: int, *, page_start: bool = False) -> Line:
    """A row of a table as a line; `page_start` where a page is known to begin though the row does not say so."""
    row = table.rows[index]
    slots = row.slots
    covers = [
        column + 1 < len(slots) and slots[column + 1].across and not slots[column].down for column in range(len(slots))
    ]
    return Line(
        own=[tidy(slot.text) for slot in slots],
        above=[tidy(table.cell_above(index, c)) if slot.down else "" for c, slot in enumerate(slots)],
        down=[slot.down for slot in slots],
        spans=covers,
        bold=[slot.bold for slot in slots],
        source=Source(table.number, row.number, row.page),
        page_start=page_start or row.page_start,
        hidden=row.hidden,
    )


class Shape:
    """What a line is by the roles of its columns alone, whatever stands above it."""

    def __init__(self, columns: Columns) -> None:
        self.tasks = columns.tasks
        self.number = columns.first(Role.NUMBER)
        self.title = columns.first(Role.TITLE)
        self.groups = columns.first(Role.GROUP)
        self._columns = columns

    def text(self, line: Line, column: int | None) -> str:
        """What begins in a column of the line; nothing where there is no such column."""
        return line.own[column] if column is not None else ""

    def mark(self, line: Line) -> Mark:
        """The mark in the column of numbers."""
        return mark_of(self.text(line, self.number))

    def bullet_number(self, line: Line) -> bool:
        """Whether the column of numbers holds something that is none, as a bullet."""
        return bool(self.text(line, self.number)) and self.mark(line) is NO_MARK

    def is_lone_title(self, line: Line) -> bool:
        """Whether nothing but a number and one text stands in the row."""
        rest = [column for column in line.filled if column != self.number]
        if self.number is not None and line.filled == [self.number]:
            return len(line.own[self.number]) > 6  # a title merged over the whole row
        return len(rest) == 1 and (rest[0] == self.title or line.spans[rest[0]])

    def looks_like_group(self, line: Line) -> bool:
        """Whether a lone title is printed as the titles of groups are: bold, merged, in capitals, numbered “I”."""
        column = line.filled[-1]
        mark = self.mark(line)
        if mark is NO_MARK:
            mark, _ = leading_mark(line.own[column])
        upper = line.own[column].isupper()
        return line.spans[column] or line.bold[column] or upper or mark.rank in (Rank.LETTER, Rank.ROMAN)

    def is_fresh(self, line: Line) -> bool:
        """Whether a row at the top of a page says all that a row says, and begins it anew."""
        wanted = self.wanted()
        texts = [line.own[column] for column in line.filled]
        return all(line.own[column] or line.down[column] for column in wanted) and all(map(starts_fresh, texts))

    def wanted(self) -> list[int]:
        """The columns a row of its own fills: who leads, and by when (or the target)."""
        columns = self._columns
        roles = (Role.LEAD, Role.DEADLINE, Role.RESULTS) if columns.tasks else (Role.TARGET,)
        return [column for role in roles for column in columns.of(role)]

    def lacks_own_work(self, line: Line) -> bool:
        """Whether a row without a title lacks a unit or a deadline, so that it only adds to the row above."""
        columns = self._columns
        roles = (Role.LEAD, Role.DEADLINE) if columns.tasks else (Role.TARGET,)
        needed = [column for role in roles for column in columns.of(role)]
        return not needed or any(not line.own[column] for column in needed) or self._only_results_differ(line)

    def _only_results_differ(self, line: Line) -> bool:
        results = self._columns.of(Role.RESULTS)
        return bool(results) and set(line.filled) <= set(results)
