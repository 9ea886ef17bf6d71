"""Guards of accounts and grants: resolve the path through what the caller sees, then check, then hand over."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity import queries
from api.identity.models import Client, Grant, Invitation, User
from api.identity.permissions import (
    CLIENT_READ,
    CLIENT_WRITE,
    GRANT_LEND,
    GRANT_READ,
    GRANT_WRITE,
    INVITATION_READ,
    INVITATION_WRITE,
    USER_READ,
    USER_WRITE,
)
from api.identity.queries import invitations
from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import Subject, caller, guard, mark_guard
from api.kit.problems import Forbidden, NotFound
from api.units.scope import governs

Caller = Annotated[Subject, Depends(caller)]
R = TypeVar("R", User, Client, Grant)


async def _today(now: Now) -> date:
    return vietnam_today(now)


# The day it is in Việt Nam.
Today = Annotated[date, Depends(_today)]


async def _user_only(subject: Caller) -> Subject:
    """A person: systems have neither password nor sessions."""
    if subject.kind != "user":
        raise Forbidden
    return subject


async def _user(user_id: UUID, subject: Annotated[Subject, guard(USER_WRITE)], session: Tx, today: Today) -> User:
    seen = queries.visible(User, subject, today)
    return await _to_write(session, User, user_id, seen, governs(subject, USER_WRITE, today)(User.unit_id))


async def _client(
    client_id: UUID, subject: Annotated[Subject, guard(CLIENT_WRITE)], session: Tx, today: Today
) -> Client:
    seen = queries.visible(Client, subject, today)
    return await _to_write(session, Client, client_id, seen, governs(subject, CLIENT_WRITE, today)(Client.unit_id))


async def _grant(grant_id: UUID, subject: Annotated[Subject, guard(GRANT_WRITE)], session: Tx, today: Today) -> Grant:
    seen = queries.reachable_grants(subject, today)
    return await _to_write(session, Grant, grant_id, seen, governs(subject, GRANT_WRITE, today)(Grant.unit_id))


async def _grant_to_end(
    grant_id: UUID, subject: Annotated[Subject, guard(GRANT_LEND)], session: Tx, today: Today
) -> Grant:
    """One in the administrator's reach, or one that the caller lent."""
    seen = or_(queries.reachable_grants(subject, today), queries.own_or_lent(subject))
    theirs = or_(governs(subject, GRANT_WRITE, today)(Grant.unit_id), queries.lent_by_caller(subject))
    return await _to_write(session, Grant, grant_id, seen, theirs)


async def _to_write(
    session: AsyncSession, table: type[R], record_id: UUID, seen: ColumnElement[bool], writable: ColumnElement[bool]
) -> R:
    """The record, locked. Raises NotFound for one not seen, Forbidden for one seen but out of reach."""
    statement = select(table, writable).where(table.id == record_id, seen).with_for_update(of=table)
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound
    if not found[1]:
        raise Forbidden
    record: R = found[0]
    return record


def _unchanged(resolve: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same record, of the version the caller has read (`If-Match`)."""

    async def check(record: Annotated[Any, Depends(resolve)], if_match: IfMatch = None) -> Any:
        expect_version(if_match, record.version)
        return record

    return check


async def _invitation(
    invitation_id: UUID, subject: Annotated[Subject, guard(INVITATION_WRITE)], session: Tx, today: Today
) -> Invitation:
    theirs = invitations.invitable(subject, INVITATION_WRITE, today)
    statement = select(Invitation).join(User, User.id == Invitation.user_id).where(theirs)
    found = await session.scalar(statement.where(Invitation.id == invitation_id).with_for_update(of=Invitation))
    if found is None:
        raise NotFound
    return found


UserOnly = Annotated[Subject, mark_guard(_user_only, None)]
UserReader = Annotated[Subject, guard(USER_READ)]
UserWriter = Annotated[Subject, guard(USER_WRITE)]
ClientReader = Annotated[Subject, guard(CLIENT_READ)]
ClientWriter = Annotated[Subject, guard(CLIENT_WRITE)]
GrantReader = Annotated[Subject, guard(GRANT_READ)]
GrantLender = Annotated[Subject, guard(GRANT_LEND)]

InvitationReader = Annotated[Subject, guard(INVITATION_READ)]
InvitationWriter = Annotated[Subject, guard(INVITATION_WRITE)]
InvitationToEnd = Annotated[Invitation, mark_guard(_invitation, INVITATION_WRITE)]

UserToWrite = Annotated[User, mark_guard(_user, USER_WRITE)]
ClientToWrite = Annotated[Client, mark_guard(_client, CLIENT_WRITE)]
UserToChange = Annotated[User, mark_guard(_unchanged(_user), USER_WRITE)]
ClientToChange = Annotated[Client, mark_guard(_unchanged(_client), CLIENT_WRITE)]
GrantToChange = Annotated[Grant, mark_guard(_unchanged(_grant), GRANT_WRITE)]
GrantToEnd = Annotated[Grant, mark_guard(_unchanged(_grant_to_end), GRANT_LEND)]
