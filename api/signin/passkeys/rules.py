"""Where passkeys can be used, and the two ceremonies they are used in: pure."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

# How long somebody may look for their finger.
PATIENCE = timedelta(minutes=5)
MOST = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Whom browsers take us for: the name passkeys are bound to, and the origin their answers come from."""

    name: str
    origin: str


def place_of(issuer: str, *, host: str | None, public: bool) -> Place | None:
    """Our place, where browsers allow passkeys there; None by a bare address, which they do not.

    With a public address configured (`public`) it is that one. Without, a machine of one's own: `localhost`, as typed.
    """
    origin = issuer if public or host is None else f"{urlsplit(issuer).scheme}://{host.lower()}"
    parts = urlsplit(origin)
    name = parts.hostname
    if name is None or _is_number(name) or not (public or name == "localhost"):
        return None
    return Place(name, f"{parts.scheme}://{parts.netloc}")


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One attempt to add a passkey to an account, or to sign in with one; kept by the browser, sealed."""

    kind: Literal["add", "sign_in"]
    challenge: str
    begun: float
    user_id: str | None = None

    def to_bytes(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Ceremony":
        """What `to_bytes` wrote. Raises ValueError, TypeError."""
        return cls(**json.loads(content))

    @property
    def ends_at(self) -> datetime:
        """When nobody may answer any more."""
        return datetime.fromtimestamp(self.begun, UTC) + PATIENCE
