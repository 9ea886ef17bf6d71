"""Plans as further offices keep their files: frames, boxes and tracked changes in Word, hidden columns and real dates
in Excel, headings of two lines and rows cut by pages in PDF."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from api.plans.imports.preview import Preview
from api.plans.imports.reading import read
from tests.plans.imports.documents import C, pdf_of
from tests.plans.imports.facts import Facts, Group, Task, score
from tests.plans.imports.manners import grid, over, paper

HEADS = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Sản phẩm")
ROWS = (
    ("1", "Ban hành quy chế", "Văn phòng Sở", "Các phòng", "Quý I", "Quy chế"),
    ("2", "Mua máy chủ", "Phòng KHTC", "VNPT", "30/6", "Máy chủ"),
)
FACTS = [
    Task(None, "1", "Ban hành quy chế", ("Quy chế",), ("Văn phòng Sở",), ("Các phòng",), "Quý I"),
    Task(None, "2", "Mua máy chủ", ("Máy chủ",), ("Phòng KHTC",), ("VNPT",), "30/6"),
]


def _assert_tasks(preview: Preview, *tasks: Group | Task) -> None:
    result = score(preview, Facts("", "", 2026, list(tasks)))
    assert result.right
    assert result.wrong == []


def _begun() -> Any:
    document = docx.Document()
    for line in ("KẾ HOẠCH", "Chuyển đổi số ngành Giáo dục năm 2026", "PHỤ LỤC", "NHIỆM VỤ"):
        document.add_paragraph(line)
    return document


def _fill(holder: Any, rows: Any = ROWS) -> Any:
    table = holder.add_table(len(rows) + 1, len(HEADS))
    for row, texts in zip(table.rows, (HEADS, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def _read(document: Any) -> Preview:
    stream = io.BytesIO()
    document.save(stream)
    return read(stream.getvalue(), "plan.docx")


# Word


def test_a_table_in_the_only_cell_of_a_frame_is_a_table() -> None:
    document = _begun()
    frame = document.add_table(2, 1)
    frame.cell(0, 0).text = "CÁC NHIỆM VỤ TRỌNG TÂM"
    _fill(frame.cell(1, 0))
    _assert_tasks(_read(document), *FACTS)


def test_a_table_of_products_in_a_cell_is_a_list_of_products() -> None:
    document = _begun()
    inner = _fill(document).cell(1, 5).add_table(2, 2)
    for row, texts in zip(inner.rows, (("-", "Quy chế"), ("-", "Quyết định")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    _fill_one = Task(None, "1", "Ban hành quy chế", ("Quy chế", "Quy chế", "Quyết định"), ("Văn phòng Sở",),
                     ("Các phòng",), "Quý I")  # fmt: skip
    _assert_tasks(_read(document), _fill_one, FACTS[1])


def test_tracked_changes_are_read_as_accepted() -> None:
    document = _begun()
    table = _fill(document, [*ROWS, ("3", "Việc đã xóa", "Thanh tra Sở", "", "Quý IV", "Báo cáo")])
    paragraph = table.cell(1, 4).paragraphs[0]
    _track(paragraph.runs[0]._r, "w:del")
    added = OxmlElement("w:ins")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "Quý II"
    run.append(text)
    added.append(run)
    paragraph._p.append(added)
    properties = table.rows[3]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:del"))
    first = Task(None, "1", "Ban hành quy chế", ("Quy chế",), ("Văn phòng Sở",), ("Các phòng",), "Quý II")
    _assert_tasks(_read(document), first, FACTS[1])


def _track(run: Any, tag: str) -> None:
    """Wraps a run as deleted."""
    change = OxmlElement(tag)
    run.addprevious(change)
    change.append(run)
    for text in run.findall(qn("w:t")):
        text.tag = qn("w:delText")


# Excel


def _workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, lead in (("Phòng KHTC", "Phòng KHTC"), ("Văn phòng", "Văn phòng Sở")):
        sheet = book.add_worksheet(name)
        sheet.merge_range("A1:H1", "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH LÀO CAI")
        sheet.merge_range("A2:H2", f"PHỤ LỤC NHIỆM VỤ NĂM 2026 - {name.upper()}")
        sheet.write_row(3, 0, ["STT", "Mã nội bộ", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp",
                               "Hoàn thành", "Sản phẩm", "Đơn giá"])  # fmt: skip
        sheet.write_row(4, 0, [1, "A-01", f"Việc của {name}", lead, "VNPT"])
        sheet.write_datetime(4, 5, date(2026, 6, 30), day)
        sheet.write_row(4, 6, ["Báo cáo", 1200])
        sheet.write_row(5, 0, [2, "A-02", f"Việc thứ hai của {name}", lead, "", "Quý 3", "Biên bản", 15])
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("H:H", None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def test_each_sheet_is_a_table_and_hidden_columns_are_not_read() -> None:
    preview = read(_workbook(), "plan.xlsx")
    tasks = [
        Task(None, number, title.format(name), (result,), (lead,), ("VNPT",) if number == "1" else (), deadline)
        for name, lead in (("Phòng KHTC", "Phòng KHTC"), ("Văn phòng", "Văn phòng Sở"))
        for number, title, result, deadline in (
            ("1", "Việc của {}", "Báo cáo", "30/06/2026"),
            ("2", "Việc thứ hai của {}", "Biên bản", "Quý 3"),
        )
    ]
    _assert_tasks(preview, *tasks)
    assert all(row.understood["other"] == [] for row in preview.rows)


# PDF


def test_headings_of_two_lines_on_every_page_and_rows_cut_by_pages(tmp_path: Path) -> None:
    long = "Rà soát, hoàn thiện cơ sở dữ liệu ngành, " * 12 + "bảo đảm đúng, đủ, sạch, sống"
    rows = [[str(n), f"{long} lần {n}", "Văn phòng Sở", "Các phòng", "Quý IV", f"Báo cáo {n}"] for n in range(1, 19)]
    table = [
        [C("TT", rows=2, bold=True), C("Nhiệm vụ", rows=2, bold=True), C("Đơn vị thực hiện", columns=2, bold=True),
         None,
         C("Thời gian", rows=2, bold=True), C("Sản phẩm", rows=2, bold=True)],
        [None, None, C("Chủ trì", bold=True), C("Phối hợp", bold=True), None, None],
        over("I. Dữ liệu số", 6, bold=True),
        *grid(*rows),
    ]  # fmt: skip
    preview = read(pdf_of(paper("PHỤ LỤC", "NHIỆM VỤ", table), tmp_path), "plan.pdf")
    tasks = [Task("I", row[0], row[1], (row[5],), ("Văn phòng Sở",), ("Các phòng",), "Quý IV") for row in rows]
    assert max(row.source.page or 0 for row in preview.rows) > 1
    _assert_tasks(preview, Group("I", "Dữ liệu số"), *tasks)
