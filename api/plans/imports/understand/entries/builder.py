"""Goes down the rows of a section: each begins a group or an item, goes on with the one above, or is set aside."""

from collections.abc import Iterator

from api.plans.imports.document import Table
from api.plans.imports.preview import Problem, Unread
from api.plans.imports.understand.cells import bullet_of, flat, joined, starts_fresh
from api.plans.imports.understand.columns import Section, is_column_numbers, is_heading_again
from api.plans.imports.understand.entries.lines import Line, Shape, line_of
from api.plans.imports.understand.entries.tree import Entry, Tree
from api.plans.imports.understand.marks import NO_MARK, Mark, Rank, leading_mark


def entries_of(section: Section) -> tuple[list[Entry], list[Unread]]:
    """The entries of a section in order, and what was left out of them."""
    builder = _Builder(section)
    for number, (table, start, end) in enumerate(section.pieces):
        builder.open_piece()
        for index in range(start, end):
            builder.take(table, index, first_of_piece=number > 0 and index == start)
    builder.tree.finish()
    return builder.tree.entries, builder.unread


class _Builder:
    """Reads one row after another and remembers where it stands."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.shape = Shape(section.columns)
        self.tree = Tree(self.shape)
        self.unread: list[Unread] = []
        self._turned = False  # the heading was just repeated at the top of a page
        self._closed = False  # a signature stands above: the table is over
        self._noted = False  # a note stands right above, and may go on

    def open_piece(self) -> None:
        """A further table of the section: no note or signature stands above its rows."""
        self._closed = self._noted = False

    def take(self, table: Table, index: int, *, first_of_piece: bool) -> None:
        """One row more."""
        row = table.rows[index]
        if row.blank and not any(slot.down for slot in row.slots):
            return
        if is_heading_again(row, self.section) or (not self.tree.entries and is_column_numbers(row)):
            self._turned |= row.page_start
            return
        line = line_of(table, index, page_start=first_of_piece or self._turned)
        self._turned = False
        if not line.filled:
            return
        if self._is_group_again(line):
            self._turned = True
        elif self._is_no_row(line):
            self._set_aside(line)
        elif self._continues(line):
            self._extend(line)
        elif not self._take_group(line, table, index):
            self.tree.take_item(line)

    # What is no row of the plan

    def _is_no_row(self, line: Line) -> bool:
        """Whether the row is hidden, a note or a signature, or stands under one without a number of its own."""
        if line.hidden or self.tree.last is None:
            return line.hidden
        if line.is_signature:
            self._closed = True
        if self.shape.mark(line) is not NO_MARK and self.shape.text(line, self.shape.title):
            self._closed = self._noted = False
        self._noted = line.is_note or (self._noted and len(line.filled) == 1)
        return self._closed or self._noted or (line.is_footer and self.shape.mark(line) is NO_MARK)

    def _is_group_again(self, line: Line) -> bool:
        """Whether the current group's row is repeated at the top of a page."""
        group = self.tree.group
        if group is None or not line.page_start or not self.shape.is_lone_title(line):
            return False
        return [line.own[c] for c in line.filled] == [group.line.own[c] for c in group.line.filled]

    def _set_aside(self, line: Line) -> None:
        text = " | ".join(line.own[column] for column in line.filled)
        code = "row_hidden" if line.hidden else "row_set_aside"
        self.unread.append(Unread(line.source, Problem.of(code, "", text=text)))

    # Broken rows

    def _continues(self, line: Line) -> bool:
        """Whether the row is the rest of the one before it: no number, and its texts run on."""
        last = self.tree.last
        if last is None or self.shape.mark(line) is not NO_MARK or self.shape.bullet_number(line):
            return False
        if last.is_group:
            return line.page_start and self.shape.is_lone_title(line) and not starts_fresh(line.own[line.filled[-1]])
        if self.shape.is_lone_title(line) and self.shape.looks_like_group(line):
            return False
        if line.page_start:
            return not self.shape.is_fresh(line)
        if self.shape.title is not None and line.own[self.shape.title]:
            return self._runs_on(last, line)
        return self.shape.lacks_own_work(line)

    def _runs_on(self, last: Entry, line: Line) -> bool:
        """Whether the title begins in lower case, the one before it had not ended, and little else stands there."""
        title = line.own[self.shape.title] if self.shape.title is not None else ""
        if bullet_of(title) or starts_fresh(title) or last.title.endswith((".", ";")):
            return False
        return not all(line.own[column] for column in self.shape.wanted()) or not self._has_numbers()

    def _has_numbers(self) -> bool:
        return self.shape.number is not None and any(entry.mark is not NO_MARK for entry in self.tree.entries)

    def _extend(self, line: Line) -> None:
        last = self.tree.entries[-1]
        for column in line.filled:
            last.values[column] = joined(last.values.get(column, ""), line.own[column])
        if last.is_group:
            last.title = flat(f"{last.title} {line.own[line.filled[-1]]}")
        elif self.shape.title is not None:
            last.title = last.values.get(self.shape.title, "")
        if not line.page_start and not any(line.down):
            last.problems.append(Problem.of("row_joined"))

    # Groups

    def _take_group(self, line: Line, table: Table, index: int) -> bool:
        if not self.shape.is_lone_title(line):
            return self._take_valued_group(line, table, index)
        column = line.filled[-1]
        mark, title = self.shape.mark(line), line.own[column]
        if mark is NO_MARK:
            mark, title = leading_mark(title)
        high = mark.rank in (Rank.LETTER, Rank.ROMAN) or line.spans[column]
        bare = mark is NO_MARK and (line.bold[column] or line.own[column].isupper())
        assumed = not bare and self._heads_numbered(line, table, index)
        parent = mark.rank is Rank.DECIMAL and self._holds_next(mark, table, index)
        if parent and not high and (self.tree.stands_under_roman() or not self.shape.tasks):
            parent = not self.shape.tasks
        if not (high or bare or parent or assumed):
            return False
        group = self.tree.open_group(line, mark, flat(title))
        if assumed and not high:
            group.problems.append(Problem.of("group_assumed"))
        return True

    def _heads_numbered(self, line: Line, table: Table, index: int) -> bool:
        """Whether a lone title without a number, printed like any other text, stands right above a numbered row."""
        column = line.filled[-1]
        if self.shape.number is None or column != self.shape.title or line.own[self.shape.number]:
            return False
        below = next(self._following(table, index), None)
        if below is None or not self.tree.counts_on(self.shape.mark(below)):
            return False
        return starts_fresh(line.own[column]) and not bullet_of(line.own[column])

    def _take_valued_group(self, line: Line, table: Table, index: int) -> bool:
        """A row numbered “I” over rows numbered 1, 2 is their group even where a unit stands beside it."""
        mark = self.shape.mark(line)
        if mark.rank not in (Rank.LETTER, Rank.ROMAN) or not self.shape.text(line, self.shape.title):
            return False
        following = self._next_mark(table, index)
        if following is None or following.rank <= mark.rank:
            return False
        extra = [line.own[c] for c in line.filled if c not in (self.shape.number, self.shape.title)]
        group = self.tree.open_group(line, mark, flat(line.own[self.shape.title or 0]))
        group.problems.append(Problem.of("group_has_values", "", text=" | ".join(extra)))
        return True

    def _following(self, table: Table, index: int) -> Iterator[Line]:
        end = next(e for t, _, e in self.section.pieces if t is table)
        for below in range(index + 1, min(end, index + 4)):
            line = line_of(table, below)
            if line.filled and not line.hidden:
                yield line

    def _next_mark(self, table: Table, index: int) -> Mark | None:
        return next(
            (mark for line in self._following(table, index) if (mark := self.shape.mark(line)) is not NO_MARK), None
        )

    def _holds_next(self, mark: Mark, table: Table, index: int) -> bool:
        following = self._next_mark(table, index)
        if following is None:
            return False
        return following.parent == mark.text or (following.rank is Rank.SMALL and not self.shape.tasks)
