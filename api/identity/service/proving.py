"""That it is really the owner who changes how one signs in: a stolen token must not become a key to the account."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.models import User, UserSession
from api.identity.rules.accounts import username_key
from api.identity.service import passwords, throttle
from api.kit.apart import apart
from api.kit.permissions import Subject
from api.kit.problems import Invalid, Message, invalid
from api.settings import Settings

POINTER = "/current_password"
# Who signed in so recently need not say it again.
_FRESH = timedelta(minutes=10)
_WRONG = Message("Mật khẩu hiện tại chưa đúng.", "This is not the current password.")
_REQUIRED = Message(
    "Bạn đăng nhập đã lâu; hãy nhập mật khẩu hiện tại.", "You signed in a while ago; give your current password."
)


async def is_needed(session: AsyncSession, subject: Subject) -> bool:
    """Whether the caller must give their password: not right after signing in, nor where there is none."""
    statement = (
        select(User.password_hash, UserSession.created_at)
        .join(UserSession, UserSession.user_id == User.id)
        .where(User.id == subject.id, UserSession.id == subject.session_id)
    )
    row = (await session.execute(statement)).one()
    return row.password_hash is not None and row.created_at < session.info["now"] - _FRESH


async def demand(
    session: AsyncSession, actor: Actor, subject: Subject, settings: Settings, password: str | None
) -> None:
    """Raise Invalid unless it is the owner, as far as that can be told; TooManyAttempts after too many guesses."""
    if not await is_needed(session, subject):
        return
    if password is None:
        raise invalid(POINTER, "password_required", _REQUIRED)
    matched = await match(session, actor, subject, settings, password)
    await throttle.clear(session, matched.attempt)


class Matched(NamedTuple):
    """The hash a password was checked against, and the attempt that now is none any more."""

    known: str
    attempt: throttle.Attempt


async def match(session: AsyncSession, actor: Actor, subject: Subject, settings: Settings, password: str) -> Matched:
    """Raise Invalid unless it is the caller's password; TooManyAttempts after too many guesses.

    Wrong guesses count as failed sign-ins. What the session did so far is dropped: no connection is held meanwhile.
    """
    user = await session.get_one(User, subject.id)
    known, attempt = user.password_hash, throttle.attempt_on("user", username_key(user.username), actor.address)
    async with passwords.slots:
        await throttle.check(session, attempt, settings, session.info["now"])
        await session.rollback()
        if known is None or not await passwords.matches(known, password):
            async with apart(session):
                await throttle.count(session, attempt, settings, session.info["now"])
                audit.record(session, actor, "user.sign_in_failed", entity="user", entity_id=subject.id)
            raise wrong_password()
    return Matched(known, attempt)


def wrong_password() -> Invalid:
    """What a wrong password is answered."""
    return invalid(POINTER, "wrong_password", _WRONG)
