"""What one is told of oneself, one's password and one's sessions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity import jobs
from api.identity.models import RefreshToken, UserSession
from api.identity.service import passwords
from tests.factories import identity
from tests.factories.identity import PASSWORD, Account
from tests.identity.conftest import TOKEN, SignIn, bearer
from tests.support.callers import Callers
from tests.support.clock import FixedClock

ME, OWN_PASSWORD, SESSIONS = "/api/v1/me", "/api/v1/me/password", "/api/v1/sessions"
STRONG = "Một mật khẩu 2027!"


async def test_nobody_is_asked_to_sign_in(client: httpx.AsyncClient) -> None:
    body = {"current_password": "a", "new_password": "b"}
    answers = [
        await client.get(ME),
        await client.put(OWN_PASSWORD, json=body),
        await client.get(SESSIONS),
        await client.delete(SESSIONS),
        await client.delete(f"{SESSIONS}/{uuid4()}"),
    ]
    assert [answer.status_code for answer in answers] == [401] * 5


async def test_me_says_who_where_and_what(
    client: httpx.AsyncClient, callers: Callers, leader: Account, tree: dict[str, UUID]
) -> None:
    me = (await client.get(ME, headers=callers.sign_in(leader.subject))).json()
    unit = {"id": str(tree["a"]), "code": "a", "name": "Sở A"}
    assert me["user"] == {
        "id": str(leader.user.id),
        "username": "leader.a",
        "name": "Người dùng leader.a",
        "email": None,
        "unit": unit,
        "sample": False,
    }
    assert me["client"] is None
    (grant,) = me["grants"]
    assert (grant["role"], grant["unit"], grant["from"], grant["to"]) == ("leader", unit, "2020-01-01", None)
    assert {"plan:read", "unit:read", "grant:lend"} & set(me["permissions"])
    assert "user:write" not in me["permissions"]


async def test_a_system_has_neither_password_nor_sessions(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    await identity.make_client(session, "ioc.a", tree["a"], ())
    form = {"grant_type": "client_credentials", "client_id": "ioc.a", "client_secret": identity.SECRET}
    headers = bearer(await client.post(TOKEN, data=form))
    body = {"current_password": "a", "new_password": STRONG}
    assert (await client.put(OWN_PASSWORD, json=body, headers=headers)).status_code == 403
    assert (await client.get(SESSIONS, headers=headers)).status_code == 403
    assert (await client.get(ME, headers=headers)).json()["client"]["code"] == "ioc.a"


async def test_a_systems_access_token_cannot_be_revoked(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    await identity.make_client(session, "ioc.a", tree["a"], ())
    form = {"grant_type": "client_credentials", "client_id": "ioc.a", "client_secret": identity.SECRET}
    token = (await client.post(TOKEN, data=form)).json()["access_token"]
    answer = await client.post("/api/v1/auth/revoke", data={"token": token})
    assert answer.json()["error"] == "unsupported_token_type"


async def test_a_new_password_ends_the_other_sessions(
    client: httpx.AsyncClient, session: AsyncSession, sign_in: SignIn, leader: Account
) -> None:
    here, there = await sign_in("leader.a"), await sign_in("leader.a")
    body = {"current_password": PASSWORD, "new_password": STRONG}
    assert (await client.put(OWN_PASSWORD, json=body, headers=bearer(here))).status_code == 204
    assert (await client.get(ME, headers=bearer(there))).status_code == 401
    assert (await client.get(ME, headers=bearer(here))).status_code == 200
    again = {"grant_type": "refresh_token", "refresh_token": here.json()["refresh_token"]}
    assert (await client.post(TOKEN, data=again)).status_code == 200
    assert (await sign_in("leader.a")).status_code == 400
    assert (await sign_in("leader.a", STRONG)).status_code == 200
    told = await session.scalars(select(AuditEntry.changes).where(AuditEntry.action == "user.update"))
    assert list(told) == [{"password": "changed"}]


async def test_of_two_changes_at_once_the_second_knows_only_the_old_password(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    leader: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matches = passwords.matches

    async def slow(password_hash: str | None, password: str) -> bool:
        leader.user.password_hash = "changed meanwhile"
        await session.commit()
        return await matches(password_hash, password)

    monkeypatch.setattr(passwords, "matches", slow)
    body = {"current_password": PASSWORD, "new_password": STRONG}
    answer = await client.put(OWN_PASSWORD, json=body, headers=callers.sign_in(leader.subject))
    assert answer.json()["errors"][0]["code"] == "wrong_password"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"current_password": "wrong"}, "/current_password", "wrong_password"),
        ({"new_password": "short"}, "/new_password", "password_too_short"),
        ({"new_password": "all small letters and spaces"}, "/new_password", "password_too_plain"),
        ({"new_password": "Với leader.a ở trong 1"}, "/new_password", "password_has_username"),
        ({"new_password": "x" * 201}, "/new_password", "string_too_long"),
        ({"new_password": None}, "/new_password", "string_type"),
        ({"totp": "123456"}, "/totp", "extra_forbidden"),
    ],
)
async def test_a_bad_password_changes_nothing(
    client: httpx.AsyncClient,
    callers: Callers,
    sign_in: SignIn,
    leader: Account,
    body: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    whole = {"current_password": PASSWORD, "new_password": STRONG} | body
    answer = await client.put(OWN_PASSWORD, json=whole, headers=callers.sign_in(leader.subject))
    assert answer.status_code == 422
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert (await sign_in("leader.a")).status_code == 200


async def test_sample_accounts_may_choose_a_simple_password(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    sample = await identity.make_user(session, "sample", tree["a"], sample=True)
    body = {"current_password": PASSWORD, "new_password": "lotrinh-demo"}
    headers = callers.sign_in(await identity.subject_of(session, sample))
    assert (await client.put(OWN_PASSWORD, json=body, headers=headers)).status_code == 204


async def test_one_sees_ones_own_sessions_only(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, admin: Account, clock: FixedClock
) -> None:
    await sign_in("leader.a", headers={"User-Agent": "Điện thoại".encode()})
    clock.advance(minutes=1)
    here = await sign_in("leader.a", client_id="web", headers={"User-Agent": "Firefox"})
    shown = (await client.get(SESSIONS, headers=bearer(here))).json()["items"]
    assert [(item["client_id"], item["current"]) for item in shown] == [
        ("web", True),
        ("direct", False),
        ("direct", False),
    ]
    assert (shown[0]["user_agent"], shown[0]["address"]) == ("Firefox", "127.0.0.1")
    assert (shown[0]["created_at"], shown[0]["expires_at"]) == ("2026-05-20T05:01:00Z", "2026-06-19T05:01:00Z")


async def test_one_session_is_ended_at_a_distance(
    client: httpx.AsyncClient, callers: Callers, sign_in: SignIn, leader: Account, admin: Account
) -> None:
    here, there = await sign_in("leader.a"), await sign_in("leader.a", client_id="web")
    items = (await client.get(SESSIONS, headers=bearer(here))).json()["items"]
    (other,) = [item["id"] for item in items if item["client_id"] == "web"]
    stranger = callers.sign_in(admin.subject)
    assert (await client.delete(f"{SESSIONS}/{other}", headers=stranger)).status_code == 404
    assert (await client.delete(f"{SESSIONS}/{other}", headers=bearer(here))).status_code == 204
    assert (await client.get(ME, headers=bearer(there))).status_code == 401
    assert (await client.delete(f"{SESSIONS}/{other}", headers=bearer(here))).status_code == 404


async def test_a_list_of_sessions_costs_one_query(
    client: httpx.AsyncClient,
    callers: Callers,
    sign_in: SignIn,
    leader: Account,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    for _ in range(3):
        await sign_in("leader.a")
    headers = callers.sign_in(leader.subject)
    with count_queries() as queries:
        await client.get(SESSIONS, headers=headers)
    assert len(queries) == 1


async def test_sessions_that_are_over_are_forgotten_with_their_tokens(
    client: httpx.AsyncClient, session: AsyncSession, sign_in: SignIn, leader: Account, clock: FixedClock
) -> None:
    ended, living = await sign_in("leader.a"), await sign_in("leader.a")
    await client.delete(SESSIONS, headers=bearer(living))
    clock.advance(hours=23)
    session.info["now"] = clock()
    assert (await jobs.forget_old(session))["sessions"] == 0
    clock.advance(hours=1)
    session.info["now"] = clock()
    assert (await jobs.forget_old(session))["sessions"] == 2
    assert await session.scalar(select(func.count(UserSession.id))) == 1
    assert await session.scalar(select(func.count(RefreshToken.token_hash))) == 1
    clock.advance(days=30)
    session.info["now"] = clock()
    assert (await jobs.forget_old(session))["sessions"] == 1
    assert ended.status_code == 200
