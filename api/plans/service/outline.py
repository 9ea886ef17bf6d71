"""What a plan already holds: its groups and tasks by code and id, to place a task among them."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.problems import Message, invalid
from api.plans.models import Plan, Task, TaskGroup
from api.plans.queries.plans import as_id
from api.plans.rules.plan import LAST_POSITION, code_of, free_code
from api.plans.schemas.task import TaskRow
from api.plans.service.group import CODE_TAKEN

_UNKNOWN_GROUP = Message("Kế hoạch không có nhóm nhiệm vụ này.", "The plan has no such task group.")
_UNKNOWN_TASK = Message("Kế hoạch không có nhiệm vụ này.", "The plan has no such task.")
_TOO_DEEP = Message("Dòng con không có dòng con nữa.", "A row below a task has no rows below itself.")


class Placed(NamedTuple):
    """A task that is there."""

    id: UUID
    code: str
    group_id: UUID | None
    parent_id: UUID | None
    position: int


@dataclass
class Outline:
    """The groups and tasks of one plan."""

    groups: dict[str, UUID] = field(default_factory=dict)
    tasks: dict[str, Placed] = field(default_factory=dict)
    by_id: dict[UUID, Placed] = field(default_factory=dict)

    @classmethod
    async def of(cls, session: AsyncSession, plan: Plan) -> Self:
        """Read from the database, in two statements."""
        outline = cls()
        of_plan = select(TaskGroup.id, TaskGroup.code).where(TaskGroup.plan_id == plan.id)
        for id_, code in await session.execute(of_plan.where(TaskGroup.deleted_at.is_(None))):
            outline.groups |= {code: id_, str(id_): id_}
        columns = (Task.id, Task.code, Task.group_id, Task.parent_id, Task.position)
        rows = await session.execute(select(*columns).where(Task.plan_id == plan.id, Task.deleted_at.is_(None)))
        for row in rows:
            outline.add(Placed(*row))
        return outline

    def add(self, task: Placed) -> None:
        """Take note of a task."""
        self.tasks[task.code] = self.by_id[task.id] = task

    def group(self, reference: str | None, pointer: str) -> UUID | None:
        """The group named. Raises Invalid when the plan has none such."""
        if reference is None:
            return None
        found = self.groups.get(reference) or self.groups.get(reference.lower())
        if found is None:
            raise invalid(f"{pointer}/group", "unknown_task_group", _UNKNOWN_GROUP)
        return found

    def task(self, reference: str, pointer: str) -> Placed:
        """The task named. Raises Invalid when the plan has none such."""
        id_ = as_id(reference)
        found = self.tasks.get(reference) if id_ is None else self.by_id.get(id_)
        if found is None:
            raise invalid(pointer, "unknown_task", _UNKNOWN_TASK)
        return found

    def parent(self, reference: str | None, pointer: str, child: UUID | None = None) -> Placed | None:
        """The task to stand under. Raises Invalid for none such, a sub-row, or when `child` has sub-rows itself."""
        if reference is None:
            return None
        parent = self.task(reference, f"{pointer}/parent")
        has_rows = any(task.parent_id == child for task in self.by_id.values()) if child else False
        if parent.parent_id or parent.id == child or has_rows:
            raise invalid(f"{pointer}/parent", "too_deep", _TOO_DEEP)
        return parent

    def code(self, wanted: str, pointer: str, own: str | None = None) -> str:
        """The code, if no other task has it. Raises Invalid when one has."""
        if wanted in self.tasks and wanted != own:
            raise invalid(f"{pointer}/code", "code_taken", CODE_TAKEN)
        return wanted

    def next_position(self) -> int:
        """The place behind the last task."""
        return min(max((task.position for task in self.by_id.values()), default=0) + 1, LAST_POSITION)

    def place(self, row: TaskRow, pointer: str = "") -> dict[str, Any]:
        """Where a new task stands and what it is called: columns of the task."""
        parent = self.parent(row.parent, pointer)
        group_id = self.group(row.group, pointer) or (parent and parent.group_id)
        position = row.position or self.next_position()
        if row.code is not None:
            code = self.code(row.code, pointer)
        else:
            code = free_code(code_of(row.number) or str(position), self.tasks)
        return {"parent_id": parent and parent.id, "group_id": group_id, "position": position, "code": code}
