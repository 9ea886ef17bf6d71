"""One-time links: made for accounts below, shown once, used once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.errors import LinkOver, TooManyLinks
from api.identity.models import Invitation, User
from api.identity.permissions import INVITATION_WRITE, USER_WRITE
from api.identity.queries import invitations as queries
from api.identity.schemas.invitations import ManyInvitationsIn, Where
from api.identity.schemas.loading import UserRow
from api.identity.service import passwords, reach, sessions, telling, throttle
from api.identity.service.journal import note
from api.identity.service.loading import load
from api.identity.service.sessions import hash_token
from api.identity.service.users import refuse_weak
from api.kit import jobs
from api.kit.apart import apart
from api.kit.calendar import vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, invalid
from api.settings import Settings
from api.units.models import Unit

MANY = 5_000
_TOKEN_BYTES = 24  # 32 characters: a link that can be typed off paper if it must
_KEPT = timedelta(days=90)
_UNKNOWN_USER = Message("Không có tài khoản này trong phạm vi của bạn.", "There is no such account in your reach.")


@dataclass(frozen=True, slots=True)
class Made:
    """A link just made; only here is its secret."""

    invitation: Invitation
    link: str


async def create(session: AsyncSession, actor: Actor, subject: Subject, settings: Settings, reference: str) -> Made:
    """A link for one account; links it had stop working. Raises Invalid."""
    today = vietnam_today(session.info["now"])
    user = await session.scalar(queries.user_to_invite(subject, reference, today))
    if user is None:
        raise invalid("/user", "unknown_user", _UNKNOWN_USER)
    (made,) = await make(session, actor, settings, [user], subject.id if subject.kind == "user" else None)
    return made


async def create_many(
    session: AsyncSession, actor: Actor, subject: Subject, settings: Settings, filters: ManyInvitationsIn
) -> list[tuple[Made, User, Unit]]:
    """Links for the accounts without a password at a unit and below, as printed.

    With a role, units where nobody has an account get one first. Raises Invalid, Forbidden, TooManyLinks.
    """
    unit = await reach.unit(session, subject, INVITATION_WRITE, filters.under, "/under")
    if filters.open_role is not None:
        await _open_accounts(session, actor, subject, unit.id, filters)
    wanted = queries.users_to_invite(subject, unit.id, filters, session.info["now"], MANY + 1)
    found = (await session.execute(wanted)).all()
    if len(found) > MANY:
        raise TooManyLinks(limit=MANY)
    by = subject.id if subject.kind == "user" else None
    made = await make(session, actor, settings, [row[0] for row in found], by)
    return [(link, row[0], row[1]) for link, row in zip(made, found, strict=True)]


async def waiting(session: AsyncSession, subject: Subject, filters: Where) -> dict[str, int | None]:
    """Who waits to be let in at a unit and below. Raises Invalid."""
    now, opens = session.info["now"], subject.holds(USER_WRITE)
    unit = await reach.unit(session, subject, INVITATION_WRITE, filters.under, "/under")
    counted = (await session.execute(queries.waiting(subject, unit.id, filters, now))).one()
    empty = queries.units_without_account(subject, unit.id, filters, vietnam_today(now)).order_by(None).subquery()
    without = await session.scalar(select(func.count()).select_from(empty)) if opens else None
    return dict(counted._mapping) | {"without_account": without}


async def _open_accounts(
    session: AsyncSession, actor: Actor, subject: Subject, under: UUID, filters: ManyInvitationsIn
) -> None:
    """An account of the role asked for at each unit that has none, under the unit's code and name.

    Raises Forbidden, TooManyLinks.
    """
    if not subject.holds(USER_WRITE):
        raise Forbidden
    today = vietnam_today(session.info["now"])
    found = queries.units_without_account(subject, under, filters, today).limit(MANY + 1)
    units = (await session.scalars(found)).all()
    if len(units) > MANY:
        raise TooManyLinks(limit=MANY)
    rows = [
        UserRow(username=unit.code, name=unit.name[:200], unit=str(unit.id), role=filters.open_role) for unit in units
    ]
    outcomes = await load(session, actor, subject, rows)
    # A name somebody took for an account elsewhere: that unit's account is opened by hand.
    refused = [fault for outcome in outcomes if isinstance(outcome, tuple) for fault in outcome]
    if any(fault.code == Forbidden.code for fault in refused):
        raise Forbidden


async def make(
    session: AsyncSession, actor: Actor, settings: Settings, users: list[User], by: UUID | None
) -> list[Made]:
    """A link for each, in their order; whatever open ones they had stop working.

    Who has a password already, and did not ask for the link themselves, hears of it: it opens their account.
    """
    now = session.info["now"]
    open_ones = queries.open_ones([user.id for user in users], now)
    await session.execute(update(Invitation).where(open_ones).values(revoked_at=now))
    made = [_new(session, settings, user, by) for user in users]
    for each, user in zip(made, users, strict=True):
        changes = {"purpose": each.invitation.purpose}
        audit.record(
            session, actor, "user.invite", entity="user", entity_id=user.id, unit_id=user.unit_id, changes=changes
        )
        if each.invitation.purpose == "reset" and actor.subject is not None:
            await telling.tell_of_act(session, actor.subject, user.id, "account.password_reset")
    await session.flush()
    return made


def _new(session: AsyncSession, settings: Settings, user: User, by: UUID | None) -> Made:
    now, token = session.info["now"], secrets.token_urlsafe(_TOKEN_BYTES)
    first = user.password_hash is None
    # One the owner asked for by e-mail is a matter of minutes; one handed on by people takes days to arrive.
    life = timedelta(minutes=settings.reset_minutes) if by is None else timedelta(days=settings.invitation_days)
    invitation = Invitation(
        id=uuid7(),
        user_id=user.id,
        token_hash=hash_token(token),
        purpose="invitation" if first else "reset",
        created_at=now,
        created_by=by,
        expires_at=now + life,
    )
    session.add(invitation)
    return Made(invitation, f"{settings.issuer}/invitation#{token}")


async def revoke(session: AsyncSession, actor: Actor, invitation: Invitation) -> None:
    """Withdraw a link; one that is used or over stays as it is."""
    if invitation.used_at is None and invitation.revoked_at is None:
        invitation.revoked_at = session.info["now"]
        audit.record(session, actor, "user.withdraw_invitation", entity="user", entity_id=invitation.user_id)


async def holder(session: AsyncSession, settings: Settings, actor: Actor, token: str) -> Any:
    """Whom a link is for. Raises LinkOver, TooManyAttempts."""
    attempt = throttle.attempt_on("link", token, actor.address)
    await throttle.check(session, attempt, settings, session.info["now"])
    found = (await session.execute(queries.holder_of(hash_token(token), session.info["now"]))).one_or_none()
    if found is None:
        async with apart(session):
            await throttle.count(session, attempt, settings, session.info["now"])
        raise LinkOver
    return found


async def accept(session: AsyncSession, settings: Settings, actor: Actor, token: str, password: str) -> None:
    """Set the password of a link's account, and end its sessions. Raises LinkOver, Invalid, TooManyAttempts."""
    found = await holder(session, settings, actor, token)
    if not found.sample:
        refuse_weak(password, found.username, "/password")
    await session.rollback()  # no connection is held while the hash is made
    async with passwords.slots:
        hashed = await passwords.hash_password(password)
    user = await _use(session, token)
    user.password_hash, user.active_on = hashed, vietnam_today(session.info["now"])
    await sessions.revoke_all(session, actor, user.id, "password_changed")
    await note(session, actor, "update", user, {"password": "set by link"})


async def ask_for_reset(session: AsyncSession, settings: Settings, actor: Actor, email: str) -> None:
    """Have whoever sends mails look whether an address has accounts. Raises TooManyAttempts.

    Every asking counts like a failed sign-in, known address or not: nobody's mailbox is to be filled from here.
    """
    attempt = throttle.attempt_on("reset", email.lower(), actor.address)
    await throttle.check(session, attempt, settings, session.info["now"])
    await throttle.count(session, attempt, settings, session.info["now"])
    await jobs.enqueue(session, "password_reset", {"email": email}, None)


async def _use(session: AsyncSession, token: str) -> User:
    """The account of a link, which is used up thereby: of two at once one wins."""
    now = session.info["now"]
    taken = update(Invitation).where(Invitation.token_hash == hash_token(token), queries.is_open(now))
    user_id = await session.scalar(taken.values(used_at=now).returning(Invitation.user_id))
    statement = select(User).where(User.id == user_id, User.disabled_at.is_(None), User.deleted_at.is_(None))
    user = await session.scalar(statement.with_for_update())
    if user is None:
        raise LinkOver
    return user


async def forget_old(session: AsyncSession) -> int:
    """Delete links that ended long ago; how many."""
    from_then = session.info["now"] - _KEPT
    found = (await session.scalars(select(Invitation).where(Invitation.expires_at < from_then))).all()
    for invitation in found:
        await session.delete(invitation)
    return len(found)
