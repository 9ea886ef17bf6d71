"""Codes of an authenticator app (RFC 6238) and the recovery codes that stand in for it: pure."""

import hmac
import re
from datetime import datetime, timedelta

import pyotp

RECOVERY_CODES = 10
# How long a secret waits for its first code.
PENDING_FOR = timedelta(minutes=30)
_STEP_SECONDS = 30
# A telephone's clock may be off by a step.
_STEPS_OFF = (0, -1, 1)
_CODE = re.compile(r"\d{6}", re.ASCII)
# Without what is taken for one another on paper: 0 and o, 1, i and l.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


def new_secret() -> str:
    """A secret to be shared with an app, in base32."""
    return pyotp.random_base32()


def address(secret: str, *, issuer: str, username: str) -> str:
    """What the QR code says (`otpauth:`)."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def matching_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The time step a code belongs to; None where it belongs to none near, or to one no younger than the last taken."""
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // _STEP_SECONDS
    for step in (current + off for off in _STEPS_OFF):
        is_new = last_step is None or step > last_step
        if is_new and hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def packed(code: str) -> str:
    """A code as it is compared: without the blanks and dashes people type, in small letters."""
    return "".join(code.split()).replace("-", "").lower()


def is_of_app(code: str) -> bool:
    """Whether a packed code may be an app's; else it can only be a recovery code."""
    return _CODE.fullmatch(code) is not None


def recovery_code(random: bytes) -> str:
    """A recovery code made of random bytes, as it is written down: `abcde-fghjk`."""
    number = int.from_bytes(random, "big")
    letters = []
    for _ in range(_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    half = _LENGTH // 2
    return f"{''.join(letters[:half])}-{''.join(letters[half:])}"
