"""Somebody chased units, and says so."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.audit.service import Actor, record
from api.followup.models import Chase
from api.followup.queries import chases as queries
from api.followup.queries.scope import chased_by
from api.followup.rules import How
from api.followup.schemas.chase import MOST, ChaseIn, WorkScope
from api.followup.service.about import task_of
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, invalid
from api.units.models import Unit
from api.units.models.arrays import any_id
from api.units.service.references import unit_of

_UNKNOWN = Message("Không có việc này.", "There is no such assignment.")
_TOO_MANY = Message("Có quá {most} việc; hãy thu hẹp bộ lọc.", "There are more than {most}; narrow the filter.")


class Over(NamedTuple):
    """What a unit was chased over."""

    unit_id: UUID
    department_id: UUID | None
    plan_id: UUID | None
    task_id: UUID | None
    assignment_id: UUID | None


async def chase(session: AsyncSession, actor: Actor, subject: Subject, given: ChaseIn) -> tuple[int, int]:
    """Record that units were chased: how many chases, of how many units, in as many statements as one would take.

    Raises Forbidden, and Invalid for what it names or when a filter finds too many.
    """
    if given.unit is not None:
        over = [await _unit(session, subject, given)]
    elif given.filter is not None:
        over = await _found(session, subject, given.filter)
    else:
        over = await _named(session, subject, given.assignments or [])
    if over:
        await record_chases(session, actor, subject, over, how=given.how, note=given.note)
    return len(over), len({each.unit_id for each in over})


async def _unit(session: AsyncSession, subject: Subject, given: ChaseIn) -> Over:
    today = vietnam_today(session.info["now"])
    unit = await unit_of(session, subject, given.unit or "", today, "/unit")
    plan_id, task_id = await task_of(session, subject, given.plan, given.task)
    over = literal(task_id, Uuid())
    may = select(Unit.id).where(Unit.id == unit.id, chased_by(subject, today, Unit.id, over))
    if await session.scalar(may) is None:
        raise Forbidden
    return Over(unit.id, unit.department_id, plan_id, task_id, None)


async def _found(session: AsyncSession, subject: Subject, scope: WorkScope) -> list[Over]:
    found = queries.open_work(subject, scope, session.info["now"]).order_by(Assignment.id).limit(MOST + 1)
    rows = (await session.execute(found)).all()
    if len(rows) > MOST:
        raise invalid("/filter", "too_many", _TOO_MANY, most=MOST)
    return [_over(row) for row in rows]


async def _named(session: AsyncSession, subject: Subject, ids: Sequence[UUID]) -> list[Over]:
    found = queries.work(subject, session.info["now"]).where(Assignment.id == any_id(ids))
    rows = {row.id: row for row in await session.execute(found)}
    faults = [
        Fault(f"/assignments/{place}", "unknown_assignment", _UNKNOWN)
        for place, id_ in enumerate(ids)
        if id_ not in rows
    ]
    if faults:
        raise Invalid(tuple(faults[:100]))
    if not all(row.may for row in rows.values()):
        raise Forbidden
    return [_over(row) for row in rows.values()]


def _over(row: Any) -> Over:
    return Over(row.unit_id, row.department_id, row.plan_id, row.task_id, row.id)


async def record_chases(
    session: AsyncSession, actor: Actor, subject: Subject, over: Sequence[Over], *, how: How, note: str
) -> None:
    """Keep that units were chased, whose right to do so is known."""
    now = session.info["now"]
    said = {"how": how, "note": note, "by_id": subject.id, "by_name": subject.name}
    stamp = {"version": 1, "created_at": now, "updated_at": now}
    rows = [{"id": uuid7(), **stamp, **each._asdict(), **said} for each in over]
    await session.execute(insert(Chase), rows)
    for row in rows:
        about: dict[str, Any] = {"entity": "chase", "entity_id": row["id"], "unit_id": row["unit_id"]}
        task_id, assignment_id = (row[key] and str(row[key]) for key in ("task_id", "assignment_id"))
        data = {"how": how, "task_id": task_id, "assignment_id": assignment_id}
        record(session, actor, "chase.create", changes=data, **about)
        emit(session, "chase.created", version=1, department_id=row["department_id"], data=data, **about)
    await session.flush()
