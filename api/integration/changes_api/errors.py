"""What can go wrong with a place in the feed."""

from api.kit.problems import Message, Problem


class PositionGone(Problem):
    """What comes after this position is no longer kept, or the position was never given: begin anew."""

    status, code = 410, "position_gone"
    title = Message("Không còn đọc tiếp được từ vị trí này", "The feed cannot be read on from here")
    detail = Message(
        "Vị trí {after} nằm ngoài phần còn lưu ({first} đến {last}). Hãy đọc lại toàn bộ dữ liệu rồi theo dõi tiếp.",
        "Position {after} is outside what is kept ({first} to {last}). Read the records anew, then follow the feed.",
    )
