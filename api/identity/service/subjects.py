"""Who a token speaks for, with the grants in force today: what the rest of the service knows of a caller."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries
from api.identity.errors import SecondFactorRequired
from api.identity.models import Client, Grant, User, UserSession
from api.identity.rules.factors import lacks_second_factor
from api.identity.rules.tokens import Principal
from api.kit.calendar import vietnam_today
from api.kit.permissions import Reach, Subject
from api.kit.problems import NotSignedIn
from api.units.service import expand


async def load(session: AsyncSession, principal: Principal) -> Subject | None:
    """The subject of a token as of now, or None when its account or session is closed."""
    known = await (_user if principal.kind == "user" else _client)(session, principal)
    return None if known is None else await _subject(session, principal, known)


async def _subject(session: AsyncSession, principal: Principal, known: "_Known") -> Subject:
    reaches = await _reaches(session, principal.id, vietnam_today(session.info["now"]))
    roles = [reach.role for reach in reaches]
    weak = lacks_second_factor(roles, strong=known.strong, sample=known.sample)
    return Subject(
        principal.kind,
        principal.id,
        known.name,
        reaches,
        known.scopes,
        principal.session_id,
        principal.client_id,
        SecondFactorRequired if weak else None,
        known.pace,
    )


async def of_job(session: AsyncSession, caller: Mapping[str, Any]) -> Actor:
    """Who a job acts for that a caller asked for (`kit.bulk.later`), with the grants of now.

    Whoever signed out since is the same still. Raises NotSignedIn when the account was closed.
    """
    scopes = None if caller["scopes"] is None else frozenset(caller["scopes"])
    principal = Principal(caller["kind"], UUID(caller["id"]), caller["client_id"], None, scopes)
    known = await (_user_of_job if principal.kind == "user" else _client)(session, principal)
    if known is None:
        raise NotSignedIn
    subject = await _subject(session, principal, known)
    return Actor(subject.kind, subject.id, caller["request_id"], caller["address"], subject)


class _Known(NamedTuple):
    """An account, as far as a caller is made of it."""

    name: str
    scopes: frozenset[str] | None
    strong: bool
    sample: bool
    pace: int | None = None


async def _user(session: AsyncSession, principal: Principal) -> _Known | None:
    statement = (
        select(User.name, User.sample, UserSession.strong_at)
        .join(UserSession, UserSession.user_id == User.id)
        .where(User.id == principal.id, User.disabled_at.is_(None), User.deleted_at.is_(None))
        .where(UserSession.id == principal.session_id, UserSession.revoked_at.is_(None))
        .where(UserSession.expires_at > session.info["now"])
    )
    found = (await session.execute(statement)).one_or_none()
    return None if found is None else _Known(found.name, None, found.strong_at is not None, found.sample)


async def _user_of_job(session: AsyncSession, principal: Principal) -> _Known | None:
    """A user on no session: a second factor was asked for when the job was, if one was needed."""
    statement = select(User.name, User.sample).where(
        User.id == principal.id, User.disabled_at.is_(None), User.deleted_at.is_(None)
    )
    found = (await session.execute(statement)).one_or_none()
    return None if found is None else _Known(found.name, None, strong=True, sample=found.sample)


async def _client(session: AsyncSession, principal: Principal) -> _Known | None:
    statement = select(Client.name, Client.scopes, Client.requests_per_minute).where(
        Client.id == principal.id, Client.disabled_at.is_(None), Client.deleted_at.is_(None)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None or principal.scopes is None:
        return None
    # What a system holds is no password somebody could have been tricked out of.
    scopes = principal.scopes & frozenset(found.scopes)
    return _Known(found.name, scopes, strong=True, sample=False, pace=found.requests_per_minute)


async def _reaches(session: AsyncSession, holder: UUID, today: date) -> tuple[Reach, ...]:
    held = select(Grant.role, Grant.unit_id).where(
        or_(Grant.user_id == holder, Grant.client_id == holder), queries.holding(today)
    )
    found = (await session.execute(held)).all()
    return await expand(session, [(row.role, row.unit_id) for row in found], today)
