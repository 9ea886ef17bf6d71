"""What keeps the audit in the worker: the chain within a second of each commit, an anchor a day, an end to old entries.

All three are functions of the database with the rights of its owner; the role we act as may call them, and can
neither write a link nor take an entry away by itself.
"""

import asyncio

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.clock import Clock
from api.kit.db import Database
from api.settings import get_settings

_log = structlog.get_logger(__name__)
CHAIN_SECONDS = 0.5
_AT_ONCE = 2_000
_WAITING = text("SELECT EXISTS (SELECT FROM audit_pending)")


async def keep_chain(database: Database, clock: Clock) -> None:
    """Give entries their place in the chain, for ever; of several workers one at a time does."""
    while True:
        async with database.session(clock()) as session:
            chained = await chain(session)
            await session.commit()
        if not chained:
            await asyncio.sleep(CHAIN_SECONDS)


async def chain(session: AsyncSession) -> int:
    """Chain entries that have become visible; how many."""
    if not await session.scalar(_WAITING):
        return 0
    return await session.scalar(select(func.chain_audit_entries(_AT_ONCE))) or 0


async def anchor(session: AsyncSession) -> str | None:
    """Keep how far the chain goes today, once a day, and say so in the log, which leaves this machine."""
    made = (await session.execute(text("SELECT * FROM anchor_audit()"))).one_or_none()
    if made is None:
        return None
    said = f"{made.anchored_position}:{made.anchored_hash.hex()}"
    _log.info("audit_anchor", anchor=said)
    return said


async def forget(session: AsyncSession) -> int:
    """Take away what is older than entries are kept, in whole segments below an anchor that stays."""
    return await session.scalar(select(func.forget_audit_entries(get_settings().audit_months))) or 0
