"""The whole of a document: its sections of tasks and targets, and its header."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.kit.text import fold
from api.plans.imports.document import Document, Paragraph, Table
from api.plans.imports.preview import Header, Preview, Problem, Refused, Source, Unread
from api.plans.imports.understand.cells import flat
from api.plans.imports.understand.columns import Section, sections_of
from api.plans.imports.understand.deadlines import Deadlines
from api.plans.imports.understand.header import read_header
from api.plans.imports.understand.names import Match, no_match
from api.plans.imports.understand.rows import rows_of
from api.plans.rules.schedule import PlanFrame

_CAPTION_LINES = 5


@dataclass(slots=True)
class Layout:
    """The document sorted out: text outside the data tables, the sections, the tables that are neither; its header."""

    lines: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    strange: list[Table] = field(default_factory=list)
    header: Header = field(default_factory=Header)


def understand(document: Document, match: Match = no_match) -> Preview:
    """The preview of a document. Raises Refused `no_table` when no table lists tasks or targets."""
    return preview_of(lay_out(document), match)


def lay_out(document: Document) -> Layout:
    """What a document says of its plan, its rows still to be read. Raises Refused `no_table`."""
    layout = _sorted(document)
    if not layout.sections:
        raise Refused("no_table")
    layout.header = read_header(layout.lines, layout.captions)
    return layout


def preview_of(layout: Layout, match: Match = no_match, *, before_includes_day: bool = False) -> Preview:
    """The preview of a document sorted out."""
    preview = Preview(layout.header, [], [_strange(table) for table in layout.strange])
    deadlines = Deadlines(frame_of(layout.header), before_includes_day)
    for section in layout.sections:
        rows, unread = rows_of(section, deadlines, match)
        preview.rows += rows
        preview.unread += unread
        preview.problems += _unsure_columns(section)
    for position, row in enumerate(preview.rows, start=1):
        row.position = position
    return preview


def frame_of(header: Header) -> PlanFrame | None:
    """What a deadline leaves unsaid, by the header of its plan; None for a plan of no known year."""
    if header.year is None:
        return None
    return PlanFrame.of(header.year, header.horizon_years, header.issued_on)


def _sorted(document: Document) -> Layout:
    layout = Layout()
    recent: list[str] = []
    for item in document.items:
        if isinstance(item, Paragraph):
            recent = [*recent, item.text][-_CAPTION_LINES:] if item.text else recent
            layout.lines.append(item.text)
            continue
        _place_table(layout, item, _caption(recent, item))
        recent = []
    return layout


def _caption(recent: Iterable[str], table: Table) -> str:
    """What is said right above a table, from the appendix's name on."""
    lines = list(recent)
    starts = [i for i, line in enumerate(lines) if fold(line).startswith("phu luc")]
    return "\n".join([*lines[starts[-1] if starts else -3 :], table.name]).strip()


def _place_table(layout: Layout, table: Table, caption: str) -> None:
    sections, lines = sections_of(table, caption)
    if sections:
        if _is_same_list(layout, sections[0]):
            layout.sections[-1].pieces += sections.pop(0).pieces
        layout.sections += sections
        layout.captions += [section.caption for section in sections]
        layout.lines += lines
    elif _goes_on(layout, table):
        layout.sections[-1].pieces.append((table, 0, len(table.rows)))
    else:
        layout.lines += [line for line in _by_column(table) if line]
        if table.width > 2 and len(table.rows) > 1:
            layout.strange.append(table)


def _is_same_list(layout: Layout, section: Section) -> bool:
    """Whether a table under the same headings only goes on with the one before: “(tiếp theo)”, or no new appendix."""
    if not layout.sections or layout.sections[-1].columns.headings != section.columns.headings:
        return False
    caption = fold(section.caption)
    return "tiep theo" in caption or "phu luc" not in caption


def _goes_on(layout: Layout, table: Table) -> bool:
    """A table without a heading, as wide as the one before: the same one, cut."""
    return bool(layout.sections) and table.width == len(layout.sections[-1].columns.roles) and table.width > 2


def _by_column(table: Table) -> list[str]:
    """The text of a table used for layout, as people read it: down each column."""
    return [row.slots[c].text for c in range(table.width) for row in table.rows if c < len(row.slots)]


def _strange(table: Table) -> Unread:
    text = [(str(c + 1), flat(text)) for row in table.rows for c, text in enumerate(row.texts) if text]
    first = table.rows[0]
    source = Source(table.number, first.number, first.page, tuple(text))
    return Unread(source, Problem.of("table_not_understood", "", table=table.number))


def _unsure_columns(section: Section) -> list[Problem]:
    columns = section.columns
    return [
        Problem.of("column_unsure", str(columns.roles[c]), column=columns.headings[c], role=str(columns.roles[c]))
        for c in columns.unsure
    ]
