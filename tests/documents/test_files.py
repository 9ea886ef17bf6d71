"""What the files are: form, fonts, letters; the same bytes for the same paper."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest

from api.documents import pdf, sheet, word
from api.documents.fonts import fonts_folder
from api.documents.form import basis_line, date_line, letterhead, number_line
from api.documents.paper import Cell, Line, Paper, title_lines
from api.documents.plan import plan_paper
from tests.documents.plans import seed_plan
from tests.plans.imports.facts import PLANS

PLAIN = "aăâeêioôơuưy"


def _letters() -> str:
    """What Vietnamese needs beside the letters of English: each vowel in its six tones, and đ, both cases."""
    every = [unicodedata.normalize("NFC", v + m) for v in PLAIN for m in ("", *"\u0300\u0301\u0303\u0309\u0323")]
    wanted = [letter for letter in (*every, "đ") if not letter.isascii()]
    return "".join(wanted) + "".join(wanted).upper()


@pytest.fixture(scope="module")
def fonts() -> Path:
    """The folder the build lays the fonts in."""
    folder = fonts_folder()
    assert folder is not None, "the screens are not built: .ci/bootstrap spa"
    return folder


def _texts(data: bytes) -> Iterator[str]:
    with pdfplumber.open(io.BytesIO(data)) as pages:
        yield from (page.extract_text() for page in pages.pages)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _fonts_of(data: bytes) -> set[str]:
    with pdfplumber.open(io.BytesIO(data)) as pages:
        return {char["fontname"].partition("+")[2] for page in pages.pages for char in page.chars}


# A page takes a second to draw and to read back, and the five plans have eighty.
@pytest.mark.parametrize("slug", [PLANS[0], *(pytest.param(slug, marks=pytest.mark.soak) for slug in PLANS[1:])])
def test_a_pdf_says_every_title_in_tinos_alone(slug: str, fonts: Path) -> None:
    plan = seed_plan(slug)
    data = pdf.write(plan_paper(plan), fonts)
    with pdfplumber.open(io.BytesIO(data)) as pages:
        cells = [cell for page in pages.pages for table in page.extract_tables() for row in table for cell in row]
    said = _squeezed("".join(_texts(data))) + "\n".join(_squeezed(cell) for cell in cells if cell)
    titles = [task.title for task in plan.tasks if not task.parent] + [target.name for target in plan.targets]
    begun = [_squeezed(title)[:40] for title in titles]  # a long row may go on overleaf
    assert [title for title in begun if title not in said] == []
    assert _squeezed(plan.title) in said
    assert {name.partition("-")[0] for name in _fonts_of(data)} == {"Tinos"}


def test_a_pdf_is_fit_for_archives_and_has_its_title(fonts: Path) -> None:
    data = pdf.write(plan_paper(seed_plan("hai-phong")), fonts)
    assert b"pdfaid:part>2<" in data
    assert b"pdfaid:conformance>B<" in data
    with pdfplumber.open(io.BytesIO(data)) as pages:
        assert pages.metadata["Title"].startswith("KẾ HOẠCH Chuyển đổi số")


def test_every_vietnamese_letter_is_in_each_of_the_fonts(fonts: Path) -> None:
    letters = _letters()
    assert len(letters) == 134
    paper = replace(
        plan_paper(seed_plan("long-an")), title=letters, bases=(letters,), opening=f"{letters} ≥≤><–—“”’…•%", annexes=()
    )
    data = pdf.write(paper, fonts)
    assert b"pdfaid:part>2<" in data, "a letter without a shape makes no archive"
    assert _squeezed("".join(_texts(data))).count(letters) == 3
    assert _fonts_of(data) == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


def test_a_letter_no_font_has_still_gives_a_pdf(fonts: Path) -> None:
    paper = replace(plan_paper(seed_plan("long-an")), opening="Ký tự lạ: 漢 😀")
    assert pdf.write(paper, fonts).startswith(b"%PDF")


def test_what_a_user_wrote_is_text_and_no_markup(fonts: Path) -> None:
    wild = '#let x = 1; *b* $y$ <z> &amp; "q" \\ [w] =1+1 {{t}} _i_ `c` // d'
    paper = replace(plan_paper(seed_plan("long-an")), opening=wild)
    assert _squeezed(wild) in _squeezed("".join(_texts(pdf.write(paper, fonts))))
    assert docx.Document(io.BytesIO(word.write(paper))).paragraphs
    with zipfile.ZipFile(io.BytesIO(sheet.write(paper))) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets" in name)


def test_pages_are_numbered_from_the_second_in_the_top_margin(fonts: Path) -> None:
    texts = list(_texts(pdf.write(plan_paper(seed_plan("hai-phong")), fonts)))
    assert [text.split("\n")[0] for text in texts[1:]] == [str(page) for page in range(2, len(texts) + 1)]
    assert not texts[0].startswith("1\n")


def test_one_paper_is_one_file_whenever_it_is_drawn(fonts: Path) -> None:
    paper = plan_paper(seed_plan("quang-ngai"))
    for write in (word.write, sheet.write, lambda each: pdf.write(each, fonts)):
        assert write(paper) == write(paper)


def test_the_docx_is_set_as_the_decree_asks() -> None:
    document = docx.Document(io.BytesIO(word.write(plan_paper(seed_plan("hai-phong")))))
    first: Any = document.sections[0]  # python-docx types every length as possibly none
    annex: Any = document.sections[1]
    assert (round(first.page_width.cm, 1), round(first.page_height.cm, 1)) == (21.0, 29.7)
    assert (round(first.left_margin.cm, 1), round(first.right_margin.cm, 1), round(first.top_margin.cm, 1)) == (3, 2, 2)
    assert first.different_first_page_header_footer
    assert not annex.different_first_page_header_footer
    assert annex.page_width > annex.page_height
    assert document.styles["Normal"].font.name == "Times New Roman"
    tables = [table for table in document.tables if len(table.columns) > 2]
    assert len(tables) == 2
    assert all(table.rows[0]._tr.find(".//{*}tblHeader") is not None for table in tables)


def test_the_sheets_keep_numbers_as_they_are_printed() -> None:
    lines = (Line((Cell(("1.10",)), Cell(("=1+1",)))),)
    paper = plan_paper(seed_plan("hai-phong"))
    annex = replace(paper.annexes[0], columns=paper.annexes[0].columns[:2], lines=lines)
    with zipfile.ZipFile(io.BytesIO(sheet.write(replace(paper, annexes=(annex,))))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert ">1.10<" in strings
    assert ">=1+1<" in strings


# The phrases


def test_what_is_not_known_stays_blank() -> None:
    assert re.fullmatch(r"Số:\s+/KH-SGDĐT", number_line(None, "KH", "SGDĐT"))
    assert re.fullmatch(r"Huế, ngày\s+tháng\s+năm\s+", date_line("Huế", None))
    paper: Paper = plan_paper(replace(seed_plan("hai-phong"), signer=None))
    assert (paper.signature.lines, paper.signature.name) == ((), "")


def test_days_and_months_are_written_with_their_zeros() -> None:
    assert date_line("Huế", date(2026, 2, 5)) == "Huế, ngày 05 tháng 02 năm 2026"
    assert date_line("Huế", date(2026, 11, 15)) == "Huế, ngày 15 tháng 11 năm 2026"


@pytest.mark.parametrize(
    ("name", "kind", "parent", "issuer", "above", "place"),
    [
        ("Sở Giáo dục và Đào tạo thành phố Hải Phòng", "department", "Ủy ban nhân dân thành phố Hải Phòng",
         "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "UBND THÀNH PHỐ HẢI PHÒNG", "Hải Phòng"),
        ("Ủy ban nhân dân xã Cẩm Giàng", "commune", "Ủy ban nhân dân thành phố Hải Phòng",
         "ỦY BAN NHÂN DÂN XÃ CẨM GIÀNG", "", "Cẩm Giàng"),
        ("Trường Tiểu học Kim Đồng", "school", "Ủy ban nhân dân phường Lê Chân",
         "TRƯỜNG TIỂU HỌC KIM ĐỒNG", "UBND PHƯỜNG LÊ CHÂN", "Lê Chân"),
        ("Trường THPT A", "school", None, "TRƯỜNG THPT A", "", ""),
    ],
)  # fmt: skip
def test_the_letterhead_names_the_body_above(
    name: str, kind: str, parent: str | None, issuer: str, above: str, place: str
) -> None:
    head = letterhead(name, kind, parent)
    assert (head.issuer, head.parent, head.place) == (issuer, above, place)


def test_a_basis_says_what_is_known_of_it() -> None:
    assert (
        basis_line("Nghị quyết", "71/NQ-CP", None, "Chính phủ", None) == "Căn cứ Nghị quyết số 71/NQ-CP của Chính phủ"
    )
    assert basis_line("Luật", None, None, None, "Luật Giáo dục") == "Căn cứ Luật Giáo dục"


def test_a_long_title_is_broken_into_even_lines_that_a_reader_puts_together() -> None:
    title = "chuyển đổi số " * 60
    lines = title_lines(title.strip())
    assert " ".join(lines) == title.strip()
    assert max(map(len, lines)) <= 240
