"""Our database at the scale of the stack's: a department, 100 communes and 1,500 schools for each province.

Each department issues a plan of 30 tasks, as the stack's does, which every school owes something for, and one of 60, so
that a page of 50 is full. The tasks are those of a real plan with their schedules, products and names; units stand
behind the names.
"""

import asyncio
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.cli.process import command, environment
from api.identity.service import grants, passwords, users
from api.kit.calendar import vietnam_today
from api.kit.clock import system_clock
from api.kit.db import Database
from api.kit.postgres import SUPERUSER, PostgresServer
from api.plans.models import Plan
from api.plans.schemas.plan import TaskGroupIn
from api.plans.schemas.task import PrintedTask
from api.plans.service import store_issued, store_tasks
from api.units.models import Unit
from api.units.rules.groups import NewAudience
from api.units.rules.newcomer import NewUnit, Place
from api.units.service import groups, load
from bench import copies
from bench.database import create
from seed.files import plan as printed
from seed.loading.plans import printed_plan, printed_task

COMMUNES, SCHOOLS, DIVISIONS = 100, 1500, 6
LEVELS = ("preschool", "primary", "lower_secondary", "upper_secondary")
DEPARTMENT = "d0"
LEADER, COORDINATOR, OFFICER, HEAD = "leader", "coordinator", "officer", "head"
PASSWORD = "bench-of-lo-trinh"
_SCHOOL = f"{DEPARTMENT}-s0"
SINCE = date(2020, 1, 1)
_ALL_SCHOOLS = {"any_of": [{"kinds": ["school"]}]}


@dataclass(frozen=True)
class Filled:
    """A filled database: its address, how many departments, the first one's plan of 60 tasks and its first task."""

    url: str
    departments: int
    plan: UUID
    task: UUID


def fill(server: PostgresServer, name: str, *, departments: int = 1) -> Filled:
    """Migrate an empty database and fill it: one department through the services, the others as its copies."""
    url = server.url(name)
    subprocess.run(command("api.cli.migrate"), env=environment(LOTRINH_DATABASE_URL=url), check=True)
    asked, (plan, task) = asyncio.run(_first(url))
    asyncio.run(_rows(server.url(name, SUPERUSER), asked, departments - 1))
    return Filled(url, departments, plan, task)


def fill_drafts(
    server: PostgresServer, name: str, *, schools: int, plans: Sequence[str], times: int = 1
) -> tuple[str, list[UUID]]:
    """A department of some schools whose coordinator drafted these real plans: its address, the plans' ids.

    `times` says how often each plan has its tasks.
    """
    url = create(server, name)
    subprocess.run(command("api.cli.migrate"), env=environment(LOTRINH_DATABASE_URL=url), check=True)
    return url, asyncio.run(_drafts(url, schools, plans, times))


async def _drafts(url: str, schools: int, plans: Sequence[str], times: int) -> list[UUID]:
    database, made = Database.connect(url, pool=1), []
    try:
        async with database.session(system_clock()) as session:
            await _people_and_units(session, schools)
            for slug in plans:
                plan, _ = await _plan(session, slug, times=times)
                (await session.get_one(Plan, plan)).status = "draft"
                made.append(plan)
            await session.commit()
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    finally:
        await database.close()
    return made


async def _first(url: str) -> tuple[UUID, tuple[UUID, UUID]]:
    database = Database.connect(url, pool=1)
    try:
        async with database.session(system_clock()) as session:
            await _people_and_units(session, SCHOOLS)
            asked, _ = await _plan(session, "hai-phong", times=1)
            made = asked, await _plan(session, "hai-phong", times=2)
            await session.commit()
    finally:
        await database.close()
    return made


async def _rows(administrator: str, plan: UUID, copies_wanted: int) -> None:
    connection = await asyncpg.connect(administrator)
    await copies.hand_out(connection, plan)
    if copies_wanted:
        await copies.repeat(connection, copies_wanted)
    await connection.execute("VACUUM ANALYZE")
    await connection.execute("CHECKPOINT")  # what was filled in is written now, and not while something is measured
    await connection.close()


async def _people_and_units(session: AsyncSession, schools: int) -> None:
    today = vietnam_today(session.info["now"])
    await load(session, SYSTEM, list(_units(schools)), today)
    audience = NewAudience(f"{DEPARTMENT}-schools", DEPARTMENT, "Các cơ sở giáo dục", _ALL_SCHOOLS)
    await groups.load_audiences(session, SYSTEM, [audience])
    await _accounts(session)


def _units(schools: int) -> Iterator[NewUnit]:
    yield NewUnit(code=DEPARTMENT, name=f"Sở Giáo dục và Đào tạo tỉnh {DEPARTMENT}", kind="department")
    below = (Place(DEPARTMENT),)
    for number in range(DIVISIONS):
        yield NewUnit(f"{DEPARTMENT}-p{number}", f"Phòng chuyên môn {number}", "division", professional=below)
    for number in range(COMMUNES):
        yield NewUnit(f"{DEPARTMENT}-c{number}", f"UBND xã Kim Đồng {number}", "commune", professional=below)
    for number in range(schools):
        yield NewUnit(
            f"{DEPARTMENT}-s{number}", f"Trường Tiểu học Lê Lợi {number}", "school",
            professional=(Place(f"{DEPARTMENT}-c{number % COMMUNES}"),),
            education_levels=(LEVELS[number % len(LEVELS)],),
            ownership="private" if number % 6 == 0 else "public",
        )  # fmt: skip


async def _plan(session: AsyncSession, slug: str, *, times: int) -> tuple[UUID, UUID]:
    """A plan with the tasks of a real one, once or several times; its id and its first task's."""
    document = printed(slug)
    duties = [{**duty, "unit": duty["unit"] and f"{DEPARTMENT}-p2"} for duty in document["duties"]]
    changed = {"unit": DEPARTMENT, "duties": duties, "title": f"{document['title']} {times}"}
    given = printed_plan({**document, **changed})
    plan = await store_issued(session, SYSTEM, given)
    headings = [TaskGroupIn.model_validate(row) for row in document["task_groups"]]
    rows = [_task(row, copy) for copy in range(times) for row in document["tasks"]]
    tasks = await store_tasks(session, SYSTEM, plan, headings, rows)
    return plan.id, tasks[0].id


def _task(row: dict[str, object], copy: int) -> PrintedTask:
    """A task with the bench's units and audience behind its printed names."""
    parties = [
        {
            **party,
            "unit": party["unit"] and f"{DEPARTMENT}-p1",
            "audience": party["audience"] and f"{DEPARTMENT}-schools",
        }
        for party in row["participations"]  # type: ignore[attr-defined]
    ]
    codes = {name: row[name] and f"{copy + 1}.{row[name]}" for name in ("code", "parent")}
    return printed_task({**row, **codes, "participations": parties})


async def _accounts(session: AsyncSession) -> None:
    """The department's leader and coordinator, an officer of the division that leads its work, a school's head."""
    password_hash = await passwords.hash_password(PASSWORD)
    held = (
        (LEADER, "leader", DEPARTMENT), (COORDINATOR, "coordinator", DEPARTMENT),
        (OFFICER, "officer", f"{DEPARTMENT}-p1"), (HEAD, "school_head", _SCHOOL),
    )  # fmt: skip
    for username, role, code in held:
        unit_id = (await session.scalars(select(Unit.id).where(Unit.code == code))).one()
        user = await users.ensure(
            session, SYSTEM, username=username, name=username, unit_id=unit_id, password_hash=password_hash
        )
        await grants.ensure(session, SYSTEM, holder=user, role=role, unit_id=unit_id, first=SINCE)
