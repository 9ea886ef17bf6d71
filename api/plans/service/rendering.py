"""Keeps `Task.rendered` equal to what a task's rows say, so that the hottest list has nothing left to join.

Every verb that changes a task, its parts or its heading renders it again in its own transaction. Names of units and
audiences change elsewhere: subscribers hear of those, and a tick of those that change with the day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, LargeBinary, Uuid, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.plans.models import Plan, Task
from api.plans.queries.rendering import bodies, naming, plans_naming, renamed_since

_WRITE = (
    update(Task.__table__)  # type: ignore[arg-type]
    .where(Task.__table__.c.id == bindparam("task_id", type_=Uuid()))
    .values(rendered=bindparam("body", type_=LargeBinary()))
)


async def render(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """Render the tasks of a condition anew; how many there are."""
    await session.flush()
    rows = (await session.execute(bodies(which))).all()
    # The opening brace is left off: what lists put in front of the body has it.
    written = [{"task_id": id_, "body": orjson.dumps(orjson.loads(body))[1:]} for id_, body in rows]
    if written:
        connection = await session.connection()
        await connection.execute(_WRITE, written)
    return len(written)


async def render_names(session: AsyncSession, units_or_audiences: Iterable[UUID]) -> int:
    """Render the tasks that show the name of one of these, how many there are; plans that do get another ETag."""
    shown = list(units_or_audiences)
    await session.execute(update(Plan).where(plans_naming(shown)).values(names_version=Plan.names_version + 1))
    return await render(session, naming(shown))


async def follow_names(session: AsyncSession, today: date) -> int:
    """Render the tasks naming units that are called otherwise since today or yesterday; how many there are."""
    renamed = await session.scalars(renamed_since(today - timedelta(days=1)))
    return await render_names(session, renamed.all())
