"""How somebody says who they are, and what that is worth."""

from dataclasses import dataclass
from typing import Literal

Method = Literal["password", "password_totp", "password_recovery_code", "passkey", "provider"]

# Roles that hold the keys of the house: they show a second factor, and an account left alone is closed.
PRIVILEGED = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What a session began with. `strong`: two factors were shown, of different sorts."""

    method: Method
    strong: bool = False
    provider: str | None = None


PASSWORD = Proof("password")
