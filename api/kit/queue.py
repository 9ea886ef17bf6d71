"""The queue on PostgreSQL that runs jobs (pgqueuer), in the worker.

The work is one transaction; progress is written in short ones of its own. A worker that is told to stop lets go of the
work it has in hand, so that the next begins it anew at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from sqlalchemy import func, select

from api.kit.clock import Clock
from api.kit.db import Database
from api.kit.files import FileStore
from api.kit.jobs import UNFINISHED, Cancelled, Job, JobList, NotKept, Running, Tick, Work

_log = structlog.get_logger(__name__)
GIVEN_UP_AFTER = timedelta(seconds=10)
"""How long a worker may say nothing of a job before another takes it: after kill -9, nobody waits for half a minute."""
LOOK_EVERY = timedelta(seconds=5)
"""How often the queue is looked at without having been told of something."""
AGAIN_AFTER = timedelta(seconds=1)
"""When a job is tried again that somebody still seems to work on."""
AT_ONCE = 10
"""How many jobs a worker does at once: each holds one connection to the database, and takes another to say how far it
is, so the worker's pool must be larger than this. The queue asks for an even number, half of it at a time."""
_STOPS = "the worker stops"


@dataclass
class Hands:
    """The jobs a worker has in hand."""

    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    _let_go: bool = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Work on a job. Raises RetryRequested when the worker let go of it: the queue hands it out again at once.

        Left to itself, the queue takes a job that ends by being cancelled for one that nobody wants any more.
        """
        if self._let_go or (task := asyncio.current_task()) is None:
            raise RetryRequested(reason=_STOPS)
        self._tasks.add(task)
        try:
            yield
        except asyncio.CancelledError:
            if not self._let_go:
                raise
            task.uncancel()
            raise RetryRequested(reason=_STOPS) from None
        finally:
            self._tasks.discard(task)

    def let_go(self) -> None:
        """Stop working on all of them, and take on no more."""
        self._let_go = True
        for task in self._tasks:
            task.cancel()


async def run(database: Database, listen_url: str, clock: Clock, jobs: JobList, files: FileStore) -> None:
    """Run jobs and ticks until cancelled: then jobs go back to the queue, and ticks that have begun are waited for.

    LISTEN needs a connection that no pooler stands before.
    """
    connection, hands = await asyncpg.connect(listen_url), Hands()
    try:
        queuer = PgQueuer.from_asyncpg_connection(connection)
        for kind in jobs.kinds:
            limit = jobs.limits.get(kind, 0)
            work = partial(take, database, clock, files, jobs=jobs, kind=kind)
            queuer.entrypoint(kind, concurrency_limit=limit)(_entrypoint(hands, work))
        for name, (expression, tick) in jobs.ticks.items():
            queuer.schedule(name, expression, clean_old=True)(_scheduled(database, clock, name, tick))
        await _run(queuer, hands)
    finally:
        await connection.close(timeout=2)


async def _run(queuer: PgQueuer, hands: Hands) -> None:
    """Run the queue. It would wait for its jobs however long they take; cancelled, we let go of them first."""
    queue = asyncio.create_task(
        queuer.run(
            shutdown_on_listener_failure=True,
            heartbeat_timeout=GIVEN_UP_AFTER,
            dequeue_timeout=LOOK_EVERY,
            batch_size=AT_ONCE // 2,
            max_concurrent_tasks=AT_ONCE,
        )
    )
    try:
        await asyncio.wait({queue})
    except asyncio.CancelledError:
        queuer.shutdown.set()
        hands.let_go()
        await asyncio.wait({queue})
        raise
    await queue


def _entrypoint(hands: Hands, work: Callable[[UUID], Awaitable[None]]) -> Callable[[QueuedJob], Awaitable[None]]:
    async def handle(queued: QueuedJob) -> None:
        with hands.hold():
            await work(UUID(orjson.loads(queued.payload or b"{}")["job"]))

    return handle


async def take(database: Database, clock: Clock, files: FileStore, job_id: UUID, *, jobs: JobList, kind: str) -> None:
    """Do a job that the queue handed out, unless it ended before; then settle it where it came to nothing."""
    if await _begin(database, clock, job_id):
        await perform(database, clock, files, job_id, jobs.kinds[kind])
    if kind in jobs.settles:
        async with database.session(clock()) as session:
            job = await session.get_one(Job, job_id)
            if job.status in {"cancelled", "failed"}:
                await jobs.settles[kind](session, job)
                await session.commit()


async def _begin(database: Database, clock: Clock, job_id: UUID) -> bool:
    """Mark a job as running; false when it was cancelled or finished before (a job is delivered at least once)."""
    async with database.session(clock()) as session:
        job = await session.get(Job, job_id, with_for_update=True)
        if job is None or job.status not in UNFINISHED:
            return False
        job.status = "running"
        await session.commit()
        return True


async def perform(database: Database, clock: Clock, files: FileStore, job_id: UUID, work: Work) -> None:
    """Do the work of a job that was begun, and say how it ended."""
    try:
        await _work(database, clock, files, job_id, work)
    except Cancelled:
        _log.info("job_cancelled", job=str(job_id))
    except NotKept as ended:
        await _end(database, clock, job_id, ended)
    except (asyncio.CancelledError, RetryRequested):
        raise
    except Exception as error:
        _log.exception("job_failed", job=str(job_id))
        await _fail(database, clock, job_id, error)


async def _work(database: Database, clock: Clock, files: FileStore, job_id: UUID, work: Work) -> None:
    """The job and its success in one transaction: either both are there or neither.

    Its lock ends with that transaction, so a second delivery comes back later while the first works (which may yet be
    killed, and only seemed to be), and starts over when the first was killed.
    """
    async with database.session(clock()) as session:
        if not await session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(f"job:{job_id}", 0)))):
            raise RetryRequested(AGAIN_AFTER)
        job = await session.get_one(Job, job_id)
        if job.status != "running":
            return
        payload = dict(job.payload)
        result = await work(Running(job_id, session, payload, database, clock, files))
        await session.refresh(job, with_for_update=True)
        if job.status == "cancelled":
            raise Cancelled
        job.status, job.result, job.finished_at = "succeeded", result, clock()
        await session.commit()


async def _end(database: Database, clock: Clock, job_id: UUID, ended: NotKept) -> None:
    """Keep what work came to whose own transaction is rolled back, unless it was cancelled meanwhile."""
    async with database.session(clock()) as session:
        job = await session.get_one(Job, job_id, with_for_update=True)
        if job.status != "running":
            return
        if ended.tell is not None:
            await ended.tell(session)
        job.status = "succeeded" if ended.error is None else "failed"
        job.result, job.error, job.finished_at = ended.result, ended.error, clock()
        await session.commit()


async def _fail(database: Database, clock: Clock, job_id: UUID, error: Exception) -> None:
    async with database.session(clock()) as session:
        job = await session.get_one(Job, job_id, with_for_update=True)
        job.status, job.error, job.finished_at = "failed", type(error).__name__, clock()
        await session.commit()


def _scheduled(database: Database, clock: Clock, name: str, tick: Tick) -> Callable[[Any], Awaitable[None]]:
    async def handle(_: Any) -> None:
        async with database.session(clock()) as session:
            outcome = await tick(session)
            await session.commit()
        _log.info("tick", name=name, outcome=outcome)

    return handle
