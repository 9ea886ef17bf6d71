"""What Word and Excel show is read, not what they store."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from api.plans.imports.readers.numbers import Formats
from api.plans.imports.readers.xlsx import place_of
from api.plans.imports.reading import open_document, read
from tests.plans.imports.documents import C, Grid, Paper, docx_of, xlsx_of
from tests.plans.imports.tables import TARGET_HEAD, TASK_HEAD


def _bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _task_table(document: Any, rows: int) -> Any:
    table = document.add_table(rows + 1, len(TASK_HEAD))
    for cell, text in zip(table.rows[0].cells, TASK_HEAD, strict=True):
        cell.text = text
    for number, row in enumerate(table.rows[1:], start=1):
        for cell, text in zip(row.cells, ["", f"Việc {number}", "Báo cáo", "Văn phòng Sở", "", "Quý I"], strict=True):
            cell.text = text
    return table


def test_numbers_and_bullets_that_word_makes_itself_are_read() -> None:
    document = docx.Document()
    table = _task_table(document, 3)
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = "List Number"
    results = table.rows[1].cells[2]
    results.paragraphs[0].style = "List Bullet"
    results.add_paragraph("Kế hoạch", style="List Bullet")
    rows = read(_bytes(document)).rows
    assert [row.understood["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0].understood["results"] == ["Báo cáo", "Kế hoạch"]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_read() -> None:
    document = docx.Document()
    paragraph = _task_table(document, 1).rows[1].cells[1].paragraphs[0]
    for tag, text in (("w:ins", " thêm"), ("w:del", " bỏ")):
        change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t")
        piece.text = text
        piece.set(qn("xml:space"), "preserve")
        run.append(piece)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" ẩn").font.hidden = True
    assert read(_bytes(document)).rows[0].understood["title"] == "Việc 1 thêm"


def test_a_table_inside_a_cell_is_read_as_lines_of_the_cell() -> None:
    document = docx.Document()
    cell = _task_table(document, 1).rows[1].cells[2]
    inner = cell.add_table(1, 2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "Kế hoạch", "năm"
    assert read(_bytes(document)).rows[0].understood["results"] == ["Báo cáo", "Kế hoạch năm"]


def test_pages_are_known_where_word_noted_them() -> None:
    document = docx.Document()
    table = _task_table(document, 2)
    broken = OxmlElement("w:lastRenderedPageBreak")
    table.rows[2].cells[1].paragraphs[0].runs[0]._r.insert(0, broken)
    rows = read(_bytes(document)).rows
    assert rows[0].source.page == 1


def test_a_percentage_stored_as_a_fraction_is_read_as_shown() -> None:
    grid: Grid = [[C(text) for text in TARGET_HEAD],
            [C("1"), C("Hồ sơ điện tử"), C("%"), C(0.88, style="0%")],
            [C("2"), C("Chữ ký số"), C("%"), C(0.955, style="0.0%")],
            [C("3"), C("Học bạ số"), C("%"), C(0.07, style="0%")],
            [C("4"), C("Không định dạng"), C("%"), C(0.9)]]  # fmt: skip
    rows = read(xlsx_of(Paper(["PHỤ LỤC I", grid]))).rows
    assert [(row.understood["target_text"], row.understood["value"]) for row in rows] == [
        ("88%", 88),
        ("95,5%", 95.5),
        ("7%", 7),
        ("0,9", 90),
    ]
    assert [problem.code for problem in rows[3].problems] == ["fraction_as_percent"]


def test_a_date_in_a_sheet_is_read_as_shown() -> None:
    grid: Grid = [[C(text) for text in TASK_HEAD],
            [C("1"), C("Việc"), C("Báo cáo"), C("Văn phòng Sở"), C(""), C(46203, style="dd/mm/yyyy")]]  # fmt: skip
    understood = read(xlsx_of(Paper(["PHỤ LỤC", "(Kèm theo Kế hoạch năm 2026)", grid]))).rows[0].understood
    assert understood["deadline_text"] == "30/06/2026"
    assert understood["schedule"]["terms"][0]["on"] == "2026-06-30"


def test_hidden_sheets_are_left_out() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        shown, hidden = book.add_worksheet("Phụ lục"), book.add_worksheet("Nháp")
        for sheet in (shown, hidden):
            for column, text in enumerate(TASK_HEAD):
                sheet.write(0, column, text)
                sheet.write(1, column, "1" if not column else "Việc")
        hidden.hide()
    assert [table.name for table in open_document(stream.getvalue()).tables] == ["Phụ lục"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("3.0", "3"),
        ("95.5", "95,5"),
        ("0.30000000000000004", "0,3"),
        ("1E+3", "1000"),
        ("abc", "abc"),
        ("1E+20", "1E+20"),
    ],
)
def test_numbers_are_written_as_people_write_them(stored: str, shown: str) -> None:
    assert Formats().shown(stored, None) == shown


def test_places_of_cells() -> None:
    assert place_of("B7") == (6, 1)
    assert place_of("AA1") == (0, 26)
    assert place_of("?") is None
    assert Decimal(Formats(("percent",)).shown("0.5", "0").rstrip("%")) == 50


def test_a_file_made_of_the_same_content_twice_is_read_the_same() -> None:
    data = docx_of(
        Paper(
            [
                "KẾ HOẠCH",
                "Chuyển đổi số năm 2026",
                [[C(text) for text in TASK_HEAD], [C("1"), C("Việc"), C(), C("Sở"), C(), C("Quý I")]],
            ]
        )
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert read(data).to_json() == read(stream.getvalue()).to_json()
