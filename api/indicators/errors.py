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


class ValueFromElsewhere(Conflict):
    """Another system told the figure; the unit confirms or disputes it, and nobody types it anew."""

    code = "value_from_elsewhere"
    title = Message("Số liệu do hệ thống khác cung cấp", "The figure came from another system")
    detail = Message(
        "Số liệu này lấy từ hệ thống khác. Hãy chọn Đúng, hoặc Báo sai kèm số liệu của đơn vị.",
        "This figure came from another system. Confirm it, or dispute it with the unit's own.",
    )


class UnitFigureStands(Conflict):
    """The unit's own figure prevails, or was accepted in place of this very one."""

    code = "unit_figure_stands"
    title = Message("Đang dùng số liệu của đơn vị", "The unit's own figure stands")
    detail = Message(
        "Số liệu của đơn vị đang được dùng thay cho số liệu này.",
        "The unit's own figure stands in place of this one.",
    )


class ValueNotFromElsewhere(Conflict):
    """The unit's people entered the figure themselves: it is put right, not confirmed or disputed."""

    code = "value_not_from_elsewhere"
    title = Message("Số liệu do đơn vị tự nhập", "The unit entered the figure itself")
    detail = Message(
        "Số liệu này do đơn vị nhập. Nếu chưa đúng, hãy sửa trực tiếp.",
        "The unit entered this figure. If it is not right, change it.",
    )


class DisputeNotOpen(Conflict):
    """There is nothing to settle: it was settled or taken back, or it confirms."""

    code = "dispute_not_open"
    title = Message("Không còn gì để xử lý", "There is nothing to settle")
    detail = Message(
        "Báo sai này đã được xử lý hoặc đơn vị đã rút lại.",
        "This dispute was settled, or the unit took it back.",
    )
