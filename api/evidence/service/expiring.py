"""Certificates end: their unit is told once, in time to send in a new one."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.evidence.models import Evidence
from api.evidence.service.journal import wrote
from api.kit.calendar import vietnam_today

_AHEAD = timedelta(days=30)
_AT_A_TIME = 500


async def tell_expiring(session: AsyncSession) -> int:
    """Tell of current evidence whose last day comes within a month and was not told yet; how many."""
    today = vietnam_today(session.info["now"])
    current = (Evidence.deleted_at.is_(None), Evidence.replaced_by_id.is_(None), Evidence.expiry_told.is_(False))
    near = Evidence.expires_on.between(today, today + _AHEAD)
    found = select(Evidence).where(*current, near).order_by(Evidence.id).limit(_AT_A_TIME)
    ending = (await session.scalars(found.with_for_update())).all()
    for evidence in ending:
        evidence.expiry_told = True
        await wrote(session, SYSTEM, "evidence.expiring", evidence, {"expires_on": str(evidence.expires_on)})
    return len(ending)
