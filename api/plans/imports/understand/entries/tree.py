"""Entries as they stand under one another: groups, items, sub-rows under a number they share."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from api.plans.imports.preview import Problem
from api.plans.imports.understand.cells import bullet_of, flat
from api.plans.imports.understand.entries.lines import Line, Shape
from api.plans.imports.understand.marks import NO_MARK, Mark, Rank, follows, leading_mark, mark_of


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


class Tree:
    """The entries so far, and the group in which the next one stands."""

    def __init__(self, shape: Shape) -> None:
        self.entries: list[Entry] = []
        self.group: Entry | None = None
        self._shape = shape
        self._column_group: Entry | None = None
        self._number_counts_groups = False

    @property
    def last(self) -> Entry | None:
        """The entry right above."""
        return self.entries[-1] if self.entries else None

    # Groups

    def open_group(self, line: Line, mark: Mark, title: str) -> Entry:
        """A group the next items stand in."""
        mark = self._lettered(mark)
        group = Entry(line, mark, is_group=True, title=title, group=self._group_above(mark))
        group.values = {column: line.own[column] for column in line.filled}
        self.entries.append(group)
        self.group = group
        return group

    def _lettered(self, mark: Mark) -> Mark:
        """C after B, or D after C, is a letter and not a Roman hundred."""
        letters = [e.mark.text for e in self.entries if e.is_group and e.mark.rank is Rank.LETTER]
        if mark.rank is Rank.ROMAN and len(mark.text) == 1 and letters and follows(mark.text, letters[-1]):
            return Mark(mark.text, Rank.LETTER)
        return mark

    def _group_above(self, mark: Mark) -> Entry | None:
        group = self.group
        while group is not None and group.mark.rank >= mark.rank:
            group = group.group
        return group

    def stands_under_roman(self) -> bool:
        """Whether the current group is numbered “I” or “A”."""
        return self.group is not None and self.group.mark.rank in (Rank.LETTER, Rank.ROMAN)

    def _take_column_group(self, line: Line) -> None:
        """A column of groups, its cells reaching down over their rows."""
        column = self._shape.groups
        if column is None or not line.own[column]:
            return
        mark, title = leading_mark(line.own[column])
        if self._column_group is None or self._column_group.title != flat(title):
            group = Entry(line, mark, is_group=True, title=flat(title))
            group.values = {column: line.own[column]}
            self.entries.append(group)
            self.group = self._column_group = group
        line.own[column] = ""

    def finish(self) -> None:
        """Gives the groups of a column their numbers, where a number reached down over all rows of its group."""
        if not self._number_counts_groups:
            return
        for group, item in pairwise(self.entries):
            if group.is_group and self._shape.groups in group.values and not item.is_group:
                self._give_number(group, item)

    def _give_number(self, group: Entry, item: Entry) -> None:
        group.mark, item.mark = item.mark, NO_MARK
        if self._shape.number in item.values:
            group.values[self._shape.number] = item.values.pop(self._shape.number)

    # Items

    def take_item(self, line: Line) -> None:
        """An item, or a further row under the number of the one above."""
        self._take_column_group(line)
        shape = self._shape
        untitled = shape.title is not None and not line.own[shape.title] and shape.mark(line) is NO_MARK
        if untitled and self.last is not None and not self.last.is_group:
            self._take_sub_row(line)
        else:
            self._append(line)

    def _append(self, line: Line, parent: Entry | None = None) -> Entry:
        mark = self._settled_mark(line)
        self._leave_group(mark)
        entry = Entry(line, mark, group=self.group)
        entry.values = self._values(line)
        entry.title = entry.values.get(self._shape.title, "") if self._shape.title is not None else ""
        entry.parent = parent or self._parent_of(entry)
        self.entries.append(entry)
        return entry

    def _leave_group(self, mark: Mark) -> None:
        """“2” after 1.1, 1.2 stands beside group 1 and not in it, though no group 2 was begun."""
        group = self.group
        if group is None or group.mark.rank is not Rank.DECIMAL or mark.rank is not Rank.DECIMAL:
            return
        inside = f"{group.mark.text}."
        counted = [e for e in self.entries if e.group is group and e.mark.rank is Rank.DECIMAL]
        if counted and all(e.mark.text.startswith(inside) for e in counted) and not mark.text.startswith(inside):
            self.group = group.group

    def counts_on(self, mark: Mark) -> bool:
        """Whether a number begins at 1 or is the one after the last, so that no row before it lacks its own."""
        if mark.rank is not Rank.DECIMAL:
            return False
        last = next((e.mark for e in reversed(self.entries) if e.mark.rank is Rank.DECIMAL), None)
        place = int(mark.text.rpartition(".")[2])
        return place == 1 or (last is not None and place == int(last.text.rpartition(".")[2]) + 1)

    def _values(self, line: Line) -> dict[int, str]:
        """The texts of a row: its own, those of cells that reach down into it, and “như trên” looked up."""
        values = {column: text or line.above[column] for column, text in enumerate(line.own)}
        return {column: text for column, text in values.items() if text}

    def _settled_mark(self, line: Line) -> Mark:
        shape = self._shape
        mark = shape.mark(line)
        if mark is not NO_MARK or shape.title is None:
            return mark
        if shape.number is None:
            return leading_mark(line.own[shape.title])[0]
        return self._mark_above(line) if line.down[shape.number] and line.own[shape.title] else mark

    def _mark_above(self, line: Line) -> Mark:
        """The number that reaches down into a row with a title: its own too, unless it is that of the whole group."""
        shape = self._shape
        if shape.groups is not None and line.down[shape.groups]:
            self._number_counts_groups = True
            return NO_MARK
        return mark_of(line.above[shape.number or 0])

    def _take_sub_row(self, line: Line) -> None:
        """A further row under one number: its holder keeps number and title, the rows below carry the work."""
        last = self.entries[-1]
        holder = last.parent if last.parent is not None and last.mark is NO_MARK else None
        if holder is None or not holder.is_parent:
            holder = self._make_holder(last)
        self._append(self._without_heading(line), holder)

    def _make_holder(self, first: Entry) -> Entry:
        """Splits the first row in two: the holder of number and title, and the first sub-row."""
        kept = {self._shape.number, self._shape.title} - {None}
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
        for column in (self._shape.number, self._shape.title):
            if column is not None:
                line.above[column] = ""
        return line

    def _parent_of(self, entry: Entry) -> Entry | None:
        """The item a row stands under: “1” for “1.1”, the last numbered one for “a)” and bullets."""
        if entry.mark.rank is Rank.DECIMAL:
            return self._item_numbered(entry.mark.parent) if entry.mark.parent else None
        small = entry.mark.rank is Rank.SMALL
        if small or (entry.mark is NO_MARK and bullet_of(entry.title)) or self._shape.bullet_number(entry.line):
            return next((e for e in self._items_of_group() if e.mark.rank is Rank.DECIMAL and e.parent is None), None)
        return None

    def _item_numbered(self, number: str) -> Entry | None:
        return next((e for e in self._items_of_group() if e.mark.text == number), None)

    def _items_of_group(self) -> Iterator[Entry]:
        """The items of the current group, the last first."""
        for entry in reversed(self.entries):
            if entry.is_group and entry is self.group:
                return
            if not entry.is_group:
                yield entry
