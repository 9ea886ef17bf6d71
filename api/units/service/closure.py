"""Keeps the closure equal to the edges, and what units carry of today equal to what holds today."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import invalidation

# One number for all changes of the tree: two at once could each be right and together make a cycle.
_LOCK = 0x10_7217_7EEE
# What caches drop when the tree changes.
TREE = "units"

# The units given and everything that ever stood below them: theirs are the rows a change of edges can touch.
_BELOW = text(
    """
    WITH RECURSIVE affected(id) AS (
        SELECT unnest(CAST(:units AS uuid[]))
        UNION
        SELECT e.child_id FROM unit_edges e JOIN affected a ON e.parent_id = a.id WHERE e.line = :line
    )
    SELECT id FROM affected
    """
)
_FORGET = text("DELETE FROM unit_closure WHERE line = :line AND descendant_id = ANY (CAST(:units AS uuid[]))")
_BUILD = text(
    """
    WITH RECURSIVE up(descendant_id, ancestor_id, valid, depth) AS (
        SELECT id, id, valid, 0 FROM units WHERE id = ANY (CAST(:units AS uuid[]))
        UNION ALL
        SELECT up.descendant_id, e.parent_id, up.valid * e.valid, up.depth + 1
        FROM up JOIN unit_edges e ON e.child_id = up.ancestor_id AND e.line = :line AND e.valid && up.valid
    )
    INSERT INTO unit_closure (descendant_id, line, ancestor_id, valid, depth, readable)
    SELECT up.descendant_id, :line, up.ancestor_id, up.valid, up.depth,
           daterange(
               CASE WHEN lower(up.valid) > lower(u.valid) OR lower_inf(u.valid) THEN lower(up.valid) END,
               CASE WHEN upper(up.valid) < upper(u.valid) OR upper_inf(u.valid) THEN upper(up.valid) END
           )
    FROM up JOIN units u ON u.id = up.descendant_id
    """
)
# The day a unit is described at: today within its life, its last day after, its first before.
_TODAY = text(
    """
    WITH described AS (
        SELECT u.id, greatest(lower(u.valid), least(CAST(:today AS date), upper(u.valid) - 1)) AS day FROM units u
        WHERE CAST(:units AS uuid[]) IS NULL OR u.id = ANY (CAST(:units AS uuid[]))
    ), departments AS (
        SELECT DISTINCT ON (d.id) d.id, c.ancestor_id AS department_id
        FROM described d
        JOIN unit_closure c ON c.descendant_id = d.id AND c.line = 'professional' AND c.valid @> d.day
        JOIN unit_versions k ON k.unit_id = c.ancestor_id AND k.kind = 'department' AND k.valid @> d.day
        ORDER BY d.id, c.depth
    ), holds AS (
        SELECT d.id, v.name, v.sort_key, v.kind, p.department_id
        FROM described d
        JOIN unit_versions v ON v.unit_id = d.id AND v.valid @> d.day
        LEFT JOIN departments p ON p.id = d.id
    )
    UPDATE units u SET name = h.name, sort_key = h.sort_key, kind = h.kind, department_id = h.department_id
    FROM holds h
    WHERE h.id = u.id
      AND (u.name, u.kind, u.department_id) IS DISTINCT FROM (h.name, h.kind, h.department_id)
    """
)


async def lock(session: AsyncSession) -> None:
    """Hold the tree until the transaction ends; others who would change it wait."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def rebuild(session: AsyncSession, line: str, units: Iterable[UUID]) -> None:
    """Make the closure of one line right again after edges or lives of `units` changed."""
    await session.flush()
    parameters = {"units": await below(session, line, units), "line": line}
    await session.execute(_FORGET, parameters)
    await session.execute(_BUILD, parameters)
    await invalidation.announce(session, TREE)


async def below(session: AsyncSession, line: str, units: Iterable[UUID]) -> list[UUID]:
    """The units and all that ever stood below them on a line."""
    return list(await session.scalars(_BELOW, {"units": list(units), "line": line}))


async def refresh_statistics(session: AsyncSession) -> None:
    """Let the server count anew after many units came at once; it would not by itself before the commit."""
    await session.flush()
    await session.execute(text("ANALYZE units, unit_versions, unit_edges, unit_closure"))


async def bring_up_to_date(session: AsyncSession, today: date, units: Iterable[UUID] | None = None) -> None:
    """Write on units what holds today: for those given after a change, for all when a day begins."""
    await session.flush()
    await session.execute(_TODAY, {"today": today, "units": None if units is None else list(units)})
