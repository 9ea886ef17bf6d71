"""What stands in the way of Hải Phòng's sample schools, what is answered, what the leader asks; always the same."""

from dataclasses import dataclass

_MARK = " (dữ liệu mẫu)"
HEAD, OFFICE, LEADER = (f"{who} Hải Phòng (tài khoản mẫu)" for who in ("Hiệu trưởng", "Đầu mối Sở", "Lãnh đạo Sở"))


@dataclass(frozen=True, slots=True)
class SampleDifficulty:
    """A difficulty of one school on one task, put to a unit; its answer, and whether that resolved it."""

    unit: str
    put_to: str
    task: str
    title: str
    text: str
    answer: str | None = None
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """What the leader asks a unit about one task, so many days to answer."""

    unit: str
    task: str
    title: str
    text: str
    days: int


_SCANNER = "Trường chưa có máy quét hai mặt nên chưa số hóa được hồ sơ, học bạ các khóa trước; đề nghị Sở hướng dẫn."
_ROWS = (
    ("hp-001054", "hp", "11", "Chưa có máy quét để số hóa học bạ", _SCANNER, None, False),
    ("hp-001055", "hp", "11", "Thiếu máy quét để số hóa học bạ các khóa trước", _SCANNER, None, False),
    ("hp-001056", "hp", "11", "Chưa có máy quét phục vụ số hóa học bạ", _SCANNER, None, False),
    (
        "hp-001060", "hp", "5", "Chứng thư số của giáo viên hết hạn",
        "12 giáo viên có chứng thư số hết hạn trong tháng; trường chưa rõ nơi tiếp nhận hồ sơ gia hạn.",
        "Trường lập danh sách gửi Văn phòng Sở qua eOffice; Sở tổng hợp đề nghị gia hạn vào thứ Sáu hằng tuần.", False,
    ),
    (
        "hp-001054", "hp", "8", "Sai lệch số định danh của học sinh chuyển đến",
        "7 học sinh chuyển đến có số định danh không khớp với CSDL quốc gia về dân cư.",
        "Đã phối hợp Công an thành phố rà soát; trường đồng bộ lại trên CSDL ngành sau 24 giờ.", True,
    ),
    (
        "hp-001061", "hp-vp", "7", "CSDL ngành báo lỗi khi cập nhật cơ sở vật chất",
        "Hệ thống báo lỗi khi lưu danh mục phòng học bộ môn, đã thử trong ba ngày.", None, False,
    ),
)  # fmt: skip


def difficulties() -> tuple[SampleDifficulty, ...]:
    """What schools raised."""
    return tuple(
        SampleDifficulty(unit, put_to, task, title, text + _MARK, answer and answer + _MARK, resolved)
        for unit, put_to, task, title, text, answer, resolved in _ROWS
    )


def question() -> SampleQuestion:
    """What the leader asks."""
    text = "Báo cáo rõ nguyên nhân triển khai chữ ký số chậm so với kế hoạch và hướng khắc phục của trường."
    return SampleQuestion("hp-001054", "5", "Tiến độ triển khai chữ ký số", text + _MARK, days=5)
