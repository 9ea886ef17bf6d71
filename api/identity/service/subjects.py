"""Who a token speaks for, with the grants in force today: what the rest of the service knows of a caller."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity import queries
from api.identity.models import Client, Grant, User, UserSession
from api.identity.rules.tokens import Principal
from api.kit.calendar import vietnam_today
from api.kit.permissions import Reach, Subject
from api.units.service import expand


async def load(session: AsyncSession, principal: Principal) -> Subject | None:
    """The subject of a token as of now, or None when its account or session is closed."""
    found = await (_user if principal.kind == "user" else _client)(session, principal)
    if found is None:
        return None
    name, scopes, pace = found
    reaches = await _reaches(session, principal.id, vietnam_today(session.info["now"]))
    return Subject(principal.kind, principal.id, name, reaches, scopes, principal.session_id, principal.client_id, pace)


async def _user(session: AsyncSession, principal: Principal) -> tuple[str, None, None] | None:
    statement = (
        select(User.name)
        .join(UserSession, UserSession.user_id == User.id)
        .where(User.id == principal.id, User.disabled_at.is_(None), User.deleted_at.is_(None))
        .where(UserSession.id == principal.session_id, UserSession.revoked_at.is_(None))
        .where(UserSession.expires_at > session.info["now"])
    )
    name = await session.scalar(statement)
    return None if name is None else (name, None, None)


async def _client(session: AsyncSession, principal: Principal) -> tuple[str, frozenset[str], int | None] | None:
    statement = select(Client.name, Client.scopes, Client.requests_per_minute).where(
        Client.id == principal.id, Client.disabled_at.is_(None), Client.deleted_at.is_(None)
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None or principal.scopes is None:
        return None
    return found.name, principal.scopes & frozenset(found.scopes), found.requests_per_minute


async def _reaches(session: AsyncSession, holder: UUID, today: date) -> tuple[Reach, ...]:
    held = select(Grant.role, Grant.unit_id).where(
        or_(Grant.user_id == holder, Grant.client_id == holder), queries.holding(today)
    )
    found = (await session.execute(held)).all()
    return await expand(session, [(row.role, row.unit_id) for row in found], today)
