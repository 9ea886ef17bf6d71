"""What may go wrong with issuing and with work."""

from api.kit.problems import Conflict, Message


class PlanNotInForce(Conflict):
    """Only an issued plan is closed, and only its work is done."""

    code = "plan_not_in_force"
    title = Message("Kế hoạch không ở trạng thái đang thực hiện", "The plan is not in force")
    detail = Message(
        "Chỉ làm được việc này khi kế hoạch đã ban hành và chưa kết thúc.",
        "This is possible only while the plan is issued and not closed.",
    )


class WorkWithdrawn(Conflict):
    """The plan no longer asks this of the unit."""

    code = "assignment_withdrawn"
    title = Message("Việc này không còn phải làm", "This is no longer asked for")
    detail = Message(
        "Đơn vị không còn phải làm việc này theo kế hoạch hiện hành; nội dung đã cập nhật vẫn được lưu.",
        "The plan as it stands no longer asks this of the unit; what was entered is kept.",
    )
