"""What may go wrong with a file."""

from typing import Any

from api.kit.problems import Conflict, Invalid, Message, Problem, TooLarge, UnsupportedMediaType

_ARCHIVE = {
    "broken": Message("tệp nén bị hỏng", "the archive is broken"),
    "locked": Message("tệp nén có mật khẩu, không kiểm tra được", "the archive has a password and cannot be checked"),
    "too_many": Message("tệp nén có quá nhiều tệp con", "the archive holds too many files"),
    "too_large": Message("tệp nén bung ra quá lớn", "the archive unpacks to too much"),
    "too_deep": Message("tệp nén lồng nhau quá nhiều lớp", "archives are nested too deep"),
    "closed": Message(
        "tệp nén chứa tệp RAR, 7z hoặc tương tự, không kiểm tra được",
        "the archive holds a RAR, 7z or the like, which cannot be checked",
    ),
}


class FileNotAllowed(UnsupportedMediaType):
    """By its content it is none of the kinds that are taken."""

    code = "file_type_not_allowed"
    title = Message("Loại tệp không được nhận", "This kind of file is not taken")
    detail = Message(
        "Theo nội dung, tệp không phải là một trong các loại được nhận: {expected}.",
        "By its content the file is none of the kinds taken: {expected}.",
    )


class EmptyFile(Invalid):
    """There is nothing in it."""

    code = "empty_file"
    title = Message("Tệp rỗng", "The file is empty")
    detail = Message("Tệp không có nội dung (0 byte).", "The file has no content (0 bytes).")


class UnsafeArchive(Invalid):
    """A ZIP that would harm whoever opens it, or that nobody can check."""

    code = "archive_unsafe"
    title = Message("Không nhận tệp nén này", "This archive is not taken")
    detail = Message("Không nhận được: {why}.", "Not taken: {why}.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self._why = _ARCHIVE[reason]

    def document(self, language: Any, instance: str, request_id: str) -> dict[str, Any]:
        """The problem with its reason in the language asked for."""
        self.parameters = {"why": self._why.text(language, {})}
        return super().document(language, instance, request_id)


class QuotaExceeded(TooLarge):
    """The unit keeps as much as it may."""

    code = "quota_exceeded"
    title = Message("Đơn vị đã dùng hết dung lượng", "The unit's space is used up")
    detail = Message(
        "Đơn vị được lưu {files} tệp, {limit} byte; hãy xóa bớt hoặc liên hệ đơn vị cấp trên.",
        "A unit may keep {files} files, {limit} bytes; delete some or ask the unit above.",
    )


class EvidenceReplaced(Conflict):
    """A newer version stands in its place."""

    code = "evidence_replaced"
    title = Message("Đã có bản mới hơn", "There is a newer version")
    detail = Message(
        "Minh chứng này đã được thay bằng bản mới; hãy làm trên bản mới.",
        "A newer version replaced this evidence; act on that one.",
    )


class NotScanned(Conflict):
    """It is still being looked at for malware."""

    code = "evidence_not_scanned"
    title = Message("Tệp đang được quét mã độc", "The file is being scanned")
    detail = Message("Tệp mở được sau khi quét xong.", "It can be opened once the scan is done.")


class Infected(Conflict):
    """It holds malware and is served to nobody."""

    code = "evidence_infected"
    title = Message("Tệp có mã độc", "The file holds malware")
    detail = Message(
        "Tệp có mã độc nên không ai mở được; hãy gửi bản sạch.",
        "It holds malware and is never served; send a clean one.",
    )


class NotShown(Conflict):
    """There is no picture of it that may be shown, not yet or never."""

    code = "evidence_not_shown"
    title = Message("Chưa có bản xem", "There is nothing to show yet")
    detail = Message(
        "Bản xem của tệp chưa có; hãy thử lại sau ít phút.", "It has no preview yet; try again in a few minutes."
    )


class StorageFull(Problem):
    """The disk has no room for it."""

    status, code = 507, "storage_full"
    title = Message("Máy chủ hết chỗ lưu tệp", "The server has no room for files")
    detail = Message(
        "Máy chủ tạm hết chỗ lưu; tệp chưa được nhận, hãy gửi lại sau.",
        "The server has run out of room; the file was not taken, send it again later.",
    )


class RangeNotSatisfiable(Problem):
    """The range begins after the end of the file."""

    status, code = 416, "range_not_satisfiable"
    title = Message("Không có phần được yêu cầu", "No such range")
    detail = Message("Tệp chỉ có {size} byte.", "The file has {size} bytes.")


class TusVersion(Problem):
    """The client speaks another version of tus, or does not say which."""

    status, code = 412, "tus_version"
    title = Message("Phiên bản tus không được hỗ trợ", "Unsupported version of tus")
    detail = Message("Hãy gửi Tus-Resumable: 1.0.0.", "Send Tus-Resumable: 1.0.0.")

    def __init__(self) -> None:
        super().__init__(headers={"Tus-Version": "1.0.0"})


class WrongOffset(Conflict):
    """The bytes do not follow those that are there."""

    code = "wrong_offset"
    title = Message("Sai vị trí tiếp tục", "Wrong offset")
    detail = Message("Máy chủ đã giữ {offset} byte; hãy gửi tiếp từ đó.", "{offset} bytes are here; go on from there.")


class UploadBusy(Problem):
    """Another request writes to this upload now."""

    status, code = 423, "upload_busy"
    title = Message("Tệp đang được gửi ở một kết nối khác", "Another connection is sending this")
    detail = Message("Vui lòng thử lại sau giây lát.", "Try again in a moment.")

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})


class ChecksumMismatch(Problem):
    """The piece arrived damaged and was dropped."""

    status, code = 460, "checksum_mismatch"
    title = Message("Dữ liệu bị sai trên đường truyền", "The checksum does not match")
    detail = Message("Phần vừa gửi đã bị bỏ; hãy gửi lại phần này.", "This piece was dropped; send it again.")


class TooManyUploads(Conflict):
    """One caller has very many unfinished uploads."""

    code = "too_many_uploads"
    title = Message("Quá nhiều tệp đang gửi dở", "Too many unfinished uploads")
    detail = Message(
        "Hãy gửi xong hoặc hủy bớt các tệp đang gửi dở.", "Finish or cancel some of the unfinished uploads."
    )
