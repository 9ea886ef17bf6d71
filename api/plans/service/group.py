"""Task groups of a draft."""

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.problems import Message, NotFound, invalid
from api.plans.errors import GroupInUse
from api.plans.models import Plan, Task, TaskGroup
from api.plans.rules.plan import LAST_POSITION
from api.plans.schemas.plan import TaskGroupIn, TaskGroupPatch
from api.plans.service.journal import touch, wrote
from api.plans.service.rendering import render

CODE_TAKEN = Message("Mã này đã dùng trong kế hoạch.", "This code is already used in the plan.")


async def create_group(session: AsyncSession, actor: Actor, plan: Plan, given: TaskGroupIn) -> TaskGroup:
    """A new heading, by default the last. Raises Invalid when the code is taken."""
    await _check_code(session, plan, given.code)
    last = await session.scalar(select(func.max(TaskGroup.position)).where(TaskGroup.plan_id == plan.id))
    position = given.position or min((last or 0) + 1, LAST_POSITION)
    group = TaskGroup(plan_id=plan.id, code=given.code, title=given.title, position=position)
    session.add(group)
    touch(plan)
    await wrote(session, actor, "create", group, plan=plan, data=_data(group))
    return group


async def update_group(
    session: AsyncSession, actor: Actor, plan: Plan, group: TaskGroup, patch: TaskGroupPatch
) -> None:
    """Change a heading. Raises Invalid when the code is taken."""
    changes = patch.changes()
    if changes.get("code", group.code) != group.code:
        await _check_code(session, plan, changes["code"])
    for name, value in changes.items():
        setattr(group, name, value)
    touch(group)
    touch(plan)
    await wrote(session, actor, "update", group, plan=plan, data=_data(group), changes=changes)
    await render(session, Task.group_id == group.id)


async def delete_group(session: AsyncSession, actor: Actor, plan: Plan, group: TaskGroup) -> None:
    """Delete an empty heading, softly. Raises GroupInUse while tasks stand under it."""
    if await session.scalar(select(exists().where(Task.group_id == group.id, Task.deleted_at.is_(None)))):
        raise GroupInUse
    group.deleted_at = session.info["now"]
    touch(plan)
    await wrote(session, actor, "delete", group, plan=plan, data=_data(group))


async def group_of(session: AsyncSession, plan: Plan, group_id: object) -> TaskGroup:
    """A group of the plan. Raises NotFound."""
    found = select(TaskGroup).where(
        TaskGroup.id == group_id, TaskGroup.plan_id == plan.id, TaskGroup.deleted_at.is_(None)
    )
    group = await session.scalar(found)
    if group is None:
        raise NotFound
    return group


async def _check_code(session: AsyncSession, plan: Plan, code: str) -> None:
    live = exists().where(TaskGroup.plan_id == plan.id, TaskGroup.code == code, TaskGroup.deleted_at.is_(None))
    if await session.scalar(select(live)):
        raise invalid("/code", "code_taken", CODE_TAKEN)


def _data(group: TaskGroup) -> dict[str, object]:
    return {"plan_id": group.plan_id, "code": group.code, "title": group.title, "position": group.position}
