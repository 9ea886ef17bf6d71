"""Every write, refusal and export of the contract leaves its entry in the audit."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.contract.conftest import HOME, World
from tests.contract.test_matrix import BODIES, FILES, HEADERS, OPERATIONS, QUERIES, RESERVED, Operation
from tests.support.contract import DOCUMENT

WRITES = [operation for operation in OPERATIONS if operation.method not in {"GET", "OPTIONS"}]
# Nothing that others rely on comes of these: what one has read oneself, the bytes of a file that is not evidence yet,
# the way to a provider (whoever comes back from it leaves an entry).
NO_TRACE = {
    "read_notification", "read_all_notifications", "create_upload", "append_upload", "delete_upload",
    "link_own_identity",
}  # fmt: skip
# Pictures for the screen, whose evidence is what would be exported.
NO_EXPORT = {"get_evidence_thumbnail", "get_evidence_preview"}
# Here they find nothing to do, or are done to what is not in the state for it; the acts have tests of their own.
NOT_NOW = {name for (_, name), status in RESERVED.items() if status == 409}
NOTHING_DONE = {"end_other_sessions", "create_invitations", "confirm_second_factor"} | NOT_NOW
EXPORTS = [
    operation
    for operation in OPERATIONS
    if operation.method == "GET"
    and operation.id not in NO_EXPORT
    and any(
        body.get("schema", {}).get("format") == "binary"
        for answer in DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"].values()
        for body in answer.get("content", {}).values()
    )
]


async def _entries(connection: AsyncConnection) -> list[str]:
    return [*(await connection.scalars(text("SELECT action FROM audit_entries ORDER BY id DESC LIMIT 3")))]


async def _try(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, operation: Operation, account: str
) -> tuple[int, bool, list[str]]:
    """What came of it, whether it left an entry, and the last entries; all taken back."""
    headers = world.headers(account) | HEADERS.get(operation.id, {})
    content, more = FILES.get(operation.id, (None, {}))
    body: Any = BODIES.get(operation.id)
    path = operation.path.format_map(world.places(operation.id))
    async with connection.begin_nested() as savepoint:
        before = await connection.scalar(text("SELECT max(id) FROM audit_entries"))
        answer = await client.request(
            operation.method, path, params=QUERIES.get(operation.id), json=body(world) if body else None,
            content=content, headers=headers | more | {"If-Match": "*"},
        )  # fmt: skip
        after = await connection.scalar(text("SELECT max(id) FROM audit_entries"))
        last = await _entries(connection)
        await savepoint.rollback()
    return answer.status_code, after != before, last


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: operation.id)
async def test_a_write_leaves_an_entry_and_a_refusal_too(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, operation: Operation
) -> None:
    done = refused = False
    for account in (f"coordinator.{HOME}", "admin", f"leader.{HOME}", f"viewer.{HOME}"):
        status, left, last = await _try(client, connection, world, operation, account)
        if status < 300 and operation.id not in NO_TRACE | NOTHING_DONE:
            assert left, account
            done = True
        if status == 403:
            assert left
            assert last[0] == "request.refused"
            refused = True
        if status >= 400 and status != 403:
            assert not left
        if done and refused:
            return
    assert done or operation.id in NO_TRACE | NOTHING_DONE


@pytest.mark.parametrize("operation", EXPORTS, ids=lambda operation: operation.id)
async def test_what_leaves_as_a_file_leaves_an_entry(
    client: httpx.AsyncClient, connection: AsyncConnection, world: World, operation: Operation
) -> None:
    tried = [await _try(client, connection, world, operation, each) for each in (f"coordinator.{HOME}", "admin")]
    _, left, last = next(outcome for outcome in tried if outcome[0] == 200)
    assert left
    assert last[0].endswith(".export")
