"""What may go wrong with ad hoc requests."""

from api.kit.problems import Conflict, Message


class DataRequestClosed(Conflict):
    """Its time is over, or whoever asked closed it."""

    code = "data_request_closed"
    title = Message("Yêu cầu đã đóng", "The request is closed")
    detail = Message(
        "Đã hết hạn trả lời hoặc đơn vị yêu cầu đã đóng; đơn vị yêu cầu có thể gia hạn.",
        "Its time is over, or whoever asked closed it; they can give more time.",
    )
