"""What may go wrong with following up."""

from api.kit.problems import Conflict, Message


class DifficultyNotOpen(Conflict):
    """What was asked is changed only until somebody answers."""

    code = "difficulty_not_open"
    title = Message("Khó khăn, vướng mắc đã được trả lời", "The difficulty was answered")
    detail = Message(
        "Chỉ sửa hoặc chuyển được khi chưa có trả lời; có thể nêu lại nếu trả lời chưa thỏa đáng.",
        "It is changed or passed on only until it is answered; raise it again where the answer does not do.",
    )


class DifficultyResolved(Conflict):
    """It is over."""

    code = "difficulty_resolved"
    title = Message("Khó khăn, vướng mắc đã được giải quyết", "The difficulty is resolved")
    detail = Message(
        "Đơn vị đã xác nhận giải quyết xong; đơn vị có thể nêu lại nếu cần.",
        "The unit said that it is resolved; the unit can raise it again.",
    )


class DifficultyStillOpen(Conflict):
    """What nobody answered cannot be raised again."""

    code = "difficulty_still_open"
    title = Message("Khó khăn, vướng mắc đang chờ trả lời", "The difficulty is waiting for an answer")
    detail = Message("Chưa có trả lời nên chưa cần nêu lại.", "Nobody has answered yet, so there is nothing to reopen.")


class ClarificationClosed(Conflict):
    """The leader is content."""

    code = "clarification_closed"
    title = Message("Nội dung làm rõ đã kết thúc", "The request to clarify is closed")
    detail = Message(
        "Lãnh đạo đã kết thúc nội dung này; chỉ lãnh đạo mở lại được.",
        "The leader closed it; only the leader opens it again.",
    )


class ClarificationNotAnswered(Conflict):
    """What is open already is not opened again."""

    code = "clarification_open"
    title = Message("Nội dung làm rõ đang chờ trả lời", "The request to clarify is waiting for an answer")
    detail = Message("Nội dung này đang mở.", "It is open already.")


class ClarificationNotOpen(Conflict):
    """What was asked is changed only until somebody answers."""

    code = "clarification_not_open"
    title = Message("Nội dung làm rõ đã có trả lời", "The request to clarify was answered")
    detail = Message(
        "Chỉ sửa được khi chưa có trả lời; có thể mở lại nếu trả lời chưa rõ.",
        "It is changed only until it is answered; open it again where the answer does not do.",
    )
