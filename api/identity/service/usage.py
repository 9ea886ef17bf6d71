"""That an account is used: kept by day, and noticed where it was not for long."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.errors import AccountClosed
from api.identity.models import User, UserSession
from api.identity.queries.usage import usage_columns, usage_of
from api.identity.rules.idleness import Standing, standing
from api.identity.service.telling import tell_account
from api.kit.calendar import vietnam_today
from api.settings import Settings


async def begin(session: AsyncSession, actor: Actor, user_id: UUID, settings: Settings) -> None:
    """Note that somebody signs in; one who was idle is taken up again, and told of it. Raises AccountClosed.

    Whoever is here has said so: by confirming it beside the password, by unlocking a passkey, at a provider.
    """
    today = vietnam_today(session.info["now"])
    statement = select(*usage_columns(today), User.unit_id).where(User.id == user_id)
    row = (await session.execute(statement)).one()
    found = standing(usage_of(row), today, settings.idle_days)
    if found is Standing.CLOSED:
        raise AccountClosed(days=settings.idle_days)
    await _touch(session, user_id, today)
    if found is Standing.IDLE:
        since = row.active_on.isoformat()
        changes = {"since": since}
        audit.record(
            session, actor, "user.reactivate", entity="user", entity_id=user_id, unit_id=row.unit_id, changes=changes
        )
        key = f"account.reactivated:{user_id}:{since}"
        await tell_account(session, user_id, "account.reactivated", key, {"since": since})


async def carry_on(session: AsyncSession, session_id: UUID, settings: Settings) -> bool:
    """Whether the account of a session goes on; that it was used today is noted."""
    today = vietnam_today(session.info["now"])
    whose = select(UserSession.user_id).where(UserSession.id == session_id).scalar_subquery()
    row = (await session.execute(select(User.id, *usage_columns(today)).where(User.id == whose))).one_or_none()
    if row is None or standing(usage_of(row), today, settings.idle_days) is not Standing.OPEN:
        return False
    if row.active_on != today:
        await _touch(session, row.id, today)
    return True


async def _touch(session: AsyncSession, user_id: UUID, today: date) -> None:
    """Beside the version, for nobody changed anything; once a day."""
    used = update(User).where(User.id == user_id, User.active_on.is_distinct_from(today))
    await session.execute(used.values(active_on=today))
