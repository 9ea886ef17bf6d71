"""What may go wrong with indicators, beyond what any endpoint knows."""

from api.kit.problems import Conflict, Message


class IndicatorInUse(Conflict):
    """Targets name the indicator, so what it means may not change under them."""

    code = "indicator_in_use"
    title = Message("Chỉ tiêu đang được dùng", "The indicator is in use")
    detail = Message(
        "Có kế hoạch giao chỉ tiêu này, nên không xóa được và không đổi được cách tính. Hãy tạo chỉ tiêu mới.",
        "Plans set targets on this indicator, so it cannot be deleted nor what it measures be changed. Make a new one.",
    )
