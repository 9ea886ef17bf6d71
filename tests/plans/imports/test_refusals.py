"""Files that are refused, each with its reason in both languages."""

import io
import zipfile
from pathlib import Path

import pytest

from api.plans.imports import bounded
from api.plans.imports.messages import PROBLEMS, REFUSALS
from api.plans.imports.preview import Refused
from api.plans.imports.reading import read
from api.plans.imports.sniff import MAX_BYTES, FileKind, kind_of
from tests.plans.imports.documents import LAYOUTS, Paper, docx_of, paper_of, pdf_of, xlsx_of
from tests.plans.imports.facts import from_seed

_TYPES = "[Content_Types].xml"


def _docx() -> bytes:
    return docx_of(paper_of(from_seed("long-an"), LAYOUTS[0]))


def _zip(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def _with_part(data: bytes, name: str, content: bytes | str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, bytes | str] = {entry: package.read(entry) for entry in package.namelist()}
    return _zip({**parts, name: content})


def _refusal(data: bytes, name: str = "plan.docx") -> str:
    with pytest.raises(Refused) as refused:
        read(data, name)
    return refused.value.code


def test_an_empty_file_is_refused() -> None:
    assert _refusal(b"") == "empty"


def test_a_file_of_more_than_fifty_megabytes_is_refused() -> None:
    assert _refusal(b"%PDF-1.7" + bytes(MAX_BYTES)) == "too_large"


@pytest.mark.parametrize("data", [b"hello", b"{\\rtf1 plan}", b"\x89PNG\r\n", _zip({"a.txt": "x"}), b"<html></html>"])
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    assert _refusal(data) == "unknown_kind"


def test_the_old_binary_formats_are_refused_with_advice() -> None:
    assert _refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc") == "old_office"


def test_a_docx_with_a_password_is_refused() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    assert _refusal(locked) == "encrypted"


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(_zip({_TYPES: "<Types/>", "word/document.xml": "<x/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    assert _refusal(bytes(data)) == "encrypted"


def test_a_pdf_with_a_password_is_refused() -> None:
    # A document locked with the user password “secret”: its strings cannot be read without it.
    trailer = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") >>"
    body = (
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n"
    )
    table = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (
        body.find(b"1 0 obj"),
        body.find(b"2 0 obj"),
    )
    end = b"trailer << /Size 3 /Root 1 0 R /ID [(a) (a)] " + trailer + b" >>\nstartxref\n%d\n%%%%EOF" % len(body)
    assert _refusal(body + table + end, "plan.pdf") == "encrypted"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/vbaProject.bin"])
def test_a_file_with_macros_inside_is_refused_whatever_its_name(name: str) -> None:
    assert _refusal(_with_part(_docx(), name, b"macro")) == "macros"


def test_a_macro_file_is_refused_by_its_type_and_by_its_name() -> None:
    types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert _refusal(_with_part(_docx(), _TYPES, types)) == "macros"
    assert _refusal(_docx(), "plan.docm") == "macros"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert _refusal(_zip({_TYPES: "<Types/>", "word/document.xml": bytes(30_000_000)})) == "zip_bomb"
    assert _refusal(_zip({f"word/{i}.xml": "" for i in range(4000)})) == "zip_bomb"


def test_a_part_that_lies_about_its_size_is_not_unpacked_whole() -> None:
    data = bytearray(_zip({_TYPES: "<Types/>", "word/document.xml": bytes(900_000)}))
    place = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert _refusal(bytes(data)) == "damaged"


def test_entities_in_the_xml_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert _refusal(_with_part(_docx(), "word/document.xml", laughs)) == "damaged"


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a zip", _docx()[:2000], b"%PDF-1.7 nothing more"])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert _refusal(data) == "damaged"


def test_a_docx_without_a_body_is_refused() -> None:
    assert _refusal(_with_part(_docx(), "word/document.xml", "<x/>")) == "damaged"


def test_a_scan_without_text_is_refused(tmp_path: Path) -> None:
    assert _refusal(pdf_of(Paper([""]), tmp_path), "plan.pdf") == "scan"


def test_a_document_without_tables_of_tasks_or_targets_is_refused() -> None:
    assert _refusal(docx_of(Paper(["KẾ HOẠCH", "Không có bảng nào."]))) == "no_table"


def test_a_sheet_with_too_many_rows_is_refused() -> None:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far = head + '<row r="9000"><c r="A9000" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    data = xlsx_of(paper_of(from_seed("long-an"), LAYOUTS[0]))
    assert _refusal(_with_part(data, "xl/worksheets/sheet1.xml", far), "plan.xlsx") == "too_long"


def test_a_file_is_known_by_its_content_and_not_by_its_name() -> None:
    assert kind_of(_docx(), "plan.pdf") is FileKind.DOCX
    assert kind_of(b"\n\n%PDF-1.4", "plan.docx") is FileKind.PDF


def test_every_refusal_and_problem_is_said_in_both_languages() -> None:
    for code, message in REFUSALS.items():
        vietnamese, english = (Refused(code).to_json(language)["message"] for language in ("vi", "en"))
        assert vietnamese
        assert english != vietnamese
        assert message.vi.endswith((".", "!"))
    assert all(0 < doubt.weight <= 1 and doubt.message.vi and doubt.message.en for doubt in PROBLEMS.values())


async def test_a_bounded_child_reads_as_this_process_does() -> None:
    data = _docx()
    assert (await bounded.read(data, "plan.docx")).to_json() == read(data, "plan.docx").to_json()


async def test_a_bounded_child_passes_on_what_it_refuses() -> None:
    with pytest.raises(Refused, match="damaged"):
        await bounded.read(b"%PDF-1.7 nothing more", "plan.pdf")


async def test_a_file_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Refused, match="took_too_long"):
        await bounded.read(_docx(), "plan.docx", wall_seconds=0.01)
