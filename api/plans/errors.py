"""What may go wrong with plans, beyond what any endpoint knows."""

from api.kit.problems import Conflict, Message


class PlanNotDraft(Conflict):
    """An issued or closed plan changes only by an amendment."""

    code = "plan_not_draft"
    title = Message("Kế hoạch đã ban hành", "The plan has been issued")
    detail = Message(
        "Kế hoạch đã ban hành hoặc đã kết thúc thì không sửa trực tiếp được; nội dung chỉ thay đổi bằng điều chỉnh, "
        "bổ sung.",
        "An issued or closed plan is not edited directly; it changes only by an amendment.",
    )


class ChildPlanHasTasks(Conflict):
    """The unit's own plan was issued row by row, and changes as plans do."""

    code = "child_plan_has_tasks"
    title = Message("Đơn vị đã ban hành kế hoạch chi tiết", "The unit has issued a plan with its tasks")
    detail = Message(
        "Kế hoạch của đơn vị đã được nhập từng nhiệm vụ và ban hành; nội dung chỉ thay đổi bằng điều chỉnh, bổ sung.",
        "The unit's plan was entered task by task and issued; it changes only by an amendment.",
    )


class GroupInUse(Conflict):
    """A task group still holds tasks."""

    code = "task_group_in_use"
    title = Message("Nhóm nhiệm vụ còn nhiệm vụ", "The task group still holds tasks")
    detail = Message(
        "Hãy chuyển hoặc xóa các nhiệm vụ của nhóm này trước.", "Move or delete the tasks of this group first."
    )


class TaskHasRows(Conflict):
    """A task still holds sub-rows."""

    code = "task_has_rows"
    title = Message("Nhiệm vụ còn dòng con", "The task still has rows below it")
    detail = Message("Hãy chuyển hoặc xóa các dòng con trước.", "Move or delete the rows below it first.")


class PlanNotIssued(Conflict):
    """A draft is edited directly; a closed plan changes no more."""

    code = "plan_not_issued"
    title = Message("Kế hoạch không ở trạng thái đã ban hành", "The plan is not an issued one")
    detail = Message(
        "Chỉ kế hoạch đang thực hiện mới điều chỉnh, bổ sung được: dự thảo thì sửa trực tiếp, kế hoạch đã kết thúc "
        "thì không thay đổi nữa.",
        "Only a plan in force can be amended: a draft is edited directly, and a closed plan changes no more.",
    )


class RowIsPrinted(Conflict):
    """A row of the document is left out, never deleted; only one a person added is."""

    code = "import_row_printed"
    title = Message("Dòng có trong văn bản", "The row stands in the document")
    detail = Message(
        "Dòng có trong văn bản thì chỉ bỏ ra ngoài dự thảo, không xóa; chỉ xóa được dòng thêm tay.",
        "A row of the document can be left out of the draft but not deleted; only rows added by hand can.",
    )


class ImportNotReady(Conflict):
    """A document still being read, refused, thrown away or made into a draft is no longer corrected."""

    code = "import_not_ready"
    title = Message("Bản nhập không ở bước sửa", "The import is not open to corrections")
    detail = Message(
        "Chỉ sửa, lưu hoặc bỏ được khi tệp đã đọc xong và chưa lưu thành dự thảo.",
        "It can be corrected, committed or discarded only once it is read and not yet a draft.",
    )
