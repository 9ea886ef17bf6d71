"""Scope stays an index lookup in a province of the size there is."""

from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Select, select, text
from sqlalchemy.dialects import postgresql

from api.audit.service import SYSTEM
from api.kit.db import driver_connection
from api.units import service
from api.units.models import Unit
from api.units.queries.visible import is_seen, visible
from api.units.scope import governs
from tests.factories.units import TODAY, a_unit, caller, plant

COMMUNES, SCHOOLS = 60, 20


@pytest_asyncio.fixture
async def large(session):
    """A department with 60 communes of 20 schools; ids by code."""
    communes = [a_unit(f"x-{n}", "commune", "x") for n in range(COMMUNES)]
    schools = [a_unit(f"x-{n}-{m}", "school", f"x-{n}") for n in range(COMMUNES) for m in range(SCHOOLS)]
    found = await plant(session, [a_unit("x", "department", "bgddt"), *communes, *schools])
    await session.execute(text("ANALYZE units, unit_closure"))
    return found


async def plan_of(session, statement: Select[Any]) -> str:
    """How the server would run it, for any values of its parameters."""
    compiled = statement.compile(dialect=postgresql.asyncpg.dialect())
    values = [compiled.params[name] for name in compiled.positiontup or ()]
    connection = await driver_connection(session)
    return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {compiled}", *values))


@pytest.mark.parametrize("condition", [governs, visible, is_seen])
async def test_one_unit_is_checked_by_index(session, large, condition):
    leader = await caller(session, "leader", large["x"])
    arguments = (leader, "unit:read", TODAY) if condition is governs else (leader, TODAY)
    one = select(Unit.id).where(condition(*arguments)(Unit.id), Unit.id == large["x-7-7"])
    plan = await plan_of(session, one)
    assert "unit_closure" in plan
    assert "Seq Scan on unit_closure" not in plan


async def test_all_units_below_are_found_by_index(session, large):
    officer = await caller(session, "commune_officer", large["x-7"])
    below = select(Unit.id).where(governs(officer, "unit:read", TODAY)(Unit.id))
    assert "Seq Scan on unit_closure" not in await plan_of(session, below)
    assert len((await session.scalars(below)).all()) == SCHOOLS + 1


async def test_a_load_of_a_province_takes_a_fixed_number_of_statements(session, ids, count_queries):
    def schools(prefix: str, number: int):
        return [a_unit(f"hp-{prefix}{n}", "school", "hp-xa1") for n in range(number)]

    with count_queries() as few:
        await service.load(session, SYSTEM, schools("a", 2), TODAY)
    with count_queries() as many:
        await service.load(session, SYSTEM, schools("b", 200), TODAY)
    inserts = [query for query in many if query.startswith(("INSERT", "ANALYZE"))]
    assert len(many) - len(inserts) == len([query for query in few if not query.startswith("INSERT")])
