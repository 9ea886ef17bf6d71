"""Hải Phòng's sample difficulties and a request to clarify; once, if nobody has raised any."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.followup import service
from api.followup.models import Clarification, Difficulty
from api.followup.service import Voice
from api.followup.service.about import Raised, Subjects
from api.kit.calendar import vietnam_today
from api.plans.models import Plan, Task
from api.units.models import Unit
from seed.demo.followup import HEAD, LEADER, OFFICE, SampleDifficulty, difficulties, question
from seed.demo.work import DEPARTMENT
from seed.loading.work import plan_of_work


class _Places(NamedTuple):
    """Units and tasks by their codes."""

    units: dict[str, Unit]
    tasks: dict[str, UUID]
    plan_id: UUID


async def load_followup(session: AsyncSession) -> None:
    """Raise, answer and ask, unless anybody, this seed included, has done so on the plan before."""
    plan = await plan_of_work(session)
    if plan is None:
        return
    raised, asked = exists().where(Difficulty.plan_id == plan.id), exists().where(Clarification.plan_id == plan.id)
    if await session.scalar(select(raised | asked)):
        return
    at = await _places(session, plan)
    for each in difficulties():
        await _raise(session, at, each)
    await _ask(session, at)


async def _places(session: AsyncSession, plan: Plan) -> _Places:
    codes = {code for each in difficulties() for code in (each.unit, each.put_to)} | {question().unit, DEPARTMENT}
    units = await session.scalars(select(Unit).where(Unit.code.in_(codes)))
    tasks = await session.execute(select(Task.code, Task.id).where(Task.plan_id == plan.id, Task.deleted_at.is_(None)))
    return _Places({unit.code: unit for unit in units}, {row.code: row.id for row in tasks}, plan.id)


async def _raise(session: AsyncSession, at: _Places, each: SampleDifficulty) -> None:
    about = Raised(at.plan_id, at.tasks[each.task])
    made = await service.store_difficulty(
        session, SYSTEM, Voice(None, HEAD), at.units[each.unit],
        put_to=at.units[each.put_to].id, about=about, title=each.title, text=each.text,
    )  # fmt: skip
    if each.answer is not None:
        await service.answer(session, SYSTEM, Voice(None, OFFICE), made, each.answer)
    if each.resolved:
        await service.resolve(session, SYSTEM, Voice(None, HEAD), made)


async def _ask(session: AsyncSession, at: _Places) -> None:
    asked = question()
    await service.store_clarification(
        session, SYSTEM, Voice(None, LEADER), at.units[asked.unit],
        asking=at.units[DEPARTMENT].id, about=Subjects(at.plan_id, at.tasks[asked.task]),
        title=asked.title, text=asked.text, due_on=vietnam_today(session.info["now"]) + timedelta(days=asked.days),
    )  # fmt: skip
