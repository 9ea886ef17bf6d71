"""A worker killed in the middle of a load leaves nothing of it, and the next one does all of it once."""

import gzip
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest_asyncio

from api.indicators.service import LOAD_VALUES
from api.kit import jobs
from api.kit.bulk.spool import CSV
from api.kit.clock import system_clock
from api.kit.db import Database
from api.kit.files import LocalFiles
from tests.factories.identity import make_account
from tests.factories.indicators import an_indicator
from tests.factories.plans import two_provinces
from tests.support.workers import a_worker, until

CODES = [f"thang-{number}" for number in range(12)]
MONTHS = [f"{year}-{month:02}" for year in range(2020, 2026) for month in range(1, 13)]
ROWS = [
    f"{code},{unit},{period},1,2" for unit in ("hp-mn2", "hp-th1", "hp-thpt") for period in MONTHS for code in CODES
]


@pytest_asyncio.fixture
async def outside(own_database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who looks at the database with plain SQL."""
    connection = await asyncpg.connect(own_database_url)
    yield connection
    await connection.close()


async def ask(url: str, home: Path) -> UUID:
    """A load that waits for a worker; its job."""

    async def body() -> AsyncIterator[bytes]:
        yield gzip.compress("\n".join(["indicator,unit,period,numerator,denominator", *ROWS]).encode())

    database = Database.connect(url, pool=2)
    async with database.session(system_clock()) as session:
        ids = await two_provinces(session)
        for code in CODES:
            await an_indicator(session, code=code, frequency="month")
        subject = (await make_account(session, "lan", "coordinator", ids["hp"])).subject
        stored = await LocalFiles(home / "files").add(body())
        payload = {
            "body": {"sha256": stored.sha256, "media_type": CSV, "packed": True},
            "query": {"mode": "atomic", "dry_run": False},
            "caller": {
                "kind": "user", "id": str(subject.id), "scopes": None, "client_id": "direct", "request_id": "r1",
                "address": None,
            },
            "language": "vi",
            "path": "/api/v1/indicator-values/bulk",
        }  # fmt: skip
        job = await jobs.enqueue(session, LOAD_VALUES, payload, subject)
        await session.commit()
    await database.close()
    return job.id


async def test_a_load_whose_worker_is_killed_is_whole_or_not_there(
    own_database_url: str, outside: asyncpg.Connection, tmp_path: Path
) -> None:
    job = await ask(own_database_url, tmp_path)

    async def is_in_the_middle() -> bool:
        """Rows are written and told of, not yet committed: the end of the job waits for us."""
        done = await outside.fetchval("SELECT done FROM jobs WHERE id = $1", job)
        return bool(done and await outside.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))

    async def nobody_is_left() -> bool:
        found = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return bool(await outside.fetchval(f"{found} AND state <> 'idle'") == 0)

    async def succeeded() -> bool:
        return bool(await outside.fetchval("SELECT status FROM jobs WHERE id = $1", job) == "succeeded")

    with a_worker(own_database_url, tmp_path) as worker:
        in_the_way = outside.transaction()
        await in_the_way.start()
        await outside.execute("LOCK TABLE batches IN SHARE MODE")  # the last that a load writes
        await until(is_in_the_middle)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        await in_the_way.rollback()
    await until(nobody_is_left)
    assert await outside.fetchval("SELECT count(*) FROM indicator_values") == 0
    # As much later as it takes for the queue to give up on whoever took the job.
    assert await outside.execute("UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 hour'") == "UPDATE 1"
    with a_worker(own_database_url, tmp_path):
        await until(succeeded)
    assert await outside.fetchval("SELECT count(*) FROM indicator_values WHERE version = 1") == len(ROWS)
    assert await outside.fetchval("SELECT sum(created) FROM batches WHERE id = $1", job) == len(ROWS)
