"""Browsers an account has signed in from before: their failures are counted apart from their network's.

Without this, whoever shares an address with an office (a school behind one router, a mobile carrier's gateway) could
keep its people out by failing in their names. The mark is bound to one account, so it opens no other and saves no
attacker a count; a stolen one buys the same few guesses as a new address.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from api.identity.rules.accounts import username_key
from api.identity.service.sealing import secret_key
from api.settings import Settings

_PREFIX = "lotrinh_device_"


def cookie_of(username: str) -> str:
    """The name of the cookie that holds an account's mark; it does not tell the account."""
    return _PREFIX + hashlib.blake2b(username_key(username).encode(), digest_size=8).hexdigest()


def new_mark(settings: Settings, username: str) -> str:
    """A mark for a browser that has just signed in."""
    device = secrets.token_hex(12)
    return f"{device}.{_seal(settings, username, device)}"


def recognised(settings: Settings, username: str, cookies: Mapping[str, str]) -> str | None:
    """The device whose mark for this account is among the cookies; None for a browser not seen before."""
    device, _, seal = cookies.get(cookie_of(username), "").partition(".")
    known = seal.isascii() and hmac.compare_digest(seal, _seal(settings, username, device))
    return device if known else None


def _seal(settings: Settings, username: str, device: str) -> str:
    content = f"device\n{username_key(username)}\n{device}".encode()
    return hmac.new(secret_key(settings), content, hashlib.sha256).hexdigest()
