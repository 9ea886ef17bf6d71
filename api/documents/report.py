"""A report as a document: its narrative by section, its appendices of targets, of tasks, of difficulties, of units.

Number, date and signature are left for the clerk (văn thư).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from api.documents.form import Letterhead, closed, date_line, in_figures, number_line, printable, printable_lines
from api.documents.paper import Annex, Block, Cell, Column, Line, Paper, Signature, Style
from api.documents.tables import Group, text_cell, under_headings, units_cell

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """A row of targets: what was set, for whom, what was reached, of what, who told, until when, what the year will end
    with, where it stands; in words."""

    number: str
    name: str
    unit_of_measure: str
    target: str
    result: str
    parts: str = ""
    coverage: str = ""
    cutoff: str = ""
    standing: str = ""
    forecast: str = ""
    audience: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class ReportTask:
    """A row of tasks: who leads it, by when, where it stands, how much of it."""

    number: str
    title: str
    lead: Sequence[str]
    deadline: str
    state: str
    done: str
    work: str = ""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class ReportSaid:
    """A difficulty or a proposal, how many raise it and who."""

    kind: str
    text: str
    count: int
    who: str
    more: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReportUnit:
    """A unit of the appendix of units: how its own report came, those below it, its main figures."""

    name: str
    own: str
    counts: Sequence[int]
    figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportUnits:
    """The appendix of units: what its counts and its figures are."""

    counts: Sequence[str]
    figures: Sequence[str]
    rows: Sequence[ReportUnit]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of the narrative: its heading and its paragraphs."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report says; `period` in words (quý II năm 2026), `bases` as `form.basis_line` makes them."""

    letterhead: Letterhead
    title: str
    period: str
    last_day: date
    cutoff: date
    bases: Sequence[str]
    recipients: Sequence[str]
    drafted_by: str  # empty where the issuer writes itself
    sections: Sequence[ReportSection]
    target_groups: Sequence[Group] = ()
    targets: Sequence[ReportTarget] = ()
    task_groups: Sequence[Group] = ()
    tasks: Sequence[ReportTask] = ()
    said: Sequence[ReportSaid] = ()
    units: ReportUnits | None = None


def report_paper(facts: ReportFacts) -> Paper:
    """The document of a report."""
    head = facts.letterhead
    return Paper(
        parent=head.parent,
        issuer=head.issuer,
        number=number_line(None, "BC", head.sign),
        day=facts.last_day,
        dated=date_line(head.place, None),
        kind="BÁO CÁO",
        title=printable(facts.title),
        bases=closed(list(facts.bases)),
        opening=(
            f"{head.name} báo cáo kết quả thực hiện {facts.period}"
            f" (số liệu tính đến hết ngày {in_figures(facts.cutoff)}) như sau:"
        ),
        body=tuple(_body(facts)),
        recipients=closed([*(f"- {printable(name)}" for name in facts.recipients), _filed(facts.drafted_by)]),
        signature=Signature(),
        annexes=tuple(_annexes(facts)),
    )


def _filed(drafted_by: str) -> str:
    """“- Lưu: VT, Văn phòng Sở”: the clerk keeps a copy, and who drafted it."""
    return f"- Lưu: VT, {printable(drafted_by)}" if drafted_by else "- Lưu: VT"


def _body(facts: ReportFacts) -> Iterator[Block]:
    """The sections there is something to say in, numbered I, II, III."""
    written = [section for section in facts.sections if section.lines]
    for place, section in enumerate(written):
        number = _ROMAN[place] if place < len(_ROMAN) else str(place + 1)
        yield Block(Style.HEADING, f"{number}. {printable(section.title).upper()}")
        for text in section.lines:
            yield from (Block(Style.TEXT, line) for line in printable_lines(text))


def _annexes(facts: ReportFacts) -> Iterator[Annex]:
    """Those there is something in; a lone appendix has no number."""
    attached = f"(Kèm theo Báo cáo {facts.period} của {facts.letterhead.name})"
    made = [table for table in (_targets(facts), _tasks(facts), _said(facts), _units(facts)) if table is not None]
    for place, (title, sheet, columns, lines) in enumerate(made):
        label = "PHỤ LỤC" if len(made) == 1 else f"PHỤ LỤC {_ROMAN[place]}"
        yield Annex(label, title, attached, sheet, columns, lines)


_Table = tuple[str, str, tuple[Column, ...], tuple[Line, ...]]
Row = TypeVar("Row", ReportTarget, ReportTask)
_Read = tuple[str, Column, Callable[[Any], Cell]]
_TARGET: tuple[_Read, ...] = (
    ("number", Column("STT", 6, centred=True), lambda row: text_cell(row.number)),
    ("name", Column("Chỉ tiêu", 40), lambda row: text_cell(row.name)),
    ("audience", Column("Đối tượng", 18), lambda row: text_cell(row.audience)),
    ("unit_of_measure", Column("Đơn vị tính", 10, centred=True), lambda row: text_cell(row.unit_of_measure)),
    ("target", Column("Chỉ tiêu giao", 12, centred=True), lambda row: text_cell(row.target)),
    ("result", Column("Kết quả", 12, centred=True), lambda row: text_cell(row.result)),
    ("parts", Column("Đạt/Tổng số", 16, centred=True), lambda row: text_cell(row.parts)),
    ("coverage", Column("Đơn vị đã báo cáo", 12, centred=True), lambda row: text_cell(row.coverage)),
    ("cutoff", Column("Số liệu đến", 13, centred=True), lambda row: text_cell(row.cutoff)),
    ("forecast", Column("Dự báo", 10, centred=True), lambda row: text_cell(row.forecast)),
    ("standing", Column("Đánh giá", 14, centred=True), lambda row: text_cell(row.standing)),
)
_TASK: tuple[_Read, ...] = (
    ("number", Column("STT", 6, centred=True), lambda row: text_cell(row.number)),
    ("title", Column("Nhiệm vụ", 46), lambda row: text_cell(row.title)),
    ("lead", Column("Đơn vị chủ trì", 20), lambda row: units_cell(row.lead)),
    ("deadline", Column("Thời gian hoàn thành", 15), lambda row: text_cell(row.deadline)),
    ("state", Column("Tình trạng", 15, centred=True), lambda row: text_cell(row.state)),
    ("done", Column("Tiến độ", 8, centred=True), lambda row: text_cell(row.done)),
    ("work", Column("Số việc hoàn thành", 12, centred=True), lambda row: text_cell(row.work)),
)
# Columns that are left out where no row has anything in them.
_OPTIONAL = frozenset({"audience", "parts", "coverage", "cutoff", "forecast", "standing", "work", "deadline"})


def _rows(reads: Sequence[_Read], groups: Sequence[Group], rows: Sequence[Row]) -> tuple[tuple[Column, ...], Any]:
    wanted = [read for read in reads if read[0] not in _OPTIONAL or any(getattr(row, read[0]) for row in rows)]
    used = {row.group for row in rows}

    def lines(each: list[Row]) -> list[Line]:
        return [Line(tuple(read(row) for _, _, read in wanted)) for row in each]

    headed = under_headings([group for group in groups if group.code in used], rows, lambda row: row.group, lines)
    return tuple(column for _, column, _ in wanted), tuple(headed)


def _targets(facts: ReportFacts) -> _Table | None:
    if not facts.targets:
        return None
    return ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU", "Chỉ tiêu", *_rows(_TARGET, facts.target_groups, facts.targets))


def _tasks(facts: ReportFacts) -> _Table | None:
    if not facts.tasks:
        return None
    return ("KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "Nhiệm vụ", *_rows(_TASK, facts.task_groups, facts.tasks))


_SAID = (
    Column("STT", 6, centred=True),
    Column("Nội dung", 50),
    Column("Số đơn vị", 8, centred=True),
    Column("Đơn vị nêu", 40),
)


def _said(facts: ReportFacts) -> _Table | None:
    if not facts.said:
        return None
    lines: list[Line] = []
    kinds = list(dict.fromkeys(each.kind for each in facts.said))
    for place, kind in enumerate(kinds):
        lines.append(Line((text_cell(_ROMAN[place]), text_cell(kind)), heading=True))
        of_kind = [each for each in facts.said if each.kind == kind]
        lines += [_line_said(number, each) for number, each in enumerate(of_kind, start=1)]
    return "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ", "Khó khăn, kiến nghị", _SAID, tuple(lines)


def _line_said(number: int, said: ReportSaid) -> Line:
    more = tuple(f"- {printable(text)}" for text in said.more)
    text = Cell((printable(said.text), *more))
    return Line((text_cell(str(number)), text, text_cell(str(said.count)), text_cell(said.who)))


def _units(facts: ReportFacts) -> _Table | None:
    if facts.units is None:
        return None
    units = facts.units
    own = any(row.own for row in units.rows)
    columns = [Column("STT", 6, centred=True), Column("Đơn vị", 30)]
    columns += [Column("Báo cáo của đơn vị", 14, centred=True)] if own else []
    columns += [Column(name, 9, centred=True) for name in units.counts]
    columns += [Column(name, 11, centred=True) for name in units.figures]
    lines = tuple(_line_unit(number, row, own=own) for number, row in enumerate(units.rows, start=1))
    return "TÌNH HÌNH BÁO CÁO VÀ SỐ LIỆU THEO ĐƠN VỊ", "Theo đơn vị", tuple(columns), lines


def _line_unit(number: int, row: ReportUnit, *, own: bool) -> Line:
    texts = [str(number), row.name, *([row.own] if own else []), *map(str, row.counts), *row.figures]
    return Line(tuple(text_cell(text) for text in texts))
