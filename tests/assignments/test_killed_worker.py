"""A worker killed while it hands out a plan's work leaves nothing half done, and the next one does all of it once."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest_asyncio

from api.assignments.service import RESOLVE
from api.kit import jobs
from api.kit.clock import system_clock
from api.kit.db import Database
from api.plans.models import Engagement
from tests.assignments.conftest import tasks_of
from tests.factories.plans import a_task, issued_plan, two_provinces
from tests.support.workers import a_worker, until

TASKS = 6
# Who owes by the rows of the plan, without a line of ours: the schools that are engaged, and who leads by name.
WANTED = """
SELECT e.task_id, u.id FROM engagements e, units u WHERE u.kind = 'school' AND u.code LIKE 'hp-%'
UNION SELECT p.task_id, p.unit_id FROM task_participations p WHERE p.role = 'lead'
"""


@pytest_asyncio.fixture
async def database(own_database_url: str) -> AsyncIterator[Database]:
    """A database of its own, where workers really commit."""
    database = Database.connect(own_database_url, pool=2)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def outside(own_database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who looks at the database with plain SQL."""
    connection = await asyncpg.connect(own_database_url)
    yield connection
    await connection.close()


async def issue(database: Database) -> tuple[Any, Any]:
    """A plan whose work waits to be handed out: the job, and one of its tasks."""
    async with database.session(system_clock()) as session:
        ids = await two_provinces(session)
        plan = await issued_plan(session, tasks=[a_task(str(number)) for number in range(TASKS)])
        tasks = await tasks_of(session, plan)
        schools = {"audience_id": ids["hp-dt-csgd"], "owes": "figure", "education_levels": [], "position": 0}
        session.add_all(
            Engagement(plan_id=plan.id, task_id=task.id, ownership=[], area=[], **schools) for task in tasks
        )
        job = await jobs.enqueue(session, RESOLVE, {"plan": str(plan.id), "on": "2026-01-01"}, None)
        await session.commit()
        return job.id, tasks[TASKS // 2].id


async def test_a_worker_killed_in_the_middle_leaves_all_of_it_to_the_next(
    database: Database, own_database_url: str, outside: asyncpg.Connection, tmp_path: Path
) -> None:
    job, task = await issue(database)

    async def is_in_the_middle() -> bool:
        """All is compared, the rows are written and not yet committed."""
        done = await outside.fetchval("SELECT done FROM jobs WHERE id = $1", job)
        return bool(done == TASKS - 1 and await outside.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))

    async def nobody_is_left() -> bool:
        found = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return bool(await outside.fetchval(f"{found} AND state <> 'idle'") == 0)

    async def succeeded() -> bool:
        return bool(await outside.fetchval("SELECT status FROM jobs WHERE id = $1", job) == "succeeded")

    with a_worker(own_database_url, tmp_path) as worker:
        in_the_way = outside.transaction()
        await in_the_way.start()
        await outside.execute("SELECT FROM tasks WHERE id = $1 FOR UPDATE", task)
        await until(is_in_the_middle)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        await in_the_way.rollback()
    await until(nobody_is_left)
    assert await outside.fetchval("SELECT count(*) FROM assignments") == 0
    # As much later as it takes for the queue to give up on whoever took the job.
    assert await outside.execute("UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 hour'") == "UPDATE 1"
    with a_worker(own_database_url, tmp_path):
        await until(succeeded)
    wanted = {tuple(row) for row in await outside.fetch(WANTED)}
    found = [tuple(row) for row in await outside.fetch("SELECT task_id, unit_id FROM assignments")]
    assert len(wanted) == TASKS * 4
    assert sorted(found) == sorted(wanted)
