"""Our database at the scale of the stack's: a department, 100 communes and 1,500 schools for each province.

Each department issues a plan of 30 tasks, as the stack's does, and one of 60, so that a page of 50 is full. The tasks
are those of a real plan with their schedules, products and names; units stand behind the names.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Uuid, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.cli.process import command, environment
from api.identity.service import grants, passwords, users
from api.kit.calendar import vietnam_today
from api.kit.clock import system_clock
from api.kit.db import Base, Database
from api.plans.schemas.plan import TaskGroupIn
from api.plans.schemas.task import PrintedTask
from api.plans.service import store_issued, store_tasks
from api.units.models import Unit
from api.units.rules.groups import NewAudience
from api.units.rules.newcomer import NewUnit, Place
from api.units.service import groups, load
from seed.files import plan as printed
from seed.loading.plans import printed_plan, printed_task

COMMUNES, SCHOOLS, DIVISIONS = 100, 1500, 6
DEPARTMENT = "d0"
USERNAME, PASSWORD = "leader", "bench-of-lo-trinh"
ROLE = "leader"
_SINCE = date(2020, 1, 1)
# Each after those it points to.
_COPIED = (
    "units", "unit_versions", "unit_edges", "unit_closure", "audiences",
    "plans", "plan_duties", "task_groups", "tasks", "deliverables", "task_participations",
)  # fmt: skip
_ALL_SCHOOLS = {"any_of": [{"kinds": ["school"]}]}


@dataclass(frozen=True)
class Filled:
    """What the measurements ask for: the first department's plan of 60 tasks and that plan's first task."""

    plan: UUID
    task: UUID


def fill(url: str, *, departments: int = 1) -> Filled:
    """Migrate an empty database and fill it: one department through the services, the others as its copies."""
    subprocess.run(command("api.cli.migrate"), env=environment(LOTRINH_DATABASE_URL=url), check=True)
    return asyncio.run(_fill(url, departments))


async def _fill(url: str, departments: int) -> Filled:
    database = Database.connect(url, pool=1)
    try:
        async with database.session(system_clock()) as session:
            made = await _department(session, DEPARTMENT)
            await _copy(session, departments - 1)
            await _account(session)
            await session.commit()
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    finally:
        await database.close()
    return made


async def _department(session: AsyncSession, code: str) -> Filled:
    today = vietnam_today(session.info["now"])
    await load(session, SYSTEM, list(_units(code)), today)
    audience = NewAudience(f"{code}-schools", code, "Các cơ sở giáo dục", _ALL_SCHOOLS)
    await groups.load_audiences(session, SYSTEM, [audience])
    await _plan(session, code, copies=1)
    return await _plan(session, code, copies=2)


async def _copy(session: AsyncSession, times: int) -> None:
    """Every row of the department again under other identifiers, which are made of the old ones."""
    for table in _COPIED:
        columns = [column for column in Base.metadata.tables[table].columns if column.computed is None]
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(_another(column) for column in columns)
        copied = text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, :times) AS n")
        await session.execute(copied, {"times": times})


def _another(column: Column[Any]) -> str:
    """The value a column has in the n-th copy."""
    if isinstance(column.type, Uuid):
        return f"md5({column.name}::text || n)::uuid"
    return "code || '-' || n" if column.name == "code" and column.unique else f'"{column.name}"'


def _units(department: str) -> Iterator[NewUnit]:
    yield NewUnit(code=department, name=f"Sở Giáo dục và Đào tạo tỉnh {department}", kind="department")
    below = (Place(department),)
    for number in range(DIVISIONS):
        yield NewUnit(f"{department}-p{number}", f"Phòng chuyên môn {number}", "division", professional=below)
    for number in range(COMMUNES):
        yield NewUnit(f"{department}-c{number}", f"UBND xã Kim Đồng {number}", "commune", professional=below)
    for number in range(SCHOOLS):
        commune = (Place(f"{department}-c{number % COMMUNES}"),)
        yield NewUnit(f"{department}-s{number}", f"Trường Tiểu học Lê Lợi {number}", "school", professional=commune)


async def _plan(session: AsyncSession, department: str, *, copies: int) -> Filled:
    """A plan with the thirty tasks of a real one, once or several times."""
    document = printed("hai-phong")
    duties = [{**duty, "unit": duty["unit"] and f"{department}-p2"} for duty in document["duties"]]
    changed = {"unit": department, "duties": duties, "title": f"{document['title']} {copies}"}
    given = printed_plan({**document, **changed})
    plan = await store_issued(session, SYSTEM, given)
    headings = [TaskGroupIn.model_validate(row) for row in document["task_groups"]]
    rows = [_task(row, copy, department) for copy in range(copies) for row in document["tasks"]]
    tasks = await store_tasks(session, SYSTEM, plan, headings, rows)
    return Filled(plan.id, tasks[0].id)


def _task(row: dict[str, object], copy: int, department: str) -> PrintedTask:
    """A task with the bench's units and audience behind its printed names."""
    parties = [
        {
            **party,
            "unit": party["unit"] and f"{department}-p1",
            "audience": party["audience"] and f"{department}-schools",
        }
        for party in row["participations"]  # type: ignore[attr-defined]
    ]
    return printed_task({**row, "code": f"{copy + 1}.{row['code']}", "participations": parties})


async def _account(session: AsyncSession) -> None:
    unit_id = await session.scalar(select(Unit.id).where(Unit.code == DEPARTMENT))
    assert unit_id is not None
    user = await users.ensure(
        session, SYSTEM,
        username=USERNAME, name="Lãnh đạo Sở", unit_id=unit_id, password_hash=await passwords.hash_password(PASSWORD),
    )  # fmt: skip
    await grants.ensure(session, SYSTEM, holder=user, role=ROLE, unit_id=unit_id, first=_SINCE)
