"""Jobs: enqueued with their transaction, run once, followed and cancelled."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from tempfile import mkdtemp

import orjson
import pytest
from pgqueuer import Queries
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import RetryRequested
from sqlalchemy import func, select, text

from api.kit import jobs, queue
from api.kit.db import Database, driver_connection
from api.kit.files import LocalFiles
from api.kit.jobs import Job, JobList, Running
from tests.support.clock import NOON


def _now():
    return NOON


async def _enqueue(database: Database, kind: str, **payload: object) -> Job:
    async with database.session(NOON) as session:
        job = await jobs.enqueue(session, kind, payload, None)
        await session.commit()
        return job


async def _job(database: Database, job: Job) -> Job:
    async with database.session(NOON) as session:
        return await session.get_one(Job, job.id)


@contextlib.asynccontextmanager
async def _worker(database: Database, url: str, job_list: JobList) -> AsyncIterator[None]:
    work = asyncio.create_task(queue.run(database, url, _now, job_list, LocalFiles(Path(mkdtemp()))))
    yield
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


async def _until(database: Database, job: Job, holds: Callable[[Job], bool]) -> Job:
    async with asyncio.timeout(10):
        while not holds(found := await _job(database, job)):
            await asyncio.sleep(0.02)
        return found


def _ended(job: Job) -> bool:
    return job.status not in jobs.UNFINISHED


async def test_a_job_runs_and_keeps_its_result(real: Database, own_database_url: str) -> None:
    async def add(running: Running) -> dict[str, int]:
        return {"sum": running.payload["a"] + running.payload["b"]}

    async with _worker(real, own_database_url, JobList({"add": add})):
        done = await _until(real, await _enqueue(real, "add", a=2, b=3), _ended)
    assert (done.status, done.result) == ("succeeded", {"sum": 5})


async def test_a_job_of_a_rolled_back_transaction_never_runs(real: Database) -> None:
    async with real.session(NOON) as session:
        await jobs.enqueue(session, "add", {}, None)
        await session.rollback()
        assert await session.scalar(select(func.count()).select_from(Job)) == 0
        assert await session.scalar(text("SELECT count(*) FROM pgqueuer")) == 0


async def test_a_job_is_put_in_the_queue_as_the_queue_itself_would(real: Database) -> None:
    shown = text("SELECT * FROM pgqueuer ORDER BY id"), text("SELECT * FROM pgqueuer_log ORDER BY id")
    async with real.session(NOON) as session:
        job = await jobs.enqueue(session, "add", {}, None)
        theirs = Queries(AsyncpgDriver(await driver_connection(session)))
        await theirs.enqueue("add", orjson.dumps({"job": str(job.id)}))
        for rows in shown:
            ours, other = [dict(row._mapping) for row in await session.execute(rows)]
            own = {"id", "job_id"}
            assert {key: ours[key] for key in ours.keys() - own} == {key: other[key] for key in other.keys() - own}
        await session.rollback()


async def test_progress_is_seen_while_the_job_runs(real: Database, own_database_url: str) -> None:
    go_on = asyncio.Event()

    async def slow(running: Running) -> None:
        await running.progress(3, 10)
        await go_on.wait()

    async with _worker(real, own_database_url, JobList({"slow": slow})):
        seen = await _until(real, job := await _enqueue(real, "slow"), lambda job: job.done == 3)
        go_on.set()
        await _until(real, job, _ended)
    assert (seen.status, seen.total) == ("running", 10)


async def test_more_jobs_than_connections_all_say_how_far_they_are(own_database_url: str) -> None:
    async def work(running: Running) -> None:
        for step in range(5):
            await running.progress(step)

    few = Database.connect(own_database_url, queue.AT_ONCE + 1, patience=2)
    asked = [await _enqueue(few, "work") for _ in range(2 * queue.AT_ONCE)]
    async with _worker(few, own_database_url, JobList({"work": work})):
        ended = [(await _until(few, job, _ended)).status for job in asked]
    await few.close()
    assert set(ended) == {"succeeded"}


async def test_a_job_somebody_still_works_on_comes_back_when_that_worker_was_killed(
    real: Database, own_database_url: str
) -> None:
    """Taken for dead, the first worker had the job's lock still; its death afterwards leaves the job to us."""

    async def work(_: Running) -> dict[str, int]:
        return {"done": 1}

    job = await _enqueue(real, "work")
    async with real.session(NOON) as first:
        await first.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:job, 0))"), {"job": f"job:{job.id}"})
        async with _worker(real, own_database_url, JobList({"work": work})):
            async with asyncio.timeout(10), real.session(NOON) as session:
                while not await session.scalar(text("SELECT attempts FROM pgqueuer")):
                    await asyncio.sleep(0.02)
            await first.rollback()
            ended = await _until(real, job, _ended)
    assert (ended.status, ended.result) == ("succeeded", {"done": 1})


async def test_a_worker_that_stops_gives_its_job_back_at_once(real: Database, own_database_url: str) -> None:
    begun = asyncio.Event()

    async def endless(running: Running) -> None:
        await running.session.execute(text("CREATE TABLE half (x int)"))
        begun.set()
        await asyncio.Event().wait()

    async def work(_: Running) -> dict[str, int]:
        return {"done": 1}

    job = await _enqueue(real, "work")
    async with _worker(real, own_database_url, JobList({"work": endless})):
        async with asyncio.timeout(10):
            await begun.wait()
    async with real.session(NOON) as session:
        assert await session.scalar(text("SELECT to_regclass('half')")) is None
        assert await session.scalar(text("SELECT status FROM pgqueuer WHERE execute_after <= now()")) == "queued"
    assert (await _job(real, job)).status == "running"
    async with _worker(real, own_database_url, JobList({"work": work})):
        assert (await _until(real, job, _ended)).result == {"done": 1}


async def test_who_lets_go_takes_on_nothing_more() -> None:
    hands = queue.Hands()
    hands.let_go()
    with pytest.raises(RetryRequested), hands.hold():
        raise AssertionError


async def test_a_job_cancelled_by_others_is_not_given_back() -> None:
    async def work() -> None:
        with queue.Hands().hold():
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_failed_job_names_its_fault_and_leaves_nothing(real: Database, own_database_url: str) -> None:
    async def fail(running: Running) -> None:
        await running.session.execute(text("CREATE TABLE half (x int)"))
        raise ZeroDivisionError("secret")

    async with _worker(real, own_database_url, JobList({"fail": fail})):
        failed = await _until(real, await _enqueue(real, "fail"), _ended)
    assert (failed.status, failed.error) == ("failed", "ZeroDivisionError")
    async with real.session(NOON) as session:
        assert await session.scalar(text("SELECT to_regclass('half')")) is None


async def test_a_cancelled_job_stops_at_its_next_progress(real: Database, own_database_url: str) -> None:
    async def endless(running: Running) -> None:
        done = 0
        while True:
            done += 1
            await running.progress(done)

    async with _worker(real, own_database_url, JobList({"endless": endless})):
        job = await _until(real, await _enqueue(real, "endless"), lambda job: job.done > 0)
        async with real.session(NOON) as session:
            stopped = await session.get_one(Job, job.id, with_for_update=True)
            stopped.status = "cancelled"
            await session.commit()
        ended = await _until(real, job, _ended)
    assert ended.status == "cancelled"


async def test_a_job_delivered_twice_runs_once(real: Database, own_database_url: str) -> None:
    runs: list[int] = []

    async def count(_: Running) -> None:
        runs.append(1)

    job = await _enqueue(real, "count")
    async with real.session(NOON) as session:
        await session.execute(
            text(
                "INSERT INTO pgqueuer (priority, status, entrypoint, payload)"
                " SELECT priority, status, entrypoint, payload FROM pgqueuer"
            )
        )
        await session.commit()
    async with _worker(real, own_database_url, JobList({"count": count})):
        await _until(real, job, _ended)
        async with asyncio.timeout(10), real.session(NOON) as session:
            while await session.scalar(text("SELECT count(*) FROM pgqueuer")):
                await asyncio.sleep(0.02)
    assert runs == [1]
