"""The worker reads documents; what is cancelled, fails or is thrown away meanwhile is not read for ever."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.audit.service import SYSTEM
from api.kit import queue
from api.kit.db import Database
from api.kit.files import LocalFiles
from api.kit.http.upload import Upload
from api.kit.jobs import Job
from api.plans.imports import bounded
from api.plans.imports.document import Document
from api.plans.models import PlanImport
from api.plans.schemas.imports import ImportIn
from api.plans.service import READ_IMPORT, begin_import, discard_import
from api.worker import JOBS
from tests.factories.plans import two_provinces
from tests.factories.units import caller
from tests.plans.imports.documents import LAYOUTS, docx_of, paper_of
from tests.plans.imports.facts import from_seed
from tests.support.clock import NOON


def _now():
    return NOON


@pytest.fixture
async def real(own_database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(own_database_url, pool=4)
    yield database
    await database.close()


@pytest.fixture
def files(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path)


async def _sent(database: Database, files: LocalFiles) -> PlanImport:
    data = docx_of(paper_of(from_seed("hai-phong"), LAYOUTS[0]))

    async def pieces() -> AsyncIterator[bytes]:
        yield data

    upload = Upload(await files.add(pieces()), "ke-hoach.docx")
    async with database.session(NOON) as session:
        ids = await two_provinces(session)
        subject = await caller(session, "coordinator", ids["hp"])
        made = await begin_import(session, SYSTEM, subject, upload, ImportIn(), before_includes_day=False)
        await session.commit()
        return made


async def _take(database: Database, files: LocalFiles, made: PlanImport) -> None:
    """The worker takes the job, as often as the queue hands it out."""
    assert made.job_id is not None
    await queue.take(database, _now, files, made.job_id, jobs=JOBS, kind=READ_IMPORT)


async def _cancel(database: Database, made: PlanImport) -> None:
    async with database.session(NOON) as session:
        (await session.get_one(Job, made.job_id)).status = "cancelled"
        await session.commit()


async def _refusal(database: Database, made: PlanImport) -> tuple[str, str | None]:
    async with database.session(NOON) as session:
        found = await session.get_one(PlanImport, made.id)
        return found.status, found.refusal


async def test_a_reading_cancelled_before_it_began_is_refused(real: Database, files: LocalFiles) -> None:
    made = await _sent(real, files)
    await _cancel(real, made)
    await _take(real, files, made)
    assert await _refusal(real, made) == ("refused", "stopped")
    await _take(real, files, made)
    assert await _refusal(real, made) == ("refused", "stopped")


async def test_a_reading_cancelled_midway_is_refused(
    real: Database, files: LocalFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, parse = await _sent(real, files), bounded.parse

    async def meanwhile(data: bytes, name: str) -> Document:
        await _cancel(real, made)
        return await parse(data, name)

    monkeypatch.setattr(bounded, "parse", meanwhile)
    await _take(real, files, made)
    assert await _refusal(real, made) == ("refused", "stopped")


async def test_a_document_whose_reading_fails_is_refused(real: Database, files: LocalFiles) -> None:
    made = await _sent(real, files)
    async with real.session(NOON) as session:
        (await session.get_one(PlanImport, made.id)).sha256 = "0" * 64
        await session.commit()
    await _take(real, files, made)
    assert await _refusal(real, made) == ("refused", "failed")


async def test_what_is_thrown_away_while_it_is_read_stays_thrown_away(
    real: Database, files: LocalFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, parse = await _sent(real, files), bounded.parse

    async def meanwhile(data: bytes, name: str) -> Document:
        async with real.session(NOON) as session:
            await discard_import(session, SYSTEM, await session.get_one(PlanImport, made.id))
            await session.commit()
        return await parse(data, name)

    monkeypatch.setattr(bounded, "parse", meanwhile)
    await _take(real, files, made)
    async with real.session(NOON) as session:
        found = await session.get_one(PlanImport, made.id)
    assert (found.status, found.rows) == ("discarded", [])
