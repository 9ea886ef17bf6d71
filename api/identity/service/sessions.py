"""Sessions: a sign-in, the refresh tokens that follow one another from it, and its end."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.models import RefreshToken, User, UserSession
from api.identity.rules.factors import PASSWORD, Proof
from api.identity.service import usage
from api.kit import invalidation
from api.kit.problems import NotFound
from api.settings import Settings

_TOKEN_BYTES = 32
_USER_AGENT_LENGTH = 200
# How long a session that was ended stays to be looked at.
_KEPT = timedelta(days=1)
Reason = Literal["signed_out", "reused", "password_changed", "disabled", "ended_by_user", "second_factor_reset", "idle"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request for tokens came from."""

    actor: Actor
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session and the refresh token that is its next."""

    session_id: UUID
    user_id: UUID
    expires_at: datetime
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Named:
    """A session and the client it was begun with."""

    id: UUID
    client_id: str


def hash_token(token: str) -> bytes:
    """How an opaque token is kept: it has 256 random bits, so a plain digest hides it."""
    return hashlib.sha256(token.encode()).digest()


async def start(
    session: AsyncSession,
    user_id: UUID,
    client_id: str,
    origin: Origin,
    settings: Settings,
    *,
    proof: Proof = PASSWORD,
) -> Opened:
    """Begin a session of a user who has just signed in. Raises AccountClosed."""
    now = session.info["now"]
    actor = replace(origin.actor, kind="user", id=user_id)
    await usage.begin(session, actor, user_id, settings)
    family = UserSession(
        user_id=user_id,
        client_id=client_id,
        method=proof.method,
        provider=proof.provider,
        strong_at=now if proof.strong else None,
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(days=settings.refresh_token_days),
        address=origin.actor.address,
        user_agent=_shortened(origin.user_agent),
    )
    session.add(family)
    await session.flush()
    changes = {"method": proof.method} | ({} if proof.provider is None else {"provider": proof.provider})
    audit.record(session, actor, "session.start", entity="session", entity_id=family.id, changes=changes)
    return _opened(session, family.id, user_id, family.expires_at)


def _shortened(user_agent: str | None) -> str | None:
    return "".join(filter(str.isprintable, user_agent or ""))[:_USER_AGENT_LENGTH] or None


async def take(session: AsyncSession, refresh_token: str) -> UUID | None:
    """Use up a refresh token; the id of its session, or None when there is no such unused token.

    Of two requests with one token the second waits here for the first, and then finds it used.
    """
    statement = (
        update(RefreshToken)
        .where(RefreshToken.token_hash == hash_token(refresh_token), RefreshToken.used_at.is_(None))
        .values(used_at=session.info["now"])
        .returning(RefreshToken.session_id)
    )
    return await session.scalar(statement)


async def carry_on(session: AsyncSession, session_id: UUID, client_id: str, origin: Origin) -> Opened | None:
    """The next refresh token of a session, or None when the session is over or another client's."""
    now = session.info["now"]
    alive = (
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.client_id == client_id)
        .where(UserSession.revoked_at.is_(None), UserSession.expires_at > now)
        .where(UserSession.user_id.in_(select(User.id).where(User.disabled_at.is_(None), User.deleted_at.is_(None))))
        .values(last_used_at=now, address=origin.actor.address)
        .returning(UserSession.user_id, UserSession.expires_at)
    )
    family = (await session.execute(alive)).one_or_none()
    return None if family is None else _opened(session, session_id, family.user_id, family.expires_at)


async def find_by_token(session: AsyncSession, refresh_token: str) -> Named | None:
    """The living session a refresh token belongs to, used or not."""
    statement = (
        select(UserSession.id, UserSession.client_id)
        .join(RefreshToken, RefreshToken.session_id == UserSession.id)
        .where(RefreshToken.token_hash == hash_token(refresh_token), UserSession.revoked_at.is_(None))
    )
    found = (await session.execute(statement)).one_or_none()
    return None if found is None else Named(found.id, found.client_id)


def _opened(session: AsyncSession, session_id: UUID, user_id: UUID, expires_at: datetime) -> Opened:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(RefreshToken(token_hash=hash_token(token), session_id=session_id, created_at=session.info["now"]))
    return Opened(session_id, user_id, expires_at, token)


async def revoke(session: AsyncSession, actor: Actor, session_ids: Sequence[UUID], reason: Reason) -> None:
    """End sessions; their access tokens stop at once, here and in every other process."""
    ended = await session.execute(
        update(UserSession)
        .where(UserSession.id.in_(session_ids), UserSession.revoked_at.is_(None))
        .values(revoked_at=session.info["now"], revoked_because=reason)
        .returning(UserSession.id, UserSession.user_id)
    )
    for row in ended.all():
        audit.record(session, actor, "session.end", entity="session", entity_id=row.id, changes={"reason": reason})
        await invalidation.announce(session, f"user:{row.user_id}")


async def revoke_all(
    session: AsyncSession, actor: Actor, user_id: UUID, reason: Reason, *, but: UUID | None = None
) -> None:
    """End every session of a user, but perhaps the one that asks for it."""
    living = select(UserSession.id).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    found = (await session.scalars(living)).all()
    await revoke(session, actor, [session_id for session_id in found if session_id != but], reason)


async def end_own(session: AsyncSession, actor: Actor, user_id: UUID, session_id: UUID) -> None:
    """End one session of one's own. Raises NotFound for any other."""
    own = select(UserSession.id).where(
        UserSession.id == session_id, UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    if await session.scalar(own) is None:
        raise NotFound
    await revoke(session, actor, [session_id], "ended_by_user")


async def forget_old(session: AsyncSession) -> int:
    """Delete sessions that are over, with their refresh tokens; how many."""
    now = session.info["now"]
    over = or_(UserSession.expires_at <= now, UserSession.revoked_at <= now - _KEPT)
    deleted = await session.execute(delete(UserSession).where(over))
    return int(deleted.rowcount)  # type: ignore[attr-defined]
