"""What is sent to a provider, what of its answers is believed, and where a browser may be led afterwards: pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

# How long somebody may take at the provider.
PATIENCE = timedelta(minutes=10)
_NEXT_LENGTH = 1000
_VALUE_LENGTH = 500

Reason = Literal["expired", "cancelled", "provider", "invalid", "level", "unknown", "closed", "taken", "throttled"]


class Refused(Exception):
    """Nobody is signed in; `reason` is what the page that says so is told."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Flow:
    """One attempt to sign in, or to link `user_id`'s account; kept by the browser, sealed."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next: str
    begun: float
    user_id: str | None = None

    def to_bytes(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Flow":
        """What `to_bytes` wrote."""
        return cls(**json.loads(content))

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return now.timestamp() - self.begun > PATIENCE.total_seconds()


def safe_path(given: str | None) -> str:
    """Where to lead a browser: a path of ours, and the first page for anything that could mean another place.

    Browsers take a backslash for a slash and leave tabs and line ends out.
    """
    if not given or len(given) > _NEXT_LENGTH or not given.isprintable() or "\\" in given:
        return "/"
    if not given.startswith("/") or given.startswith("//"):
        return "/"
    path = urlsplit(given).path
    return "/" if path == "/api" or path.startswith("/api/") else given


def metadata_fault(metadata: Mapping[str, Any], issuer: str) -> str | None:
    """What keeps a discovery document from being used: it speaks of another issuer, or says too little."""
    if metadata.get("issuer") != issuer:
        return "issuer"
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    return next((name for name in needed if not _is_address(metadata.get(name), issuer)), None)


def _is_address(value: Any, issuer: str) -> bool:
    """An address, and one as well protected as the issuer's own."""
    if not isinstance(value, str):
        return False
    parts = urlsplit(value)
    return bool(parts.netloc) and (parts.scheme == "https" or parts.scheme == urlsplit(issuer).scheme)


def check_level(claims: Mapping[str, Any], wanted: Sequence[str]) -> None:
    """Raise Refused where a level of assurance was asked for and the answer is of another."""
    if wanted and claims.get("acr") not in wanted:
        raise Refused("level")


def value_of(claims: Mapping[str, Any], name: str) -> str | None:
    """What a provider knows somebody by, in one spelling; None where it does not say, or is not sure itself."""
    value = claims.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or (name == "email" and claims.get("email_verified") is not True):
        return None
    return normal_value(value, name)


def normal_value(value: str, name: str) -> str | None:
    """One spelling of what somebody is known by: a number without the blanks people write into it; None for nothing."""
    packed = "".join(value.split())
    value = packed.casefold() if name == "email" else packed if packed.isdigit() else value.strip()
    return value if 0 < len(value) <= _VALUE_LENGTH else None
