"""What can go wrong with accounts and tokens."""

from math import ceil
from typing import Literal

from api.kit.problems import Conflict, Forbidden, Message, NotFound, Problem


class TokenRefused(Exception):
    """A refusal of the token endpoint, in RFC 6749's words. `description` is ASCII, as that RFC has it."""

    def __init__(
        self,
        error: str,
        description: str,
        *,
        status: int = 400,
        headers: dict[str, str] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.code = code
        self.description = description
        self.status = status
        self.headers = headers or {}


def invalid_grant(description: str = "The credentials or the refresh token do not hold.") -> TokenRefused:
    """Wrong password, unknown user, spent or foreign refresh token: all the same words."""
    return TokenRefused("invalid_grant", description)


def totp_refused(code: Literal["totp_required", "totp_invalid"]) -> TokenRefused:
    """The password holds; the code of the authenticator app is missing, or does not.

    To whoever knows RFC 6749 alone it is `invalid_grant` like any other; `code` says more.
    """
    return TokenRefused("invalid_grant", "This account needs a one-time code (totp).", code=code)


def invalid_client() -> TokenRefused:
    """Unknown client or wrong secret."""
    challenge = {"WWW-Authenticate": 'Basic realm="lotrinh", charset="UTF-8"'}
    return TokenRefused("invalid_client", "Client authentication failed.", status=401, headers=challenge)


class TooManyAttempts(Problem):
    """Too many failed sign-ins from here; `Retry-After` says when the next may be made."""

    status, code = 429, "too_many_attempts"
    title = Message("Đăng nhập sai quá nhiều lần", "Too many failed sign-ins")
    detail = Message("Vui lòng thử lại sau {minutes} phút.", "Try again in {minutes} minutes.")

    def __init__(self, seconds: float) -> None:
        super().__init__(headers={"Retry-After": str(ceil(seconds))}, minutes=ceil(seconds / 60))


def idle_refused(code: Literal["account_idle", "account_closed"]) -> TokenRefused:
    """The password holds; the account was not used for long. `account_idle` is over with `reactivate`."""
    return TokenRefused("invalid_grant", "This account was not used for a long time.", code=code)


class AccountClosed(Forbidden):
    """An account that holds keys of the house was left alone; another administrator opens it again."""

    code = "account_closed"
    title = Message("Tài khoản đã bị khóa", "The account is closed")
    detail = Message(
        "Tài khoản quản trị này không được dùng trong {days} ngày nên đã bị khóa. Hãy nhờ quản trị viên khác mở lại.",
        "This administrator's account was not used for {days} days and is closed. "
        "Ask another administrator to open it.",
    )


class LinkOver(NotFound):
    """A one-time link that is unknown, used, withdrawn or too old: all the same words."""

    code = "link_over"
    title = Message("Liên kết không còn dùng được", "This link no longer works")
    detail = Message(
        "Liên kết đã được dùng, đã hết hạn hoặc không đúng. Hãy đề nghị đơn vị cấp trên gửi liên kết mới.",
        "The link was used, is too old, or is not complete. Ask the unit above for a new one.",
    )


class TooManyLinks(Conflict):
    """One answer holds so many links and no more."""

    code = "too_many_links"
    title = Message("Quá nhiều tài khoản", "Too many accounts")
    detail = Message(
        "Có hơn {limit} tài khoản phù hợp; hãy thu hẹp theo đơn vị.",
        "More than {limit} accounts match; narrow them by unit.",
    )


class UsernameTaken(Conflict):
    """Usernames are unique in the deployment, and never used again."""

    code = "username_taken"
    title = Message("Tên đăng nhập đã có", "The username is taken")
    detail = Message("Vui lòng chọn tên đăng nhập khác.", "Choose another username.")


class ClientCodeTaken(Conflict):
    """Codes of clients are unique in the deployment, and never used again."""

    code = "client_code_taken"
    title = Message("Mã hệ thống kết nối đã có", "The client's code is taken")
    detail = Message("Vui lòng chọn mã khác.", "Choose another code.")


class GrantExists(Conflict):
    """The holder already has this role at this unit on some of these days."""

    code = "grant_exists"
    title = Message("Đã có quyền này", "This grant exists")
    detail = Message(
        "Tài khoản đã có vai trò này tại đơn vị này trong một phần thời gian đó.",
        "The account already has this role at this unit on some of these days.",
    )


class LastAdmin(Conflict):
    """Without its last administrator at the top nobody could ever let anybody in again."""

    code = "last_admin"
    title = Message("Đây là quản trị viên cuối cùng", "This is the last administrator")
    detail = Message(
        "Hãy cấp quyền quản trị ở đơn vị cao nhất cho người khác trước.",
        "Give somebody else an administrator's grant at the topmost unit first.",
    )


class OwnGrant(Forbidden):
    """Nobody gives themselves rights."""

    code = "own_grant"
    title = Message("Không thể tự cấp quyền cho mình", "Nobody grants themselves rights")
    detail = Message(
        "Quyền của bạn do quản trị viên khác cấp hoặc thay đổi.",
        "Your own grants are given and changed by another administrator.",
    )


class BeyondReach(Forbidden):
    """The account acts for units the caller does not administer."""

    code = "beyond_reach"
    title = Message("Ngoài phạm vi quản trị của bạn", "Beyond what you administer")
    detail = Message(
        "Tài khoản này có quyền ở đơn vị ngoài phạm vi quản trị của bạn.",
        "This account has grants at units you do not administer.",
    )


class SecondFactorRequired(Forbidden):
    """An administrator has shown a password only; nothing else is open to them until they show more."""

    code = "second_factor_required"
    title = Message("Cần xác thực hai bước", "A second factor is required")
    detail = Message(
        "Tài khoản quản trị cần thêm mã xác thực trước khi làm việc khác.",
        "An administrator's account needs a code of an authenticator app before anything else.",
    )


class NoSecondFactor(Conflict):
    """There is none to do this with."""

    code = "no_second_factor"
    title = Message("Chưa bật xác thực hai bước", "There is no second factor")
    detail = Message("Hãy thiết lập ứng dụng xác thực trước.", "Set up an authenticator app first.")


class SecondFactorNeeded(Conflict):
    """An administrator's second factor may be changed, not given up."""

    code = "second_factor_needed"
    title = Message("Không thể tắt xác thực hai bước", "The second factor must stay")
    detail = Message(
        "Tài khoản quản trị phải có xác thực hai bước. Bạn có thể chuyển sang ứng dụng xác thực khác.",
        "An administrator's account must have one. You may move to another app instead.",
    )
