"""What can go wrong with passkeys."""

from api.kit.problems import BadRequest, Conflict, Message


class PasskeyRefused(BadRequest):
    """Unknown, removed, of a closed account, or its answer does not hold: all the same words."""

    code = "passkey_refused"
    title = Message("Không nhận được khóa truy cập này", "The passkey does not hold")
    detail = Message(
        "Khóa truy cập này không dùng được ở đây, hoặc đã quá thời gian chờ. Hãy thử lại hoặc đăng nhập bằng mật khẩu.",
        "This passkey is of no use here, or it took too long. Try again, or sign in with your password.",
    )


class PasskeysUnavailable(Conflict):
    """Browsers keep passkeys for names, and this service is asked by a number."""

    code = "passkeys_unavailable"
    title = Message("Chưa dùng được khóa truy cập", "Passkeys cannot be used")
    detail = Message(
        "Khóa truy cập chỉ dùng được khi hệ thống có tên miền; hãy báo quản trị hệ thống.",
        "Passkeys work only where the service is reached by a domain name.",
    )


class TooManyPasskeys(Conflict):
    """An account holds so many and no more."""

    code = "too_many_passkeys"
    title = Message("Quá nhiều khóa truy cập", "Too many passkeys")
    detail = Message("Hãy xóa bớt khóa không còn dùng.", "Remove some that are not used any more.")
