"""What can go wrong when the audit is read."""

from api.kit.problems import Invalid, Message


class TooManyEntries(Invalid):
    """More than one file holds."""

    code = "too_many_entries"
    title = Message("Quá nhiều dòng nhật ký", "Too many entries")
    detail = Message(
        "Một tệp chứa tối đa {limit} dòng; hãy thu hẹp khoảng ngày.",
        "A file holds at most {limit} entries; please narrow the days.",
    )
