"""Plans as further offices write them: columns of their own, products in the task's cell, deadlines in short."""

import unicodedata
from collections.abc import Sequence

from tests.plans.imports.documents import C
from tests.plans.imports.facts import Group, Task
from tests.plans.imports.manners import Manner, facts, grid, heads, over, paper


def _apart(text: str) -> str:
    """The text in decomposed letters, with spaces that do not break, as some keyboards and converters leave it."""
    return unicodedata.normalize("NFD", text).replace(" ", "\u00a0")


def _all_apart(row: Sequence[str]) -> list[str]:
    return [_apart(text) for text in row]


_PRODUCTS_INSIDE = Manner(
    "products in the cell of the task, under “Sản phẩm:”",
    paper(
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ",
        grid(
            heads("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Ghi chú"),
            ["1", "Ban hành quy chế quản lý dữ liệu.\nSản phẩm: Quyết định ban hành quy chế", "Văn phòng Sở",
             "Các phòng thuộc Sở", "Quý 3", ""],
            ["2", "Tập huấn kỹ năng số\nSản phẩm, kết quả:\n- Lớp tập huấn\n- Tài liệu tập huấn", "Phòng TCCB",
             "Các trường THPT", "30/6", "Kinh phí tự chủ"],
            ["3", "Rà soát hạ tầng (Sản phẩm: Báo cáo rà soát)", "Phòng KHTC", "VNPT", "Tháng 6-9", ""],
        ),
    ),
    facts([
        Task(None, "1", "Ban hành quy chế quản lý dữ liệu.", ("Quyết định ban hành quy chế",), ("Văn phòng Sở",),
             ("Các phòng thuộc Sở",), "Quý 3"),
        Task(None, "2", "Tập huấn kỹ năng số", ("Lớp tập huấn", "Tài liệu tập huấn"), ("Phòng TCCB",),
             ("Các trường THPT",), "30/6"),
        Task(None, "3", "Rà soát hạ tầng", ("Báo cáo rà soát",), ("Phòng KHTC",), ("VNPT",), "Tháng 6-9"),
    ]),
)  # fmt: skip

_THREE_STOREYS = Manner(
    "parts A, groups I, tasks 1, parts of tasks a",
    paper(
        "PHỤ LỤC",
        "DANH MỤC NHIỆM VỤ",
        grid(
            heads("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Kết quả"),
            ["A", "NHIỆM VỤ CHUNG", "", "", "", ""],
            ["I", "Thể chế", "", "", "", ""],
            ["1", "Ban hành quy chế", "Văn phòng Sở", "Các phòng", "Quý I", "Quy chế"],
            ["II", "Nhân lực", "", "", "", ""],
            ["1", "Bồi dưỡng giáo viên", "Phòng TCCB", "Các trường", "Quý II", "Lớp bồi dưỡng"],
            ["a", "Cấp tiểu học", "Phòng GDTH", "", "Tháng 4", "Lớp bồi dưỡng"],
            ["b", "Cấp trung học", "Phòng GDTrH", "", "Tháng 5", "Lớp bồi dưỡng"],
            ["B", "NHIỆM VỤ RIÊNG", "", "", "", ""],
            ["I", "Hạ tầng", "", "", "", ""],
            ["1", "Nâng cấp đường truyền", "Phòng KHTC", "VNPT", "Quý III", "Hợp đồng"],
        ),
    ),
    facts([
        Group("A", "NHIỆM VỤ CHUNG"),
        Group("I", "Thể chế"),
        Task("I", "1", "Ban hành quy chế", ("Quy chế",), ("Văn phòng Sở",), ("Các phòng",), "Quý I"),
        Group("II", "Nhân lực"),
        Task("II", "1", "Bồi dưỡng giáo viên", ("Lớp bồi dưỡng",), ("Phòng TCCB",), ("Các trường",), "Quý II"),
        Task("II", "a", "Cấp tiểu học", ("Lớp bồi dưỡng",), ("Phòng GDTH",), (), "Tháng 4", "1"),
        Task("II", "b", "Cấp trung học", ("Lớp bồi dưỡng",), ("Phòng GDTrH",), (), "Tháng 5", "1"),
        Group("B", "NHIỆM VỤ RIÊNG"),
        Group("I", "Hạ tầng"),
        Task("I", "1", "Nâng cấp đường truyền", ("Hợp đồng",), ("Phòng KHTC",), ("VNPT",), "Quý III"),
    ]),
)  # fmt: skip

_CAPITALS = Manner(
    "headings in capitals, broken without spaces",
    paper(
        "PHỤ LỤC",
        "BẢNG TỔNG HỢP NHIỆM VỤ",
        grid(
            heads("SỐ\nTT", "NỘI DUNG\nNHIỆM VỤ", "CƠ QUAN,ĐƠN VỊ\nCHỦ TRÌ", "CƠ QUAN,ĐƠN VỊ\nPHỐI HỢP",
                  "THỜI GIAN\nHOÀN THÀNH", "SẢN PHẨM/\nKẾT QUẢ"),
            over("I.THỂ CHẾ SỐ", 6, bold=True),
            ["1", "Ban hành kế hoạch", "Văn phòng Sở", "Các phòng", "15/01/2026", "Kế hoạch"],
            ["2", "Sơ kết 6 tháng", "Văn phòng Sở", "Các đơn vị", "Trước 15/7", "Báo cáo"],
            over("II.HẠ TẦNG SỐ", 6, bold=True),
            ["3", "Mua sắm thiết bị", "Phòng KHTC", "Các trường", "Quý 2, Quý 4", "Thiết bị"],
        ),
    ),
    facts([
        Group("I", "THỂ CHẾ SỐ"),
        Task("I", "1", "Ban hành kế hoạch", ("Kế hoạch",), ("Văn phòng Sở",), ("Các phòng",), "15/01/2026"),
        Task("I", "2", "Sơ kết 6 tháng", ("Báo cáo",), ("Văn phòng Sở",), ("Các đơn vị",), "Trước 15/7"),
        Group("II", "HẠ TẦNG SỐ"),
        Task("II", "3", "Mua sắm thiết bị", ("Thiết bị",), ("Phòng KHTC",), ("Các trường",), "Quý 2, Quý 4"),
    ]),
)  # fmt: skip

_DECOMPOSED = Manner(
    "decomposed letters and spaces that do not break",
    paper(
        "PHỤ LỤC",
        _apart("DANH MỤC NHIỆM VỤ"),
        grid(
            heads(*_all_apart(["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Sản phẩm"])),
            _all_apart(["1", "Xây dựng kho học liệu số", "Phòng Giáo dục phổ thông", "Các trường THPT; VNPT",
                        "Trước ngày 30/9/2026", "Kho học liệu"]),
            _all_apart(["2", "Đánh giá mức độ chuyển đổi số", "Văn phòng Sở", "Các cơ sở giáo dục", "Quý IV/2026",
                        "Báo cáo đánh giá"]),
        ),
    ),
    facts([
        Task(None, "1", "Xây dựng kho học liệu số", ("Kho học liệu",), ("Phòng Giáo dục phổ thông",),
             ("Các trường THPT", "VNPT"), "Trước ngày 30/9/2026"),
        Task(None, "2", "Đánh giá mức độ chuyển đổi số", ("Báo cáo đánh giá",), ("Văn phòng Sở",),
             ("Các cơ sở giáo dục",), "Quý IV/2026"),
    ]),
)  # fmt: skip

_WIDE_HEADS = Manner(
    "units and time each under a heading of two columns",
    paper(
        "PHỤ LỤC",
        "TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ",
        grid(
            [C("STT", rows=2, bold=True), C("Nhiệm vụ", rows=2, bold=True), C("Đơn vị thực hiện", columns=2, bold=True),
             None, C("Thời gian thực hiện", columns=2, bold=True), None, C("Sản phẩm", rows=2, bold=True)],
            [None, None, C("Chủ trì", bold=True), C("Phối hợp", bold=True), C("Bắt đầu", bold=True),
             C("Kết thúc", bold=True), None],
            ["1", "Khảo sát nhu cầu", "Phòng KHTC", "Các trường", "01/02/2026", "31/3/2026", "Báo cáo"],
            ["2", "Triển khai thí điểm", "Văn phòng Sở", "VNPT, Viettel", "01/4/2026", "30/9/2026", "Nền tảng"],
        ),
    ),
    facts([
        Task(None, "1", "Khảo sát nhu cầu", ("Báo cáo",), ("Phòng KHTC",), ("Các trường",),
             "Từ 01/02/2026 đến 31/3/2026"),
        Task(None, "2", "Triển khai thí điểm", ("Nền tảng",), ("Văn phòng Sở",), ("VNPT", "Viettel"),
             "Từ 01/4/2026 đến 30/9/2026"),
    ]),
)  # fmt: skip

_MERGED_LEADS = Manner(
    "one lead merged down over several tasks, notes below",
    paper(
        "PHỤ LỤC",
        "NHIỆM VỤ TRỌNG TÂM",
        grid(
            heads("STT", "Tên nhiệm vụ", "Kết quả đầu ra", "Bộ phận chủ trì", "Bộ phận phối hợp", "Hạn hoàn thành"),
            ["1", "Lập hồ sơ cấp độ", "Hồ sơ", C("Văn phòng Sở", rows=3), "Công an tỉnh", "Quý I"],
            ["2", "Giám sát an toàn thông tin", "Nhật ký", None, "VNPT", "Thường xuyên"],
            ["3", "Diễn tập ứng cứu", "Báo cáo diễn tập", None, "Các trường", "Tháng 10"],
            ["4", "Thanh lý thiết bị cũ", "Biên bản", "Phòng KHTC", "", "Tháng 11"],
            over("Ghi chú: Nhiệm vụ 2 thực hiện cả năm.", 6),
        ),
    ),
    facts([
        Task(None, "1", "Lập hồ sơ cấp độ", ("Hồ sơ",), ("Văn phòng Sở",), ("Công an tỉnh",), "Quý I"),
        Task(None, "2", "Giám sát an toàn thông tin", ("Nhật ký",), ("Văn phòng Sở",), ("VNPT",), "Thường xuyên"),
        Task(None, "3", "Diễn tập ứng cứu", ("Báo cáo diễn tập",), ("Văn phòng Sở",), ("Các trường",), "Tháng 10"),
        Task(None, "4", "Thanh lý thiết bị cũ", ("Biên bản",), ("Phòng KHTC",), (), "Tháng 11"),
    ]),
    aside=("Ghi chú: Nhiệm vụ 2 thực hiện cả năm.",),
)  # fmt: skip

OFFICES = (_PRODUCTS_INSIDE, _THREE_STOREYS, _CAPITALS, _DECOMPOSED, _WIDE_HEADS, _MERGED_LEADS)
