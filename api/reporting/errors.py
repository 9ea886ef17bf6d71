"""What may go wrong with reporting."""

from api.kit.problems import Conflict, Message


class RoundThere(Conflict):
    """A regime has one round in a period."""

    code = "round_exists"
    title = Message("Kỳ báo cáo này đã được mở", "The round is there already")
    detail = Message(
        "Chế độ báo cáo đã có kỳ này; hãy mở kỳ đó để xem hoặc gia hạn.",
        "The regime has a round of this period already; open it to look or to extend it.",
    )


class RoundClosed(Conflict):
    """After it closed nothing is sent in it."""

    code = "round_closed"
    title = Message("Kỳ báo cáo đã khép", "The round is closed")
    detail = Message(
        "Kỳ báo cáo này đã khép nên không gửi, sửa hay trả lại được nữa; đầu mối có thể mở lại kỳ.",
        "The round is closed, so nothing in it is sent, changed or returned; a coordinator can open it again.",
    )


class ReportNotOpen(Conflict):
    """What was sent waits for those above."""

    code = "report_not_open"
    title = Message("Báo cáo đã gửi", "The report has been sent")
    detail = Message(
        "Báo cáo đã gửi hoặc đã tiếp nhận nên không sửa được; nếu có sai sót, hãy xin bổ sung hoặc đính chính.",
        "It was sent or received and is not changed; ask for it to be returned, or correct it.",
    )


class ReportNotSent(Conflict):
    """Only what was sent is received or returned."""

    code = "report_not_sent"
    title = Message("Báo cáo không ở trạng thái chờ tiếp nhận", "The report does not wait to be received")
    detail = Message(
        "Chỉ tiếp nhận hoặc trả lại được báo cáo đã gửi và chưa được xử lý.",
        "Only a report that was sent and not dealt with yet is received or returned.",
    )


class ReportNotReceived(Conflict):
    """What nobody received is changed, not corrected."""

    code = "report_not_received"
    title = Message("Báo cáo chưa được tiếp nhận", "The report has not been received")
    detail = Message(
        "Báo cáo chưa được tiếp nhận nên chưa cần đính chính.",
        "It has not been received, so there is nothing to correct yet.",
    )
