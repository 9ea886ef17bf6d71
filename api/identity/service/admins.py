"""The first administrator of a deployment, and the last one when nobody else can help."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.identity.models import Grant, User
from api.identity.queries import holding
from api.identity.rules.accounts import username_key
from api.identity.rules.factors import PRIVILEGED
from api.identity.service import grants, passwords, second_factor, users
from api.kit.calendar import vietnam_today
from api.units.models import Unit


class NoTopmostUnit(Exception):
    """There is no ministry yet: the reference data has not been loaded."""


class NameTaken(Exception):
    """There is a user of that name already."""


class NoAdmin(Exception):
    """There is no such administrator."""


async def recover_admin(session: AsyncSession, username: str) -> User:
    """Let an administrator in again who lost the telephone, or was left out for idleness. Raises NoAdmin.

    The account is opened, its authenticator app and recovery codes are forgotten, its sessions end; the password stays.
    """
    held = select(Grant.user_id).where(Grant.role.in_(PRIVILEGED), holding(vietnam_today(session.info["now"])))
    theirs = (User.username_key == username_key(username), User.deleted_at.is_(None), User.id.in_(held))
    user = await session.scalar(select(User).where(*theirs).with_for_update())
    if user is None:
        raise NoAdmin(username)
    await second_factor.forget(session, SYSTEM, user)
    await users.open_again(session, SYSTEM, user)
    return user


async def create_admin(session: AsyncSession, username: str, name: str, password: str) -> User:
    """A user who administers everything from today on. Raises Invalid for a weak password, NoTopmostUnit, NameTaken."""
    users.refuse_weak(password, username, "/password")
    top = await session.scalar(select(Unit).where(Unit.kind == "ministry", Unit.deleted_at.is_(None)).limit(1))
    if top is None:
        raise NoTopmostUnit
    if await session.scalar(select(User.id).where(User.username_key == username_key(username))) is not None:
        raise NameTaken(username)
    hashed = await passwords.hash_password(password)
    user = await users.ensure(session, SYSTEM, username=username, name=name, unit_id=top.id, password_hash=hashed)
    today = vietnam_today(session.info["now"])
    await grants.ensure(session, SYSTEM, holder=user, role="admin", unit_id=top.id, first=today)
    return user
