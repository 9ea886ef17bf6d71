"""What the feed does by the clock."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.integration.changes_api.rules import KEPT_DAYS

# A prefix of positions, so that what is kept has no holes; not too many at once.
_FORGET = text(
    """
    WITH kept AS (SELECT position FROM feed WHERE at >= :since ORDER BY position LIMIT 1)
    DELETE FROM feed WHERE position IN (
        SELECT position FROM feed
        WHERE position < coalesce((SELECT position FROM kept), (SELECT last_position + 1 FROM feed_state WHERE id = 1))
        ORDER BY position LIMIT 50000
    )
    """
)


async def forget_old_changes(session: AsyncSession) -> int:
    """Delete changes older than they are kept; how many."""
    deleted = await session.execute(_FORGET, {"since": session.info["now"] - timedelta(days=KEPT_DAYS)})
    return int(deleted.rowcount)  # type: ignore[attr-defined]
