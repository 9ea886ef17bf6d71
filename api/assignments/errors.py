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
