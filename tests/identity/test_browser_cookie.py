"""A browser's refresh token: a cookie no script reads, taken only from pages of ours."""

import httpx
import pytest

from tests.factories.identity import PASSWORD, Account
from tests.identity.conftest import TOKEN, SignIn, bearer

REVOKE = "/api/v1/auth/revoke"
OURS = {"Origin": "http://testserver"}
REFRESH = {"grant_type": "refresh_token", "client_id": "web"}


async def test_the_refresh_token_is_a_cookie_and_nothing_else(sign_in: SignIn, leader: Account) -> None:
    answer = await sign_in("leader.a", client_id="web", headers=OURS)
    assert "refresh_token" not in answer.json()
    name, *attributes = [part.strip() for part in answer.headers["set-cookie"].split(";")]
    assert name.startswith("lotrinh_refresh=")
    assert {"HttpOnly", "SameSite=strict", "Path=/api/v1/auth", "Max-Age=2592000"} <= set(attributes)
    assert "Secure" not in attributes  # http on loopback, where browsers would drop it


async def test_the_cookie_carries_the_session_on(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    first = await sign_in("leader.a", client_id="web", headers=OURS)
    second = await client.post(TOKEN, data=REFRESH, headers=OURS)
    assert second.status_code == 200
    assert second.headers["set-cookie"] != first.headers["set-cookie"]
    assert (await client.get("/api/v1/me", headers=bearer(second))).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
@pytest.mark.parametrize(("path", "form"), [(TOKEN, REFRESH), (REVOKE, {"client_id": "web"})])
async def test_the_cookie_is_read_only_from_our_own_origin(
    client: httpx.AsyncClient,
    sign_in: SignIn,
    leader: Account,
    headers: dict[str, str],
    path: str,
    form: dict[str, str],
) -> None:
    await sign_in("leader.a", client_id="web")
    answer = await client.post(path, data=form, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert (await client.post(TOKEN, data=REFRESH, headers=OURS)).status_code == 200


async def test_another_site_cannot_sign_a_browser_in(sign_in: SignIn, leader: Account) -> None:
    answer = await sign_in("leader.a", client_id="web", headers={"Origin": "https://evil.example"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (400, False)


async def test_the_cookie_is_no_token_elsewhere(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    cookie = (await sign_in("leader.a", client_id="web")).headers["set-cookie"].partition(";")[0]
    answer = await client.get("/api/v1/me", headers={"Cookie": cookie, **OURS})
    assert answer.status_code == 401


async def test_a_refresh_token_in_the_body_is_not_taken_for_a_browsers(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account
) -> None:
    token = (await sign_in("leader.a")).json()["refresh_token"]
    answer = await client.post(TOKEN, data={**REFRESH, "refresh_token": token}, headers=OURS)
    assert answer.json()["error"] == "invalid_request"


async def test_signing_out_clears_the_cookie_and_ends_the_session(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account
) -> None:
    answer = await sign_in("leader.a", client_id="web")
    out = await client.post(REVOKE, data={"client_id": "web"}, headers=OURS)
    assert (out.status_code, out.content, out.headers["cache-control"]) == (200, b"", "no-store")
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert (await client.get("/api/v1/me", headers=bearer(answer))).status_code == 401


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
async def test_either_token_ends_the_session(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, kind: str
) -> None:
    answer = await sign_in("leader.a")
    out = await client.post(REVOKE, data={"token": answer.json()[kind]})
    assert (out.status_code, out.content) == (200, b"")
    assert (await client.get("/api/v1/me", headers=bearer(answer))).status_code == 401
    form = {"grant_type": "refresh_token", "refresh_token": answer.json()["refresh_token"]}
    assert (await client.post(TOKEN, data=form)).json()["error"] == "invalid_grant"


async def test_revoking_what_is_no_token_is_no_error(client: httpx.AsyncClient) -> None:
    assert (await client.post(REVOKE, data={"token": "unknown"})).status_code == 200


async def test_revoking_needs_a_token(client: httpx.AsyncClient) -> None:
    assert (await client.post(REVOKE, data={})).json()["error"] == "invalid_request"


async def test_another_clients_token_is_not_revoked(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account
) -> None:
    cookie = (await sign_in("leader.a", client_id="web")).headers["set-cookie"]
    token = cookie.partition(";")[0].partition("=")[2]
    answer = await client.post(REVOKE, data={"token": token})
    assert answer.json()["error"] == "invalid_grant"


async def test_wrong_password_leaves_no_cookie(sign_in: SignIn, leader: Account) -> None:
    answer = await sign_in("leader.a", PASSWORD + "?", client_id="web", headers=OURS)
    assert (answer.status_code, "set-cookie" in answer.headers) == (400, False)
