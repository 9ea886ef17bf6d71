"""What may go wrong with indicators, beyond what any endpoint knows."""

from api.kit.problems import Conflict, Message


class IndicatorInUse(Conflict):
    """Targets or values name the indicator, so what it means may not change under them."""

    code = "indicator_in_use"
    title = Message("Chỉ tiêu đang được dùng", "The indicator is in use")
    detail = Message(
        "Đã có kế hoạch hoặc số liệu theo chỉ tiêu này, nên không xóa được và không đổi được cách tính. "
        "Hãy tạo chỉ tiêu mới.",
        "Plans or values stand on this indicator, so it cannot be deleted nor what it measures be changed. "
        "Make a new one.",
    )


class ValueReceived(Conflict):
    """Those above have received the value with its report; what is corrected after that is a correction's."""

    code = "value_received"
    title = Message("Số liệu đã được tiếp nhận", "The value has been received")
    detail = Message(
        "Số liệu này đã được cấp trên tiếp nhận nên không sửa trực tiếp được.",
        "Those above have received this value, so it is no longer changed directly.",
    )
