"""Hải Phòng's sample reporting: the days its coordinator sets, and where each unit's report stands; always the same."""

import hashlib
from datetime import date
from typing import Any, Literal

from api.kit.calendar import Period, PeriodKind

DEPARTMENT, YEAR, RULE = "hp", 2026, "Báo cáo quý"
OFFICE = "Đầu mối Hải Phòng (tài khoản mẫu)"
# Schools until the 19th of the quarter's last month, communes until the 24th, the office three days after the quarter.
_BEFORE = {"kind": "recurring", "every": "quarter", "month_of_period": 3, "bound": "before"}
STEPS: tuple[dict[str, Any], ...] = (
    {"who": [{"audience": "hp-dt-csgd"}], "due": _BEFORE | {"day": 20}},
    {"who": [{"audience": "hp-dt-cap-xa"}], "to": [{"unit": "hp-vp"}], "due": _BEFORE | {"day": 25}},
    {"who": [{"unit": "hp-vp"}], "to": [{"unit": "hp"}], "due": {"kind": "offset", "days": 3}},
)
# Days a round stays open: until the next one is under way, so that there is always one to try.
CLOSES_DAYS = 120
# Schools whose accounts people try: theirs is still to be sent.
TRIED = frozenset({"hp-001054"})

# Of the schools whose luck it would be, those come back whose code follows this one.
_FEW = "hp-001500"

Standing = Literal["draft", "late", "sent", "returned", "received"]
RETURNED = {"line": "section:ton-tai", "reason": "Chưa nêu nguyên nhân của các chỉ tiêu chưa đạt (dữ liệu mẫu)"}

# The day of a quarter's last month by which its round is open.
_OPENS = 4


def left_to_answer(unit: str, period: Period, today: date) -> bool:
    """Whether a figure is left to whoever tries the account: of the quarter whose report is still to be sent."""
    quarter = Period.on(PeriodKind.QUARTER, today)
    if today < date(quarter.end.year, quarter.end.month, _OPENS):
        quarter = quarter.previous()
    return unit in TRIED and quarter.start <= period.end <= quarter.end


def standing(unit: str, period: str) -> Standing:
    """Where a unit's report stands: some are missing, come late or come back, few are received yet."""
    if unit in TRIED:
        return "draft"
    luck = int.from_bytes(hashlib.blake2b(f"{unit}|{period}".encode(), digest_size=4).digest()) % 100
    if luck < 9:
        return "draft"
    if luck < 15:
        return "late"
    if luck < 16 and unit > _FEW:
        return "returned"
    return "received" if luck >= 92 else "sent"
