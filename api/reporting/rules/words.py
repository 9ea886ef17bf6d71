"""The words of a report's document: official Vietnamese, as the paper is."""

from collections.abc import Mapping

STANDINGS: Mapping[str, str] = {
    "met": "Đạt",
    "on_track": "Đúng tiến độ",
    "at_risk": "Có nguy cơ không đạt",
    "behind": "Chậm tiến độ",
    "no_data": "Chưa có số liệu",
}
WORK: Mapping[str, str] = {
    "completed": "Hoàn thành",
    "awaiting_confirmation": "Chờ xác nhận",
    "in_progress": "Đang thực hiện",
    "not_started": "Chưa thực hiện",
    "cancelled": "Dừng thực hiện",
}
OVERDUE = "quá hạn"
CAME: Mapping[str, str] = {"on_time": "Đúng hạn", "late": "Quá hạn", "came": "Đã gửi", "missing": "Chưa gửi"}
COUNTS: Mapping[str, str] = {
    "expected": "Phải báo cáo",
    "came": "Đã báo cáo",
    "on_time": "Đúng hạn",
    "late": "Quá hạn",
    "missing": "Chưa báo cáo",
}


def tally(counts: Mapping[str, int], words: Mapping[str, str], noun: str) -> str:
    """“Có 22 chỉ tiêu: đạt 7; đúng tiến độ 10.”, in the order of the words; those nothing is in are left out."""
    told = "; ".join(f"{word.lower()} {counts[key]}" for key, word in words.items() if counts.get(key))
    return f"Có {sum(counts.values())} {noun}: {told}."


def together(counts: Mapping[str, int]) -> tuple[str, int]:
    """Where the work of several units stands as one, and how many hundredths of it are done; cancelled does not count.

    Over when all of it is, begun when any of it is.
    """
    live = {status: count for status, count in counts.items() if status != "cancelled" and count}
    total = sum(live.values())
    if not total:
        return "cancelled", 0
    done = live.get("completed", 0)
    if done == total:
        return "completed", 100
    return ("not_started" if live.get("not_started") == total else "in_progress"), done * 100 // total
