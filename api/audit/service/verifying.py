"""The audit held against its chain. What an entry says is read from its columns and hashed here, not by the database:
its functions may have been changed too.
"""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditAnchor
from api.audit.rules import Anchor, Break, Fault, Link, Walk

# As `audit_body()` of the migration says it; a test compares the two.
BODY = """jsonb_build_array(
    e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_kind, e.actor_id,
    e.action, e.entity, e.entity_id, e.unit_id, e.request_id, e.address, e.changes
)::text"""
_LINKS = text(
    f"SELECT c.position, c.entry_id, c.hash, CASE WHEN e.id IS NOT NULL THEN {BODY} END AS body "  # noqa: S608 - ours
    "FROM audit_chain c LEFT JOIN audit_entries e ON e.id = c.entry_id ORDER BY c.position"
)
_UNCHAINED = text(
    "SELECT min(e.id) FROM audit_entries e WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.entry_id = e.id) "
    "AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.entry_id = e.id)"
)


async def breaks(session: AsyncSession, given: Sequence[Anchor] = ()) -> tuple[Break | None, int]:
    """The first place where the chain does not hold, and how many links did.

    `given` are anchors kept elsewhere, which are believed before those of the database. Reads one state of the
    database: the session's transaction must not have begun.
    """
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    kept = await session.scalars(select(AuditAnchor))
    anchors = {each.position: Anchor(each.day, each.position, each.hash, each.at) for each in kept}
    walk, held = Walk(anchors | {each.position: each for each in given}, session.info["now"]), 0
    async for row in await session.stream(_LINKS):
        found = walk.step(Link(*row))
        if found is not None:
            return found, held
        held += 1
    found = walk.end()
    if found is None and (entry_id := await session.scalar(_UNCHAINED)) is not None:
        found = Break(Fault.UNCHAINED, None, entry_id)
    return found, held
