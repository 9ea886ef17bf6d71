"""What accounts and their passwords look like."""

import unicodedata
from collections.abc import Callable

from api.kit.text import fold

USERNAME = r"^[A-Za-z0-9][A-Za-z0-9._@-]*$"

# The guidance for Vietnamese systems of the level this one is planned as: 14 characters of four kinds where a
# password is all there is. It is guidance we build to, not a law we could quote to a user.
PASSWORD_LENGTH = 14
# Longer ones would let a caller decide how much work a hash is.
PASSWORD_LENGTH_MAX = 200

_KINDS: tuple[Callable[[str], bool], ...] = (
    str.islower,
    str.isupper,
    str.isdigit,
    lambda character: not character.isalnum(),
)


def username_key(username: str) -> str:
    """What makes a username unique: “Leader.Hải-Phòng” and “leader.hai-phong” are one."""
    return fold(username)


def normal_password(password: str) -> str:
    """One spelling whatever keyboard typed it: composed, so that “ă” is one character everywhere."""
    return unicodedata.normalize("NFC", password)


def password_faults(password: str, username: str) -> list[str]:
    """The codes of what is wrong with a new password; empty when it will do."""
    faults = []
    if len(password) < PASSWORD_LENGTH:
        faults.append("password_too_short")
    if not all(any(kind(character) for character in password) for kind in _KINDS):
        faults.append("password_too_plain")
    if username_key(username) in fold(password):
        faults.append("password_has_username")
    return faults
