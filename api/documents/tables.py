"""The appendices of a plan: rows under their headings, sub-rows under the row that holds them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from api.documents.form import printable, printable_lines
from api.documents.paper import Cell, Column, Line

# Numbers a reader takes for a heading's or a row's own: I, A, 1, 1.2.
_MARK = re.compile(r"[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*")
_UNNUMBERED = "-"
_NESTED = re.compile(r"[-–+*•]\s")


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of an appendix."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A row of tasks. `code` is what sub-rows name in `parent`; `group` is a heading's code."""

    code: str
    title: str
    group: str | None = None
    parent: str | None = None
    number: str | None = None
    results: Sequence[str] = ()
    lead: Sequence[str] = ()
    coordinating: Sequence[str] = ()
    deadline: str = ""
    purpose: str = ""
    requirements: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """A row of targets: `text` is the figure as printed, `baseline` in the unit of measure."""

    name: str
    text: str
    year: int
    unit_of_measure: str = ""
    group: str | None = None
    number: str | None = None
    lead: Sequence[str] = ()
    coordinating: Sequence[str] = ()
    baseline: Decimal | None = None


Row = TypeVar("Row")
Table = tuple[tuple[Column, ...], tuple[Line, ...]]
_Field = tuple[Column, Callable[[PlanTask], Cell]]


def tasks_table(groups: Sequence[Group], tasks: Sequence[PlanTask]) -> Table:
    """The appendix of tasks; columns nobody needs are left out."""
    fields = [(column, read) for column, read in _TASK_FIELDS if _is_wanted(column, tasks)]
    rows = _TaskRows(tasks, [read for _, read in fields])
    lines = under_headings(groups, tasks, lambda task: task.group, rows.lines)
    return tuple(column for column, _ in fields), tuple(lines)


def targets_table(groups: Sequence[Group], targets: Sequence[PlanTarget]) -> Table:
    """The appendix of targets, with a column for each year there is a figure for."""
    years = sorted({target.year for target in targets})
    numbered = any(target.number for target in targets)
    named = [role for role in ("lead", "coordinating") if any(getattr(target, role) for target in targets)]
    base = any(target.baseline is not None for target in targets)
    columns = [Column("STT", 6, centred=True), Column("Chỉ tiêu", 46), Column("Đơn vị tính", 12, centred=True)]
    columns += [Column("Hiện trạng", 10, centred=True)] if base else []
    columns += [Column(f"Mức đạt năm {year}", 14, centred=True) for year in years]
    columns += [Column(_ROLES[role], 16) for role in named]

    def line(target: PlanTarget) -> Line:
        cells = [text_cell(target.number or ("" if numbered else _UNNUMBERED)), text_cell(target.name)]
        cells.append(text_cell(target.unit_of_measure))
        cells += [text_cell(_figure(target.baseline))] if base else []
        cells += [text_cell(target.text if target.year == year else "") for year in years]
        cells += [units_cell(getattr(target, role)) for role in named]
        return Line(tuple(cells))

    lines = under_headings(groups, targets, lambda target: target.group, lambda rows: [line(row) for row in rows])
    return tuple(columns), tuple(lines)


_ROLES = {"lead": "Đơn vị chủ trì", "coordinating": "Đơn vị phối hợp"}


def under_headings(
    groups: Sequence[Group],
    rows: Sequence[Row],
    group_of: Callable[[Row], str | None],
    lines: Callable[[list[Row]], Iterable[Line]],
) -> list[Line]:
    """Rows without a heading first, then each heading with its rows in their order."""
    known = {group.code for group in groups}
    found = list(lines([row for row in rows if group_of(row) not in known]))
    for group in groups:
        found.append(_heading(group))
        found += lines([row for row in rows if group_of(row) == group.code])
    return found


def _heading(group: Group) -> Line:
    code = group.code if _MARK.fullmatch(group.code) else ""
    return Line((text_cell(code), text_cell(group.title)), heading=True)


# Tasks


class _TaskRows:
    """The lines of tasks, sub-rows after the row that holds them."""

    def __init__(self, tasks: Sequence[PlanTask], fields: Sequence[Callable[[PlanTask], Cell]]) -> None:
        self._fields = fields
        self._codes = {task.code for task in tasks}
        self._below: dict[str, list[PlanTask]] = {}
        for task in tasks:
            if task.parent in self._codes and task.parent is not None:
                self._below.setdefault(task.parent, []).append(task)
        self._numbered = any(task.number for task in tasks)

    def lines(self, tasks: list[PlanTask]) -> list[Line]:
        return [line for task in tasks if task.parent not in self._codes for line in self._with_sub_rows(task)]

    def _with_sub_rows(self, task: PlanTask) -> list[Line]:
        below = self._below.get(task.code, [])
        if _is_shared(task, below):
            return self._merged(task, below)
        return [self._line(task), *(line for each in below for line in self._with_sub_rows(each))]

    def _line(self, task: PlanTask) -> Line:
        number = task.number or ("" if self._numbered and task.parent is None else _UNNUMBERED)
        return Line((text_cell(number), *(read(task) for read in self._fields[1:])))

    def _merged(self, task: PlanTask, below: list[PlanTask]) -> list[Line]:
        """Number and title once, reaching down over the rows that carry the work."""
        rows = [Line((None, None, *(read(each) for read in self._fields[2:]))) for each in below]
        held = (Cell(text_cell(task.number or "").lines, len(below)), Cell(text_cell(task.title).lines, len(below)))
        rows[0] = Line((*held, *rows[0].cells[2:]))
        return rows


def _is_shared(task: PlanTask, below: list[PlanTask]) -> bool:
    """Whether number and title may stand once over the sub-rows: those say nothing but their products."""
    own = task.results or task.lead or task.coordinating or task.deadline or task.note
    return (
        len(below) > 1
        and bool(task.number)
        and not own
        and all(not each.number and each.lead and each.deadline and each.title == _title_from(each) for each in below)
    )


def _title_from(task: PlanTask) -> str:
    """What a sub-row without a title of its own is called after its products."""
    return "; ".join(printable(result).rstrip(".;") for result in task.results)


def _results(task: PlanTask) -> Cell:
    """Each product on a line of its own; the nested bullets of one stay below it."""
    lines: list[str] = []
    for result in task.results:
        first, *rest = printable_lines(result) or [""]
        lines.append(f"- {first}")
        for line in rest:
            if _NESTED.match(line):
                lines.append(line)
            else:
                lines[-1] += f" {line}"
    return Cell(tuple(lines))


def units_cell(names: Sequence[str]) -> Cell:
    """One unit a line, each printed name once."""
    printed = [printable(name) for name in dict.fromkeys(names)]
    return Cell(tuple(name if i == len(printed) else f"{name};" for i, name in enumerate(printed, start=1)))


def text_cell(text: str) -> Cell:
    """A cell of one line."""
    return Cell((printable(text),) if text else ())


def _lines(text: str) -> Cell:
    return Cell(tuple(printable_lines(text)))


def _figure(value: Decimal | None) -> str:
    """A figure as people write it: decimal comma, no zeros at its end."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


_TASK_FIELDS: tuple[_Field, ...] = (
    (Column("STT", 6, centred=True), lambda task: text_cell(task.number or "")),
    (Column("Nhiệm vụ", 30), lambda task: text_cell(task.title)),
    (Column("Mục đích", 16), lambda task: _lines(task.purpose)),
    (Column("Yêu cầu", 16), lambda task: Cell(tuple(f"- {printable(each)}" for each in task.requirements))),
    (Column("Sản phẩm, kết quả", 26), _results),
    (Column("Đơn vị chủ trì", 15), lambda task: units_cell(task.lead)),
    (Column("Đơn vị phối hợp", 18), lambda task: units_cell(task.coordinating)),
    (Column("Thời gian hoàn thành", 13), lambda task: text_cell(task.deadline)),
    (Column("Ghi chú", 14), lambda task: _lines(task.note)),
)
_OPTIONAL = {"Mục đích": "purpose", "Yêu cầu": "requirements", "Ghi chú": "note"}


def _is_wanted(column: Column, tasks: Sequence[PlanTask]) -> bool:
    """Whether a column has something to say in any row, or is one that plans always have."""
    name = _OPTIONAL.get(column.heading)
    return name is None or any(getattr(task, name) for task in tasks)
