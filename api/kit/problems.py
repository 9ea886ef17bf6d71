"""Failures as RFC 9457 problem documents, in Vietnamese unless English is asked for.

A business failure is a class with a `status` and a stable `code`; endpoints declare the ones they raise with
`responses=declare(...)`, and clients switch on `code`, never on text.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["vi", "en"]
MEDIA_TYPE = "application/problem+json"


class Message(NamedTuple):
    """One sentence in both languages; `{name}` places are filled from the problem's parameters."""

    vi: str
    en: str

    def text(self, language: Language, parameters: dict[str, Any]) -> str:
        """The sentence in a language, its places filled."""
        return getattr(self, language).format_map(parameters)  # type: ignore[no-any-return]


class FieldError(BaseModel):
    """One thing wrong with a body, query or path."""

    model_config = ConfigDict(frozen=True)

    pointer: str = Field(description="RFC 6901 pointer into the body, or /query/name, /path/name, /header/name.")
    code: str = Field(description="Stable code of the rule that failed.")
    message: str = Field(description="The same in words, in the language asked for.")


class ProblemDocument(BaseModel):
    """The body of every error answer (RFC 9457)."""

    type: str = Field(description="A URI for the kind of problem; /problems/<code>.")
    title: str = Field(description="What kind of problem it is, in words.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="What happened here, in words a user can act on.")
    instance: str = Field(description="The path that was asked for.")
    code: str = Field(description="Stable code of the problem; clients switch on it.")
    request_id: str = Field(description="The X-Request-ID of this answer, for support.")
    errors: list[FieldError] | None = Field(default=None, description="For validation: each thing that is wrong.")


@dataclass(frozen=True, slots=True)
class Fault:
    """A field error before its language is known. `pointer` is RFC 6901 into the body."""

    pointer: str
    code: str
    message: Message
    parameters: tuple[tuple[str, Any], ...] = ()

    def render(self, language: Language) -> FieldError:
        """The error in words."""
        return FieldError(
            pointer=self.pointer, code=self.code, message=self.message.text(language, dict(self.parameters))
        )


class Problem(Exception):
    """Base of every foreseen failure. Subclasses set `status`, `code`, `title` and `detail`."""

    status: ClassVar[int]
    code: ClassVar[str]
    title: ClassVar[Message]
    detail: ClassVar[Message]

    def __init__(
        self, faults: tuple[Fault, ...] = (), headers: dict[str, str] | None = None, **parameters: Any
    ) -> None:
        super().__init__(self.code)
        self.faults = faults
        self.headers = headers or {}
        self.parameters = parameters

    def document(self, language: Language, instance: str, request_id: str) -> dict[str, Any]:
        """The problem as the JSON that leaves the server."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title.text(language, self.parameters),
            "status": self.status,
            "detail": self.detail.text(language, self.parameters),
            "instance": instance,
            "code": self.code,
            "request_id": request_id,
        }
        if self.faults:
            body["errors"] = [fault.render(language).model_dump() for fault in self.faults]
        return body


def declare(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI `responses=` of an endpoint that may raise these problems."""
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    return {status: _response(kinds) for status, kinds in sorted(by_status.items())}


def _response(kinds: list[type[Problem]]) -> dict[str, Any]:
    description = "; ".join(f"`{kind.code}`: {kind.title.en}" for kind in kinds)
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}


_SCHEMA = {"$ref": "#/components/schemas/ProblemDocument"}


class BadRequest(Problem):
    """The request cannot be read as HTTP and JSON at all."""

    status, code = 400, "bad_request"
    title = Message("Không đọc được yêu cầu", "The request cannot be read")
    detail = Message("Nội dung gửi lên bị hỏng hoặc bị cắt giữa chừng.", "The body is broken or was cut off.")


class NotSignedIn(Problem):
    """No token, or one that does not hold (RFC 6750)."""

    status, code = 401, "not_signed_in"
    title = Message("Chưa đăng nhập", "Not signed in")
    detail = Message(
        "Vui lòng đăng nhập, hoặc gửi mã truy cập còn hiệu lực.", "Sign in, or send an access token that is valid."
    )

    def __init__(self, error: str | None = None) -> None:
        challenge = 'Bearer realm="lotrinh"' + (f', error="{error}"' if error else "")
        super().__init__(headers={"WWW-Authenticate": challenge})


class Forbidden(Problem):
    """The thing may be seen by this caller but not changed so."""

    status, code = 403, "forbidden"
    title = Message("Không có quyền", "Not allowed")
    detail = Message("Vai trò của bạn không cho phép việc này.", "Your role does not allow this.")


class NotFound(Problem):
    """Not there, or not for this caller to know of: the two read the same."""

    status, code = 404, "not_found"
    title = Message("Không tìm thấy", "Not found")
    detail = Message(
        "Không có nội dung này, hoặc nội dung không thuộc phạm vi của bạn.",
        "There is no such thing, or it is outside your scope.",
    )


class MethodNotAllowed(Problem):
    """The address is right, the method is not; `Allow` names those that are."""

    status, code = 405, "method_not_allowed"
    title = Message("Phương thức không được hỗ trợ", "Method not allowed")
    detail = Message("Địa chỉ này không nhận phương thức đó.", "This address does not take that method.")


class NotAcceptable(Problem):
    """The caller takes no format this address answers in."""

    status, code = 406, "not_acceptable"
    title = Message("Không có định dạng được yêu cầu", "Not acceptable")
    detail = Message("Địa chỉ này không trả lời bằng định dạng đó.", "This address does not answer in that format.")


class Conflict(Problem):
    """The state of the thing does not allow this now."""

    status, code = 409, "conflict"
    title = Message("Trạng thái không cho phép", "The state does not allow this")
    detail = Message("Dữ liệu hiện tại không cho phép thao tác này.", "The current data does not allow this.")


class StillRunning(Problem):
    """The first request with this Idempotency-Key has not been answered yet."""

    status, code = 409, "idempotency_in_progress"
    title = Message("Yêu cầu trước đang được xử lý", "The first request is still running")
    detail = Message(
        "Yêu cầu cùng Idempotency-Key đang được xử lý; vui lòng thử lại sau giây lát.",
        "A request with this Idempotency-Key is still running; try again in a moment.",
    )


class Stale(Problem):
    """The `If-Match` given is of an older version."""

    status, code = 412, "stale"
    title = Message("Dữ liệu đã được người khác thay đổi", "Somebody changed this in the meantime")
    detail = Message(
        "Bản bạn đang sửa không còn là bản mới nhất. Vui lòng tải lại rồi sửa tiếp.",
        "The version you edit is no longer the latest. Reload it, then edit again.",
    )


class TooLarge(Problem):
    """The body is over the limit, whatever Content-Length said."""

    status, code = 413, "too_large"
    title = Message("Nội dung quá lớn", "The body is too large")
    detail = Message("Nội dung vượt quá {limit} byte.", "The body is over {limit} bytes.")


class UnsupportedMediaType(Problem):
    """The body is in a format this address does not take."""

    status, code = 415, "unsupported_media_type"
    title = Message("Kiểu nội dung không được hỗ trợ", "Unsupported media type")
    detail = Message("Địa chỉ này chỉ nhận {expected}.", "This address takes only {expected}.")


class Invalid(Problem):
    """The request is read, but something in it is wrong; `errors` says what and where."""

    status, code = 422, "invalid"
    title = Message("Dữ liệu chưa hợp lệ", "Some of the data is not valid")
    detail = Message("Vui lòng xem từng lỗi trong danh sách.", "See each error in the list.")


class IdempotencyMismatch(Problem):
    """The key was used before, for something else."""

    status, code = 422, "idempotency_mismatch"
    title = Message("Idempotency-Key đã dùng cho yêu cầu khác", "This Idempotency-Key was used for another request")
    detail = Message(
        "Mỗi Idempotency-Key chỉ dùng cho một nội dung.", "An Idempotency-Key belongs to one request body."
    )


class PreconditionRequired(Problem):
    """A change must say which version it was made on."""

    status, code = 428, "precondition_required"
    title = Message("Thiếu If-Match", "If-Match is required")
    detail = Message(
        "Hãy gửi If-Match với ETag của bản vừa đọc, để không ghi đè thay đổi của người khác.",
        "Send If-Match with the ETag you read, so that nobody's change is overwritten.",
    )


class TooManyRequests(Problem):
    """A system asks more often than it may; `Retry-After` says when it may again."""

    status, code = 429, "too_many_requests"
    title = Message("Quá nhiều yêu cầu", "Too many requests")
    detail = Message(
        "Hệ thống kết nối này đã gửi quá {limit} yêu cầu mỗi phút; vui lòng chờ {seconds} giây.",
        "This client sent more than {limit} requests a minute; wait {seconds} seconds.",
    )

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(headers={"Retry-After": str(seconds)}, limit=limit, seconds=seconds)


class Unforeseen(Problem):
    """A fault of ours; the log has the rest under the same request id."""

    status, code = 500, "internal_error"
    title = Message("Lỗi hệ thống", "Internal error")
    detail = Message(
        "Hệ thống gặp lỗi; dữ liệu của bạn chưa bị thay đổi. Khi báo lỗi, xin gửi kèm mã yêu cầu.",
        "Something went wrong here; nothing of yours was changed. Quote the request id when reporting it.",
    )


class Unavailable(Problem):
    """A part the service stands on does not answer; `Retry-After` says when to come back."""

    status, code = 503, "unavailable"
    title = Message("Hệ thống chưa sẵn sàng", "Not ready")
    detail = Message("Vui lòng thử lại sau ít phút.", "Please try again in a few minutes.")


def invalid(pointer: str, code: str, message: Message, **parameters: Any) -> Invalid:
    """One wrong field, as the problem to raise."""
    return Invalid((Fault(pointer, code, message, tuple(parameters.items())),))
