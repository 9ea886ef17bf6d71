"""`/audit` over two hundred thousand entries: whatever it is asked, no statement reads the table from end to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from tests.factories import identity
from tests.factories.identity import Account
from tests.support.callers import Callers

AUDIT = "/api/v1/audit"
ENTRIES = 200_000
# Three years, a thousand kinds of record, by the administrator, the clock and a hundred accounts that are gone; of a
# thousand units, so that the newest of one of them are not soon met by going back through the days.
_FILL = text(
    """
    INSERT INTO audit_entries (at, actor_kind, actor_id, action, entity, entity_id, unit_id, request_id, changes)
    SELECT CAST(:now AS timestamptz) - n * interval '8 minutes', CASE n % 3 WHEN 0 THEN 'system' ELSE 'user' END,
        CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN CAST(:admin AS uuid) ELSE md5((n % 100)::text)::uuid END,
        'trial.' || (ARRAY['create', 'update', 'delete'])[n % 3 + 1], 'trial', (n % 1000)::text,
        CASE WHEN n % 1000 = 0 THEN CAST(:ours AS uuid) WHEN n % 2 = 1 THEN md5((n % 997)::text)::uuid END,
        'r-' || n, '{}'
    FROM generate_series(1, CAST(:entries AS integer)) AS n
    """
)
# As the chain's own function leaves it, but for what the links say.
_CHAIN = "INSERT INTO audit_chain SELECT row_number() OVER (ORDER BY id), id, '\\x00' FROM audit_entries"
QUESTIONS: tuple[dict[str, str], ...] = (
    {},
    {"entity": "trial"},
    {"entity": "trial", "entity_id": "77"},
    {"actor": "admin.a"},
    {"action": "create"},
    {"unit": "a-school"},
    {"request": "r-77"},
    {"from": "2024-01-01", "to": "2024-02-01"},
    {"actor": "admin.a", "from": "2024-01-01"},
)


@pytest_asyncio.fixture
async def tree(session: AsyncSession) -> dict[str, UUID]:
    return await identity.plant_tree(session)


@pytest_asyncio.fixture
async def accounts(session: AsyncSession, tree: dict[str, UUID], connection: AsyncConnection) -> list[Account]:
    """Who reads all, and who reads one department's, of so many entries."""
    root = await identity.make_account(session, "root", "admin", tree["top"])
    admin = await identity.make_account(session, "admin.a", "admin", tree["a"])
    given = {"ours": tree["a-school"], "admin": admin.user.id, "entries": ENTRIES}
    await session.execute(_FILL, given | {"now": session.info["now"]})
    await session.execute(text(_CHAIN))
    await session.commit()
    for table in ("audit_entries", "audit_chain"):
        await connection.execute(text(f"ANALYZE {table}"))
    return [root, admin]


@contextmanager
def _seen(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """The statements about the audit that are sent meanwhile, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT") and "audit_entries" in statement:
            seen.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine.sync_engine, "before_cursor_execute", note)


async def test_every_question_is_answered_by_an_index(
    client: httpx.AsyncClient,
    callers: Callers,
    accounts: list[Account],
    connection: AsyncConnection,
    engine: AsyncEngine,
) -> None:
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    slow: dict[str, str] = {}
    for account in accounts:
        headers = callers.sign_in(account.subject)
        for question in QUESTIONS:
            with _seen(engine) as statements:
                answer = await client.get(AUDIT, params=question, headers=headers)
            assert answer.status_code == 200, answer.text
            assert statements
            for statement, parameters in statements:
                plan = "\n".join(row[0] for row in await raw.fetch(f"EXPLAIN {statement}", *parameters))
                if "Seq Scan on audit_entries" in plan or "Seq Scan on audit_chain" in plan:
                    slow[f"{account.user.username} {question}"] = plan
    assert slow == {}
