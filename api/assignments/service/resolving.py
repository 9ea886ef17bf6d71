"""Makes the assignments of a plan those it asks for on a day. May be run as often as one likes.

Called when a plan is issued or amended, when units or audiences change, and once a day: it adds what is missing and
due from that day on, withdraws what is open and no longer owed, brings back what is owed again, and touches nothing
that is completed. Units are compared task by task. New rows go in by one COPY at the end, unit by unit: what one owes
lies together then, and a list of a commune's work reads a third of the pages.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.assignments.queries import owing as queries
from api.assignments.rules.owing import Changes, Key, Owed, Standing, difference
from api.assignments.service.asking import Members, asks_of, by_task, cadence_of, dues_of, owing, tasks_of
from api.assignments.service.standing import refresh_tasks
from api.audit.service import Actor, record
from api.kit.calendar import vietnam_today
from api.kit.db import driver_connection
from api.kit.events import emit
from api.kit.ids import uuid7
from api.plans.models import Plan, Task

_COLUMNS = (
    "id", "version", "created_at", "updated_at", "plan_id", "task_id", "unit_id", "department_id", "role", "owes",
    "occurrence", "due_at", "status", "withdrawn", "percent", "deliverables",
)  # fmt: skip
_TABLE = Assignment.__table__
Progress = Callable[[int, int], Awaitable[None]]
Owing = Mapping[UUID, tuple[Owed, UUID | None]]


class _New(NamedTuple):
    """A row to be made."""

    unit_id: UUID
    task: Task
    occurrence: str
    role: str
    owes: str
    department_id: UUID | None
    due_at: datetime | None


_unit_of = attrgetter("unit_id")


@dataclass
class Resolved:
    """What was done."""

    created: int = 0
    changed: int = 0
    cancelled: int = 0
    # Who is asked for something new.
    units: set[UUID] = field(default_factory=set)

    @property
    def anything(self) -> bool:
        """Whether something was."""
        return bool(self.created or self.changed or self.cancelled)


async def resolve(
    session: AsyncSession,
    actor: Actor,
    plan: Plan,
    on: date,
    *,
    units: Sequence[UUID] | None = None,
    progress: Progress | None = None,
) -> Resolved:
    """Make the assignments of an issued plan those it asks for on a day, of all units or of those given."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"resolve:{plan.id}", 0))))
    asks, cadence = by_task(await asks_of(session, plan)), await cadence_of(session, plan.id)
    tasks = await tasks_of(session, plan.id)
    members, today = Members(session, on, units), vietnam_today(session.info["now"])
    heirs = await _took_over(session, plan, on)
    done, touched = Resolved(), []
    new: list[_New] = []
    for number, task in enumerate(tasks):
        if progress is not None:
            await progress(number, len(tasks))
        dues = dues_of(task, plan, cadence, max(on, today))
        owed = await owing(asks.get(task.id, ()), members)
        before = await _standing(session, task.id, units)
        changes = difference({unit: each[0] for unit, each in owed.items()}, dues, before, on, heirs)
        new += _added(task, changes, owed)
        if await _write(session, changes, done):
            touched.append(task.id)
    await _copy(session, new)
    gone = await _withdraw_gone(session, plan, [task.id for task in tasks], units, done)
    await _told(session, actor, plan, done, [*touched, *gone])
    return done


async def _took_over(session: AsyncSession, plan: Plan, on: date) -> Mapping[UUID, list[UUID]]:
    """Of units that took over from others with work of a plan: those others."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await session.execute(queries.passed_on(plan.id, on)):
        found[row.heir].append(row.origin)
    return found


async def _standing(session: AsyncSession, task_id: UUID, units: Iterable[UUID] | None) -> dict[Key, Standing]:
    rows = await session.execute(queries.standing(task_id, units))
    return {
        (row.unit_id, row.occurrence): Standing(row.id, row.role, row.owes, row.due_at, row.status, row.withdrawn)
        for row in rows
    }


def _added(task: Task, changes: Changes, owed: Owing) -> Iterator[_New]:
    return (
        _New(unit_id, task, occurrence, role, owes, owed[unit_id][1], due_at)
        for (unit_id, occurrence), ((role, owes), due_at) in changes.added.items()
    )


async def _write(session: AsyncSession, changes: Changes, done: Resolved) -> bool:
    """Bring the rows of one task that are there in line; whether there is anything to tell of it."""
    await _change(session, changes.changed, status=None)
    await _change(session, changes.restored, status="not_started")
    await _withdraw(session, changes.withdrawn)
    done.created += len(changes.added) + len(changes.restored)
    done.units.update(unit_id for unit_id, _ in changes.added)
    done.changed += len(changes.changed)
    done.cancelled += len(changes.withdrawn)
    return bool(changes.added or changes.restored or changes.withdrawn)


async def _copy(session: AsyncSession, new: Iterable[_New]) -> None:
    now = session.info["now"]
    rows = (
        (
            uuid7(), 1, now, now, each.task.plan_id, each.task.id, each.unit_id, each.department_id, each.role,
            each.owes, each.occurrence, each.due_at, "not_started", False, 0, "[]",
        )
        for each in sorted(new, key=_unit_of)
    )  # fmt: skip
    connection = await driver_connection(session)
    await connection.copy_records_to_table("assignments", records=rows, columns=_COLUMNS)


async def _change(
    session: AsyncSession, changes: Mapping[UUID, tuple[Owed, datetime | None]], status: str | None
) -> None:
    """Give rows what is owed now; with a status, bring them back into it."""
    if not changes:
        return
    values: dict[str, Any] = {
        "role": bindparam("new_role", type_=Text()),
        "owes": bindparam("new_owes", type_=Text()),
        "due_at": bindparam("new_due_at", type_=DateTime(timezone=True)),
        **_stamp(session),
    }
    if status is not None:
        values |= {"status": status, "withdrawn": False}
    statement = update(_TABLE).where(_TABLE.c.id == bindparam("row_id", type_=Uuid())).values(values)  # type: ignore[arg-type]
    rows = [
        {"row_id": id_, "new_role": owed.role, "new_owes": owed.owes, "new_due_at": due_at}
        for id_, (owed, due_at) in changes.items()
    ]
    await (await session.connection()).execute(statement, rows)


async def _withdraw(session: AsyncSession, ids: Iterable[UUID]) -> None:
    wanted = list(ids)
    if wanted:
        values = {"status": "cancelled", "withdrawn": True, **_stamp(session)}
        await session.execute(update(_TABLE).where(_TABLE.c.id.in_(wanted)).values(values))  # type: ignore[arg-type]


async def _withdraw_gone(
    session: AsyncSession, plan: Plan, tasks: Sequence[UUID], units: Iterable[UUID] | None, done: Resolved
) -> list[UUID]:
    """Withdraw what is open of tasks that were cancelled or deleted; those tasks."""
    open_ones = (_TABLE.c.plan_id == plan.id, _TABLE.c.status.not_in(("completed", "cancelled")))
    found = select(_TABLE.c.id, _TABLE.c.task_id).where(*open_ones, _TABLE.c.task_id.not_in(tasks))
    rows = (await session.execute(found if units is None else found.where(_TABLE.c.unit_id.in_(list(units))))).all()
    await _withdraw(session, [row.id for row in rows])
    done.cancelled += len(rows)
    return sorted({row.task_id for row in rows})


def _stamp(session: AsyncSession) -> dict[str, Any]:
    return {"version": _TABLE.c.version + 1, "updated_at": session.info["now"]}


async def _told(session: AsyncSession, actor: Actor, plan: Plan, done: Resolved, tasks: Iterable[UUID]) -> None:
    """Say what was done: the tasks' own state, one audit entry, one event."""
    if not done.anything:
        return
    await refresh_tasks(session, tasks)
    data = {"created": done.created, "changed": done.changed, "cancelled": done.cancelled}
    record(
        session, actor, "assignment.resolve",
        entity="plan", entity_id=plan.id, unit_id=plan.unit_id, changes=data,
    )  # fmt: skip
    emit(
        session, "plan.work_resolved",
        entity="plan", entity_id=plan.id, version=plan.version,
        unit_id=plan.unit_id, department_id=plan.department_id, data=data,
    )  # fmt: skip
