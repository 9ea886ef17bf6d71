"""Clients: systems that call on their own behalf, and their secrets."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import or_, select
from sqlalchemy import update as update_in
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity.errors import ClientCodeTaken
from api.identity.models import Client, ClientSecret
from api.identity.permissions import CLIENT_WRITE
from api.identity.schemas.accounts import ClientIn, ClientPatch
from api.identity.service import grants, reach
from api.identity.service.journal import let_go, note
from api.identity.service.sessions import hash_token
from api.kit.permissions import Subject, registry
from api.kit.problems import Fault, Invalid, Message
from api.kit.text import fold, sort_key

_SECRET_BYTES = 32
_UNKNOWN_SCOPE = Message("Không có quyền này.", "There is no such permission.")


@dataclass(frozen=True, slots=True)
class Secret:
    """A new secret, and until when those before it hold."""

    value: str
    previous_until: datetime | None


async def ensure(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    name: str,
    unit_id: UUID,
    scopes: Sequence[str],
    secret: str,
    sample: bool = False,
) -> Client:
    """The client of a code, made with the secret given if there is none; one that is there stays as it is."""
    found = await session.scalar(select(Client).where(Client.code == code))
    if found is not None:
        return found
    client = _client(code, name, unit_id, scopes)
    client.sample = sample
    await _add(session, actor, client)
    _add_secret(session, client.id, secret)
    return client


async def create(session: AsyncSession, actor: Actor, subject: Subject, body: ClientIn) -> tuple[Client, Secret]:
    """A new client at a home in the caller's reach, and its secret. Raises Invalid, ClientCodeTaken."""
    home = await reach.unit(session, subject, CLIENT_WRITE, body.unit)
    _refuse_unknown(body.scopes)
    client = _client(body.code, body.name, home.id, body.scopes)
    client.requests_per_minute = body.requests_per_minute
    await _add(session, actor, client)
    secret = _add_secret(session, client.id, secrets.token_urlsafe(_SECRET_BYTES))
    return client, Secret(secret, None)


def _client(code: str, name: str, unit_id: UUID, scopes: Sequence[str]) -> Client:
    return Client(
        code=code,
        name=name,
        sort_key=sort_key(name),
        search=_search(name, code),
        unit_id=unit_id,
        scopes=sorted(set(scopes)),
    )


async def _add(session: AsyncSession, actor: Actor, client: Client) -> None:
    session.add(client)
    try:
        await session.flush()
    except IntegrityError as error:
        raise ClientCodeTaken from error
    changes = {"code": client.code, "name": client.name, "scopes": client.scopes}
    await note(session, actor, "create", client, changes)


def _add_secret(session: AsyncSession, client_id: UUID, value: str) -> str:
    session.add(ClientSecret(client_id=client_id, secret_hash=hash_token(value), created_at=session.info["now"]))
    return value


async def update(session: AsyncSession, actor: Actor, subject: Subject, client: Client, body: ClientPatch) -> None:
    """Change what was sent. Raises Invalid, BeyondReach."""
    changes: dict[str, Any] = body.changes()
    await reach.refuse_beyond(session, subject, CLIENT_WRITE, client.id)
    if "unit" in changes:
        client.unit_id = (await reach.unit(session, subject, CLIENT_WRITE, changes["unit"])).id
    if "name" in changes:
        client.name, client.sort_key = changes["name"], sort_key(changes["name"])
        client.search = _search(client.name, client.code)
    if "scopes" in changes:
        _refuse_unknown(changes["scopes"])
        client.scopes = sorted(set(changes["scopes"]))
    client.requests_per_minute = changes.get("requests_per_minute", client.requests_per_minute)
    if "disabled" in changes:
        client.disabled_at = (client.disabled_at or session.info["now"]) if changes["disabled"] else None
    await note(session, actor, "update", client, changes)
    await let_go(session, "client", client.id)


async def delete(session: AsyncSession, actor: Actor, subject: Subject, client: Client) -> None:
    """Close a client for good; its code is never used again. Raises BeyondReach."""
    await reach.refuse_beyond(session, subject, CLIENT_WRITE, client.id)
    client.deleted_at = session.info["now"]
    await grants.end_all(session, actor, client.id)
    await note(session, actor, "delete", client, {})
    await let_go(session, "client", client.id)


async def rotate_secret(
    session: AsyncSession, actor: Actor, subject: Subject, client: Client, overlap: timedelta
) -> Secret:
    """A new secret; those before it hold for the overlap, no longer than they would have. Raises BeyondReach."""
    await reach.refuse_beyond(session, subject, CLIENT_WRITE, client.id)
    until = session.info["now"] + overlap
    later = or_(ClientSecret.expires_at.is_(None), ClientSecret.expires_at > until)
    shorten = update_in(ClientSecret).where(ClientSecret.client_id == client.id, later).values(expires_at=until)
    await session.execute(shorten)
    secret = _add_secret(session, client.id, secrets.token_urlsafe(_SECRET_BYTES))
    await note(session, actor, "update", client, {"secret": "rotated", "previous_until": until.isoformat()})
    return Secret(secret, until)


async def forget_old_secrets(session: AsyncSession) -> int:
    """Delete secrets whose overlap is over; how many."""
    deleted = await session.execute(delete_from(ClientSecret).where(ClientSecret.expires_at <= session.info["now"]))
    return int(deleted.rowcount)  # type: ignore[attr-defined]


def _refuse_unknown(scopes: Sequence[str]) -> None:
    known = registry()
    unknown = [n for n, scope in enumerate(scopes) if scope not in known]
    if unknown:
        raise Invalid(tuple(Fault(f"/scopes/{n}", "unknown_scope", _UNKNOWN_SCOPE) for n in unknown))


def _search(name: str, code: str) -> str:
    return f"{fold(name)} {fold(code)}"
