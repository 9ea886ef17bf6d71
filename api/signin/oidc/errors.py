"""What can go wrong with links to providers."""

from api.kit.problems import Conflict, Message


class IdentityTaken(Conflict):
    """Somebody known at a provider is one account here."""

    code = "identity_taken"
    title = Message("Đã liên kết với tài khoản khác", "Linked to another account")
    detail = Message(
        "Người này đã được liên kết với một tài khoản khác ở đây.",
        "Who that is at the provider is another account here already.",
    )


class ProviderUnavailable(Conflict):
    """The provider cannot be reached, or says nothing of use."""

    status, code = 503, "provider_unavailable"
    title = Message("Chưa kết nối được hệ thống đăng nhập", "The provider cannot be reached")
    detail = Message("Vui lòng thử lại sau ít phút.", "Try again in a few minutes.")
