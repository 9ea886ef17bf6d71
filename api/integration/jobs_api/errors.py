"""What can go wrong with a job."""

from api.kit.problems import Conflict, Message


class JobFinished(Conflict):
    """It ended before it could be cancelled."""

    code = "job_finished"
    title = Message("Công việc đã kết thúc", "The job has ended")
    detail = Message(
        "Công việc đã xong nên không dừng được nữa.", "The job has ended and cannot be cancelled any more."
    )
