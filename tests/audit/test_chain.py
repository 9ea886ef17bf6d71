"""The audit on a real database: append-only for everybody, chained after the commit, and what was done to it found."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from api.audit import jobs
from api.audit.rules import Break, Fault
from api.audit.service import SYSTEM, breaks, record
from api.cli.verify_audit import verify
from api.kit.db import Database
from tests.support.clock import NOON
from tests.support.server import as_application

LONG_AGO = NOON - timedelta(days=900)


@pytest_asyncio.fixture
async def application(own_database_url: str) -> AsyncIterator[Database]:
    """The database as the application's role sees it."""
    database = Database.connect(as_application(own_database_url), pool=5)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def superuser(admin_url: str, own_database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who can do anything, triggers switched off."""
    name = own_database_url.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(admin_url, database=name)
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


async def _write(database: Database, *names: str, at=NOON) -> None:
    async with database.session(at) as session:
        for name in names:
            record(session, SYSTEM, "trial.create", entity="trial", entity_id=name, changes={"name": name})
        await session.commit()


async def _chain(database: Database) -> int:
    async with database.session(NOON) as session:
        made = await jobs.chain(session)
        await session.commit()
    return made


async def _anchor(database: Database) -> str | None:
    async with database.session(NOON) as session:
        made = await jobs.anchor(session)
        await session.commit()
    return made


async def _breaks(database: Database) -> tuple[Break | None, int]:
    async with database.session(NOON) as session:
        return await breaks(session)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET action = 'nothing'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "UPDATE audit_chain SET hash = ''",
        "DELETE FROM audit_chain",
        "TRUNCATE audit_chain",
        "DELETE FROM audit_anchors",
        "UPDATE audit_anchors SET position = 0",
    ],
)
async def test_nobody_changes_the_audit(own_database_url: str, application: Database, statement: str) -> None:
    await _write(application, "a", at=LONG_AGO)
    await _chain(application)
    await _anchor(application)
    for url in (own_database_url, as_application(own_database_url)):
        connection = await asyncpg.connect(url)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
        await connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_chain VALUES (7, 7, '')",
        "INSERT INTO audit_anchors VALUES ('2026-01-01', 7, '', now())",
        "DELETE FROM audit_pending",
        "ALTER TABLE audit_entries DISABLE TRIGGER refuse",
        "DROP TABLE audit_entries",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ],
)
async def test_the_applications_role_cannot_get_round_the_guard(application: Database, statement: str) -> None:
    async with application.session(NOON) as session:
        with pytest.raises(Exception, match=r"permission denied|must be owner|read-only"):
            await session.execute(text(statement))


async def test_entries_are_chained_in_an_order_that_follows_commits(application: Database) -> None:
    async with application.session(NOON) as slow:
        record(slow, SYSTEM, "trial.create", entity="trial", entity_id="slow")
        await slow.flush()
        await _write(application, "quick")
        assert await _chain(application) == 1
        await slow.commit()
    async with application.session(NOON) as undone:
        record(undone, SYSTEM, "trial.create", entity="trial", entity_id="undone")
        await undone.flush()
    assert sorted(await asyncio.gather(_chain(application), _chain(application))) == [0, 1]
    async with application.session(NOON) as session:
        order = await session.scalars(
            text("SELECT entity_id FROM audit_chain JOIN audit_entries ON id = entry_id ORDER BY position")
        )
        assert [*order] == ["quick", "slow"]
    assert await _breaks(application) == (None, 2)


SEVEN = ("a", "b", "c", "d", "e", "f", "g")
ENTRY = "(SELECT entry_id FROM audit_chain WHERE position = {})"
TAMPERED = {
    "a flipped byte": (
        f"UPDATE audit_entries SET changes = '{{\"name\": \"C\"}}' WHERE id = {ENTRY.format(3)}", Fault.ALTERED, 3
    ),
    "a deleted entry": (f"DELETE FROM audit_entries WHERE id = {ENTRY.format(3)}", Fault.ENTRY_GONE, 3),
    "a swapped pair": (
        """UPDATE audit_chain c SET entry_id = o.entry_id, hash = o.hash FROM audit_chain o
        WHERE c.position IN (3, 4) AND o.position = 7 - c.position""",
        Fault.ALTERED, 3,
    ),
    "a truncated tail": (
        """WITH gone AS (DELETE FROM audit_chain WHERE position > 4 RETURNING entry_id)
        DELETE FROM audit_entries WHERE id IN (SELECT entry_id FROM gone)""",
        Fault.TRUNCATED, 5,
    ),
    "one slipped in": (
        "INSERT INTO audit_entries (at, actor_kind, action, entity, changes) VALUES (now(), 'system', 'x', 'x', '{}')",
        Fault.UNCHAINED, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "fault", "position"), TAMPERED.values(), ids=TAMPERED)
async def test_what_a_superuser_does_is_found(
    own_database_url: str,
    application: Database,
    superuser: asyncpg.Connection,
    capsys: pytest.CaptureFixture[str],
    statement: str,
    fault: Fault,
    position: int | None,
) -> None:
    await _write(application, *SEVEN)
    await _chain(application)
    assert await _anchor(application) is not None
    assert await _anchor(application) is None  # one a day
    assert await _breaks(application) == (None, 7)
    await superuser.execute("ALTER TABLE audit_chain DROP CONSTRAINT uq_audit_chain_entry_id")
    await superuser.execute(statement)
    found, _ = await _breaks(application)
    assert found is not None
    assert (found.fault, found.position) == (fault, position)
    assert not await verify(as_application(own_database_url), [])
    assert "then:" in capsys.readouterr().out


async def test_entries_leave_after_their_time_and_the_chain_still_holds(
    application: Database, superuser: asyncpg.Connection
) -> None:
    await _write(application, "a", "b", at=LONG_AGO)
    await _chain(application)
    await _anchor(application)
    await _write(application, "c")
    await _chain(application)
    async with application.session(NOON) as session:
        assert await jobs.forget(session) == 0  # no anchor is old
    await superuser.execute("UPDATE audit_anchors SET at = at - interval '900 days', day = day - 900")
    async with application.session(NOON) as session:
        assert await jobs.forget(session) == 2
        await session.commit()
    assert await _breaks(application) == (None, 1)
    assert await _anchor(application) is not None


async def test_the_function_and_the_verifier_say_an_entry_alike(application: Database) -> None:
    """Of values of every kind, empty ones among them."""
    async with application.session(NOON) as session:
        record(
            session, SYSTEM, "thử.tạo", entity="thử", entity_id=None,
            changes={"số": 1.50, "chuỗi": "“ngoặc” \\ \"", "rỗng": None, "danh sách": [1, "hai"]},
        )  # fmt: skip
        await session.commit()
    await _chain(application)
    assert await _breaks(application) == (None, 1)
