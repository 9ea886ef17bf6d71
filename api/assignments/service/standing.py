"""Where tasks stand by the work of their units; written beside the work, never typed."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.assignments.rules.progress import Work, task_state
from api.plans.models import Task
from api.plans.service import render
from api.units.models import Unit
from api.units.models.arrays import any_id


async def refresh_tasks(session: AsyncSession, task_ids: Iterable[UUID]) -> int:
    """Bring status and percent of tasks in line with their assignments; how many changed."""
    wanted = sorted(set(task_ids))
    if not wanted:
        return 0
    await session.flush()
    work = await _work(session, wanted)
    tasks = await session.scalars(select(Task).where(Task.id.in_(wanted)).order_by(Task.id).with_for_update())
    changed = []
    for task in tasks:
        state = task_state(work[task.id])
        if state is not None and task.status != "cancelled" and state != (task.status, task.percent):
            task.status, task.percent = state
            changed.append(task.id)
    if changed:
        await render(session, Task.id.in_(changed))
    return len(changed)


async def follow_departments(session: AsyncSession, units: Iterable[UUID] | None = None) -> None:
    """Keep beside work the department its unit belongs to now, by which lists find it; of some units or of all."""
    moved = update(Assignment).where(
        Assignment.unit_id == Unit.id, Assignment.department_id.is_distinct_from(Unit.department_id)
    )
    if units is not None:
        moved = moved.where(Unit.id == any_id(units))
    now_in = moved.values(department_id=Unit.department_id)
    await session.execute(now_in, execution_options={"synchronize_session": False})


async def _work(session: AsyncSession, task_ids: Iterable[UUID]) -> dict[UUID, dict[str, Work]]:
    counted = (
        select(Assignment.task_id, Assignment.status, func.count(), func.sum(Assignment.percent))
        .where(Assignment.task_id.in_(list(task_ids)), Assignment.deleted_at.is_(None))
        .group_by(Assignment.task_id, Assignment.status)
    )
    found: dict[UUID, dict[str, Work]] = defaultdict(dict)
    for task_id, status, count, percent in await session.execute(counted):
        found[task_id][status] = Work(count, int(percent or 0))
    return found
