"""The token endpoint: signing in, carrying on, systems, and every refusal in RFC 6749's words."""

import base64
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from jose import jwt
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import RefreshToken, User, UserSession
from api.identity.service import passwords, throttle
from api.kit.problems import Unavailable
from tests.factories import identity
from tests.factories.identity import PASSWORD, SECRET, Account
from tests.identity.conftest import TOKEN, SignIn, bearer
from tests.support.clock import FixedClock


async def test_a_password_gives_both_tokens(sign_in: SignIn, leader: Account) -> None:
    answer = await sign_in("leader.a")
    body = answer.json()
    assert answer.status_code == 200
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, "user")
    assert body["refresh_token"]
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


async def test_the_access_token_is_of_rfc_9068(sign_in: SignIn, leader: Account, clock: FixedClock) -> None:
    token = (await sign_in("leader.a")).json()["access_token"]
    header, claims = jwt.get_unverified_header(token), jwt.get_unverified_claims(token)
    assert (header["typ"], header["alg"], bool(header["kid"])) == ("at+jwt", "ES256", True)
    assert claims["iss"] == "http://127.0.0.1:8000"
    assert claims["aud"] == "http://127.0.0.1:8000/api/v1"
    assert (claims["sub"], claims["client_id"], claims["scope"]) == (str(leader.user.id), "direct", "user")
    assert (claims["iat"], claims["exp"]) == (int(clock().timestamp()), int(clock().timestamp()) + 900)
    assert UUID(claims["jti"]) != UUID(claims["sid"])


async def test_the_token_opens_the_api(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    answer = await client.get("/api/v1/me", headers=bearer(await sign_in("leader.a")))
    assert answer.json()["user"]["username"] == "leader.a"


@pytest.mark.parametrize("typed", ["LEADER.A", "Leader.á"])
async def test_case_and_accents_of_a_username_do_not_matter(sign_in: SignIn, leader: Account, typed: str) -> None:
    assert (await sign_in(typed)).status_code == 200


async def test_a_password_typed_decomposed_is_the_same(sign_in: SignIn, leader: Account) -> None:
    decomposed = PASSWORD.replace("ờ", "o\u031b\u0300")
    assert decomposed != PASSWORD
    assert (await sign_in("leader.a", decomposed)).status_code == 200


async def test_nothing_of_a_token_or_password_is_stored(
    session: AsyncSession, sign_in: SignIn, leader: Account
) -> None:
    body = (await sign_in("leader.a")).json()
    stored = (await session.scalars(select(RefreshToken.token_hash))).all()
    assert body["refresh_token"].encode() not in stored
    hashed = await session.scalar(select(User.password_hash).where(User.id == leader.user.id))
    assert hashed is not None
    assert hashed.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("username", "password"),
    [("leader.a", "wrong"), ("nobody", PASSWORD), ("leader.a\x00", PASSWORD), ("leader.a", " ")],
)
async def test_wrong_credentials_are_all_answered_alike(
    sign_in: SignIn, leader: Account, username: str, password: str
) -> None:
    answer = await sign_in(username, password)
    body = answer.json()
    assert (answer.status_code, body["error"]) == (400, "invalid_grant")
    assert body["error_description"] == "The credentials or the refresh token do not hold."
    assert answer.headers["cache-control"] == "no-store"


async def test_a_closed_account_cannot_sign_in(session: AsyncSession, sign_in: SignIn, leader: Account) -> None:
    leader.user.disabled_at = session.info["now"]
    await session.commit()
    assert (await sign_in("leader.a")).json()["error"] == "invalid_grant"


async def test_an_account_without_a_password_cannot_sign_in(
    session: AsyncSession, sign_in: SignIn, leader: Account
) -> None:
    leader.user.password_hash = None
    await session.commit()
    assert (await sign_in("leader.a", "?")).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "password", "username": "x"}, "invalid_request"),
        ({"grant_type": "password", "username": "x", "password": ""}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, "invalid_grant"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "x", "password": "y", "client_id": "ioc"}, "unauthorized_client"),
        ({"grant_type": "password", "username": "x" * 300, "password": "y"}, "invalid_request"),
        ({"grant_type": ["password", "password"], "username": "x", "password": "y"}, "invalid_request"),
    ],
)
async def test_bad_forms_are_refused_in_rfc_6749_json(
    client: httpx.AsyncClient, form: dict[str, str], error: str
) -> None:
    answer = await client.post(TOKEN, data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert set(answer.json()) == {"error", "error_description"}


@pytest.mark.parametrize(
    ("content", "headers", "query"),
    [
        (b'{"grant_type": "password"}', {"Content-Type": "application/json"}, ""),
        (b"grant_type=password", {"Content-Type": "application/x-www-form-urlencoded"}, "?unknown=1"),
        (b"grant_type=password", {"Content-Type": "application/x-www-form-urlencoded", "Accept": "image/png"}, ""),
        (b"x" * 2_000_000, {"Content-Type": "application/x-www-form-urlencoded"}, ""),
    ],
)
async def test_requests_that_are_no_form_are_refused_in_rfc_6749_json(
    client: httpx.AsyncClient, content: bytes, headers: dict[str, str], query: str
) -> None:
    answer = await client.post(TOKEN + query, content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_an_account_closed_while_its_password_is_checked_stays_closed(
    session: AsyncSession, sign_in: SignIn, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    async def slow(password_hash: str | None, password: str) -> bool:
        leader.user.disabled_at = session.info["now"]
        await session.commit()
        return await matches(password_hash, password)

    monkeypatch.setattr(passwords, "matches", slow)
    assert (await sign_in("leader.a")).json()["error"] == "invalid_grant"


async def test_a_database_that_does_not_answer_is_no_refusal(
    app: FastAPI, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(throttle, "check", unavailable)
    form = {"grant_type": "password", "username": "leader.a", "password": PASSWORD}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        answer = await client.post(TOKEN, data=form)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_signing_in_is_recorded(session: AsyncSession, sign_in: SignIn, leader: Account) -> None:
    await sign_in("leader.a", headers={"User-Agent": "Browser/1.0\x07 (a test)"})
    await sign_in("leader.a", "wrong")
    actions = (await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))).all()
    assert actions[-2:] == ["session.start", "user.sign_in_failed"]
    agents = await session.scalars(select(UserSession.user_agent).order_by(UserSession.id.desc()))
    assert agents.first() == "Browser/1.0 (a test)"


async def test_a_refresh_token_gives_the_next_pair(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, clock: FixedClock
) -> None:
    first = (await sign_in("leader.a")).json()
    clock.advance(minutes=20)
    answer = await client.post(TOKEN, data={"grant_type": "refresh_token", "refresh_token": first["refresh_token"]})
    second = answer.json()
    assert answer.status_code == 200
    assert second["refresh_token"] != first["refresh_token"]
    assert (await client.get("/api/v1/me", headers=bearer(answer))).status_code == 200


async def test_reuse_of_a_refresh_token_ends_the_family(
    client: httpx.AsyncClient, session: AsyncSession, sign_in: SignIn, leader: Account
) -> None:
    first = await sign_in("leader.a")
    old = {"grant_type": "refresh_token", "refresh_token": first.json()["refresh_token"]}
    second = await client.post(TOKEN, data=old)
    assert (await client.post(TOKEN, data=old)).json()["error"] == "invalid_grant"
    newest = {"grant_type": "refresh_token", "refresh_token": second.json()["refresh_token"]}
    assert (await client.post(TOKEN, data=newest)).json()["error"] == "invalid_grant"
    for answer in (first, second):
        assert (await client.get("/api/v1/me", headers=bearer(answer))).status_code == 401
    reasons = await session.scalars(select(UserSession.revoked_because).where(UserSession.revoked_at.is_not(None)))
    assert list(reasons) == ["reused"]


async def test_another_session_survives_the_end_of_a_family(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account
) -> None:
    stolen, other = (await sign_in("leader.a")).json()["refresh_token"], await sign_in("leader.a")
    for _ in range(2):
        await client.post(TOKEN, data={"grant_type": "refresh_token", "refresh_token": stolen})
    assert (await client.get("/api/v1/me", headers=bearer(other))).status_code == 200


async def test_a_family_ends_by_itself(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, clock: FixedClock
) -> None:
    token = (await sign_in("leader.a")).json()["refresh_token"]
    clock.advance(days=30)
    answer = await client.post(TOKEN, data={"grant_type": "refresh_token", "refresh_token": token})
    assert answer.json()["error"] == "invalid_grant"


async def test_a_refresh_token_is_of_its_client(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    token = (await sign_in("leader.a")).json()["refresh_token"]
    cookies = {"Cookie": f"lotrinh_refresh={token}", "Origin": "http://testserver"}
    answer = await client.post(TOKEN, data={"grant_type": "refresh_token", "client_id": "web"}, headers=cookies)
    assert answer.json()["error"] == "invalid_grant"
    again = await client.post(TOKEN, data={"grant_type": "refresh_token", "refresh_token": token})
    assert again.status_code == 200


def basic(code: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{code}:{secret}".encode()).decode()}


CREDENTIALS = {"grant_type": "client_credentials"}


async def test_a_system_gets_a_token_by_basic_or_by_form(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    await identity.make_client(session, "ioc.a", tree["a"], ("unit:read", "plan:read"))
    by_form = await client.post(TOKEN, data={**CREDENTIALS, "client_id": "ioc.a", "client_secret": SECRET})
    by_basic = await client.post(TOKEN, data=CREDENTIALS, headers=basic("ioc.a", SECRET))
    for answer in (by_form, by_basic):
        assert answer.status_code == 200
        assert answer.json()["scope"] == "plan:read unit:read"
        assert "refresh_token" not in answer.json()
    claims = jwt.get_unverified_claims(by_basic.json()["access_token"])
    assert claims["client_id"] == "ioc.a"


async def test_a_system_may_ask_for_fewer_scopes(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    system = await identity.make_client(session, "ioc.a", tree["a"], ("unit:read", "cluster:read"))
    await identity.make_grant(session, system, "viewer", tree["a"])
    form = {**CREDENTIALS, "scope": "unit:read"}
    answer = await client.post(TOKEN, data=form, headers=basic("ioc.a", SECRET))
    me = (await client.get("/api/v1/me", headers=bearer(answer))).json()
    assert (me["permissions"], me["client"]["scopes"], me["user"]) == (["unit:read"], ["unit:read"], None)
    assert me["grants"][0]["role"] == "viewer"


async def test_a_system_cannot_ask_for_more_scopes(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    await identity.make_client(session, "ioc.a", tree["a"], ("unit:read",))
    form = {**CREDENTIALS, "scope": "unit:read user:write"}
    answer = await client.post(TOKEN, data=form, headers=basic("ioc.a", SECRET))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("headers", "form"),
    [
        (basic("ioc.a", "wrong"), {}),
        (basic("unknown", SECRET), {}),
        ({"Authorization": "Basic !!!"}, {}),
        ({"Authorization": "Basic " + base64.b64encode(b"no-colon").decode()}, {}),
        ({}, {"client_id": "ioc.a"}),
        ({}, {"client_id": "ioc.a\x00", "client_secret": SECRET}),
        ({}, {}),
    ],
)
async def test_a_wrong_secret_is_401_invalid_client(
    client: httpx.AsyncClient,
    session: AsyncSession,
    tree: dict[str, UUID],
    headers: dict[str, str],
    form: dict[str, str],
) -> None:
    await identity.make_client(session, "ioc.a", tree["a"], ("unit:read",))
    answer = await client.post(TOKEN, data={**CREDENTIALS, **form}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")


async def test_a_client_authenticates_in_one_way_only(client: httpx.AsyncClient) -> None:
    form = {**CREDENTIALS, "client_id": "ioc.a", "client_secret": SECRET}
    answer = await client.post(TOKEN, data=form, headers=basic("ioc.a", SECRET))
    assert answer.json()["error"] == "invalid_request"


async def test_a_closed_system_gets_no_token(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    system = await identity.make_client(session, "ioc.a", tree["a"], ("unit:read",))
    system.disabled_at = session.info["now"]
    await session.commit()
    assert (await client.post(TOKEN, data=CREDENTIALS, headers=basic("ioc.a", SECRET))).status_code == 401
