"""What the clock does to accounts that hold keys of the house and are left alone."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.identity.models import User
from api.identity.queries.usage import open_privileged, usage_of
from api.identity.rules.idleness import Standing, Usage, closes_on, is_closing, standing
from api.identity.service import sessions
from api.identity.service.journal import let_go, note
from api.identity.service.telling import tell_account
from api.kit.calendar import vietnam_today
from api.settings import Settings


async def close_idle(session: AsyncSession, settings: Settings) -> dict[str, int]:
    """Close privileged accounts that were idle for too long, and tell those who soon will be; how many of each.

    The last administrator is not spared: `lotrinh recover-admin` opens the door from the server.
    """
    today, counts = vietnam_today(session.info["now"]), {"closed": 0, "told": 0}
    for row in (await session.execute(open_privileged(today))).all():
        user, usage = row[0], usage_of(row)
        if standing(usage, today, settings.idle_days) is Standing.CLOSED:
            await _close(session, user, usage, settings)
            counts["closed"] += 1
        elif is_closing(usage, today, settings.idle_days):
            await _warn(session, user, usage, settings)
            counts["told"] += 1
    return counts


async def _close(session: AsyncSession, user: User, usage: Usage, settings: Settings) -> None:
    user.disabled_at = session.info["now"]
    await sessions.revoke_all(session, SYSTEM, user.id, "idle")
    used_on = None if usage.used_on is None else usage.used_on.isoformat()
    changes = {"disabled": True, "idle_since": used_on, "idle_days": settings.idle_days}
    await note(session, SYSTEM, "update", user, changes)
    await let_go(session, "user", user.id)


async def _warn(session: AsyncSession, user: User, usage: Usage, settings: Settings) -> None:
    day = str(closes_on(usage, settings.idle_days))
    await tell_account(session, user.id, "account.closing", f"account.closing:{user.id}:{day}", {"on": day})
