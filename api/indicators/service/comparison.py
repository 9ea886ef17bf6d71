"""A plan of one day beside the same plan of another."""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries.targets import bodies_then, shape
from api.kit.http.answers import to_json
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.plans.models import Amendment, Plan
from api.plans.queries.tasks import bodies_then as task_bodies_then
from api.plans.rules import history

_REVERSED = Message("Ngày cuối phải từ ngày đầu trở đi.", "The last day is before the first.")


async def compare(
    session: AsyncSession, subject: Subject, plan_id: UUID, today: date, *, first: date | None, last: date | None
) -> dict[str, Any]:
    """What differs between the ends of two days, by default the plan's first and today; progress is left out.

    Raises Invalid when the last day is before the first.
    """
    last = last or today
    first = first or await session.scalar(select(Plan.effective_on).where(Plan.id == plan_id)) or last
    if last < first:
        raise invalid("/query/to", "before_the_first", _REVERSED)
    found = []
    for entity, read in (("task", _tasks), ("target", _targets)):
        before = await read(session, subject, plan_id, today, first)
        found += history.changes(before, await read(session, subject, plan_id, today, last), entity)
    columns = (Amendment.id, Amendment.number, Amendment.effective_on)
    between = select(*columns).where(Amendment.plan_id == plan_id, Amendment.effective_on.between(first, last))
    rows = await session.execute(between.where(Amendment.effective_on > first).order_by(Amendment.number))
    amendments = [row._asdict() for row in rows]
    return {"plan_id": plan_id, "from": first, "to": last, "amendments": amendments, "changes": found}


Bodies = dict[str, dict[str, Any]]


async def _tasks(session: AsyncSession, subject: Subject, plan_id: UUID, today: date, day: date) -> Bodies:
    rows = await session.execute(task_bodies_then(subject, plan_id, today, day))
    found = (orjson.loads(row.item) for row in rows)
    return {body["id"]: body for body in found}


async def _targets(session: AsyncSession, subject: Subject, plan_id: UUID, today: date, day: date) -> Bodies:
    rows = await session.execute(bodies_then(subject, plan_id, today, day))
    return {str(row.id): orjson.loads(to_json(shape(row))) for row in rows}
