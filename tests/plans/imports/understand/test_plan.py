"""The document as a whole: its header, tables that are neither tasks nor targets, lists that go on."""

from api.plans.imports.understand.bases import read_bases
from api.plans.imports.understand.header import read_header
from tests.plans.imports.tables import TASK_HEAD, codes, preview, table

FULL = ["Báo cáo", "Văn phòng Sở", "Các phòng", "Quý I"]


def test_a_table_that_is_neither_tasks_nor_targets_is_named_with_its_text() -> None:
    strange = table(["Họ tên", "Năm sinh", "Quê quán"], ["An", "1980", "Huế"], number=2)
    understood = preview(table(TASK_HEAD, ["1", "Việc", *FULL]), strange)
    assert len(understood.rows) == 1
    assert [unread.problem.code for unread in understood.unread] == ["table_not_understood"]
    assert ("3", "Huế") in understood.unread[0].source.cells


def test_a_table_without_a_heading_goes_on_with_the_one_before_and_says_so() -> None:
    rows = preview(table(TASK_HEAD, ["1", "Một", *FULL]), "trang sau", table(["2", "Hai", *FULL], number=2)).rows
    assert [row.understood["number"] for row in rows] == ["1", "2"]
    assert [codes(row) for row in rows] == [[], ["header_assumed"]]


def test_a_second_appendix_under_the_same_headings_begins_anew() -> None:
    first = table(TASK_HEAD, ["I", "Nhóm", "", "", "", ""], ["1", "Một", *FULL])
    second = table(TASK_HEAD, ["1", "Hai", *FULL], number=2)
    rows = preview("PHỤ LỤC I", first, "PHỤ LỤC II", second).rows
    assert rows[2].understood["group"] is None


def test_a_full_header() -> None:
    header = read_header(
        [
            "UBND TỈNH QUẢNG TRỊ", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 123/KH-SGDĐT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Quảng Trị, ngày 05 tháng 3 năm 2026", "KẾ HOẠCH", "Chuyển đổi số giai đoạn 2026-2030",
            "Căn cứ Luật Giáo dục;",
            "I. MỤC TIÊU", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC",
            "TS. Trần Thị Bình",
        ],
        [],
    )  # fmt: skip
    assert header.issuer == "Sở Giáo dục và Đào tạo tỉnh Quảng Trị"
    assert (header.number, str(header.issued_on), header.place) == ("123/KH-SGDĐT", "2026-03-05", "Quảng Trị")
    assert (header.year, header.horizon_years) == (2026, [2026, 2030])
    assert header.signer == {"name": "Trần Thị Bình", "title": "PHÓ GIÁM ĐỐC", "on_behalf": "KT. GIÁM ĐỐC"}
    assert header.recipients == ["Như trên", "Lưu: VT"]
    assert header.problems == []


def test_bases_without_a_number_and_with_an_impossible_day() -> None:
    bases = read_bases("Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;\nCăn cứ Quyết định số 1/QĐ-TTg ngày 31/02/2026;")
    assert [(base["type"], base["number"], base["issued_on"]) for base in bases] == [
        ("Luật", None, "2019-06-14"),
        ("Quyết định", "1/QĐ-TTg", None),
    ]
