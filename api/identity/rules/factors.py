"""How somebody says who they are, and what that is worth."""

from collections.abc import Iterable
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


def lacks_second_factor(roles: Iterable[str], *, strong: bool, sample: bool) -> bool:
    """Whether somebody must show a second factor before anything else; accounts of the demonstration never."""
    return not strong and not sample and any(role in PRIVILEGED for role in roles)
