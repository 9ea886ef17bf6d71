"""One attempt from its beginning here to its end here, by way of a provider."""

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.identity.errors import AccountClosed, TooManyAttempts
from api.identity.models import User
from api.identity.rules.factors import Proof
from api.identity.service import sealing, sessions, throttle
from api.identity.service.sessions import Opened, Origin
from api.identity.service.tokens import WEB
from api.settings import OidcProvider, Settings
from api.signin.oidc.errors import IdentityTaken
from api.signin.oidc.rules import Flow, Reason, Refused, check_level, safe_path, value_of
from api.signin.oidc.service import links
from api.signin.oidc.service.provider import Directory, authorization_address, redeem

_SEALED_AS = "oidc flow"
_RANDOM = 32
# Somebody changed their mind, or the provider is down: nobody tried to be somebody.
_NOT_COUNTED: frozenset[Reason] = frozenset({"cancelled", "provider", "throttled"})


@dataclass(frozen=True, slots=True)
class Door:
    """The provider of a request, and what it takes to talk with it."""

    provider: OidcProvider
    directory: Directory
    settings: Settings

    @property
    def callback(self) -> str:
        """Where the provider sends browsers back to."""
        return f"{self.settings.issuer}/api/v1/auth/oidc/{self.provider.id}/callback"


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and what it must bring back: `kept` is sealed, `state` says which it is."""

    address: str
    state: str
    kept: str


@dataclass(frozen=True, slots=True)
class Done:
    """Where to lead the browser; with a session, where somebody signed in, without where an account was linked."""

    next: str
    opened: Opened | None


async def begin(door: Door, now: datetime, *, language: str, next_path: str | None, user_id: UUID | None) -> Begun:
    """Send a browser to a provider, to sign in or to link an account. Raises Refused."""
    metadata = await door.directory.metadata(door.provider, now)
    state, nonce, verifier = (secrets.token_urlsafe(_RANDOM) for _ in range(3))
    flow = Flow(
        provider=door.provider.id,
        state=state,
        nonce=nonce,
        verifier=verifier,
        next=safe_path(next_path),
        begun=now.timestamp(),
        user_id=None if user_id is None else str(user_id),
    )
    sealed = sealing.seal(sealing.secret_key(door.settings), flow.to_bytes(), _SEALED_AS)
    address = authorization_address(door.provider, metadata, flow, callback=door.callback, language=language)
    return Begun(address, state, base64.urlsafe_b64encode(sealed).decode())


async def finish(
    session: AsyncSession, origin: Origin, door: Door, answer: Mapping[str, str], kept: str | None
) -> Done:
    """What comes of a browser that is back from a provider. Raises Refused; then nothing was made.

    No connection to our database is held while the provider is asked.
    """
    now = session.info["now"]
    await _slow_down(session, origin, door)
    await session.rollback()
    flow = _flow(door, answer, kept, now)
    claims = await redeem(door.provider, door.directory, flow, _code(door, answer), callback=door.callback, now=now)
    check_level(claims, door.provider.acr_values)
    value = value_of(claims, door.provider.claim)
    if value is None:
        raise Refused("unknown")
    value_hash = links.hashed(door.settings, door.provider, value)
    if flow.user_id is not None:
        await _link(session, origin, door, UUID(flow.user_id), value_hash)
        return Done(flow.next, None)
    return Done(flow.next, await _open(session, origin, door, value_hash))


def _flow(door: Door, answer: Mapping[str, str], kept: str | None, now: datetime) -> Flow:
    """The attempt an answer belongs to: begun in this browser, at this provider, not long ago."""
    try:
        sealed = base64.b64decode(kept or "", altchars=b"-_", validate=True)
        flow = Flow.of_bytes(sealing.unseal(sealing.secret_key(door.settings), sealed, _SEALED_AS) or b"")
    except (ValueError, TypeError) as error:
        raise Refused("expired") from error
    same = hmac.compare_digest(flow.state.encode(), answer.get("state", "").encode())
    if not same or flow.provider != door.provider.id or flow.is_over(now):
        raise Refused("expired")
    return flow


def _code(door: Door, answer: Mapping[str, str]) -> str:
    """The code of an answer, which must be this provider's (RFC 9207) where it says whose it is."""
    if answer.get("iss", door.provider.issuer) != door.provider.issuer:
        raise Refused("invalid")
    if "error" in answer:
        raise Refused("cancelled" if answer["error"] == "access_denied" else "provider")
    if "code" not in answer:
        raise Refused("invalid")
    return answer["code"]


async def _open(session: AsyncSession, origin: Origin, door: Door, value_hash: bytes) -> Opened:
    found = await links.find(session, door.provider, value_hash)
    if found is None:
        raise Refused("unknown")
    identity, user = found
    if user.disabled_at is not None or user.deleted_at is not None:
        raise Refused("closed")
    identity.last_used_at = session.info["now"]
    proof = Proof("provider", strong=door.provider.second_factor, provider=door.provider.id)
    try:
        return await sessions.start(session, user.id, WEB, origin, door.settings, proof=proof)
    except AccountClosed as error:
        raise Refused("closed") from error


async def _link(session: AsyncSession, origin: Origin, door: Door, user_id: UUID, value_hash: bytes) -> None:
    user = await session.scalar(
        select(User).where(User.id == user_id, User.disabled_at.is_(None), User.deleted_at.is_(None))
    )
    if user is None:
        raise Refused("closed")
    actor = replace(origin.actor, kind="user", id=user.id)
    try:
        await links.link(session, actor, user, door.provider, value_hash)
    except IdentityTaken as error:
        raise Refused("taken") from error


async def _slow_down(session: AsyncSession, origin: Origin, door: Door) -> None:
    attempt = throttle.attempt_on("oidc", door.provider.id, origin.actor.address)
    try:
        await throttle.check(session, attempt, door.settings, session.info["now"])
    except TooManyAttempts as error:
        raise Refused("throttled") from error


async def note_refusal(session: AsyncSession, origin: Origin, door: Door, state: str, reason: Reason) -> None:
    """Keep that somebody was not let in, and count it for their network.

    Each attempt counts as one on an account of its own: an office behind one address is not kept out by five mistakes.
    """
    if reason not in _NOT_COUNTED:
        attempt = throttle.attempt_on("oidc", state, origin.actor.address)
        await throttle.count(session, attempt, door.settings, session.info["now"])
    changes = {"provider": door.provider.id, "reason": reason}
    audit.record(session, origin.actor, "user.sign_in_failed", entity="user", entity_id=None, changes=changes)
