"""What the caller is told of themselves."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity import queries
from api.identity.models import Client, Grant, User, UserSession
from api.kit.permissions import Subject
from api.units.models import Unit


async def describe(session: AsyncSession, subject: Subject, today: date) -> dict[str, Any]:
    """The account, its grants in force with what was lent of them, and all it is permitted somewhere."""
    held = (await session.execute(queries.held_by(subject.id, today).order_by(Grant.id))).all()
    lent = await _lent(session, subject, today)
    return {
        "user": await _user(session, subject.id) if subject.kind == "user" else None,
        "client": await _client(session, subject) if subject.kind == "client" else None,
        "session": await _session(session, subject),
        "confined": None if subject.confined is None else subject.confined.code,
        "grants": [_mine(row, lent.get(row.id, [])) for row in held],
        "permissions": subject.permissions(),
    }


async def _user(session: AsyncSession, user_id: UUID) -> dict[str, Any]:
    statement = (
        select(User.id, User.username, User.name, User.email, User.sample, Unit)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.id == user_id)
    )
    row = (await session.execute(statement)).one()
    home = {"id": row.Unit.id, "code": row.Unit.code, "name": row.Unit.name}
    return {
        "id": row.id,
        "username": row.username,
        "name": row.name,
        "email": row.email,
        "unit": home,
        "sample": row.sample,
    }


async def _session(session: AsyncSession, subject: Subject) -> dict[str, Any] | None:
    statement = select(UserSession.method, UserSession.provider).where(UserSession.id == subject.session_id)
    row = (await session.execute(statement)).one_or_none() if subject.session_id is not None else None
    return None if row is None else {"method": row.method, "provider": row.provider}


async def _client(session: AsyncSession, subject: Subject) -> dict[str, Any]:
    row = (await session.execute(select(Client.id, Client.code, Client.name).where(Client.id == subject.id))).one()
    return {"id": row.id, "code": row.code, "name": row.name, "scopes": sorted(subject.scopes or ())}


async def _lent(session: AsyncSession, subject: Subject, today: date) -> dict[UUID, list[dict[str, Any]]]:
    if subject.kind == "client":
        return {}
    loans: dict[UUID, list[dict[str, Any]]] = {}
    for row in (await session.execute(queries.lent_by(subject.id, today).order_by(Grant.id))).all():
        shown = queries.grant_row(row)
        loan = {name: shown[name] for name in ("id", "version", "user", "from", "to")}
        loans.setdefault(row.delegated_from, []).append(loan)
    return loans


def _mine(row: Row[Any], lent: list[dict[str, Any]]) -> dict[str, Any]:
    shown = queries.grant_row(row)
    return {name: shown[name] for name in ("id", "role", "unit", "from", "to", "delegated_from")} | {"lent": lent}
