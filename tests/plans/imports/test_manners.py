"""Plans printed in the manner of further provinces: every cell, every text set aside and every doubt."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from api.plans.imports.preview import Preview
from api.plans.imports.reading import read
from tests.plans.imports.documents import docx_of, xlsx_of
from tests.plans.imports.facts import Facts, Group, Target, Task, score
from tests.plans.imports.manners import MANNERS, Manner
from tests.plans.imports.offices import OFFICES

_OFTEN = {"year_unknown", "header_assumed"}  # a sheet alone names no year


def _assert_read(preview: Preview, manner: Manner) -> None:
    result = score(preview, manner.facts)
    assert result.right
    assert result.wrong == []
    assert tuple(dict(unread.problem.parameters)["text"] for unread in preview.unread) == manner.aside
    assert {problem.code for row in preview.rows for problem in row.problems} - _OFTEN == manner.doubts


@pytest.mark.parametrize("manner", [*MANNERS, *OFFICES], ids=lambda manner: manner.name)
def test_docx_in_a_manner_of_its_own_is_read_to_the_last_cell(manner: Manner) -> None:
    _assert_read(read(docx_of(manner.paper), "plan.docx"), manner)


@pytest.mark.parametrize("manner", [*MANNERS, *OFFICES], ids=lambda manner: manner.name)
@pytest.mark.parametrize("one_sheet", [False, True])
def test_xlsx_in_a_manner_of_its_own_is_read_to_the_last_cell(manner: Manner, one_sheet: bool) -> None:
    _assert_read(read(xlsx_of(manner.paper, one_sheet), "plan.xlsx"), manner)


def _write(sheet: Any, top: int, *rows: tuple[Any, ...]) -> None:
    """Rows of cells from the second column on; a cell is a value or a value with its format."""
    for row, cells in enumerate(rows, start=top):
        for column, cell in enumerate(cells, start=1):
            value, style = cell if isinstance(cell, tuple) else (cell, None)
            if value is not None:
                (sheet.write_datetime if isinstance(value, date) else sheet.write)(row, column, value, style)


def _workbook() -> bytes:
    """A workbook as offices keep them: titles above, an empty first column, hidden rows and sheets, real dates."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    percent, finer = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "0.0%"})
    day, month = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "mm/yyyy"})
    year = book.add_format({"num_format": "yyyy"})
    targets = book.add_worksheet("Chỉ tiêu")
    targets.merge_range("B1:G1", "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH SƠN LA")
    targets.merge_range("B3:G3", "BIỂU 01: CHỈ TIÊU CHUYỂN ĐỔI SỐ NĂM 2026")
    _write(
        targets, 5,
        ("STT", "Tên chỉ tiêu", "ĐVT", "Thực hiện 2025", "Kế hoạch năm 2026", "Cơ quan theo dõi"),
        ("A", "B", "C", 1, 2, 3),
        ("id", "name", "unit", "base", "target", "unit_code"),
        ("I", "Nhân lực số"),
        (1, "Giáo viên được bồi dưỡng", "%", (0.75, percent), (0.88, percent), "Phòng TCCB"),
        (2, "Học sinh có học bạ số", "%", (0.605, finer), (1, percent), "Phòng GDPT"),
        (3, "Điểm trường có Internet", "Điểm trường", 1200, 1500, "Phòng KHTC"),
        (),
        (None, None, None, None, "Sơn La, ngày 10 tháng 01 năm 2026"),
        (None, "NGƯỜI LẬP BIỂU", None, None, "KT. GIÁM ĐỐC"),
        (None, "Lò Văn Anh", None, None, "Cà Thị Bình"),
    )  # fmt: skip
    targets.set_row(7, None, None, {"hidden": True})
    book.add_worksheet("Danh mục").hide()
    tasks = book.add_worksheet("Nhiệm vụ")
    _write(
        tasks, 0,
        ("BIỂU 02: NHIỆM VỤ NĂM 2026",),
        (),
        ("TT", "", "Nội dung công việc", "Sản phẩm dự kiến", "Cơ quan chủ trì", "Cơ quan phối hợp", "Bắt đầu",
         "Hoàn thành"),
        (1, None, "Nâng cấp máy chủ", "Máy chủ", "Phòng KHTC", "VNPT", (date(2026, 1, 15), day),
         (date(2026, 6, 30), day)),
        (2, None, "Thuê đường truyền", "Hợp đồng", "Phòng KHTC", None, None, (date(2026, 3, 1), month)),
        (3, None, "Việc đã lọc", "Báo cáo", "Văn phòng Sở", None, None, "Quý II/2026"),
        (4, None, "Làm sạch dữ liệu", "Dữ liệu", "Văn phòng Sở", "Các trường", None, (date(2026, 1, 1), year)),
        (None, None, "Tổng số: 4 nhiệm vụ"),
    )  # fmt: skip
    tasks.set_row(5, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def test_a_workbook_as_offices_keep_them_is_read_as_it_shows() -> None:
    preview = read(_workbook(), "plan.xlsx")
    facts = Facts("", "", 2026)
    facts.targets = [
        Group("I", "Nhân lực số"),
        Target("I", "1", "Giáo viên được bồi dưỡng", "%", "88%", "eq", 88, lead=("Phòng TCCB",)),
        Target("I", "2", "Học sinh có học bạ số", "%", "100%", "eq", 100, lead=("Phòng GDPT",)),
        Target("I", "3", "Điểm trường có Internet", "Điểm trường", "1500", "eq", 1500, lead=("Phòng KHTC",)),
    ]
    facts.tasks = [
        Task(None, "1", "Nâng cấp máy chủ", ("Máy chủ",), ("Phòng KHTC",), ("VNPT",), "Từ 15/01/2026 đến 30/06/2026"),
        Task(None, "2", "Thuê đường truyền", ("Hợp đồng",), ("Phòng KHTC",), (), "03/2026"),
        Task(None, "4", "Làm sạch dữ liệu", ("Dữ liệu",), ("Văn phòng Sở",), ("Các trường",), "2026"),
    ]
    result = score(preview, facts)
    assert result.wrong == []
    assert [row.understood["baseline"] for row in preview.rows[1:4]] == ["75%", "60,5%", "1200"]
    assert {problem.code for row in preview.rows for problem in row.problems} - _OFTEN == set()
    assert [(each.problem.code, dict(each.problem.parameters)["text"]) for each in preview.unread] == [
        ("row_hidden", "id | name | unit | base | target | unit_code"),
        ("row_set_aside", "Sơn La, ngày 10 tháng 01 năm 2026"),
        ("row_set_aside", "NGƯỜI LẬP BIỂU | KT. GIÁM ĐỐC"),
        ("row_set_aside", "Lò Văn Anh | Cà Thị Bình"),
        ("row_hidden", "3 | Việc đã lọc | Báo cáo | Văn phòng Sở | Quý II/2026"),
        ("row_set_aside", "Tổng số: 4 nhiệm vụ"),
    ]
