"""The token endpoint's three grant types, and revocation."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.identity.errors import TokenRefused, idle_refused, invalid_client, invalid_grant, totp_refused
from api.identity.models import Client, ClientSecret, User
from api.identity.queries.usage import usage_columns, usage_of
from api.identity.rules import tokens as rules
from api.identity.rules.accounts import username_key
from api.identity.rules.factors import PASSWORD, Proof
from api.identity.rules.idleness import Standing, standing
from api.identity.service import passwords, second_factor, sessions, throttle, usage
from api.identity.service.sessions import Opened, Origin, hash_token
from api.identity.service.signing import KeyRing
from api.kit.apart import apart
from api.kit.calendar import vietnam_today
from api.kit.ids import uuid7
from api.settings import Settings

# The clients of people: the screens served by this very process, and everything else that speaks for a user.
WEB, DIRECT = "web", "direct"


@dataclass(frozen=True, slots=True)
class Issuer:
    """What issuing a token takes: the settings and the keys of this process."""

    settings: Settings
    ring: KeyRing


@dataclass(frozen=True, slots=True)
class Known:
    """An account that a password may open, and how it stands."""

    id: UUID
    password_hash: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Issued:
    """An access token, with the session behind it when there is one."""

    access_token: str
    expires_in: int
    scope: str
    opened: Opened | None


async def sign_in(
    session: AsyncSession,
    issuer: Issuer,
    origin: Origin,
    *,
    username: str,
    password: str,
    client_id: str,
    device: str | None = None,
    totp: str | None = None,
    reactivate: bool = False,
) -> Issued:
    """Tokens for a username and password, and a code where there is a second factor.

    An idle account is taken up again where `reactivate` says so. Raises TokenRefused, or TooManyAttempts.

    A connection is held to read the account and again to begin the session, not while the password is checked or
    waits to be.
    """
    attempt = throttle.attempt_on("user", username_key(username), origin.actor.address, device)
    async with passwords.slots:
        await throttle.check(session, attempt, issuer.settings, session.info["now"])
        user = await _account(session, issuer.settings, username)
        await session.rollback()
        if not await passwords.matches(None if user is None else user.password_hash, password):
            await _count(session, attempt, issuer, origin, ("user", None if user is None else user.id))
            raise invalid_grant()
    if user is not None and user.standing is Standing.CLOSED:
        raise idle_refused("account_closed")
    if user is None or not await _still_holds(session, user):
        raise invalid_grant()
    if user.standing is Standing.IDLE and not reactivate:
        raise idle_refused("account_idle")
    proof = await _second_factor(session, issuer, origin, user.id, totp)
    await throttle.clear(session, attempt)
    opened = await sessions.start(session, user.id, client_id, origin, issuer.settings, proof=proof)
    return await _issue_for(session, issuer, opened, client_id)


async def _second_factor(
    session: AsyncSession, issuer: Issuer, origin: Origin, user_id: UUID, code: str | None
) -> Proof:
    """What the session begins with, now that the password holds. Raises TokenRefused, TooManyAttempts."""
    if not await second_factor.is_set(session, user_id):
        return PASSWORD
    if not code:
        raise totp_refused("totp_required")
    method = await second_factor.take(session, origin.actor, issuer.settings, user_id, code)
    if method is None:
        raise totp_refused("totp_invalid")
    return Proof(method, strong=True)


async def _account(session: AsyncSession, settings: Settings, username: str) -> Known | None:
    """The account of a name, unless it was closed by hand; what was closed for idleness may say so."""
    if any(character < " " for character in username):
        return None
    today = vietnam_today(session.info["now"])
    statement = select(User.id, User.password_hash, User.disabled_at, *usage_columns(today)).where(
        User.username_key == username_key(username), User.deleted_at.is_(None)
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        return None
    found = standing(usage_of(row), today, settings.idle_days)
    if row.disabled_at is not None and found is not Standing.CLOSED:
        return None
    return Known(row.id, row.password_hash, found)


async def _still_holds(session: AsyncSession, user: Known) -> bool:
    """Whether nobody changed the password or closed the account while it was checked; if so, nobody can now.

    The lock is the one that noting its use takes next: two sign-ins that shared a weaker one would wait for each other.
    """
    statement = select(User.id).where(
        User.id == user.id, User.password_hash == user.password_hash, User.disabled_at.is_(None)
    )
    return await session.scalar(statement.with_for_update(key_share=True)) is not None


async def _count(
    session: AsyncSession,
    attempt: throttle.Attempt,
    issuer: Issuer,
    origin: Origin,
    account: tuple[str, UUID | None],
) -> None:
    """Count and record a failure, whatever becomes of the request."""
    async with apart(session):
        await throttle.count(session, attempt, issuer.settings, session.info["now"])
        kind, account_id = account
        audit.record(session, origin.actor, f"{kind}.sign_in_failed", entity=kind, entity_id=account_id)


async def refresh(
    session: AsyncSession, issuer: Issuer, origin: Origin, *, refresh_token: str, client_id: str
) -> Issued:
    """New tokens for a refresh token, which is thereby used up. Raises TokenRefused.

    One that comes back after its use ends the whole session: somebody has a copy, and nobody can say who.
    """
    session_id = await sessions.take(session, refresh_token)
    if session_id is None:
        await _end_stolen(session, origin, refresh_token)
        raise invalid_grant()
    goes_on = await usage.carry_on(session, session_id, issuer.settings)
    opened = await sessions.carry_on(session, session_id, client_id, origin) if goes_on else None
    if opened is None:
        raise invalid_grant()
    return await _issue_for(session, issuer, opened, client_id)


async def _end_stolen(session: AsyncSession, origin: Origin, refresh_token: str) -> None:
    family = await sessions.find_by_token(session, refresh_token)
    if family is not None:
        async with apart(session):
            await sessions.revoke(session, origin.actor, [family.id], "reused")


async def client_credentials(
    session: AsyncSession, issuer: Issuer, origin: Origin, *, code: str, secret: str, scope: str | None
) -> Issued:
    """A token for a system, with the scopes it asks for or all it has. Raises TokenRefused, or TooManyAttempts."""
    attempt = throttle.attempt_on("client", code, origin.actor.address)
    await throttle.check(session, attempt, issuer.settings, session.info["now"])
    client = await _client(session, code)
    if client is None or not await _knows(session, client.id, secret):
        await _count(session, attempt, issuer, origin, ("client", None if client is None else client.id))
        raise invalid_client()
    scopes = _scopes(scope, frozenset(client.scopes))
    await throttle.clear(session, attempt)
    actor = replace(origin.actor, kind="client", id=client.id)
    audit.record(session, actor, "client.sign_in", entity="client", entity_id=client.id)
    await session.execute(update(Client).where(Client.id == client.id).values(last_used_at=session.info["now"]))
    return await _issue(session, issuer, rules.Principal("client", client.id, code, None, scopes), None)


async def _client(session: AsyncSession, code: str) -> Row[UUID, list[str]] | None:
    statement = select(Client.id, Client.scopes).where(
        Client.code == code, Client.disabled_at.is_(None), Client.deleted_at.is_(None)
    )
    return (await session.execute(statement)).one_or_none() if code.isprintable() else None


async def _knows(session: AsyncSession, client_id: UUID, secret: str) -> bool:
    living = or_(ClientSecret.expires_at.is_(None), ClientSecret.expires_at > session.info["now"])
    hashes = await session.scalars(select(ClientSecret.secret_hash).where(ClientSecret.client_id == client_id, living))
    given = hash_token(secret)
    return any(hmac.compare_digest(known, given) for known in hashes)


def _scopes(asked: str | None, held: frozenset[str]) -> frozenset[str]:
    wanted = frozenset((asked or "").split()) or held
    if not wanted <= held:
        raise TokenRefused("invalid_scope", "The client does not have every scope asked for.")
    return wanted


async def _issue_for(session: AsyncSession, issuer: Issuer, opened: Opened, client_id: str) -> Issued:
    return await _issue(
        session, issuer, rules.Principal("user", opened.user_id, client_id, opened.session_id, None), opened
    )


async def _issue(session: AsyncSession, issuer: Issuer, principal: rules.Principal, opened: Opened | None) -> Issued:
    now: datetime = session.info["now"]
    seconds = issuer.settings.access_token_seconds
    claims: dict[str, Any] = rules.claims(
        principal, issuer=issuer.settings.issuer, now=now, seconds=seconds, token_id=uuid7()
    )
    return Issued(await issuer.ring.sign(session, claims, now), seconds, claims["scope"], opened)


async def revoke(session: AsyncSession, issuer: Issuer, origin: Origin, *, token: str, client_id: str) -> None:
    """End the session of a refresh token, used or not, or of an access token; nothing happens when there is none.

    Raises TokenRefused for another client's token, and for a system's access token, which has no session to end.
    """
    found = await sessions.find_by_token(session, token) or await _session_of_access(session, issuer, token)
    if found is None:
        return
    if found.client_id != client_id:
        raise invalid_grant("The token was issued to another client.")
    await sessions.revoke(session, origin.actor, [found.id], "signed_out")


async def _session_of_access(session: AsyncSession, issuer: Issuer, token: str) -> sessions.Named | None:
    now = session.info["now"]
    await issuer.ring.refresh(session, now)
    try:
        principal = issuer.ring.read(token, now).principal
    except rules.Refused:
        return None
    if principal.session_id is None:
        raise TokenRefused("unsupported_token_type", "A system's access token ends by itself.")
    return sessions.Named(principal.session_id, principal.client_id)
