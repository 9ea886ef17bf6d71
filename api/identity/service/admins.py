"""The first administrator of a deployment."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.identity.models import User
from api.identity.rules.accounts import username_key
from api.identity.service import grants, passwords, users
from api.kit.calendar import vietnam_today
from api.units.models import Unit


class NoTopmostUnit(Exception):
    """There is no ministry yet: the reference data has not been loaded."""


class NameTaken(Exception):
    """There is a user of that name already."""


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
