"""Access tokens by RFC 9068: which claims they carry and what makes one acceptable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

ALGORITHM = "ES256"
TYPE = "at+jwt"
# A user's token carries all rights of the user; only clients have narrower scopes.
USER_SCOPE = "user"
Kind = Literal["user", "client"]


class Refused(Exception):
    """The token does not hold; the text is for logs, never for callers."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a token speaks for. A client's token has no session; `scopes` are the token's own, None for a user."""

    kind: Kind
    id: UUID
    client_id: str
    session_id: UUID | None
    scopes: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Verified:
    """A token that holds until `expires_at`."""

    principal: Principal
    expires_at: datetime


def audience_of(issuer: str) -> str:
    """The one audience of our tokens: this API. One string, because python-jose refuses a list."""
    return f"{issuer}/api/v1"


def claims(principal: Principal, *, issuer: str, now: datetime, seconds: int, token_id: UUID) -> dict[str, Any]:
    """The claims of a token that lives `seconds` from `now`."""
    issued = int(now.timestamp())
    body = {
        "iss": issuer,
        "aud": audience_of(issuer),
        "sub": str(principal.id),
        "iat": issued,
        "exp": issued + seconds,
        "jti": str(token_id),
        "client_id": principal.client_id,
        "scope": USER_SCOPE if principal.scopes is None else " ".join(sorted(principal.scopes)),
    }
    return body if principal.session_id is None else body | {"sid": str(principal.session_id)}


def check_header(header: Mapping[str, Any]) -> str:
    """The key id of a token's header. Raises Refused unless it is an access token of our one algorithm."""
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise Refused("algorithm")
    if str(header.get("typ", "")).lower().removeprefix("application/") != TYPE:
        raise Refused("type")
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise Refused("key")
    return key_id


def check_claims(body: Any, *, issuer: str, now: datetime) -> Verified:
    """Whom the claims of a signed token speak for. Raises Refused when they are not for us, or over."""
    if not isinstance(body, Mapping) or body.get("iss") != issuer or body.get("aud") != audience_of(issuer):
        raise Refused("issuer or audience")
    try:
        verified = Verified(_principal(body), datetime.fromtimestamp(body["exp"], UTC))
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise Refused("claims") from error
    if verified.expires_at <= now:
        raise Refused("expired")
    return verified


def _principal(body: Mapping[str, Any]) -> Principal:
    session = body.get("sid")
    kind: Kind = "client" if session is None else "user"
    return Principal(
        kind,
        UUID(body["sub"]),
        str(body["client_id"]),
        None if session is None else UUID(session),
        frozenset(body["scope"].split()) if kind == "client" else None,
    )


def lifetime(seconds: int) -> timedelta:
    """How long after its signing a token may still be shown to us, with a margin for clocks that differ."""
    return timedelta(seconds=seconds) + timedelta(minutes=1)
