"""A load of changed assignments is taken back: each is again what it was before."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment, AssignmentBatch
from api.assignments.queries import assignments as queries
from api.assignments.service.doing import state_of
from api.assignments.service.many import Change, write
from api.audit.service import Actor
from api.kit.bulk import BatchOvertaken
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden
from api.units.models.arrays import any_id


async def undo_assignments(session: AsyncSession, actor: Actor, subject: Subject, batch_id: UUID) -> int:
    """Take back what a batch changed; how many assignments that were.

    Raises BatchOvertaken where one was changed, withdrawn or closed since, Forbidden where the caller may not write.
    """
    today = vietnam_today(session.info["now"])
    parts = select(AssignmentBatch.rows).where(AssignmentBatch.batch_id == batch_id).order_by(AssignmentBatch.seq)
    newer: list[str] = []
    count = 0
    for rows in await session.scalars(parts):
        meant = {UUID(row["id"]): row for row in rows}
        statement = queries.to_write(subject, today).where(Assignment.id == any_id(meant))
        works = (await session.execute(statement)).all()
        if len(works) < len(meant):
            raise Forbidden
        newer += [str(work.id) for work in works if _is_newer(work, meant[work.id])]
        if not newer:
            await write(session, actor, [_back(work, meant[work.id]["before"]) for work in works])
            count += len(works)
    if newer:
        raise BatchOvertaken(newer)
    return count


def _is_newer(work: Any, written: dict[str, Any]) -> bool:
    return bool(work.version != written["version"] or work.plan_status != "issued" or work.withdrawn)


def _back(work: Any, before: dict[str, Any]) -> Change:
    now = state_of(work)
    return Change(work, before, {name: value for name, value in before.items() if value != now[name]})
