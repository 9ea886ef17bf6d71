"""The seeded deployment, with people of ours at Quảng Ninh's units, and work of the school's."""

from datetime import datetime
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.plans.models import Plan, Task
from api.units.models import Unit
from tests.contract.conftest import engine, seed_settings, seeded_database, seeded_url
from tests.factories import identity
from tests.factories.identity import Account

__all__ = ["engine", "seed_settings", "seeded_database", "seeded_url"]

DEPARTMENT, COMMUNE, SCHOOL = "qni", "qni-000001", "qni-001001"


@pytest.fixture(autouse=True)
def forgetful(request: pytest.FixtureRequest) -> None:
    """What the authenticator remembers is of another test's database; pure tests have none."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app").state.authenticator.drop(None)


async def unit_id(session: AsyncSession, code: str) -> UUID:
    found = await session.scalar(select(Unit.id).where(Unit.code == code))
    assert found is not None
    return found


@pytest_asyncio.fixture
async def school(session: AsyncSession) -> Account:
    """The head of the school."""
    return await identity.make_account(session, "nhac.truong", "school_head", await unit_id(session, SCHOOL))


@pytest_asyncio.fixture
async def commune(session: AsyncSession) -> Account:
    """The officer of the commune above it."""
    return await identity.make_account(session, "nhac.xa", "commune_officer", await unit_id(session, COMMUNE))


@pytest_asyncio.fixture
async def coordinator(session: AsyncSession) -> Account:
    """The coordinator of the department."""
    return await identity.make_account(session, "nhac.so", "coordinator", await unit_id(session, DEPARTMENT))


@pytest_asyncio.fixture
async def abroad(session: AsyncSession) -> Account:
    """The coordinator of another department."""
    return await identity.make_account(session, "nhac.noi.khac", "coordinator", await unit_id(session, "hp"))


@pytest_asyncio.fixture
async def plan(session: AsyncSession) -> Plan:
    """Quảng Ninh's plan, with nobody's work left open."""
    await session.execute(update(Assignment).values(status="cancelled"))
    statement = select(Plan).where(Plan.unit_id == await unit_id(session, DEPARTMENT), Plan.status == "issued")
    found = (await session.scalars(statement)).first()
    assert found is not None
    return found


async def owe(session: AsyncSession, plan: Plan, task: Task, occurrence: str, due_at: datetime | None) -> Assignment:
    """Have the school owe something."""
    assignment = Assignment(
        plan_id=plan.id,
        task_id=task.id,
        unit_id=await unit_id(session, SCHOOL),
        department_id=plan.unit_id,
        role="lead",
        owes="product",
        occurrence=occurrence,
        due_at=due_at,
        status="not_started",
        withdrawn=False,
        percent=0,
        deliverables=[],
    )
    session.add(assignment)
    return assignment
