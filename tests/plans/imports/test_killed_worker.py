"""A worker killed or stopped while it reads a document leaves nothing half read, and the next one reads it once."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from api.audit.service import SYSTEM
from api.cli.process import ROOT
from api.kit.clock import system_clock
from api.kit.db import Database
from api.kit.files import LocalFiles
from api.kit.http.upload import Upload
from api.plans.schemas.imports import ImportIn
from api.plans.service import begin_import
from tests.factories.plans import two_provinces
from tests.factories.units import caller
from tests.plans.imports.documents import LAYOUTS, docx_of, paper_of
from tests.plans.imports.facts import from_seed
from tests.support.workers import a_worker, until

STOPS_WITHIN = 8  # seconds; who runs it kills it after ten
# Python imports this when it starts: the process that reads documents says who it is once it has the whole document,
# by a file without a byte (it may write none), and gets no further.
SLOW = """
import pathlib, os, signal, sys

class Slow:
    def __init__(self, stream):
        self.buffer, self.stream = self, stream

    def read(self):
        data = self.stream.read()
        pathlib.Path({folder!r}, str(os.getpid())).touch()
        while True:
            signal.pause()

if "api.plans.imports.child" in sys.orig_argv:
    sys.stdin = Slow(sys.stdin.buffer)
"""


def _lives(pid: str) -> bool:
    return Path("/proc", pid).exists()


class Reading:
    """A document on its way, seen from outside with plain SQL, and the processes that read it slowly."""

    def __init__(self, outside: asyncpg.Connection, folder: Path, sent: UUID) -> None:
        self.outside, self.slow, self.pids, self.sent = outside, folder / "slow", folder / "pids", sent
        self.slow.mkdir()
        self.pids.mkdir()
        (self.slow / "sitecustomize.py").write_text(SLOW.format(folder=str(self.pids)))
        self.slowly = {"PYTHONPATH": f"{self.slow}:{ROOT}"}

    async def is_read(self) -> bool:
        """Whether a process has the document in hand."""
        return any(self.pids.iterdir())

    async def nobody_reads(self) -> bool:
        """Whether every process that had it is gone, so that the system knows no such number."""
        return not any(_lives(pid.name) for pid in self.pids.iterdir())

    async def queue(self) -> list[str]:
        """How the job stands in the queue."""
        return [row["status"] for row in await self.outside.fetch("SELECT status::text FROM pgqueuer")]

    async def status(self) -> tuple[str, str]:
        """Of the import, and of its job."""
        found = "SELECT i.status, j.status FROM plan_imports i JOIN jobs j ON j.id = i.job_id WHERE i.id = $1"
        read, worked = await self.outside.fetchrow(found, self.sent)
        return read, worked

    async def is_done(self) -> bool:
        """Whether it is read, and the job gone from the queue."""
        return await self.status() == ("ready", "succeeded") and await self.queue() == []

    async def written(self) -> tuple[list[str], int]:
        """What the audit says became of it, one word for each time it was written, and how many rows it has."""
        said = "SELECT changes->>'status' FROM audit_entries WHERE entity_id = $1 AND action = 'plan_import.update'"
        words = [row[0] for row in await self.outside.fetch(said, str(self.sent))]
        count = await self.outside.fetchval("SELECT row_count FROM plan_imports WHERE id = $1", self.sent)
        return words, count


@pytest.fixture
async def reading(own_database_url: str, tmp_path: Path) -> AsyncIterator[Reading]:
    """Hải Phòng's plan, sent and waiting."""
    data = docx_of(paper_of(from_seed("hai-phong"), LAYOUTS[0]))

    async def pieces() -> AsyncIterator[bytes]:
        yield data

    upload = Upload(await LocalFiles(tmp_path / "files").add(pieces()), "ke-hoach.docx")
    database, outside = Database.connect(own_database_url, pool=2), await asyncpg.connect(own_database_url)
    async with database.session(system_clock()) as session:
        ids = await two_provinces(session)
        subject = await caller(session, "coordinator", ids["hp"])
        made = await begin_import(session, SYSTEM, subject, upload, ImportIn(), before_includes_day=False)
        await session.commit()
    yield Reading(outside, tmp_path, made.id)
    await outside.close()
    await database.close()


async def test_a_worker_killed_while_it_reads_leaves_it_to_the_next(
    reading: Reading, own_database_url: str, tmp_path: Path
) -> None:
    with a_worker(own_database_url, tmp_path, **reading.slowly) as worker:
        await until(reading.is_read)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        await until(reading.nobody_reads)
    assert await reading.status() == ("reading", "running")
    # As much later as it takes for the queue to give up on whoever took the job.
    aged = "UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 hour'"
    assert await reading.outside.execute(aged) == "UPDATE 1"
    with a_worker(own_database_url, tmp_path):
        await until(reading.is_done)
    assert await reading.written() == (["ready"], 63)


async def test_a_worker_told_to_stop_while_it_reads_stops_and_leaves_it_to_the_next(
    reading: Reading, own_database_url: str, tmp_path: Path
) -> None:
    with a_worker(own_database_url, tmp_path, **reading.slowly) as worker:
        await until(reading.is_read)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(STOPS_WITHIN) == 0
    assert await reading.nobody_reads()
    assert (await reading.status(), await reading.queue()) == (("reading", "running"), ["queued"])
    with a_worker(own_database_url, tmp_path):
        await until(reading.is_done)
    assert await reading.written() == (["ready"], 63)
