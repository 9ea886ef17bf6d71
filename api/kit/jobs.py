"""Long work: a row one can follow at `/jobs/{id}`, asked for here and done by a worker (`kit.queue`).

A job is enqueued in the transaction that wants it done: rolled back with it, never lost, never early.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Index, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.clock import Clock
from api.kit.db import Database, Record
from api.kit.files import FileStore
from api.kit.permissions import Subject

UNFINISHED = ("queued", "running")
TRACE: ContextVar[str | None] = ContextVar("trace", default=None)
"""The `traceparent` of what asks for jobs now, where that is traced: a job goes on in that trace."""
TRACEPARENT = "traceparent"

# As pgqueuer would do it (a test compares them); it need not be loaded by those who only ask, for it takes four
# megabytes of a process.
_ENQUEUE = text("""
    WITH queued AS (
        INSERT INTO pgqueuer (priority, entrypoint, payload, status, execute_after)
        VALUES (0, :kind, :message, 'queued', now())
        RETURNING id, entrypoint, priority
    )
    INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
    SELECT id, 'queued', entrypoint, priority FROM queued
""")


class Job(Record):
    """A piece of long work and how far it has come."""

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "owner_id", "created_at"),)

    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="queued")
    owner_kind: Mapped[str]
    owner_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class Cancelled(Exception):
    """The owner asked for the job to stop; its transaction is rolled back."""


class NotKept(Exception):
    """The work came to an end, and what it wrote is not to stay: it was tried only, or refused as `error` says.

    `result` is kept on the job all the same, and `tell` may write more of it, in the transaction that says so.
    """

    def __init__(
        self,
        result: dict[str, Any],
        error: str | None = None,
        tell: "Callable[[AsyncSession], Awaitable[None]] | None" = None,
    ) -> None:
        super().__init__(error)
        self.result, self.error, self.tell = result, error, tell


@dataclass(frozen=True)
class Running:
    """What a job's function is handed: its transaction, its payload, the files, and a way to say how far it is."""

    id: UUID
    session: AsyncSession
    payload: dict[str, Any]
    database: Database
    clock: Clock
    files: FileStore

    async def progress(self, done: int, total: int | None = None) -> None:
        """Show how far the job is, in a transaction of its own. Raises Cancelled when it was cancelled."""
        async with self.database.session(self.clock()) as apart:
            changes: dict[str, Any] = {"done": done, "updated_at": self.clock()}
            if total is not None:
                changes["total"] = total
            statement = update(Job).where(Job.id == self.id).values(changes).returning(Job.status)
            status = await apart.scalar(statement)
            await apart.commit()
        if status == "cancelled":
            raise Cancelled


Work = Callable[[Running], Awaitable[dict[str, Any] | None]]
Settle = Callable[[AsyncSession, Job], Awaitable[None]]
Tick = Callable[[AsyncSession], Awaitable[object]]


@dataclass
class JobList:
    """The work a worker knows: kinds of job, and what runs by the clock (cron expression → function).

    `limits` says of which kinds only so many run at once; the rest wait in the queue, not at the database's door.
    `settles` is what some kinds do about a job that was cancelled or failed, so that nothing waits for it for ever.
    """

    kinds: dict[str, Work] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    settles: dict[str, Settle] = field(default_factory=dict)
    ticks: dict[str, tuple[str, Tick]] = field(default_factory=dict)


async def enqueue(session: AsyncSession, kind: str, payload: dict[str, Any], owner: Subject | None) -> Job:
    """Ask for a job in the session's transaction; the answer's `id` goes into `Location: /api/v1/jobs/{id}`."""
    trace = TRACE.get()
    job = Job(
        kind=kind,
        payload=payload if trace is None else payload | {TRACEPARENT: trace},
        owner_kind=owner.kind if owner else "system",
        owner_id=owner.id if owner else None,
    )
    session.add(job)
    await _queue(session, job)
    return job


async def begin_anew(session: AsyncSession, job: Job) -> None:
    """Have a job that failed or was cancelled done after all: the same row, so that whoever follows it sees it."""
    job.status, job.done, job.total = "queued", 0, None
    job.result = job.error = job.finished_at = None
    await _queue(session, job)


async def _queue(session: AsyncSession, job: Job) -> None:
    await session.flush()
    message = orjson.dumps({"job": str(job.id)})
    await session.execute(_ENQUEUE, {"kind": job.kind, "message": message})
