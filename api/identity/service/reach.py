"""How far an administrator's hand goes, and that one always remains."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity import queries
from api.identity.errors import BeyondReach, LastAdmin
from api.identity.models import Grant, User
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.units.models import Unit

UNKNOWN_UNIT = Message("Không có đơn vị này trong phạm vi của bạn.", "There is no such unit in your reach.")
# One number for the lock under which administrators are removed, unlike any other lock of ours.
_LOCK = 0x10_7217_AD3E


async def unit(
    session: AsyncSession, subject: Subject, permission: str, reference: str, pointer: str = "/unit"
) -> Unit:
    """The unit a body names. Raises Invalid, in the same words, for one unknown and for one out of reach."""
    today = vietnam_today(session.info["now"])
    found = await session.scalar(queries.unit_in_reach(subject, permission, reference, today))
    if found is None:
        raise invalid(pointer, "unknown_unit", UNKNOWN_UNIT)
    return found


async def refuse_beyond(session: AsyncSession, subject: Subject, permission: str, account_id: UUID) -> None:
    """Raise BeyondReach for an account with grants where the caller administers nothing.

    Who could set its password, or its secret, would act there.
    """
    today = vietnam_today(session.info["now"])
    beyond = queries.grants_beyond(account_id, subject, permission, today).limit(1)
    if await session.scalar(beyond) is not None:
        raise BeyondReach


@asynccontextmanager
async def keeping_an_admin(session: AsyncSession) -> AsyncIterator[None]:
    """Raise LastAdmin when what is done inside leaves the topmost unit without a lasting administrator."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    had_one = await _has_admin(session)
    yield
    await session.flush()
    if had_one and not await _has_admin(session):
        raise LastAdmin


async def _has_admin(session: AsyncSession) -> bool:
    today = vietnam_today(session.info["now"])
    statement = (
        select(Grant.id)
        .join(User, User.id == Grant.user_id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(Unit.kind == "ministry", Grant.role == "admin", Grant.deleted_at.is_(None))
        .where(Grant.valid.contains(today), func.upper_inf(Grant.valid))
        .where(User.deleted_at.is_(None), User.disabled_at.is_(None))
    )
    return await session.scalar(statement.limit(1)) is not None
