"""What can go wrong with a job."""

from api.kit.problems import Conflict, Message


class JobNotEnded(Conflict):
    """It did not come to nothing, so there is nothing to do again."""

    code = "job_not_failed"
    title = Message("Công việc không bị lỗi", "The job did not fail")
    detail = Message(
        "Chỉ chạy lại được công việc đã lỗi hoặc đã dừng.", "Only a job that failed or was cancelled can be run again."
    )


class JobOver(Conflict):
    """What it was for has ended with it."""

    code = "job_over"
    title = Message("Không chạy lại được", "It cannot be run again")
    detail = Message(
        "Tài liệu của lần đọc này đã đóng; hãy tải tài liệu lên lại.",
        "The document of this reading is closed; please upload it again.",
    )


class JobFinished(Conflict):
    """It ended before it could be cancelled."""

    code = "job_finished"
    title = Message("Công việc đã kết thúc", "The job has ended")
    detail = Message(
        "Công việc đã xong nên không dừng được nữa.", "The job has ended and cannot be cancelled any more."
    )
