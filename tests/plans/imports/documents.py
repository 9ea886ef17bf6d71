"""Plan documents made for the tests: a plan's facts in many layouts, as DOCX, XLSX and PDF."""

import html
import io
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from tests.plans.imports.facts import Facts, Group, Target, Task


@dataclass(frozen=True)
class C:
    """A cell: its text or number, how far it reaches, its number format in a sheet."""

    text: Any = ""
    columns: int = 1
    rows: int = 1
    bold: bool = False
    style: str = ""


Grid = list[list[C | None]]  # None where another cell reaches


@dataclass
class Paper:
    """A document to print: lines and grids in order."""

    items: list[str | Grid] = field(default_factory=list)


Joiner = Callable[[Sequence[str]], str]


def semicolons(texts: Sequence[str]) -> str:
    return "; ".join(texts)


def lines(texts: Sequence[str]) -> str:
    return ";\n".join(texts)


def bullets(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def stars(texts: Sequence[str]) -> str:
    return "\n".join(f"• {text}" for text in texts)


def pluses(texts: Sequence[str]) -> str:
    if any(text.endswith(".") for text in texts):
        return "\n".join(f"+ {text}" for text in texts)
    return ";\n".join(f"+ {text}" for text in texts) + ("." if len(texts) > 1 else "")


@dataclass(frozen=True)
class Layout:
    """How a province prints its tables."""

    name: str
    tasks: tuple[tuple[str, str], ...]  # (field, heading), in order
    targets: tuple[tuple[str, str], ...]
    group: str = "rest"  # rest: title merged over the rest; whole: one cell; plain: the other cells blank
    number: str = "{}"
    units: Joiner = semicolons
    results: Joiner = bullets
    counted: bool = False  # a row (1) (2) (3) under the heading
    repeat: int = 0  # the heading again after so many rows
    over: tuple[str, tuple[str, ...]] = ("", ())  # a heading over the columns of these fields
    cut: int = 0  # the table is cut in two after so many rows
    cut_heading: bool = True


TASK_FIELDS = (
    ("number", "STT"),
    ("title", "Nhiệm vụ cụ thể"),
    ("results", "Sản phẩm/Kết quả"),
    ("lead", "Đơn vị chủ trì"),
    ("coordinating", "Đơn vị phối hợp"),
    ("deadline_text", "Thời gian"),
)
TARGET_FIELDS = (
    ("number", "STT"),
    ("name", "Chỉ tiêu"),
    ("unit_of_measure", "Đơn vị tính"),
    ("target_text", "Mức đạt 2026"),
)

LAYOUTS = (
    Layout("plain", TASK_FIELDS, TARGET_FIELDS),
    Layout(
        "reordered",
        (
            ("number", "TT"),
            ("title", "Chỉ tiêu/Nhiệm vụ"),
            ("deadline_text", "Thời gian hoàn thành"),
            ("lead", "Đơn vị chủ trì"),
            ("coordinating", "Đơn vị phối hợp"),
            ("results", "Sản phẩm"),
            ("note", "Ghi chú"),
        ),
        (("number", "TT"), ("name", "Nội dung"), ("target_text", "Chỉ tiêu"),
         ("lead", "Đơn vị chủ trì theo dõi, báo cáo"), ("coordinating", "Đơn vị phối hợp")),
        group="whole",
        number="{}.",
        units=lines,
    ),
    Layout(
        "offices",
        (
            ("number", "TT"),
            ("title", "Nội dung công việc"),
            ("results", "Kết quả công việc"),
            ("lead", "Cơ quan chủ trì"),
            ("coordinating", "Cơ quan phối hợp"),
            ("deadline_text", "Thời hạn hoàn thành"),
        ),
        TARGET_FIELDS,
        group="plain",
        units=bullets,
        counted=True,
        repeat=7,
    ),
    Layout(
        "two-storeyed",
        (
            ("number", "Số TT"),
            ("title", "Tên nhiệm vụ, giải pháp"),
            ("lead", "Chủ trì"),
            ("coordinating", "Phối hợp"),
            ("deadline_text", "Tiến độ thực hiện"),
            ("results", "Kết quả đầu ra"),
        ),
        (("number", "Số TT"), ("name", "Tên chỉ tiêu"), ("unit_of_measure", "ĐVT"),
         ("target_text", "Kế hoạch năm 2026"), ("note", "Ghi chú")),
        over=("Đơn vị thực hiện", ("lead", "coordinating")),
        units=stars,
        results=pluses,
    ),
    Layout("continued", TASK_FIELDS, TARGET_FIELDS, cut=9, cut_heading=False),
    Layout("continued with heading", TASK_FIELDS, TARGET_FIELDS, cut=9, group="plain"),
)  # fmt: skip


def _heading(columns: Sequence[tuple[str, str]], layout: Layout) -> Grid:
    title, under = layout.over
    fields = [name for name, _ in columns]
    if not title or not set(under) <= set(fields):
        return [[C(text, bold=True) for _, text in columns]]
    first: list[C | None] = []
    for name, text in columns:
        if name == under[0]:
            first.append(C(title, columns=len(under), bold=True))
        else:
            first.append(None if name in under else C(text, rows=2, bold=True))
    return [first, [C(text, bold=True) if name in under else None for name, text in columns]]


def _group(group: Group, width: int, layout: Layout) -> list[C | None]:
    if layout.group == "whole":
        return [C(f"{group.code}. {group.title}", columns=width, bold=True), *[None] * (width - 1)]
    if layout.group == "rest":
        return [C(group.code, bold=True), C(group.title, columns=width - 1, bold=True), *[None] * (width - 2)]
    return [C(group.code, bold=True), C(group.title, bold=True), *[C() for _ in range(width - 2)]]


def _text(item: Task | Target, name: str, layout: Layout) -> Any:
    value = getattr(item, name, "")
    if name in ("lead", "coordinating"):
        return layout.units(value) if value else ""
    if name == "results":
        return layout.results(value) if value else ""
    if name == "number":
        return layout.number.format(value) if value else ""
    return value or ""


def grid_of(items: Iterable[Group | Task | Target], columns: Sequence[tuple[str, str]], layout: Layout) -> Grid:
    """The table of groups and items under their headings; sub-rows under a merged number and title."""
    grid = _heading(columns, layout)
    if layout.counted:
        grid.append([C(f"({i})") for i in range(1, len(columns) + 1)])
    listed = list(items)
    for index, item in enumerate(listed):
        if layout.repeat and index and index % layout.repeat == 0:
            grid += _heading(columns, layout)
        if isinstance(item, Group):
            grid.append(_group(item, len(columns), layout))
        elif isinstance(item, Task) and any(
            isinstance(t, Task) and t.parent_number == (item.number or "none") for t in listed[index + 1 :]
        ):
            continue
        else:
            grid.append(_item(item, listed, index, columns, layout))
    return grid


def _item(
    item: Any, listed: list[Any], index: int, columns: Sequence[tuple[str, str]], layout: Layout
) -> list[C | None]:
    parent = getattr(item, "parent_number", None)
    if parent is None:
        return [C(_text(item, name, layout)) for name, _ in columns]
    holder = next(t for t in listed if isinstance(t, Task) and t.number == parent)
    siblings = [t for t in listed if isinstance(t, Task) and t.parent_number == parent]
    first = siblings[0] is item
    row: list[C | None] = []
    for name, _ in columns:
        if name in ("number", "title"):
            row.append(C(_text(holder, name, layout), rows=len(siblings)) if first else None)
        else:
            row.append(C(_text(item, name, layout)))
    return row


def paper_of(facts: Facts, layout: Layout) -> Paper:
    """The plan with its header, appendices and signature."""
    paper = Paper(
        [
            "UBND TỈNH QUẢNG TRỊ",
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
            "Số: 123/KH-SGDĐT",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"Quảng Trị, ngày 05 tháng 01 năm {facts.year}",
            "KẾ HOẠCH",
            facts.title,
            "____________",
            "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học;",
            "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;",
            "Sở Giáo dục và Đào tạo ban hành Kế hoạch như sau:",
            "I. MỤC TIÊU",
            "Các đơn vị thực hiện nhiệm vụ theo phụ lục kèm theo./.",
            "Nơi nhận:",
            "- UBND tỉnh (để b/c);",
            "- Lưu: VT, VP.",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Nguyễn Văn An",
        ]
    )
    if facts.targets:
        paper.items += ["PHỤ LỤC I", "BỘ CHỈ TIÊU CHUYỂN ĐỔI SỐ", grid_of(facts.targets, layout.targets, layout)]
    paper.items += ["PHỤ LỤC II", "DANH MỤC NHIỆM VỤ"]
    grid = grid_of(facts.tasks, layout.tasks, layout)
    paper.items += _cut(grid, layout) if layout.cut else [grid]
    return paper


def _cut(grid: Grid, layout: Layout) -> list[str | Grid]:
    """The table in two, the second under “(tiếp theo)”; never through a merged cell."""
    place = layout.cut
    while any(cell is None and i < 2 for i, cell in enumerate(grid[place])):
        place += 1
    rest = grid[place:] if not layout.cut_heading else [grid[0], *grid[place:]]
    return [grid[:place], "PHỤ LỤC II (tiếp theo)", rest]


def expected(facts: Facts, layout: Layout) -> Facts:
    """The facts that are printed in a layout: columns it has not are not expected."""
    fields = {name for name, _ in layout.targets}
    targets = [item if isinstance(item, Group) else _printed(item, fields) for item in facts.targets]
    return replace(facts, targets=targets)


def _printed(target: Target, fields: set[str]) -> Target:
    unit = target.unit_of_measure if "unit_of_measure" in fields or "%" in target.target_text else None
    named = "lead" in fields
    return replace(
        target,
        unit_of_measure=unit,
        lead=target.lead if named else (),
        coordinating=target.coordinating if named else (),
    )


# DOCX


def docx_of(paper: Paper) -> bytes:
    document = docx.Document()
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for item in paper.items:
        if isinstance(item, str):
            document.add_paragraph(item)
        else:
            _docx_table(document, item)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_table(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid), len(grid[0]))
    table.style = "Table Grid"
    cells = [list(row.cells) for row in table.rows]
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            place = cells[r][c]
            if cell.columns > 1 or cell.rows > 1:
                place = place.merge(cells[r + cell.rows - 1][c + cell.columns - 1])
            first, *more = str(cell.text).split("\n")
            place.paragraphs[0].add_run(first).bold = cell.bold
            for text in more:
                place.add_paragraph().add_run(text).font.size = Pt(12)


# XLSX


def xlsx_of(paper: Paper, one_sheet: bool = False) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, row = None, 0
    for item in _appendices(paper.items):
        if isinstance(item, str):
            if sheet is None or (item.startswith("PHỤ LỤC") and "tiếp" not in item and not one_sheet):
                sheet, row = book.add_worksheet(), 0
            sheet.write(row, 0, item)
            row += 1
        else:
            row = _xlsx_table(book, sheet, item, row + 1) + 1
    book.close()
    return stream.getvalue()


def _appendices(items: Sequence[str | Grid]) -> Sequence[str | Grid]:
    return items[next(i for i, item in enumerate(items) if isinstance(item, str) and item.startswith("PHỤ LỤC")) :]


def _xlsx_table(book: Any, sheet: Any, grid: Grid, top: int) -> int:
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            form = book.add_format({"bold": cell.bold, "text_wrap": True, "num_format": cell.style or "General"})
            value = int(cell.text) if isinstance(cell.text, str) and cell.text.isdigit() else cell.text
            if cell.columns > 1 or cell.rows > 1:
                sheet.merge_range(top + r, c, top + r + cell.rows - 1, c + cell.columns - 1, value, form)
            else:
                sheet.write(top + r, c, value, form)
    return top + len(grid)


# PDF

_STYLE = """
@page { size: A4 landscape; margin: 18mm 15mm; @bottom-center { content: counter(page); } }
body { font: 12pt "DejaVu Serif", serif; } p { margin: 2pt 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; overflow-wrap: anywhere; margin: 6pt 0; }
td, th { border: 0.7pt solid black; padding: 2pt 5pt; vertical-align: top; font-weight: normal; text-align: left; }
td:first-child, th:first-child { width: 34pt; text-align: center; }
thead { display: table-header-group; } tr { break-inside: auto; } b { font-weight: bold; }
"""


def html_of(paper: Paper, style: str = "") -> str:
    body = "".join(
        f"<p>{html.escape(item)}</p>" if isinstance(item, str) else _html_table(item) for item in paper.items
    )
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}{style}</style><body>{body}"


def _html_table(grid: Grid) -> str:
    titled = all(cell is None or cell.bold for cell in grid[0])
    heads = (2 if any(cell and cell.rows > 1 for cell in grid[0]) else 1) if titled else 0
    rows = ["".join(_html_cell(cell) for cell in row if cell) for row in grid]
    head, body = "</tr><tr>".join(rows[:heads]), "</tr><tr>".join(rows[heads:])
    return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{body}</tr></tbody></table>"


def _html_cell(cell: C) -> str:
    text = html.escape(str(cell.text)).replace("\n", "<br>")
    return f"<td colspan={cell.columns} rowspan={cell.rows}>{f'<b>{text}</b>' if cell.bold else text}</td>"


def pdf_of(paper: Paper, folder: Path, style: str = "") -> bytes:
    """The paper printed by Chromium: real page breaks, headings repeated, rows cut."""
    page, printed = folder / "page.html", folder / "page.pdf"
    page.write_text(html_of(paper, style), encoding="utf-8")
    subprocess.run(
        [
            shutil.which("chromium") or "chromium",
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return printed.read_bytes()
