"""Failed sign-ins are counted where they come from; nobody can lock somebody else out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from ipaddress import ip_network
from uuid import UUID

import httpx
import pytest
from argon2 import Parameters, extract_parameters
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity import jobs
from api.identity.models import SignInFailure
from api.identity.service import devices, passwords, throttle
from api.identity.service.passwords import hash_password
from api.settings import Settings
from tests.factories import identity
from tests.factories.identity import PASSWORD, SECRET, Account
from tests.identity.conftest import TOKEN, SignIn
from tests.support.clock import FixedClock

OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def behind_a_proxy(app: FastAPI) -> Iterator[None]:
    """The test client calls from 127.0.0.1; as our proxy it may say on whose behalf."""
    kept: Settings = app.state.settings
    proxies = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"))
    app.state.settings = kept.model_copy(update={"trusted_proxies": proxies})
    yield
    app.state.settings = kept


def from_(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def fail(sign_in: SignIn, username: str, address: str, times: int) -> list[int]:
    return [(await sign_in(username, "wrong", headers=from_(address))).status_code for _ in range(times)]


async def test_the_sixth_failure_must_wait(sign_in: SignIn, leader: Account, clock: FixedClock) -> None:
    assert await fail(sign_in, "leader.a", OFFICE, 6) == [400] * 5 + [429]
    clock.advance(seconds=60)
    answer = await sign_in("leader.a", headers=from_(OFFICE))
    assert (answer.status_code, answer.json()["error"]) == (429, "slow_down")
    assert answer.headers["retry-after"] == "840"
    clock.advance(seconds=841)
    assert (await sign_in("leader.a", headers=from_(OFFICE))).status_code == 200


async def test_an_attacker_elsewhere_locks_nobody_out(sign_in: SignIn, leader: Account) -> None:
    for address in (ELSEWHERE, "192.0.2.1", "192.0.2.2"):
        await fail(sign_in, "leader.a", address, 8)
    assert (await sign_in("leader.a", headers=from_(OFFICE))).status_code == 200


async def test_one_persons_failures_do_not_stop_the_office(
    session: AsyncSession, sign_in: SignIn, leader: Account, tree: dict[str, UUID]
) -> None:
    await identity.make_user(session, "officer.a", tree["a"])
    await fail(sign_in, "leader.a", OFFICE, 6)
    assert (await sign_in("officer.a", headers=from_(OFFICE))).status_code == 200


async def test_a_success_clears_the_count_of_the_account_there(sign_in: SignIn, leader: Account) -> None:
    for _ in range(3):
        assert await fail(sign_in, "leader.a", OFFICE, 4) == [400] * 4
        assert (await sign_in("leader.a", headers=from_(OFFICE))).status_code == 200


async def test_an_address_that_tries_many_accounts_must_wait(app: FastAPI, sign_in: SignIn, leader: Account) -> None:
    app.state.settings = app.state.settings.model_copy(update={"sign_in_network_failures": 12})
    tried = [await fail(sign_in, f"guess{n}", ELSEWHERE, 4) for n in range(3)]
    assert tried == [[400] * 4] * 3
    assert await fail(sign_in, "one-more", ELSEWHERE, 1) == [429]
    assert (await sign_in("leader.a", headers=from_(OFFICE))).status_code == 200


async def test_unknown_usernames_are_counted_alike(sign_in: SignIn, leader: Account) -> None:
    assert await fail(sign_in, "nobody", OFFICE, 6) == await fail(sign_in, "leader.a", ELSEWHERE, 6)


async def test_successes_are_never_throttled(sign_in: SignIn, leader: Account) -> None:
    answers = [(await sign_in("leader.a", headers=from_(OFFICE))).status_code for _ in range(8)]
    assert answers == [200] * 8


async def test_an_ipv6_subscriber_is_one_address(sign_in: SignIn, leader: Account) -> None:
    answers = [await fail(sign_in, "leader.a", f"2001:db8:1:2::{n}", 1) for n in range(6)]
    assert answers == [[400]] * 5 + [[429]]
    assert await fail(sign_in, "leader.a", "2001:db8:1:3::1", 1) == [400]


async def test_only_proxies_of_ours_are_believed(app: FastAPI, sign_in: SignIn, leader: Account) -> None:
    app.state.settings = app.state.settings.model_copy(update={"trusted_proxies": ()})
    answers = [await fail(sign_in, "leader.a", f"203.0.113.{n}", 1) for n in range(6)]
    assert answers == [[400]] * 5 + [[429]]


@pytest.mark.parametrize(
    "forwarded", ["6.6.6.6, 203.0.113.7", "6.6.6.6, 203.0.113.7, 10.1.2.3", "garbage, 203.0.113.7"]
)
async def test_what_a_caller_writes_before_our_proxies_is_not_believed(
    session: AsyncSession, sign_in: SignIn, leader: Account, forwarded: str
) -> None:
    await fail(sign_in, "leader.a", forwarded, 1)
    assert set(await session.scalars(select(SignInFailure.network))) == {"203.0.113.7"}


@pytest.mark.parametrize("forwarded", ["", "garbage", "10.0.0.1"])
async def test_without_a_believable_address_the_proxy_itself_counts(
    session: AsyncSession, sign_in: SignIn, leader: Account, forwarded: str
) -> None:
    await fail(sign_in, "leader.a", forwarded, 1)
    assert set(await session.scalars(select(SignInFailure.network))) == {"127.0.0.1"}


async def test_wrong_secrets_of_a_system_are_counted(
    client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
) -> None:
    await identity.make_client(session, "ioc.a", tree["a"], ())
    form = {"grant_type": "client_credentials", "client_id": "ioc.a"}
    answers = [await client.post(TOKEN, data={**form, "client_secret": "wrong"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert (await client.post(TOKEN, data={**form, "client_secret": SECRET})).status_code == 429


async def test_guesses_at_the_current_password_are_counted(client: httpx.AsyncClient, callers, leader: Account) -> None:
    headers = callers.sign_in(leader.subject)
    body = {"current_password": "wrong", "new_password": "Một mật khẩu 2027!"}
    answers = [await client.put("/api/v1/me/password", json=body, headers=headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[0].json()["errors"][0]["code"] == "wrong_password"
    assert (answers[5].json()["code"], answers[5].headers["retry-after"]) == ("too_many_attempts", "900")


async def test_an_unknown_user_costs_the_same_work_as_a_known_one(
    session: AsyncSession,
    sign_in: SignIn,
    leader: Account,
    monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    """Counted, not timed: one hash of the same cost is checked, after the same statements."""
    leader.user.password_hash = await hash_password(PASSWORD)
    await session.commit()
    checked: list[Parameters] = []
    verify = passwords._verify

    def spy(password_hash: str, password: str) -> bool:
        checked.append(extract_parameters(password_hash))
        return verify(password_hash, password)

    monkeypatch.setattr(passwords, "_verify", spy)
    with count_queries() as for_known:
        await sign_in("leader.a", "wrong")
    with count_queries() as for_unknown:
        await sign_in("nobody", "wrong")
    known, unknown = checked
    assert known == unknown
    assert len(for_known) == len(for_unknown)


async def test_old_counts_are_forgotten(
    session: AsyncSession, sign_in: SignIn, leader: Account, clock: FixedClock
) -> None:
    await fail(sign_in, "leader.a", OFFICE, 1)
    clock.advance(seconds=901)
    session.info["now"] = clock()
    assert (await jobs.forget_old(session))["failures"] == 2


def test_a_mistyped_proxy_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTRINH_TRUSTED_PROXIES", '["10.0.0.300"]')
    with pytest.raises(ValidationError):
        Settings(database_url="x")
    monkeypatch.setenv("LOTRINH_TRUSTED_PROXIES", '["10.0.0.1", "fd00::/8"]')
    assert Settings(database_url="x").trusted_proxies == (ip_network("10.0.0.1"), ip_network("fd00::/8"))


def test_what_is_typed_as_a_username_is_not_kept() -> None:
    assert "secret" not in throttle.attempt_on("user", "secret", OFFICE).account


async def fail_in_the_office(sign_in: SignIn, client: httpx.AsyncClient, times: int) -> None:
    """Somebody at the next desk fails in the leader's name."""
    kept = httpx.Cookies(client.cookies)
    client.cookies.clear()
    await fail(sign_in, "leader.a", OFFICE, times)
    client.cookies = kept


async def test_a_neighbour_keeps_nobody_out_of_a_browser_they_use(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account
) -> None:
    await sign_in("leader.a", client_id="web", headers=from_(OFFICE))
    await fail_in_the_office(sign_in, client, 6)
    assert (await sign_in("leader.a", client_id="web", headers=from_(OFFICE))).status_code == 200


async def test_a_browser_not_seen_before_waits_with_its_network(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account
) -> None:
    await fail_in_the_office(sign_in, client, 6)
    assert (await sign_in("leader.a", client_id="web", headers=from_(OFFICE))).status_code == 429


async def test_a_known_browser_is_throttled_for_itself(sign_in: SignIn, leader: Account) -> None:
    await sign_in("leader.a", client_id="web", headers=from_(OFFICE))
    codes = [(await sign_in("leader.a", "wrong", client_id="web", headers=from_(OFFICE))).status_code for _ in range(6)]
    assert codes == [400] * 5 + [429]


async def test_a_mark_opens_no_other_account(app: FastAPI) -> None:
    settings: Settings = app.state.settings
    cookies = {devices.cookie_of("other.a"): devices.new_mark(settings, "leader.a")}
    assert devices.recognised(settings, "other.a", cookies) is None
    assert devices.recognised(settings, "leader.a", {devices.cookie_of("leader.a"): "made.up"}) is None
