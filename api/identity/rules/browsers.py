"""What keeps a browser's refresh cookie the browser's own."""

from urllib.parse import urlsplit

COOKIE = "lotrinh_refresh"
COOKIE_PATH = "/api/v1/auth"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SCHEMES = ("http", "https")


def is_same_origin(origin: str | None, *, host: str | None, issuer: str, public: bool) -> bool:
    """Whether a request's `Origin` is ours.

    With a public address configured (`public`) only that one is. Without, the address the browser itself used
    (`Host`) is as good: on a demonstration that is 127.0.0.1 or localhost, as typed.
    """
    if origin is None:
        return False
    if origin == issuer:
        return True
    scheme, _, authority = origin.partition("://")
    return not public and scheme in _SCHEMES and host is not None and authority.lower() == host.lower()


def needs_secure(issuer: str) -> bool:
    """Whether the cookie is `Secure`: always, except over plain http on this very machine."""
    parts = urlsplit(issuer)
    return parts.scheme != "http" or parts.hostname not in _LOOPBACK
