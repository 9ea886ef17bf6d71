"""The world tests of work look at: two provinces, and plans that ask something of Hải Phòng's schools."""

from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.assignments.service import resolve
from api.audit.service import SYSTEM
from api.plans.models import Engagement, Task
from tests.factories.plans import a_task, issued_plan
from tests.plans.conftest import as_, coordinator, ids, leader, stranger

__all__ = ["as_", "coordinator", "ids", "leader", "stranger"]


@pytest.fixture
def engage(session, ids):
    """`await engage(plan, task, owes)`: what an audience of schools owes for a task."""

    async def add(plan, task, owes="figure", audience="hp-dt-csgd", **more):
        narrowed = {"education_levels": [], "ownership": [], "area": []} | more
        session.add(
            Engagement(plan_id=plan.id, task_id=task.id, audience_id=ids[audience], position=0, owes=owes, **narrowed)
        )
        await session.commit()

    return add


@pytest_asyncio.fixture
async def work(session, ids, engage):
    """An issued plan whose task 1 asks every school a figure in Quarter II; its work is handed out."""
    plan = await issued_plan(session, tasks=[a_task("1"), a_task("2", participations=[])])
    task = next(task for task in await tasks_of(session, plan) if task.code == "1")
    await engage(plan, task)
    await resolve(session, SYSTEM, plan, date(2026, 1, 1))
    await session.commit()
    return plan, task


async def tasks_of(session, plan):
    return list(await session.scalars(select(Task).where(Task.plan_id == plan.id).order_by(Task.position)))
