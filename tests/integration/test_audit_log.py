"""`/audit`: who reads what of it, narrowed, page by page, and as a file."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import jobs
from api.audit.service import SYSTEM, Actor, record
from api.identity.models import User
from tests.factories import identity
from tests.factories.identity import Account
from tests.support.callers import Callers

AUDIT = "/api/v1/audit"
PATHS = (AUDIT, f"{AUDIT}/anchors", f"{AUDIT}/document")


@pytest.fixture
async def tree(session: AsyncSession) -> dict[str, UUID]:
    return await identity.plant_tree(session)


@pytest.fixture
async def root(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    return await identity.make_account(session, "root", "admin", tree["top"])


@pytest.fixture
async def admin(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    return await identity.make_account(session, "admin.a", "admin", tree["a"])


@pytest.fixture
async def viewer(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    return await identity.make_account(session, "viewer.a", "viewer", tree["a"])


@pytest.fixture
async def acts(session: AsyncSession, tree: dict[str, UUID], admin: Account) -> None:
    """One act at each of two departments, one by an account of A about nothing of anybody's, one by nobody."""
    for code in ("a-school", "b-school"):
        record(session, SYSTEM, "trial.create", entity="trial", entity_id=code, unit_id=tree[code])
    theirs = Actor("user", admin.subject.id, "req-1", "192.0.2.7")
    record(session, theirs, "trial.refused", entity="trial", entity_id="a-admin", changes={"formula": "=1+1"})
    record(session, Actor("nobody"), "trial.refused", entity="trial", entity_id="nobody")
    await session.commit()


async def _ids(client: httpx.AsyncClient, headers: dict[str, str], **query: str) -> set[str]:
    answer = await client.get(AUDIT, params={"entity": "trial", **query}, headers=headers)
    assert answer.status_code == 200, answer.text
    return {item["entity_id"] for item in answer.json()["items"]}


async def test_nobody_and_who_administers_nothing_are_refused(
    client: httpx.AsyncClient, callers: Callers, viewer: Account
) -> None:
    headers = callers.sign_in(viewer.subject)
    for path in PATHS:
        assert (await client.get(path)).status_code == 401
        assert (await client.get(path, headers=headers)).status_code == 403


async def test_each_reads_what_is_about_their_units_or_by_their_accounts(
    client: httpx.AsyncClient, callers: Callers, root: Account, admin: Account, acts: None
) -> None:
    assert await _ids(client, callers.sign_in(admin.subject)) == {"a-school", "a-admin"}
    assert await _ids(client, callers.sign_in(root.subject)) == {"a-school", "b-school", "a-admin", "nobody"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"action": "refused"}, {"a-admin", "nobody"}),
        ({"action": "trial.create", "unit": "a-school"}, {"a-school"}),
        ({"actor": "admin.a"}, {"a-admin"}),
        ({"request": "req-1"}, {"a-admin"}),
        ({"entity_id": "nobody"}, {"nobody"}),
        ({"from": "2026-05-20", "to": "2026-05-20"}, {"a-school", "b-school", "a-admin", "nobody"}),
        ({"from": "2026-05-21"}, set()),
        ({"to": "2026-05-19"}, set()),
    ],
)
async def test_it_is_narrowed(
    client: httpx.AsyncClient, callers: Callers, root: Account, acts: None, query: dict[str, str], found: set[str]
) -> None:
    assert await _ids(client, callers.sign_in(root.subject), **query) == found


async def test_an_entry_says_who_what_where_and_its_place_in_the_chain(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, acts: None
) -> None:
    headers = callers.sign_in(root.subject)
    first = (await client.get(AUDIT, params={"actor": "admin.a"}, headers=headers)).json()["items"][0]
    assert (first["position"], first["hash"]) == (None, None)
    await jobs.chain(session)
    anchored = await jobs.anchor(session)
    await session.commit()
    item: dict[str, Any] = (await client.get(AUDIT, params={"request": "req-1"}, headers=headers)).json()["items"][0]
    assert item["actor"] | {"id": None} == {
        "kind": "user", "id": None, "code": "admin.a", "name": "Người dùng admin.a"
    }  # fmt: skip
    assert (item["action"], item["address"], item["changes"]) == ("trial.refused", "192.0.2.7", {"formula": "=1+1"})
    anchor = (await client.get(f"{AUDIT}/anchors", headers=headers)).json()["items"][0]
    assert anchored == f"{anchor['position']}:{anchor['hash']}"
    assert item["position"] <= anchor["position"]


async def test_pages_follow_each_other(client: httpx.AsyncClient, callers: Callers, root: Account, acts: None) -> None:
    headers, seen, cursor = callers.sign_in(root.subject), [], None
    while True:
        query = {"entity": "trial", "limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(AUDIT, params=query, headers=headers)).json()
        seen += [item["entity_id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == ["nobody", "a-admin", "b-school", "a-school"]


async def test_a_list_of_any_length_costs_one_statement(
    client: httpx.AsyncClient, callers: Callers, admin: Account, acts: None, count_queries: Callable[[], Any]
) -> None:
    headers = callers.sign_in(admin.subject)
    with count_queries() as queries:
        await client.get(AUDIT, headers=headers)
    assert len(queries) == 1


async def test_it_is_taken_out_as_a_file_and_that_is_an_entry_too(
    client: httpx.AsyncClient, callers: Callers, root: Account, acts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = callers.sign_in(root.subject)
    asked = {"entity": "trial", "actor": "admin.a"}
    table = await client.get(f"{AUDIT}/document", params={"format": "csv", **asked}, headers=headers)
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "formula: =1+1" in lines[1]
    book = await client.get(f"{AUDIT}/document", params=asked, headers=headers)
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book.content)).namelist()
    exports = (await client.get(AUDIT, params={"action": "export"}, headers=headers)).json()["items"]
    assert [item["changes"].get("format") for item in exports] == [None, "csv"]
    monkeypatch.setattr("api.integration.audit_log.service.MOST", 3)
    refused = await client.get(f"{AUDIT}/document", params={"entity": "trial"}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_entries")


async def test_a_change_says_before_and_after_and_no_secret(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, tree: dict[str, UUID]
) -> None:
    user: User = await identity.make_user(session, "co.lan", tree["a"])
    headers = callers.sign_in(root.subject)
    path = f"/api/v1/users/{user.id}"
    change = {"name": "Cô Lan", "email": "lan@example.vn"}
    await client.patch(path, json=change, headers=headers | {"If-Match": "*"})
    await client.put(f"{path}/password", json={"password": "Một-mật-khẩu-2026!"}, headers=headers)
    found = (await client.get(AUDIT, params={"entity_id": str(user.id)}, headers=headers)).json()["items"]
    altered = [item["changes"].get("altered") for item in found if item["action"] == "user.update"]
    assert {"before": "Người dùng co.lan", "after": "Cô Lan"} in [each.get("name") for each in altered if each]
    assert {"before": None, "after": "l***"} in [each.get("email") for each in altered if each]
    assert not any(secret in str(found) for secret in ("argon2", "lan@example.vn"))


async def test_who_writes_personal_data_is_warned_and_that_is_kept(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, tree: dict[str, UUID]
) -> None:
    user: User = await identity.make_user(session, "co.lan", tree["a"])
    headers = callers.sign_in(root.subject) | {"If-Match": "*"}
    answer = await client.patch(f"/api/v1/users/{user.id}", json={"name": "CCCD 031205004321"}, headers=headers)
    assert (answer.status_code, answer.headers["x-personal-data"]) == (200, "citizen_number")
    quiet = await client.patch(f"/api/v1/users/{user.id}", json={"name": "Cô Lan"}, headers=headers)
    assert "x-personal-data" not in quiet.headers
    [kept] = (await client.get(AUDIT, params={"action": "warned"}, headers=headers)).json()["items"]
    assert (kept["entity_id"], kept["changes"]["warnings"]) == ("update_user", ["citizen_number"])
