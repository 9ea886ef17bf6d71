"""Users: made, changed, closed, given a password."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity.errors import UsernameTaken
from api.identity.models import User
from api.identity.permissions import USER_WRITE
from api.identity.rules.accounts import normal_password, password_faults, username_key
from api.identity.schemas.accounts import UserIn, UserPatch
from api.identity.service import grants, passwords, proving, reach, sessions, throttle
from api.identity.service.journal import let_go, note
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message
from api.kit.text import fold, sort_key
from api.settings import Settings

_PASSWORD_FAULTS = {
    "password_too_short": Message("Ít nhất 14 ký tự.", "At least 14 characters."),
    "password_too_plain": Message(
        "Cần có chữ thường, chữ hoa, chữ số và ký tự đặc biệt.",
        "Use small and capital letters, digits and other characters.",
    ),
    "password_has_username": Message("Không được chứa tên đăng nhập.", "Must not contain the username."),
}


async def ensure(
    session: AsyncSession,
    actor: Actor,
    *,
    username: str,
    name: str,
    unit_id: UUID,
    password_hash: str | None,
    sample: bool = False,
) -> User:
    """The user of a name, made if there is none; one that is there stays as it is, deleted or not."""
    found = await session.scalar(select(User).where(User.username_key == username_key(username)))
    if found is not None:
        return found
    user = User(
        username=username,
        username_key=username_key(username),
        name=name,
        sort_key=sort_key(name),
        search=search_text(name, username),
        unit_id=unit_id,
        password_hash=password_hash,
        sample=sample,
    )
    return await _add(session, actor, user)


async def create(session: AsyncSession, actor: Actor, subject: Subject, body: UserIn) -> User:
    """A new user at a home in the caller's reach. Raises Invalid, UsernameTaken."""
    home = await reach.unit(session, subject, USER_WRITE, body.unit)
    if body.password is not None:
        refuse_weak(body.password, body.username, "/password")
    user = User(
        username=body.username,
        username_key=username_key(body.username),
        name=body.name,
        sort_key=sort_key(body.name),
        search=search_text(body.name, body.username),
        email=body.email,
        unit_id=home.id,
        password_hash=None if body.password is None else await passwords.hash_password(body.password),
    )
    return await _add(session, actor, user)


async def _add(session: AsyncSession, actor: Actor, user: User) -> User:
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise UsernameTaken from error
    await note(session, actor, "create", user, {"username": user.username, "name": user.name})
    return user


async def update(session: AsyncSession, actor: Actor, subject: Subject, user: User, body: UserPatch) -> None:
    """Change what was sent. Raises Invalid, BeyondReach, LastAdmin."""
    changes: dict[str, Any] = body.changes()
    await reach.refuse_beyond(session, subject, USER_WRITE, user.id)
    if "unit" in changes:
        user.unit_id = (await reach.unit(session, subject, USER_WRITE, changes["unit"])).id
    if "name" in changes:
        user.name, user.sort_key = changes["name"], sort_key(changes["name"])
        user.search = search_text(user.name, user.username)
    if "email" in changes:
        user.email = changes["email"]
    if "disabled" in changes:
        await _switch(session, actor, user, disabled=changes["disabled"])
    await note(session, actor, "update", user, changes)
    await let_go(session, "user", user.id)


async def _switch(session: AsyncSession, actor: Actor, user: User, *, disabled: bool) -> None:
    if not disabled:
        user.disabled_at, user.active_on = None, vietnam_today(session.info["now"])
    elif user.disabled_at is None:
        async with reach.keeping_an_admin(session):
            user.disabled_at = session.info["now"]
        await sessions.revoke_all(session, actor, user.id, "disabled")


async def open_again(session: AsyncSession, actor: Actor, user: User) -> None:
    """Open an account that was closed, from the server itself."""
    await _switch(session, actor, user, disabled=False)
    await note(session, actor, "update", user, {"disabled": False})
    await let_go(session, "user", user.id)


async def delete(session: AsyncSession, actor: Actor, subject: Subject, user: User) -> None:
    """Close an account for good; its name is never used again. Raises BeyondReach, LastAdmin."""
    await reach.refuse_beyond(session, subject, USER_WRITE, user.id)
    async with reach.keeping_an_admin(session):
        user.deleted_at = session.info["now"]
    await sessions.revoke_all(session, actor, user.id, "disabled")
    await grants.end_all(session, actor, user.id)
    await note(session, actor, "delete", user, {})
    await let_go(session, "user", user.id)


async def set_password(session: AsyncSession, actor: Actor, subject: Subject, user: User, password: str) -> None:
    """Give somebody else a password and end their sessions. Raises Invalid, Forbidden, BeyondReach.

    One's own is changed by `change_own_password`, which asks for the current one.
    """
    if user.id == subject.id:
        raise Forbidden
    await reach.refuse_beyond(session, subject, USER_WRITE, user.id)
    if not user.sample:
        refuse_weak(password, user.username, "/password")
    user.password_hash = await passwords.hash_password(password)
    user.active_on = vietnam_today(session.info["now"])
    await sessions.revoke_all(session, actor, user.id, "password_changed")
    await note(session, actor, "update", user, {"password": "set"})


async def change_own_password(
    session: AsyncSession, actor: Actor, subject: Subject, settings: Settings, *, current: str, new: str
) -> None:
    """Change one's own password and end one's other sessions. Raises Invalid, TooManyAttempts.

    Wrong guesses at the current one count as failed sign-ins: a stolen token must not become a password.
    """
    user = await session.get_one(User, subject.id)
    username, exempt = user.username, user.sample
    matched = await proving.match(session, actor, subject, settings, current)
    if not exempt:
        refuse_weak(new, username, "/new_password")
    async with passwords.slots:
        hashed = await passwords.hash_password(new)
    user = await session.get_one(User, subject.id, with_for_update=True)
    if user.password_hash != matched.known:
        raise proving.wrong_password()
    user.password_hash = hashed
    await throttle.clear(session, matched.attempt)
    await sessions.revoke_all(session, actor, user.id, "password_changed", but=subject.session_id)
    await note(session, actor, "update", user, {"password": "changed"})


def refuse_weak(password: str, username: str, pointer: str) -> None:
    """Raise Invalid with everything that is wrong with a new password."""
    faults = password_faults(normal_password(password), username)
    if faults:
        raise Invalid(tuple(Fault(pointer, code, _PASSWORD_FAULTS[code]) for code in faults))


def search_text(name: str, username: str) -> str:
    """What an account is found by."""
    return f"{fold(name)} {fold(username)}"
