"""Many assignments changed in one request, row by row or all of a filter, in a number of statements that is constant.

What is true of one change (`doing`) is true here: who may, what may be said, one audit entry and one event for each
that changes, none for what is so already. Rows are read locked, decided in memory, and written by one statement.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.errors import PlanNotInForce, WorkWithdrawn
from api.assignments.models import Assignment, AssignmentBatch
from api.assignments.queries import assignments as queries
from api.assignments.queries.assignments import Name
from api.assignments.queries.scope import written_for
from api.assignments.rules.doing import after, refusals
from api.assignments.schemas.many import AssignmentRow, AssignmentsIn
from api.assignments.service.doing import is_on_behalf, state_of, tell
from api.audit.service import Actor
from api.kit import bulk
from api.kit.bulk.engine import ROWS_MAX, TooManyRows
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Message, Stale
from api.plans.models import Plan
from api.units.models import Unit
from api.units.queries.references import the_only_ones, units_named, written_alike

_UNKNOWN = Message("Không có việc này trong phạm vi của bạn.", "There is no such work in your reach.")
_UNKNOWN_UNIT = Message("Không có đơn vị này trong phạm vi của bạn.", "There is no such unit in your reach.")
_UNKNOWN_TASK = Message("Không có nhiệm vụ này.", "There is no such task.")
_WHICH_PLAN = Message(
    "Nhiều kế hoạch có nhiệm vụ mang mã này; hãy nêu `plan`.",
    "Several plans have a task of this code; name the `plan`.",
)
_NOT_OWED = Message("Đơn vị không có việc này trong kỳ đã nêu.", "The unit does not owe this in that period.")
_AGAIN = Message("Việc này đã có ở một dòng trên.", "A row above means the same assignment.")
# Told of at once: what is written of them is let go of before the next.
_AT_ONCE = 2_000
_WRITE = text(
    """
    UPDATE assignments a
    SET status = n.status, text = n.text, person = n.person, supervisor = n.supervisor,
        deliverables = n.deliverables, percent = n.percent, completed_at = n.completed_at,
        version = a.version + 1, updated_at = :now
    FROM jsonb_to_recordset(:rows) AS n(
        id uuid, status text, text text, person text, supervisor text, deliverables jsonb, percent smallint,
        completed_at timestamptz
    )
    WHERE a.id = n.id
    """
).bindparams(bindparam("rows", type_=JSONB()), bindparam("now", type_=DateTime(timezone=True)))
Work = Row[Any]
Meant = UUID | Name | tuple[Fault, ...]
# From what tasks go by to their ids, each with its plan.
Tasks = Mapping[str, Mapping[UUID, UUID]]


class Change(NamedTuple):
    """An assignment as it was read, how it stands from now on, and what of that is new."""

    work: Work
    new: dict[str, Any]
    changed: dict[str, Any]


class Many:
    """One request's changes."""

    def __init__(
        self, session: AsyncSession, actor: Actor, subject: Subject, batch: bulk.Keeping | None = None
    ) -> None:
        self._session, self._actor, self._subject, self._batch = session, actor, subject, batch
        self._now = session.info["now"]
        self._today = vietnam_today(self._now)
        self._products: dict[UUID, dict[str, str]] = {}
        self._met: set[UUID] = set()

    async def rows(self, rows: Sequence[AssignmentRow]) -> list[bulk.Outcome]:
        """Do what rows say, each of an assignment of its own; what became of each."""
        meant = await self._meant(rows)
        found, changes = await self._found(meant), list[Change]()
        outcomes = [
            one if isinstance(one, tuple) and not isinstance(one, Name) else self._row(row, found.get(one), changes)
            for row, one in zip(rows, meant, strict=True)
        ]
        await self._keep(changes)
        return outcomes

    async def filtered(self, given: AssignmentsIn) -> list[bulk.Outcome]:
        """Do one thing to all that a filter means and the caller may write. Raises TooManyRows."""
        parameters = queries.parameters(given.filter)
        open_ones = (Plan.status == "issued", ~Assignment.withdrawn)
        meant = queries.narrowed(queries.to_write(self._subject, self._today).where(*open_ones), parameters)
        limited = meant.limit(ROWS_MAX + 1).params(parameters | queries.moment(self._now))
        works = (await self._session.execute(limited)).all()
        if len(works) > ROWS_MAX:
            raise TooManyRows(limit=ROWS_MAX)
        await self._learn(works)
        said, changes = given.change.said(), list[Change]()
        outcomes = [_below("/change", self._decide(work, said, changes)) for work in works]
        await self._keep(changes)
        return outcomes

    async def _meant(self, rows: Sequence[AssignmentRow]) -> list[Meant]:
        """What each row means: an id, a name, or why there is no such name."""
        unnamed = [row for row in rows if row.id is None]
        units, tasks = (await self._units(unnamed), await self._tasks(unnamed)) if unnamed else ({}, {})
        return [row.id or _named(row, units, tasks) for row in rows]

    async def _units(self, rows: Sequence[AssignmentRow]) -> Mapping[str, Unit]:
        reached = written_for(self._subject, self._today)
        named = units_named({row.unit or "" for row in rows}, self._today, reached)
        return the_only_ones(await self._session.execute(named))

    async def _tasks(self, rows: Sequence[AssignmentRow]) -> Tasks:
        named = queries.tasks_named({row.task or "" for row in rows}, self._subject, self._today)
        tasks: dict[str, dict[UUID, UUID]] = defaultdict(dict)
        for id_, code, plan_id in await self._session.execute(named):
            tasks[code][id_] = tasks[str(id_)][id_] = plan_id
        return tasks

    async def _found(self, meant: Sequence[Meant]) -> Mapping[Any, Work]:
        """The assignments meant that the caller may write, by id and by name."""
        wanted = [one for one in meant if isinstance(one, UUID)]
        named = queries.named_so(wanted, [one for one in meant if isinstance(one, Name)])
        works = (await self._session.execute(queries.to_write(self._subject, self._today).where(named))).all()
        await self._learn(works)
        by_id: dict[Any, Work] = {work.id: work for work in works}
        return by_id | {Name(work.task_id, work.unit_id, work.occurrence): work for work in works}

    async def _learn(self, works: Sequence[Work]) -> None:
        """Look up the products of tasks met for the first time."""
        new = {work.task_id for work in works} - self._products.keys()
        self._products |= {task_id: {} for task_id in new}
        if new:
            for task_id, id_, kind in await self._session.execute(queries.products_of(new)):
                self._products[task_id][id_] = kind

    def _row(self, row: AssignmentRow, work: Work | None, changes: list[Change]) -> bulk.Outcome:
        if work is None and row.id is None:
            return bulk.refused("/occurrence", "not_owed", _NOT_OWED)
        if work is None:
            return bulk.refused("/id", "unknown_assignment", _UNKNOWN)
        if work.id in self._met:
            return bulk.refused("", "repeated_row", _AGAIN)
        self._met.add(work.id)
        return _barred(row, work) or self._decide(work, row.said(), changes)

    def _decide(self, work: Work, said: Mapping[str, Any], changes: list[Change]) -> bulk.Outcome:
        before, products = state_of(work), self._products[work.task_id]
        helping = is_on_behalf(self._actor, work.unit_id)
        wrong = refusals(before, said, products, helping=helping, today=self._today)
        if wrong:
            return wrong
        new = after(before, said, products, self._now)
        changed = {name: value for name, value in new.items() if value != before[name]}
        if changed:
            changes.append(Change(work, new, changed))
        return "updated" if changed else "unchanged"

    async def _keep(self, changes: Sequence[Change]) -> None:
        for first in range(0, len(changes), _AT_ONCE):
            part = changes[first : first + _AT_ONCE]
            await write(self._session, self._actor, part)
            if self._batch is not None:
                before = [{"id": work.id, "version": work.version + 1, "before": state_of(work)} for work, _, _ in part]
                self._session.add(AssignmentBatch(batch_id=self._batch.id, rows=before))
            await self._session.flush()


async def write(session: AsyncSession, actor: Actor, changes: Sequence[Change]) -> None:
    """Write changes by one statement, and tell of each."""
    rows = [{"id": work.id, **new} for work, new, _ in changes]
    await session.execute(_WRITE, {"rows": rows, "now": session.info["now"]})
    for work, new, changed in changes:
        tell(session, actor, work, new, changed, later=1)


def _named(row: AssignmentRow, units: Mapping[str, Unit], tasks: Tasks) -> Name | tuple[Fault, ...]:
    unit = units.get(written_alike(row.unit or ""))
    if unit is None:
        return bulk.refused("/unit", "unknown_unit", _UNKNOWN_UNIT)
    plans = tasks.get(written_alike(row.task or ""), {})
    meant = [task_id for task_id, plan_id in plans.items() if row.plan in {None, plan_id}]
    if len(meant) != 1:
        return bulk.refused("/task", *(("ambiguous_task", _WHICH_PLAN) if meant else ("unknown_task", _UNKNOWN_TASK)))
    return Name(meant[0], unit.id, row.occurrence or "")


def _barred(row: AssignmentRow, work: Work) -> tuple[Fault, ...]:
    """Why an assignment is not to be written now, whatever is said of it."""
    if row.version not in {None, work.version}:
        return bulk.refused("/version", Stale.code, Stale.detail)
    if work.plan_status != "issued":
        return bulk.refused("", PlanNotInForce.code, PlanNotInForce.detail)
    return bulk.refused("", WorkWithdrawn.code, WorkWithdrawn.detail) if work.withdrawn else ()


def _below(pointer: str, outcome: bulk.Outcome) -> bulk.Outcome:
    """An outcome whose pointers start at the body."""
    if not isinstance(outcome, tuple):
        return outcome
    return tuple(replace(fault, pointer=f"{pointer}{fault.pointer}") for fault in outcome)
