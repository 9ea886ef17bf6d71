"""Clients over the API, and their secrets, which are shown once."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity import jobs
from api.identity.dependencies.authentication import Authenticator
from api.identity.models import Client, ClientSecret
from api.settings import Settings
from tests.factories import identity
from tests.factories.identity import SECRET, Account
from tests.identity.conftest import TOKEN
from tests.support.callers import Callers
from tests.support.clock import FixedClock

CLIENTS = "/api/v1/clients"
NEW = {"code": "csdl.a", "name": "CSDL ngành", "unit": "a", "scopes": ["unit:read"]}


def operations(client_id: UUID) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Every operation on clients, with a body that fits."""
    return [
        ("GET", CLIENTS, None),
        ("POST", CLIENTS, NEW),
        ("GET", f"{CLIENTS}/scopes", None),
        ("GET", f"{CLIENTS}/{client_id}", None),
        ("PATCH", f"{CLIENTS}/{client_id}", {"name": "Tên khác"}),
        ("DELETE", f"{CLIENTS}/{client_id}", None),
        ("POST", f"{CLIENTS}/{client_id}/rotate-secret", {}),
    ]


async def gets_in(client: httpx.AsyncClient, code: str, secret: str) -> bool:
    form = {"grant_type": "client_credentials", "client_id": code, "client_secret": secret}
    return (await client.post(TOKEN, data=form)).status_code == 200


@pytest.fixture
async def system(session: AsyncSession, tree: dict[str, UUID]) -> Client:
    """A client of Sở A."""
    return await identity.make_client(session, "ioc.a", tree["a"], ("unit:read",))


async def test_nobody_is_asked_to_sign_in(client: httpx.AsyncClient, system: Client) -> None:
    for method, path, body in operations(system.id):
        assert (await client.request(method, path, json=body)).status_code == 401, (method, path)


async def test_who_administers_nothing_is_refused(
    client: httpx.AsyncClient, callers: Callers, system: Client, leader: Account
) -> None:
    headers = callers.sign_in(leader.subject) | {"If-Match": '"1.0"'}
    for method, path, body in operations(system.id):
        assert (await client.request(method, path, json=body, headers=headers)).status_code == 403, (method, path)


async def test_another_departments_clients_do_not_exist(
    client: httpx.AsyncClient, callers: Callers, system: Client, stranger: Account
) -> None:
    headers = callers.sign_in(stranger.subject) | {"If-Match": '"1.0"'}
    assert (await client.get(CLIENTS, headers=headers)).json()["items"] == []
    for method, path, body in operations(system.id)[3:]:
        assert (await client.request(method, path, json=body, headers=headers)).status_code == 404, (method, path)


async def test_what_a_client_may_be_allowed(client: httpx.AsyncClient, callers: Callers, admin: Account) -> None:
    answer = await client.get(f"{CLIENTS}/scopes", headers=callers.sign_in(admin.subject))
    found = {item["scope"]: item["roles"] for item in answer.json()["items"]}
    assert "viewer" in found["report:read"]
    assert found["client:write"] == ["admin"]
    assert list(found) == sorted(found)


async def test_a_new_clients_secret_is_shown_once(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account
) -> None:
    headers = callers.sign_in(admin.subject) | {"Idempotency-Key": "once"}
    answer = await client.post(CLIENTS, json=NEW, headers=headers)
    made = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    assert (made["code"], made["scopes"], made["unit"]["code"]) == ("csdl.a", ["unit:read"], "a")
    assert await gets_in(client, "csdl.a", made["secret"])
    again = await client.post(CLIENTS, json=NEW, headers=headers)
    assert (again.status_code, again.json()["secret"]) == (201, None)
    assert "secret" not in (await client.get(answer.headers["location"], headers=headers)).json()
    told = (await session.scalars(select(AuditEntry.changes).where(AuditEntry.entity == "client"))).all()
    assert made["secret"] not in str(told)


async def test_when_a_client_was_last_here(
    client: httpx.AsyncClient, callers: Callers, system: Client, admin: Account
) -> None:
    headers, path = callers.sign_in(admin.subject), f"{CLIENTS}/{system.id}"
    before = await client.get(path, headers=headers)
    assert before.json()["last_used_at"] is None
    assert await gets_in(client, "ioc.a", SECRET)
    after = await client.get(path, headers=headers | {"If-None-Match": before.headers["etag"]})
    assert (after.json()["last_used_at"], after.json()["version"]) == ("2026-05-20T05:00:00Z", before.json()["version"])


async def test_a_client_that_asks_too_often_waits(
    client: httpx.AsyncClient,
    system: Client,
    authenticator: Authenticator,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(authenticator, "_per_minute", 2)
    form = {"grant_type": "client_credentials", "client_id": "ioc.a", "client_secret": SECRET}
    token = (await client.post(TOKEN, data=form)).json()["access_token"]

    async def ask() -> httpx.Response:
        return await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})

    assert [(await ask()).status_code for _ in range(2)] == [200, 200]
    refused = await ask()
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["retry-after"] == "30"
    clock.advance(seconds=30)
    assert (await ask()).status_code == 200


async def test_a_client_may_have_a_pace_of_its_own(
    client: httpx.AsyncClient, callers: Callers, system: Client, admin: Account, settings: Settings
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{CLIENTS}/{system.id}"
    before = await client.get(url, headers=headers)
    default = settings.client_requests_per_minute
    assert (before.json()["requests_per_minute"], before.json()["allowed_per_minute"]) == (None, default)
    changed = await client.patch(
        url, json={"requests_per_minute": 1}, headers=headers | {"If-Match": before.headers["etag"]}
    )
    assert (changed.json()["requests_per_minute"], changed.json()["allowed_per_minute"]) == (1, 1)
    form = {"grant_type": "client_credentials", "client_id": "ioc.a", "client_secret": SECRET}
    token = (await client.post(TOKEN, data=form)).json()["access_token"]
    answers = [await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1].headers["retry-after"] == "60"
    back = await client.patch(
        url, json={"requests_per_minute": None}, headers=headers | {"If-Match": changed.headers["etag"]}
    )
    assert back.json()["allowed_per_minute"] == default


async def test_where_a_client_acts_is_told_as_far_as_the_caller_administers(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    system: Client,
    admin: Account,
    tree: dict[str, UUID],
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{CLIENTS}/{system.id}"
    bare = await client.get(url, headers=headers)
    assert bare.json()["grants"] == []
    await identity.make_grant(session, system, "viewer", tree["a"])
    await identity.make_grant(session, system, "viewer", tree["b"])
    shown = await client.get(url, headers=headers | {"If-None-Match": bare.headers["etag"]})
    (grant,) = shown.json()["grants"]
    assert (grant["role"], grant["unit"]["code"], grant["to"]) == ("viewer", "a", None)
    (listed,) = (await client.get(CLIENTS, headers=headers)).json()["items"]
    assert listed["grants"] == [grant]


async def test_a_rotated_secret_overlaps_with_the_one_before(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    system: Client,
    admin: Account,
    clock: FixedClock,
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{CLIENTS}/{system.id}/rotate-secret"
    rotated = (await client.post(url, json={"overlap_hours": 2}, headers=headers)).json()
    assert rotated["previous_until"] == "2026-05-20T07:00:00Z"
    assert await gets_in(client, "ioc.a", SECRET)
    assert await gets_in(client, "ioc.a", rotated["secret"])
    clock.advance(hours=2)
    assert not await gets_in(client, "ioc.a", SECRET)
    assert await gets_in(client, "ioc.a", rotated["secret"])
    session.info["now"] = clock()
    assert (await jobs.forget_old(session))["secrets"] == 1
    await session.commit()
    ended = (await client.post(url, json={"overlap_hours": 0}, headers=headers)).json()
    assert not await gets_in(client, "ioc.a", rotated["secret"])
    assert await gets_in(client, "ioc.a", ended["secret"])
    assert await session.scalar(select(func.count(ClientSecret.id))) == 2


async def test_a_client_is_changed_and_closed(
    client: httpx.AsyncClient, callers: Callers, system: Client, admin: Account, clock: FixedClock
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{CLIENTS}/{system.id}"
    clock.advance(seconds=1)
    same = await client.patch(url, json={}, headers=headers | {"If-Match": '"1.0"'})
    assert (same.status_code, same.json()["name"]) == (200, "Hệ thống ioc.a")
    changes = {"name": "IOC mới", "unit": "a-commune", "scopes": ["unit:read", "cluster:read"], "disabled": True}
    changed = await client.patch(url, json=changes, headers=headers | {"If-Match": '"2.0"'})
    shown = changed.json()
    assert (shown["name"], shown["unit"]["code"], shown["disabled"]) == ("IOC mới", "a-commune", True)
    assert shown["scopes"] == ["cluster:read", "unit:read"]
    assert not await gets_in(client, "ioc.a", SECRET)
    opened = await client.patch(url, json={"disabled": False}, headers=headers | {"If-Match": '"3.0"'})
    assert opened.json()["disabled"] is False
    assert await gets_in(client, "ioc.a", SECRET)
    found = (await client.get(CLIENTS, params={"q": "ioc moi", "sort": "code"}, headers=headers)).json()["items"]
    assert [item["code"] for item in found] == ["ioc.a"]


async def test_a_deleted_client_is_gone_and_its_code_is_not_used_again(
    client: httpx.AsyncClient, callers: Callers, system: Client, admin: Account
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{CLIENTS}/{system.id}"
    assert (await client.delete(url, headers=headers)).status_code == 428
    assert (await client.delete(url, headers=headers | {"If-Match": '"1.0"'})).status_code == 204
    assert (await client.get(url, headers=headers)).status_code == 404
    assert not await gets_in(client, "ioc.a", SECRET)
    again = await client.post(CLIENTS, json=NEW | {"code": "ioc.a"}, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "client_code_taken")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"scopes": ["unit:read", "everything"]}, "/scopes/1", "unknown_scope"),
        ({"scopes": None}, "/scopes", "list_type"),
        ({"requests_per_minute": 0}, "/requests_per_minute", "greater_than_equal"),
        ({"unit": "b"}, "/unit", "unknown_unit"),
        ({"code": "có dấu"}, "/code", "string_pattern_mismatch"),
        ({"secret": "mine"}, "/secret", "extra_forbidden"),
    ],
)
async def test_bad_bodies_are_refused(
    client: httpx.AsyncClient, callers: Callers, admin: Account, body: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await client.post(CLIENTS, json=NEW | body, headers=callers.sign_in(admin.subject))
    assert answer.status_code == 422
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize("body", [{"overlap_hours": -1}, {"overlap_hours": 10**20}, {"overlap_hours": "two"}])
async def test_bad_overlaps_are_refused(
    client: httpx.AsyncClient, callers: Callers, system: Client, admin: Account, body: dict[str, Any]
) -> None:
    url = f"{CLIENTS}/{system.id}/rotate-secret"
    assert (await client.post(url, json=body, headers=callers.sign_in(admin.subject))).status_code == 422


async def test_a_client_that_also_acts_elsewhere_is_not_touched_from_here(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    system: Client,
    admin: Account,
    tree: dict[str, UUID],
) -> None:
    await identity.make_grant(session, system, "viewer", tree["b"])
    headers = callers.sign_in(admin.subject) | {"If-Match": '"1.0"'}
    for method, path, body in operations(system.id)[4:]:
        answer = await client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond_reach"), (method, path)
