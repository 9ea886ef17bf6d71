"""Hải Phòng's sample ad hoc request: three quick questions to every school, most of which have answered."""

import hashlib
from typing import Any

from api.requests.rules import Column

DEPARTMENT, AUDIENCE, OFFICE = "hp", "hp-dt-csgd", "Đầu mối Hải Phòng (tài khoản mẫu)"
TITLE = "Rà soát đường truyền Internet và thiết bị số hóa"
TEXT = "Phục vụ báo cáo nhanh UBND thành phố; trả lời theo hiện trạng hôm nay (dữ liệu mẫu)."
# So many hours after the seed: whoever looks at the demonstration finds it open for days.
HOURS = 240
_SPEEDS = ("Dưới 100 Mbps", "100–300 Mbps", "Trên 300 Mbps", "Chưa có đường truyền")
COLUMNS = (
    Column("c1", "Đường truyền Internet hiện có", "choice", True, _SPEEDS),
    Column("c2", "Số máy quét dùng được", "number", True),
    Column("c3", "Đã bố trí người phụ trách số hóa hồ sơ chưa?", "yes_no", True),
    Column("c4", "Nếu chưa, dự kiến ngày bố trí", "date", False),
    Column("c5", "Đề xuất với Sở (nếu có)", "text", False),
)
# Schools whose accounts people try: theirs is still to be answered.
TRIED = frozenset({"hp-001054"})


def answer(unit: str) -> dict[str, Any] | None:
    """What a school answered; none where it has not."""
    luck = int.from_bytes(hashlib.blake2b(f"{unit}|{TITLE}".encode(), digest_size=4).digest())
    if unit in TRIED or luck % 100 < 22:
        return None
    there = luck % 7 != 0
    day = None if there else f"2026-{10 + luck % 3}-15"
    return {"c1": _SPEEDS[luck % 37 % 3], "c2": luck % 5, "c3": there, "c4": day, "c5": None}
