"""Loads that a job carries out: of more rows than one request holds, or of somebody who does not want to wait.

The body goes into the store of files in the transaction that makes the job, and a worker reads it from there; it is
named while the job may still need it, and swept as every file that nothing names. The answer is the job's result.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.aside import aside
from api.kit.bulk.answers import BulkQuery, RowsRejected, answer, body_of, keep
from api.kit.bulk.batches import Keeping, forget_refused, keep_refused
from api.kit.bulk.engine import ROWS_MAX, Door, Filter, Rejected, Tally, TooManyRows, WideDoor, run, run_filter
from api.kit.bulk.rows import Table, read, read_object
from api.kit.bulk.spool import XLSX, Spool, fetched
from api.kit.files import REFERENCES, NoSuchFile, lock_file
from api.kit.http.address import client_address
from api.kit.http.answers import JSON, to_json
from api.kit.http.language import language_of
from api.kit.jobs import UNFINISHED, Job, NotKept, Running, enqueue
from api.kit.permissions import Subject
from api.kit.problems import Language, Message, Problem, TooLarge, Unavailable

JOB_ROWS_MAX = 1_000_000
"""Rows of one job."""
# Of what is wrong so much stands in the result, and so many refused rows are kept of a load that is not: a load in part
# keeps them all, as they come.
_NAMED, _KEPT = 1_000, 10_000
# Less than this, packed, holds no more rows than a request may.
_SMALL = 64 << 10
# A workbook is unpacked in memory.
_WORKBOOK = 64 << 20
_ASKED = "respond-async"
R = TypeVar("R", bound=BaseModel)

_BODY = Job.payload["body", "sha256"].astext
# Other jobs have no body.
REFERENCES.append(select(_BODY).where(Job.status.in_(UNFINISHED), _BODY.is_not(None)))


class LoadForgotten(Problem):
    """The body of a load is kept for two days or so; the load cannot be begun anew after that."""

    status, code = 410, "load_forgotten"
    title = Message("Tệp không còn được giữ", "The file is not kept any more")
    detail = Message("Tệp của lần nạp này không còn; hãy gửi lại.", "The file of this load is gone; send it again.")


@dataclass(frozen=True)
class Load(Generic[R]):
    """What a load goes through: the resource's door, its way for a filter, and the batch it makes.

    `kind` is that of the job which makes it again, of the same caller.
    """

    kind: str
    door: Door[R] | WideDoor[R]
    batch: Keeping
    by_filter: Filter[Any] | None = None


async def answer_or_postpone(
    request: Request, session: AsyncSession, query: BulkQuery, spool: Spool, load: Load[R]
) -> Response:
    """Run the rows and say what became of them, or leave them to a job. Raises as `answer` does, and Unavailable."""
    if await _is_for_later(request, spool, load.door.table):
        return await _postponed(request, session, query, spool, load.kind)
    return await answer(request, session, query, spool, load.door, by_filter=load.by_filter, batch=load.batch)


async def _is_for_later(request: Request, spool: Spool, table: Table) -> bool:
    """Whether a job is asked for, or needed."""
    if any(part.strip().lower() == _ASKED for part in request.headers.get("prefer", "").split(",")):
        return True
    if spool.most_rows is None:
        if spool.file.seek(0, 2) < _SMALL:
            return False
    elif spool.most_rows <= ROWS_MAX:
        return False
    return await aside(lambda: _has_too_many(spool, table))


def _has_too_many(spool: Spool, table: Table) -> bool:
    """What cannot be read is nobody's for later: the request says so at once."""
    try:
        return any(raw.number > ROWS_MAX for raw in read(spool, table))
    except TooLarge:
        return spool.packed  # a job unpacks more
    except Problem:
        return False


async def _postponed(request: Request, session: AsyncSession, query: BulkQuery, spool: Spool, kind: str) -> Response:
    """Lay the body down and ask for the job: 202, with its address. Raises Unavailable when the store is away."""
    subject: Subject = request.state.subject
    sha256 = await _laid_down(request, session, spool)
    payload = {
        "body": {"sha256": sha256, "media_type": spool.media_type, "packed": spool.packed},
        "query": query.model_dump(),
        "caller": _named(request, subject),
        "language": language_of(request),
        "path": request.url.path,
    }
    job = await enqueue(session, kind, payload, subject)
    headers = {"Location": f"/api/v1/jobs/{job.id}", "Preference-Applied": _ASKED}
    return Response(to_json(body_of(Tally(), language_of(request)) | {"job": job.id}), 202, headers, JSON)


async def _laid_down(request: Request, session: AsyncSession, spool: Spool) -> str:
    files = request.app.state.files
    try:
        stored = await files.add(spool.pieces())
        await lock_file(session, stored.sha256)
        there = await files.added_at(stored.sha256)
    except OSError as error:
        raise Unavailable(headers={"Retry-After": "30"}) from error
    if there is None:  # swept meanwhile, as the same bytes of long ago
        raise Unavailable(headers={"Retry-After": "1"})
    return str(stored.sha256)


def _named(request: Request, subject: Subject) -> dict[str, Any]:
    """Who asks, as `identity` knows them again when the job runs."""
    return {
        "kind": subject.kind,
        "id": str(subject.id),
        "scopes": None if subject.scopes is None else sorted(subject.scopes),
        "client_id": subject.client_id,
        "request_id": request.state.request_id,
        "address": client_address(request),
    }


async def carry_out(job: Running, make: Callable[[], Awaitable[Load[R]]], limit: int) -> dict[str, Any]:
    """Do what the request asked for; `limit` is how many bytes it may have unpacked. The result is its answer.

    `make` makes the load, or raises the problem by which whoever asked may not any more.

    Raises NotKept for what was tried only, and for what is refused: with the problem the request would have had.
    """
    language: Language = job.payload["language"]
    query = BulkQuery.model_validate(job.payload["query"])
    told = _Told(job.id)
    await forget_refused(job.session, job.id)
    try:
        tally, batch = await _taken(job, await make(), query, told, limit)
    except Problem as problem:
        document = problem.document(language, job.payload["path"], job.payload["caller"]["request_id"])
        raise NotKept(document, problem.code, told.tell) from problem
    status = 207 if tally.rejected and not query.dry_run else 200
    result = body_of(tally, language) | {"batch": batch and str(batch), "job": str(job.id), "status": status}
    if query.dry_run:
        raise NotKept(result, tell=told.tell)
    return result


async def _taken(job: Running, load: Load[R], query: BulkQuery, told: "_Told", limit: int) -> tuple[Tally, UUID | None]:
    """Put the body through the door. Raises what the request would have raised, and LoadForgotten."""
    body: Mapping[str, Any] = job.payload["body"]
    refuse = told.note if query.dry_run or query.mode == "atomic" else partial(load.batch.refuse, job.session)
    tally = Tally(most_named=_NAMED)
    try:
        limit = min(limit, _WORKBOOK) if body["media_type"] == XLSX else limit
        async with fetched(job.files, **body, limit=limit) as spool:
            given = None if load.by_filter is None else read_object(spool)
            if load.by_filter is not None and given is not None:
                await run_filter(given, load.by_filter, tally)
            else:
                total = await aside(lambda: _counted(spool, load.door.table))
                await job.progress(0, total)
                rows = read(spool, load.door.table)
                await run(rows, load.door, tally, most=JOB_ROWS_MAX, refuse=refuse, advance=job.progress)
    except NoSuchFile as error:
        raise LoadForgotten from error
    if tally.rejected and query.mode == "atomic" and not query.dry_run:
        raise RowsRejected(tally)
    return tally, None if query.dry_run else keep(job.session, query, tally, load.door, load.batch)


def _counted(spool: Spool, table: Table) -> int:
    """How many rows there are; so what cannot be read to its end is refused before any row is written."""
    last = 0
    for raw in read(spool, table):
        last = raw.number
        if last > JOB_ROWS_MAX:
            raise TooManyRows(limit=JOB_ROWS_MAX)
    return last


class _Told:
    """The refused rows of a load of which nothing else is kept, up to so many."""

    def __init__(self, job_id: UUID) -> None:
        self._job_id = job_id
        self._refused: list[Rejected] = []

    async def note(self, refused: Sequence[Rejected]) -> None:
        """Hold some more."""
        self._refused += refused[: _KEPT - len(self._refused)]

    async def tell(self, session: AsyncSession) -> None:
        """Keep them in place of those of an earlier try."""
        await forget_refused(session, self._job_id)
        if self._refused:
            await keep_refused(session, self._job_id, self._refused)
