"""Plans as further provinces print them, written out cell by cell, and what each cell should be understood as."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.plans.imports.documents import C, Grid, Paper
from tests.plans.imports.facts import Facts, Group, Target, Task


@dataclass(frozen=True)
class Manner:
    """A plan's tables, the facts in them, the texts that are no row, the doubts (codes) that are right to have."""

    name: str
    paper: Paper
    facts: Facts
    aside: tuple[str, ...] = ()
    doubts: frozenset[str] = frozenset()


def grid(*rows: Sequence[str | C | None]) -> Grid:
    return [[C(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def heads(*texts: str) -> list[C | None]:
    return [C(text, bold=True) for text in texts]


def over(text: str, width: int, bold: bool = False) -> list[C | None]:
    """One cell merged over the whole row."""
    return [C(text, columns=width, bold=bold), *[None] * (width - 1)]


def paper(*items: str | Grid) -> Paper:
    return Paper(["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "KẾ HOẠCH", "Chuyển đổi số ngành Giáo dục năm 2026", *items])


def facts(tasks: Sequence[Group | Task] = (), targets: Sequence[Group | Target] = ()) -> Facts:
    return Facts("", "Chuyển đổi số ngành Giáo dục năm 2026", 2026, list(tasks), list(targets))


_PARTIES_IN_ONE = Manner(
    "lead and coordinating in one cell",
    paper(
        "PHỤ LỤC",
        "DANH MỤC NHIỆM VỤ",
        grid(
            heads("STT", "Nội dung công việc", "Đơn vị thực hiện", "Tiến độ", "Sản phẩm dự kiến"),
            ["I", "Nhận thức số", "", "", ""],
            ["1.1.", "Tổ chức Ngày Chuyển đổi số", "Chủ trì: Văn phòng Sở; Phối hợp: các phòng thuộc Sở, UBND các xã",
             "Quý IV/2026", "Kế hoạch; Báo cáo tổng kết"],
            ["1.2.", "Tập huấn kỹ năng số", "Chủ trì: Phòng Giáo dục phổ thông\nPhối hợp: Các trường THPT",
             "Tháng 6/2026", "• Lớp tập huấn\n• Tài liệu"],
            ["II", "Hạ tầng số", "", "", ""],
            ["2.1.", "Nâng cấp đường truyền", "- Chủ trì: Phòng KH-TC.\n- Phối hợp: VNPT, Viettel", "Thường xuyên",
             "Đường truyền đạt chuẩn"],
            ["2.2.", "Rà soát thiết bị", "Chủ trì: Thanh tra Sở", "Trước 30/9/2026", "Báo cáo rà soát"],
        ),
    ),
    facts([
        Group("I", "Nhận thức số"),
        Task("I", "1.1", "Tổ chức Ngày Chuyển đổi số", ("Kế hoạch", "Báo cáo tổng kết"), ("Văn phòng Sở",),
             ("các phòng thuộc Sở", "UBND các xã"), "Quý IV/2026"),
        Task("I", "1.2", "Tập huấn kỹ năng số", ("Lớp tập huấn", "Tài liệu"), ("Phòng Giáo dục phổ thông",),
             ("Các trường THPT",), "Tháng 6/2026"),
        Group("II", "Hạ tầng số"),
        Task("II", "2.1", "Nâng cấp đường truyền", ("Đường truyền đạt chuẩn",), ("Phòng KH-TC",),
             ("VNPT", "Viettel"), "Thường xuyên"),
        Task("II", "2.2", "Rà soát thiết bị", ("Báo cáo rà soát",), ("Thanh tra Sở",), (), "Trước 30/9/2026"),
    ]),
)  # fmt: skip

_STOREYS = Manner(
    "targets first, headings in two storeys, groups without a number",
    paper(
        "PHỤ LỤC I",
        "CÁC CHỈ TIÊU CHỦ YẾU",
        grid(
            [C("TT", rows=2, bold=True), C("Tiêu chí", rows=2, bold=True), C("Đơn vị tính", rows=2, bold=True),
             C("Mức phấn đấu", columns=2, bold=True), None, C("Cơ quan theo dõi", rows=2, bold=True)],
            [None, None, None, C("Năm 2026", bold=True), C("Năm 2027", bold=True), None],
            over("Dạy và học", 6),
            ["1.", "Trường học có học bạ số", "%", "80", "100", "Phòng Giáo dục phổ thông"],
            ["2.", "Trường có phòng học thông minh", "Trường", "≥ 25", "40 - 50", "Phòng KH-TC"],
            over("Quản trị", 6),
            ["3.", "Hồ sơ trực tuyến", "Tỷ lệ %", "Tối thiểu 95", "100", "Văn phòng Sở"],
        ),
        "PHỤ LỤC II",
        "PHÂN CÔNG THỰC HIỆN",
        grid(
            heads("TT", "Nội dung", "Đơn vị thực hiện", "", "Kết quả đầu ra", "Thời hạn hoàn thành"),
            ["", "", C("Chủ trì", bold=True), C("Phối hợp", bold=True), "", ""],
            ["", "Dạy và học", "", "", "", ""],
            ["1.", "Triển khai học bạ số", "Phòng Giáo dục phổ thông", "Các trường THPT", "Học bạ số", "31/12/2026"],
            ["2.", "Xây dựng kho học liệu", "Phòng GDTX", "Các trung tâm GDTX", "- Kho học liệu\n- Quy chế",
             "Quý III năm 2026"],
            ["", "Quản trị", "", "", "", ""],
            ["3.", "Số hóa hồ sơ", "Văn phòng Sở", "Các phòng thuộc Sở", "Hồ sơ số", "Cả năm"],
        ),
    ),
    facts(
        [
            Group(None, "Dạy và học"),
            Task(None, "1", "Triển khai học bạ số", ("Học bạ số",), ("Phòng Giáo dục phổ thông",),
                 ("Các trường THPT",), "31/12/2026"),
            Task(None, "2", "Xây dựng kho học liệu", ("Kho học liệu", "Quy chế"), ("Phòng GDTX",),
                 ("Các trung tâm GDTX",), "Quý III năm 2026"),
            Group(None, "Quản trị"),
            Task(None, "3", "Số hóa hồ sơ", ("Hồ sơ số",), ("Văn phòng Sở",), ("Các phòng thuộc Sở",), "Cả năm"),
        ],
        [
            Group(None, "Dạy và học"),
            Target(None, "1", "Trường học có học bạ số", "%", "80", "eq", 80, lead=("Phòng Giáo dục phổ thông",)),
            Target(None, "1", "Trường học có học bạ số", "%", "100", "eq", 100, lead=("Phòng Giáo dục phổ thông",)),
            Target(None, "2", "Trường có phòng học thông minh", "Trường", "≥ 25", "ge", 25, lead=("Phòng KH-TC",)),
            Target(None, "2", "Trường có phòng học thông minh", "Trường", "40 - 50", "range", 40, 50,
                   ("Phòng KH-TC",)),
            Group(None, "Quản trị"),
            Target(None, "3", "Hồ sơ trực tuyến", "Tỷ lệ %", "Tối thiểu 95", "ge", 95, lead=("Văn phòng Sở",)),
            Target(None, "3", "Hồ sơ trực tuyến", "Tỷ lệ %", "100", "eq", 100, lead=("Văn phòng Sở",)),
        ],
    ),
    doubts=frozenset({"group_assumed"}),
)  # fmt: skip

_LETTERED = Manner(
    "sub-rows a), b), notes and signatures under the table",
    paper(
        "PHỤ LỤC",
        "KẾ HOẠCH CHI TIẾT",
        grid(
            heads("TT", "Thời hạn hoàn thành", "Nội dung công việc", "", "Kết quả đầu ra", "Cơ quan chủ trì",
                   "Cơ quan phối hợp"),
            over("A. NHIỆM VỤ TRỌNG TÂM", 7, bold=True),
            ["1", "Quý II/2026", "Hoàn thiện cơ sở dữ liệu ngành", "", "", "Văn phòng Sở", "Các phòng thuộc Sở"],
            ["a)", "Tháng 3/2026", "Rà soát dữ liệu học sinh", "", "Báo cáo", "Phòng Giáo dục phổ thông",
             "Các trường THPT"],
            ["b)", "Tháng 5/2026", "Làm sạch dữ liệu giáo viên", "", "Dữ liệu đúng, đủ", "Phòng TCCB", ""],
            ["2", "Cả năm", "Bảo đảm an toàn thông tin", "", "+ Hồ sơ cấp độ\n+ Phương án ứng cứu", "Văn phòng Sở",
             "Công an tỉnh"],
            over("B. NHIỆM VỤ THƯỜNG XUYÊN", 7, bold=True),
            ["1", "Hằng tháng", "Cập nhật trang thông tin", "", "Tin, bài", "Văn phòng Sở", "nt"],
            over("Ghi chú: Các đơn vị báo cáo trước ngày 20 hằng tháng.", 7),
            ["", "", "NGƯỜI LẬP", "", "", "GIÁM ĐỐC", ""],
            ["", "", "Trần Thị Bình", "", "", "Nguyễn Văn An", ""],
        ),
    ),
    facts([
        Group("A", "NHIỆM VỤ TRỌNG TÂM"),
        Task("A", "1", "Hoàn thiện cơ sở dữ liệu ngành", (), ("Văn phòng Sở",), ("Các phòng thuộc Sở",),
             "Quý II/2026"),
        Task("A", "a", "Rà soát dữ liệu học sinh", ("Báo cáo",), ("Phòng Giáo dục phổ thông",), ("Các trường THPT",),
             "Tháng 3/2026", "1"),
        Task("A", "b", "Làm sạch dữ liệu giáo viên", ("Dữ liệu đúng, đủ",), ("Phòng TCCB",), (), "Tháng 5/2026", "1"),
        Task("A", "2", "Bảo đảm an toàn thông tin", ("Hồ sơ cấp độ", "Phương án ứng cứu"), ("Văn phòng Sở",),
             ("Công an tỉnh",), "Cả năm"),
        Group("B", "NHIỆM VỤ THƯỜNG XUYÊN"),
        Task("B", "1", "Cập nhật trang thông tin", ("Tin, bài",), ("Văn phòng Sở",), ("Công an tỉnh",), "Hằng tháng"),
    ]),
    aside=("Ghi chú: Các đơn vị báo cáo trước ngày 20 hằng tháng.", "NGƯỜI LẬP | GIÁM ĐỐC",
           "Trần Thị Bình | Nguyễn Văn An"),
    doubts=frozenset({"ditto"}),
)  # fmt: skip

_MERGED_NUMBERS = Manner(
    "number and field merged down over their tasks",
    paper(
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ",
        grid(
            heads("STT", "Lĩnh vực", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian hoàn thành", "Sản phẩm"),
            [C("1", rows=2), C("Thể chế số", rows=2), "Ban hành quy chế dữ liệu", "Văn phòng Sở", "Quý I/2026",
             "Quyết định"],
            [None, None, "Rà soát thủ tục hành chính", "Thanh tra Sở", "Quý II/2026", "Báo cáo"],
            [C("2", rows=3), C("Nhân lực số", rows=3), "Bồi dưỡng giáo viên", "Phòng TCCB", "Quý III/2026",
             "Lớp bồi dưỡng"],
            [None, None, "Bồi dưỡng cán bộ quản lý", "Phòng TCCB", "Quý III/2026", "Lớp bồi dưỡng"],
            [None, None, "Đánh giá kỹ năng số", "Phòng QLCL", "Tháng 11/2026", "Kết quả đánh giá"],
        ),
    ),
    facts([
        Group("1", "Thể chế số"),
        Task("1", None, "Ban hành quy chế dữ liệu", ("Quyết định",), ("Văn phòng Sở",), (), "Quý I/2026"),
        Task("1", None, "Rà soát thủ tục hành chính", ("Báo cáo",), ("Thanh tra Sở",), (), "Quý II/2026"),
        Group("2", "Nhân lực số"),
        Task("2", None, "Bồi dưỡng giáo viên", ("Lớp bồi dưỡng",), ("Phòng TCCB",), (), "Quý III/2026"),
        Task("2", None, "Bồi dưỡng cán bộ quản lý", ("Lớp bồi dưỡng",), ("Phòng TCCB",), (), "Quý III/2026"),
        Task("2", None, "Đánh giá kỹ năng số", ("Kết quả đánh giá",), ("Phòng QLCL",), (), "Tháng 11/2026"),
    ]),
    doubts=frozenset({"number_missing"}),
)  # fmt: skip

_MERGED_TITLES = Manner(
    "one number and one deadline merged down over several tasks",
    paper(
        "PHỤ LỤC",
        "DANH MỤC NHIỆM VỤ",
        grid(
            heads("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Tiến độ", "Sản phẩm dự kiến"),
            ["1", "Xây dựng kế hoạch năm", "Văn phòng Sở", "Các phòng thuộc Sở", C("Quý I/2026", rows=2), "Kế hoạch"],
            ["2", "Xây dựng dự toán", "Phòng KHTC", "Các phòng thuộc Sở", None, "Dự toán"],
            [C("3", rows=2), "Khảo sát hạ tầng", "Phòng KHTC", "VNPT", "Quý II/2026", "Báo cáo khảo sát"],
            [None, "Lắp đặt thiết bị", "Phòng KHTC", "Viettel", "Quý III/2026", "Biên bản nghiệm thu"],
            ["4", "Sơ kết, tổng kết", "Văn phòng Sở", "Các đơn vị", "Tháng 12/2026", "Báo cáo"],
        ),
    ),
    facts([
        Task(None, "1", "Xây dựng kế hoạch năm", ("Kế hoạch",), ("Văn phòng Sở",), ("Các phòng thuộc Sở",),
             "Quý I/2026"),
        Task(None, "2", "Xây dựng dự toán", ("Dự toán",), ("Phòng KHTC",), ("Các phòng thuộc Sở",), "Quý I/2026"),
        Task(None, "3", "Khảo sát hạ tầng", ("Báo cáo khảo sát",), ("Phòng KHTC",), ("VNPT",), "Quý II/2026"),
        Task(None, "3", "Lắp đặt thiết bị", ("Biên bản nghiệm thu",), ("Phòng KHTC",), ("Viettel",), "Quý III/2026"),
        Task(None, "4", "Sơ kết, tổng kết", ("Báo cáo",), ("Văn phòng Sở",), ("Các đơn vị",), "Tháng 12/2026"),
    ]),
    doubts=frozenset({"number_repeated"}),
)  # fmt: skip

_SEVERAL = Manner(
    "several appendices, the numbers begun anew in each",
    paper(
        "PHỤ LỤC 1",
        "NHIỆM VỤ CỦA SỞ",
        grid(
            heads("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian hoàn thành", "Kết quả đầu ra"),
            ["1", "Ban hành kế hoạch", "Văn phòng Sở", "Tháng 1/2026", "Kế hoạch"],
            ["2", "Kiểm tra, giám sát", "Thanh tra Sở", "Quý IV/2026", "Kết luận kiểm tra"],
        ),
        "PHỤ LỤC 2",
        "NHIỆM VỤ CỦA UBND XÃ, PHƯỜNG",
        grid(
            heads("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian hoàn thành", "Kết quả đầu ra"),
            ["1", "Bố trí kinh phí", "UBND các xã, phường", "Quý I/2026", "Quyết định giao dự toán"],
            ["2", "Duy trì đường truyền", "UBND các xã, phường", "Thường xuyên", "Đường truyền ổn định"],
        ),
        "PHỤ LỤC 3",
        "CHỈ TIÊU NĂM 2026",
        grid(
            heads("STT", "Tên chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2025", "Kế hoạch năm 2026", "Đơn vị chủ trì"),
            [C("I", bold=True), C("CHÍNH QUYỀN SỐ", bold=True), "", "", "", ""],
            ["1", "Hồ sơ công việc xử lý trên môi trường mạng", "%", "85", "≥ 95", "Văn phòng Sở"],
            ["2", "Thời gian xử lý hồ sơ", "ngày", "5", "không quá 3", "Văn phòng Sở"],
            [C("II", bold=True), C("XÃ HỘI SỐ", bold=True), "", "", "", ""],
            ["1", "Học sinh có tài khoản học trực tuyến", "Người", "120.500", "150.000", "Phòng Giáo dục phổ thông"],
        ),
    ),
    facts(
        [
            Task(None, "1", "Ban hành kế hoạch", ("Kế hoạch",), ("Văn phòng Sở",), (), "Tháng 1/2026"),
            Task(None, "2", "Kiểm tra, giám sát", ("Kết luận kiểm tra",), ("Thanh tra Sở",), (), "Quý IV/2026"),
            Task(None, "1", "Bố trí kinh phí", ("Quyết định giao dự toán",), ("UBND các xã, phường",), (),
                 "Quý I/2026"),
            Task(None, "2", "Duy trì đường truyền", ("Đường truyền ổn định",), ("UBND các xã, phường",), (),
                 "Thường xuyên"),
        ],
        [
            Group("I", "CHÍNH QUYỀN SỐ"),
            Target("I", "1", "Hồ sơ công việc xử lý trên môi trường mạng", "%", "≥ 95", "ge", 95,
                   lead=("Văn phòng Sở",)),
            Target("I", "2", "Thời gian xử lý hồ sơ", "ngày", "không quá 3", "le", 3, lead=("Văn phòng Sở",)),
            Group("II", "XÃ HỘI SỐ"),
            Target("II", "1", "Học sinh có tài khoản học trực tuyến", "Người", "150.000", "eq", 150000,
                   lead=("Phòng Giáo dục phổ thông",)),
        ],
    ),
)  # fmt: skip

_NUMBERS_IN_TITLES = Manner(
    "units first, numbers in the titles, roles behind the names",
    paper(
        "PHỤ LỤC",
        "NHIỆM VỤ",
        grid(
            heads("Đơn vị thực hiện", "Nội dung công việc", "Sản phẩm", "Thời hạn"),
            over("I. Thể chế", 4),
            ["Văn phòng Sở (chủ trì), các phòng (phối hợp)", "1. Ban hành quy chế", "Quy chế", "Quý I"],
            ["Phòng KHTC", "2. Lập dự toán", "Dự toán", "Quý II"],
            over("II. Hạ tầng", 4),
            ["Phòng KHTC chủ trì, phối hợp với VNPT, Viettel", "1. Mua máy chủ", "Máy chủ", "Quý III"],
            ["Phối hợp: Công an tỉnh; Chủ trì: Thanh tra Sở", "2. Kiểm tra an toàn thông tin", "Biên bản", "Quý IV"],
        ),
    ),
    facts([
        Group("I", "Thể chế"),
        Task("I", "1", "Ban hành quy chế", ("Quy chế",), ("Văn phòng Sở",), ("các phòng",), "Quý I"),
        Task("I", "2", "Lập dự toán", ("Dự toán",), ("Phòng KHTC",), (), "Quý II"),
        Group("II", "Hạ tầng"),
        Task("II", "1", "Mua máy chủ", ("Máy chủ",), ("Phòng KHTC",), ("VNPT", "Viettel"), "Quý III"),
        Task("II", "2", "Kiểm tra an toàn thông tin", ("Biên bản",), ("Thanh tra Sở",), ("Công an tỉnh",), "Quý IV"),
    ]),
)  # fmt: skip

_TWO_IN_ONE = Manner(
    "targets and tasks in one table, three storeys of numbers, a sum below",
    paper(
        "PHỤ LỤC",
        "CHỈ TIÊU VÀ NHIỆM VỤ",
        grid(
            heads("TT", "Chỉ tiêu", "Đơn vị tính", "Mức phấn đấu", "Đơn vị chủ trì", ""),
            ["1", "Học bạ số", "%", "100", "Phòng GDPT", ""],
            ["1.1", "Cấp tiểu học", "%", "trên 99", "Phòng GDTH", ""],
            ["2", "Chỉ số hài lòng", "Điểm", "từ 85 trở lên", "Văn phòng Sở", ""],
            over("B. NHIỆM VỤ", 6, bold=True),
            heads("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Tiến độ", "Sản phẩm", "Kinh phí (triệu đồng)"),
            ["1.", "Xây dựng nền tảng", "", "", "", ""],
            ["1.1.", "Khảo sát", "Văn phòng Sở", "Quý I", "Báo cáo", "50"],
            ["1.2.", "Thiết kế", "Văn phòng Sở", "Quý II", "Hồ sơ", "120,5"],
            ["1.2.1.", "Thiết kế chi tiết", "Phòng KHTC", "Quý II", "Bản vẽ", ""],
            ["2.", "Vận hành", "Văn phòng Sở", "Quý IV", "Nhật ký", "30"],
            ["-", "Bảo trì", "VNPT", "Hằng tháng", "Biên bản", ""],
            [C("Tổng cộng", columns=5), None, None, None, None, "200,5"],
        ),
    ),
    facts(
        [
            Group("1", "Xây dựng nền tảng"),
            Task("1", "1.1", "Khảo sát", ("Báo cáo",), ("Văn phòng Sở",), (), "Quý I"),
            Task("1", "1.2", "Thiết kế", ("Hồ sơ",), ("Văn phòng Sở",), (), "Quý II"),
            Task("1", "1.2.1", "Thiết kế chi tiết", ("Bản vẽ",), ("Phòng KHTC",), (), "Quý II", "1.2"),
            Task(None, "2", "Vận hành", ("Nhật ký",), ("Văn phòng Sở",), (), "Quý IV"),
            Task(None, None, "Bảo trì", ("Biên bản",), ("VNPT",), (), "Hằng tháng", "2"),
        ],
        [
            Target(None, "1", "Học bạ số", "%", "100", "eq", 100, lead=("Phòng GDPT",)),
            Target(None, "1.1", "Cấp tiểu học", "%", "trên 99", "gt", 99, lead=("Phòng GDTH",)),
            Target(None, "2", "Chỉ số hài lòng", "Điểm", "từ 85 trở lên", "ge", 85, lead=("Văn phòng Sở",)),
        ],
    ),
    aside=("Tổng cộng | 200,5",),
)  # fmt: skip

_MONTHS = Manner(
    "months alone, a note between rows, signed for a council",
    paper(
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ",
        grid(
            heads("STT", "Tên nhiệm vụ", "Đơn vị tham mưu, thực hiện", "Cá nhân, đơn vị phối hợp", "Tháng",
                   "Dự kiến sản phẩm"),
            ["1", "Ban hành quy chế", "Văn phòng Sở/Phòng KHTC", "Các phòng", "3", "Quy chế"],
            ["Ghi chú:", "", "", "", "", ""],
            ["", "- Quy chế gồm ba chương", "", "", "", ""],
            ["2", "Rà soát", "Giám đốc Sở", "Thanh tra Sở", "12", "Báo cáo"],
            ["", "TM. HỘI ĐỒNG", "", "", "", ""],
            ["", "CHỦ TỊCH", "", "", "", ""],
            ["", "Nguyễn Văn An", "", "", "", ""],
        ),
    ),
    facts([
        Task(None, "1", "Ban hành quy chế", ("Quy chế",), ("Văn phòng Sở/Phòng KHTC",), ("Các phòng",), "Tháng 3"),
        Task(None, "2", "Rà soát", ("Báo cáo",), ("Giám đốc Sở",), ("Thanh tra Sở",), "Tháng 12"),
    ]),
    aside=("Ghi chú:", "- Quy chế gồm ba chương", "TM. HỘI ĐỒNG", "CHỦ TỊCH", "Nguyễn Văn An"),
    doubts=frozenset({"list_unclear"}),
)  # fmt: skip

MANNERS = (
    _PARTIES_IN_ONE,
    _STOREYS,
    _LETTERED,
    _MERGED_NUMBERS,
    _MERGED_TITLES,
    _SEVERAL,
    _NUMBERS_IN_TITLES,
    _TWO_IN_ONE,
    _MONTHS,
)
