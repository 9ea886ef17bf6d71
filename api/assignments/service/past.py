"""Work that was done before this system knew of it, many at once; for the seed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.rules.progress import percent_of
from api.assignments.service.standing import refresh_tasks
from api.kit.db import driver_connection


class Past(NamedTuple):
    """Where one assignment stands."""

    id: UUID
    status: str
    text: str
    completed_at: datetime | None


_WRITE = text(
    """
    UPDATE assignments a
    SET status = p.status, text = p.text, completed_at = p.completed_at, percent = p.percent,
        version = a.version + 1, updated_at = coalesce(p.completed_at, a.updated_at)
    FROM past p WHERE p.id = a.id
    RETURNING a.task_id
    """
)
_LAID_DOWN = text(
    "CREATE TEMPORARY TABLE past (id uuid, status text, text text, completed_at timestamptz, percent smallint) "
    "ON COMMIT DROP"
)


async def record_past(session: AsyncSession, rows: Sequence[Past]) -> int:
    """Write where assignments stand, and bring their tasks in line; how many there are."""
    await session.execute(_LAID_DOWN)
    connection = await driver_connection(session)
    await connection.copy_records_to_table("past", records=[(*row, percent_of(row.status, 0, 0)) for row in rows])
    tasks = (await session.scalars(_WRITE)).all()
    await session.execute(text("DROP TABLE past"))
    await refresh_tasks(session, tasks)
    return len(rows)
