"""Keeps `Task.rendered` equal to what a task's rows say, so that the hottest list has nothing left to join.

Every verb that changes a task, its parts or its heading renders it again in its own transaction. Names of units and
audiences change elsewhere: subscribers hear of those, and a tick of those that change with the day. Since everything
that shows comes by here, so does what must stay readable as of earlier days.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Date, LargeBinary, Uuid, any_, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.plans.models import Plan, Task
from api.plans.queries.rendering import bodies, naming, plans_naming, renamed_since, shown
from api.plans.service.history import Shown, keep_tasks
from api.units.models import arrays

_TASK = Task.__table__
_WRITE = (
    update(_TASK)  # type: ignore[arg-type]
    .where(_TASK.c.id == bindparam("task_id", type_=Uuid()))
    .values(
        rendered=bindparam("body", type_=LargeBinary()),
        rendered_version=_TASK.c.version,
        since=bindparam("held_since", type_=Date()),
    )
)


async def render(session: AsyncSession, which: ColumnElement[bool], *, since: date | None = None) -> int:
    """Render the tasks of a condition anew; how many there are.

    What was shown of an issued plan's tasks until today (or the day `since`, an amendment's) can be read as of then.
    """
    await session.flush()
    # Locked first, so that of two who render a task the second sees what the first wrote.
    rows = (await session.execute(shown(which))).all()
    before = {row.id: Shown(*row[:-1]) for row in rows}
    issued = {row.id for row in rows if row.issued}
    after = await _bodies(session, before)
    changed = [(before[id_], body) for id_, body in after.items() if id_ in issued and _differs(before[id_], body)]
    days = await keep_tasks(session, changed, since or vietnam_today(session.info["now"])) if changed else {}
    if after:
        connection = await session.connection()
        await connection.execute(
            _WRITE,
            [
                {"task_id": id_, "body": body, "held_since": days.get(id_, before[id_].since)}
                for id_, body in after.items()
            ],
        )
    return len(after)


async def _bodies(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Tasks as they are now; the opening brace is left off: what lists put in front of the body has it."""
    rows = await session.execute(bodies(Task.id == any_(arrays.ids(ids))))
    return {id_: orjson.dumps(orjson.loads(body))[1:] for id_, body in rows}


def _differs(before: Shown, body: bytes) -> bool:
    return before.rendered not in (b"", body)


async def render_names(session: AsyncSession, units_or_audiences: Iterable[UUID]) -> int:
    """Render the tasks that show the name of one of these, how many there are; plans that do get another ETag."""
    renamed = list(units_or_audiences)
    await session.execute(update(Plan).where(plans_naming(renamed)).values(names_version=Plan.names_version + 1))
    return await render(session, naming(renamed))


async def follow_names(session: AsyncSession, today: date) -> int:
    """Render the tasks naming units that are called otherwise since today or yesterday; how many there are."""
    renamed = await session.scalars(renamed_since(today - timedelta(days=1)))
    return await render_names(session, renamed.all())
