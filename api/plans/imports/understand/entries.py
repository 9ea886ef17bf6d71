"""Rows of a table become entries: groups and items, broken rows put together, sub-rows under what holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api.kit.text import fold
from api.plans.imports.document import Table
from api.plans.imports.preview import Problem, Source, Unread
from api.plans.imports.understand.cells import bullet_of, flat, joined, starts_fresh, tidy
from api.plans.imports.understand.columns import Section, is_column_numbers, is_heading_again
from api.plans.imports.understand.marks import NO_MARK, Mark, Rank, follows, leading_mark, mark_of
from api.plans.imports.understand.roles import Role

_FOOTERS = (
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
    "tong cong",
    "tong so",
    "luu y",
)
_DITTO = {"nt", "-nt-", "nhu tren", '"', "''", "//", "〃", "-//-", "“", "”"}


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

    @property
    def filled(self) -> list[int]:
        """The columns in which a cell with text begins."""
        return [column for column, text in enumerate(self.own) if text]


@dataclass(slots=True)
class Entry:
    """A group or an item. `values` are texts by column; `group` the group it stands in, `parent` the item above it."""

    line: Line
    mark: Mark = NO_MARK
    is_group: bool = False
    title: str = ""
    values: dict[int, str] = field(default_factory=dict)
    group: "Entry | None" = None
    parent: "Entry | None" = None
    problems: list[Problem] = field(default_factory=list)
    is_parent: bool = False

    def cells(self, headings: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The printed cells under their headings."""
        return tuple((headings[column], text) for column, text in sorted(self.values.items()) if text)


def entries_of(section: Section) -> tuple[list[Entry], list[Unread]]:
    """The entries of a section in order, and what was left out of them."""
    builder = _Builder(section)
    for number, (table, start, end) in enumerate(section.pieces):
        for index in range(start, end):
            builder.take(table, index, first_of_piece=number > 0 and index == start)
    return builder.entries, builder.unread


def _line(table: Table, index: int, page_start: bool) -> Line:
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
    )


class _Builder:
    """Goes down the rows of a section and remembers where it stands."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.entries: list[Entry] = []
        self.unread: list[Unread] = []
        columns = section.columns
        self._number = columns.first(Role.NUMBER)
        self._title = columns.first(Role.TITLE)
        self._groups = columns.first(Role.GROUP)
        self._group: Entry | None = None
        self._column_group: Entry | None = None
        self._turned = False  # the heading was just repeated at the top of a page

    def take(self, table: Table, index: int, *, first_of_piece: bool) -> None:
        """One row more."""
        row = table.rows[index]
        if row.blank and not any(slot.down for slot in row.slots):
            return
        if is_heading_again(row, self.section) or (not self.entries and is_column_numbers(row)):
            self._turned |= row.page_start
            return
        line = _line(table, index, first_of_piece or self._turned)
        self._turned = False
        if not line.filled:
            return
        if self._is_group_again(line):
            self._turned = True
        elif self._is_footer(line):
            self._set_aside(line)
        elif self._continues(line):
            self._extend(line)
        elif not self._take_group(line, table, index):
            self._take_item(line)

    @property
    def _last(self) -> Entry | None:
        return self.entries[-1] if self.entries else None

    def _text(self, line: Line, column: int | None) -> str:
        return line.own[column] if column is not None else ""

    # What is no row of the plan

    def _is_footer(self, line: Line) -> bool:
        filled = line.filled
        return len(filled) == 1 and fold(line.own[filled[0]]).startswith(_FOOTERS) and self._last is not None

    def _is_group_again(self, line: Line) -> bool:
        """Whether the current group's row is repeated at the top of a page."""
        group = self._group
        if group is None or not line.page_start or not self._is_lone_title(line):
            return False
        return [line.own[c] for c in line.filled] == [group.line.own[c] for c in group.line.filled]

    def _set_aside(self, line: Line) -> None:
        text = " | ".join(line.own[column] for column in line.filled)
        self.unread.append(Unread(line.source, Problem.of("row_set_aside", "", text=text)))

    # Broken rows

    def _continues(self, line: Line) -> bool:
        """Whether the row is the rest of the one before it: no number, and its texts run on."""
        last = self._last
        if last is None or self._mark(line) is not NO_MARK or self._bullet_number(line):
            return False
        if last.is_group:
            return line.page_start and self._is_lone_title(line) and not starts_fresh(line.own[line.filled[-1]])
        if self._is_lone_title(line) and self._looks_like_group(line):
            return False
        if line.page_start:
            return not self._is_fresh(line)
        if self._title is not None and line.own[self._title]:
            return self._runs_on(last, line)
        return self._lacks_own_work(line)

    def _is_fresh(self, line: Line) -> bool:
        """Whether a row at the top of a page says all that a row says, and begins it anew."""
        wanted = self._wanted()
        texts = [line.own[column] for column in line.filled]
        return all(line.own[column] or line.down[column] for column in wanted) and all(map(starts_fresh, texts))

    def _wanted(self) -> list[int]:
        """The columns a row of its own fills: who leads, and by when (or the target)."""
        columns = self.section.columns
        roles = (Role.LEAD, Role.DEADLINE, Role.RESULTS) if columns.tasks else (Role.TARGET,)
        return [column for role in roles for column in columns.of(role)]

    def _runs_on(self, last: Entry, line: Line) -> bool:
        """Whether the title begins in lower case, the one before it had not ended, and little else stands there."""
        title = line.own[self._title] if self._title is not None else ""
        if bullet_of(title) or starts_fresh(title) or last.title.endswith((".", ";")):
            return False
        return not all(line.own[column] for column in self._wanted()) or not self._has_numbers()

    def _has_numbers(self) -> bool:
        return self._number is not None and any(entry.mark is not NO_MARK for entry in self.entries)

    def _lacks_own_work(self, line: Line) -> bool:
        """Whether a row without a title lacks a unit or a deadline, so that it only adds to the row above."""
        columns = self.section.columns
        roles = (Role.LEAD, Role.DEADLINE) if columns.tasks else (Role.TARGET,)
        needed = [column for role in roles for column in columns.of(role)]
        return not needed or any(not line.own[column] for column in needed) or self._only_results_differ(line)

    def _only_results_differ(self, line: Line) -> bool:
        results = self.section.columns.of(Role.RESULTS)
        return bool(results) and set(line.filled) <= set(results)

    def _extend(self, line: Line) -> None:
        last = self.entries[-1]
        for column in line.filled:
            last.values[column] = joined(last.values.get(column, ""), line.own[column])
        if last.is_group:
            last.title = flat(f"{last.title} {line.own[line.filled[-1]]}")
        elif self._title is not None:
            last.title = last.values.get(self._title, "")
        if not line.page_start and not any(line.down):
            last.problems.append(Problem.of("row_joined"))

    # Groups

    def _mark(self, line: Line) -> Mark:
        return mark_of(self._text(line, self._number))

    def _bullet_number(self, line: Line) -> bool:
        return bool(self._text(line, self._number)) and self._mark(line) is NO_MARK

    def _is_lone_title(self, line: Line) -> bool:
        """Whether nothing but a number and one text stands in the row."""
        rest = [column for column in line.filled if column != self._number]
        if self._number is not None and line.filled == [self._number]:
            return len(line.own[self._number]) > 6  # a title merged over the whole row
        return len(rest) == 1 and (rest[0] == self._title or line.spans[rest[0]])

    def _looks_like_group(self, line: Line) -> bool:
        column = line.filled[-1]
        mark = self._mark(line)
        if mark is NO_MARK:
            mark, _ = leading_mark(line.own[column])
        upper = line.own[column].isupper()
        return line.spans[column] or line.bold[column] or upper or mark.rank in (Rank.LETTER, Rank.ROMAN)

    def _take_group(self, line: Line, table: Table, index: int) -> bool:
        if not self._is_lone_title(line):
            return self._take_valued_group(line, table, index)
        column = line.filled[-1]
        mark, title = self._mark(line), line.own[column]
        if mark is NO_MARK:
            mark, title = leading_mark(title)
        high = mark.rank in (Rank.LETTER, Rank.ROMAN) or line.spans[column]
        bare = mark is NO_MARK and (line.bold[column] or line.own[column].isupper())
        parent = mark.rank is Rank.DECIMAL and self._holds_next(mark, table, index)
        if parent and not high and (self._stands_under_roman() or not self.section.columns.tasks):
            parent = not self.section.columns.tasks
        if not (high or bare or parent):
            return False
        self._open_group(line, self._lettered(mark), flat(title))
        return True

    def _take_valued_group(self, line: Line, table: Table, index: int) -> bool:
        """A row numbered “I” over rows numbered 1, 2 is their group even where a unit stands beside it."""
        mark = self._mark(line)
        if mark.rank not in (Rank.LETTER, Rank.ROMAN) or not self._text(line, self._title):
            return False
        following = self._next_mark(table, index)
        if following is None or following.rank <= mark.rank:
            return False
        extra = [line.own[c] for c in line.filled if c not in (self._number, self._title)]
        group = self._open_group(line, self._lettered(mark), flat(line.own[self._title or 0]))
        group.problems.append(Problem.of("group_has_values", "", text=" | ".join(extra)))
        return True

    def _open_group(self, line: Line, mark: Mark, title: str) -> Entry:
        group = Entry(line, mark, is_group=True, title=title, group=self._group_above(mark))
        group.values = {column: line.own[column] for column in line.filled}
        self.entries.append(group)
        self._group = group
        return group

    def _lettered(self, mark: Mark) -> Mark:
        """C after B, or D after C, is a letter and not a Roman hundred."""
        letters = [e.mark.text for e in self.entries if e.is_group and e.mark.rank is Rank.LETTER]
        if mark.rank is Rank.ROMAN and len(mark.text) == 1 and letters and follows(mark.text, letters[-1]):
            return Mark(mark.text, Rank.LETTER)
        return mark

    def _group_above(self, mark: Mark) -> Entry | None:
        group = self._group
        while group is not None and group.mark.rank >= mark.rank:
            group = group.group
        return group

    def _stands_under_roman(self) -> bool:
        return self._group is not None and self._group.mark.rank in (Rank.LETTER, Rank.ROMAN)

    def _following(self, table: Table, index: int) -> Iterator[Line]:
        end = next(e for t, _, e in self.section.pieces if t is table)
        for below in range(index + 1, min(end, index + 4)):
            line = _line(table, below, page_start=False)
            if line.filled:
                yield line

    def _next_mark(self, table: Table, index: int) -> Mark | None:
        return next((mark for line in self._following(table, index) if (mark := self._mark(line)) is not NO_MARK), None)

    def _holds_next(self, mark: Mark, table: Table, index: int) -> bool:
        following = self._next_mark(table, index)
        if following is None:
            return False
        return following.parent == mark.text or (following.rank is Rank.SMALL and not self.section.columns.tasks)

    # Items

    def _take_item(self, line: Line) -> None:
        self._take_column_group(line)
        untitled = self._title is not None and not line.own[self._title] and self._mark(line) is NO_MARK
        if untitled and self._last is not None and not self._last.is_group:
            self._take_sub_row(line)
        else:
            self._append(line)

    def _append(self, line: Line, parent: Entry | None = None) -> Entry:
        entry = Entry(line, self._settled_mark(line), group=self._group)
        entry.values = self._values(line)
        entry.title = entry.values.get(self._title, "") if self._title is not None else ""
        entry.parent = parent or self._parent_of(entry)
        self.entries.append(entry)
        return entry

    def _values(self, line: Line) -> dict[int, str]:
        """The texts of a row: its own, those of cells that reach down into it, and “như trên” looked up."""
        values = {column: text or line.above[column] for column, text in enumerate(line.own)}
        return {column: text for column, text in values.items() if text}

    def _settled_mark(self, line: Line) -> Mark:
        mark = self._mark(line)
        if mark is NO_MARK and self._number is not None and not line.own[self._number] and not line.down[self._number]:
            return NO_MARK
        if mark is NO_MARK and self._number is None and self._title is not None:
            return leading_mark(line.own[self._title])[0]
        return mark

    def _take_sub_row(self, line: Line) -> None:
        """A further row under one number: its holder keeps number and title, the rows below carry the work."""
        last = self.entries[-1]
        holder = last.parent if last.parent is not None and last.mark is NO_MARK else None
        if holder is None or not holder.is_parent:
            holder = self._make_holder(last)
        self._append(self._without_heading(line), holder)

    def _make_holder(self, first: Entry) -> Entry:
        """Splits the first row in two: the holder of number and title, and the first sub-row."""
        kept = {self._number, self._title} - {None}
        holder = Entry(
            first.line, first.mark, title=first.title, group=first.group, parent=first.parent, is_parent=True
        )
        holder.values = {column: text for column, text in first.values.items() if column in kept}
        holder.problems = [problem for problem in first.problems if problem.field == ""]
        first.values = {column: text for column, text in first.values.items() if column not in kept}
        first.mark, first.title, first.parent, first.problems = NO_MARK, "", holder, []
        self.entries.insert(len(self.entries) - 1, holder)
        return holder

    def _without_heading(self, line: Line) -> Line:
        for column in (self._number, self._title):
            if column is not None:
                line.above[column] = ""
        return line

    def _parent_of(self, entry: Entry) -> Entry | None:
        """The item a row stands under: “1” for “1.1”, the last numbered one for “a)” and bullets."""
        if entry.mark.rank is Rank.DECIMAL:
            return self._item_numbered(entry.mark.parent) if entry.mark.parent else None
        small = entry.mark.rank is Rank.SMALL
        if small or (entry.mark is NO_MARK and bullet_of(entry.title)) or self._bullet_number(entry.line):
            return next((e for e in self._items_of_group() if e.mark.rank is Rank.DECIMAL and e.parent is None), None)
        return None

    def _item_numbered(self, number: str) -> Entry | None:
        return next((e for e in self._items_of_group() if e.mark.text == number), None)

    def _items_of_group(self) -> Iterator[Entry]:
        """The items of the current group, the last first."""
        for entry in reversed(self.entries):
            if entry.is_group and entry is self._group:
                return
            if not entry.is_group:
                yield entry

    def _take_column_group(self, line: Line) -> None:
        """A column of groups, its cells reaching down over their rows."""
        column = self._groups
        if column is None or not line.own[column]:
            return
        mark, title = leading_mark(line.own[column])
        if self._column_group is None or self._column_group.title != flat(title):
            group = Entry(line, mark, is_group=True, title=flat(title))
            group.values = {column: line.own[column]}
            self.entries.append(group)
            self._group = self._column_group = group
        line.own[column] = ""


def is_ditto(text: str) -> bool:
    """Whether a cell says “as above”."""
    return fold(text).strip(" .") in _DITTO


def settle_dittos(entries: list[Entry], skipped: set[int | None]) -> None:
    """“nt” becomes what stands above it, and says so."""
    above: dict[int, Any] = {}
    for entry in entries:
        for column, text in entry.values.items():
            if column in skipped or entry.is_group:
                continue
            if is_ditto(text) and column in above:
                entry.problems.append(Problem.of("ditto", "", text=text))
                entry.values[column] = above[column]
            above[column] = entry.values[column]
