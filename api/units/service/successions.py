"""What passes on when a unit ends: grants to the successor, the past to whoever succeeded."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit import invalidation
from api.kit.permissions import Reach
from api.units.models import Unit, UnitSuccession
from api.units.service.closure import TREE
from api.units.service.journal import note, touch

# Where each unit's grants lie today (`day` null), and which ended units come with them, read as of their last day.
# UNION drops rows met before, so even a ring of successions ends.
_LINEAGE = text(
    """
    WITH RECURSIVE heirs(origin, unit_id) AS (
        SELECT id, id FROM unnest(CAST(:units AS uuid[])) AS id
        UNION
        SELECT h.origin, s.successor_id
        FROM heirs h
        JOIN units u ON u.id = h.unit_id AND upper(u.valid) <= :today
        JOIN unit_successions s ON s.predecessor_id = h.unit_id AND s."on" <= :today
    ), acting AS (
        SELECT h.origin, h.unit_id
        FROM heirs h JOIN units u ON u.id = h.unit_id AND u.valid @> CAST(:today AS date) AND u.deleted_at IS NULL
    ), past(origin, unit_id) AS (
        SELECT origin, unit_id FROM acting
        UNION
        SELECT p.origin, s.predecessor_id
        FROM past p
        JOIN unit_successions s ON s.successor_id = p.unit_id AND s."on" <= :today
        JOIN units u ON u.id = s.predecessor_id AND upper(u.valid) <= :today
    )
    SELECT p.origin, p.unit_id, CASE WHEN u.valid @> CAST(:today AS date) THEN NULL ELSE upper(u.valid) - 1 END AS day,
        u.department_id
    FROM past p JOIN units u ON u.id = p.unit_id
    ORDER BY day DESC NULLS FIRST, p.unit_id
    """
)
# Each unit and those above it on its day, nearest first, then the ended predecessors of all these: what was published
# by an office that ended is published by the one that took over.
_ANCESTORS = text(
    """
    WITH RECURSIVE asked(unit_id, day) AS (
        SELECT * FROM unnest(CAST(:units AS uuid[]), CAST(:days AS date[]))
    ), above(unit_id, day, ancestor_id, place) AS (
        SELECT a.unit_id, a.day, c.ancestor_id, c.depth
        FROM asked a
        JOIN unit_closure c ON c.descendant_id = a.unit_id AND c.line = 'professional' AND c.valid @> a.day
        UNION
        SELECT v.unit_id, v.day, s.predecessor_id, 1000
        FROM above v
        JOIN unit_successions s ON s.successor_id = v.ancestor_id AND s."on" <= :today
        JOIN units u ON u.id = s.predecessor_id AND upper(u.valid) <= :today
    )
    SELECT unit_id, day, array_agg(ancestor_id ORDER BY place, ancestor_id) AS ancestors
    FROM (SELECT unit_id, day, ancestor_id, min(place) AS place FROM above GROUP BY 1, 2, 3) AS nearest
    GROUP BY 1, 2
    """
)


async def expand(session: AsyncSession, grants: Iterable[tuple[str, UUID]], today: date) -> tuple[Reach, ...]:
    """Grants in force, as (role, unit id), turned into what they reach today; two statements for all of them.

    A grant on a unit that has ended acts for its successors (and theirs); with none it reaches nothing. Each also
    brings, read-only, the ended predecessors of the units it acts for, as they stood on their last day.
    """
    held = list(grants)
    units = sorted({unit for _, unit in held})
    lineage = (await session.execute(_LINEAGE, {"units": units, "today": today})).all()
    ancestors = await _ancestors(session, lineage, today)
    found = {
        Reach(role, row.unit_id, ancestors[row.unit_id, row.day or today], row.day, row.department_id): None
        for role, unit in held
        for row in lineage
        if row.origin == unit
    }
    return tuple(found)


async def _ancestors(
    session: AsyncSession, lineage: Iterable[Row[Any]], today: date
) -> dict[tuple[UUID, date], tuple[UUID, ...]]:
    pairs = sorted({(row.unit_id, row.day or today) for row in lineage})
    parameters = {"units": [unit for unit, _ in pairs], "days": [day for _, day in pairs], "today": today}
    rows = await session.execute(_ANCESTORS, parameters)
    return {(row.unit_id, row.day): tuple(row.ancestors) for row in rows}


_LEGAL_BASIS = ("type", "number", "issued_on", "issuer", "title")


def _document(legal_basis: dict[str, Any] | None) -> dict[str, Any] | None:
    """A legal basis with all its parts named."""
    return None if legal_basis is None else {part: legal_basis.get(part) for part in _LEGAL_BASIS}


async def succeed(
    session: AsyncSession,
    actor: Actor,
    predecessor: UUID,
    successor: UUID,
    *,
    on: date,
    kind: str,
    legal_basis: dict[str, Any] | None = None,
) -> bool:
    """Record that `successor` took over from `predecessor` on its first day; false when that was known."""
    values = {"predecessor_id": predecessor, "successor_id": successor, "on": on, "kind": kind}
    statement = insert(UnitSuccession).values(**values, legal_basis=_document(legal_basis)).on_conflict_do_nothing()
    added = (await session.execute(statement.returning(UnitSuccession.id))).first()
    if added is None:
        return False
    changes = {"predecessor": str(predecessor), "successor": str(successor), "on": on.isoformat(), "kind": kind}
    for unit in (await session.scalars(select(Unit).where(Unit.id.in_([predecessor, successor])))).all():
        touch(unit)
        await note(session, actor, "updated", unit, {"succession": changes})
    await invalidation.announce(session, TREE)
    return True
