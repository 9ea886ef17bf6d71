"""The authenticator app: set up, asked for, taken once; recovery codes; administrators cannot do without."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import pyotp
import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import RecoveryCode, TotpSecret, User
from tests.factories.identity import PASSWORD, Account
from tests.identity.conftest import SignIn, bearer
from tests.support.callers import Callers
from tests.support.clock import FixedClock

MINE = "/api/v1/me/second-factor"


@dataclass
class App:
    """An authenticator app on a telephone, with the recovery codes beside it."""

    secret: str
    recovery_codes: list[str]
    clock: FixedClock

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.clock().timestamp())


SetUp = Callable[[dict[str, str]], Awaitable[App]]


@pytest_asyncio.fixture
async def set_up(client: httpx.AsyncClient, clock: FixedClock) -> SetUp:
    async def act(headers: dict[str, str]) -> App:
        begun = await client.post(f"{MINE}/app", json={}, headers=headers)
        assert begun.status_code == 201, begun.text
        app = App(begun.json()["secret"], [], clock)
        confirmed = await client.post(f"{MINE}/app/confirm", json={"code": app.code()}, headers=headers)
        assert confirmed.status_code == 200, confirmed.text
        app.recovery_codes = confirmed.json()["recovery_codes"]
        clock.advance(seconds=60)
        return app

    return act


async def _actions(session: AsyncSession) -> list[str]:
    return [*await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))]


async def test_once_set_up_signing_in_asks_for_a_code(
    client: httpx.AsyncClient, sign_in: SignIn, session: AsyncSession, set_up: SetUp, leader: Account
) -> None:
    app = await set_up(bearer(await sign_in("leader.a")))
    assert len({*app.recovery_codes}) == 10
    without = await sign_in("leader.a")
    assert (without.status_code, without.json()["error"], without.json()["code"]) == (
        400, "invalid_grant", "totp_required",
    )  # fmt: skip
    wrong = await sign_in("leader.a", totp="000000")
    assert wrong.json()["code"] == "totp_invalid"
    right = await sign_in("leader.a", totp=app.code())
    assert right.status_code == 200
    assert (await client.get("/api/v1/me", headers=bearer(right))).json()["session"]["method"] == "password_totp"
    told = await _actions(session)
    assert {"user.begin_second_factor", "user.confirm_second_factor", "user.sign_in_failed"} <= {*told}


async def test_a_wrong_password_does_not_say_whether_there_is_a_second_factor(
    sign_in: SignIn, set_up: SetUp, leader: Account
) -> None:
    await set_up(bearer(await sign_in("leader.a")))
    answer = await sign_in("leader.a", PASSWORD + "?")
    assert answer.json() == {
        "error": "invalid_grant",
        "error_description": "The credentials or the refresh token do not hold.",
    }


async def test_a_code_is_taken_once(sign_in: SignIn, set_up: SetUp, leader: Account) -> None:
    app = await set_up(bearer(await sign_in("leader.a")))
    assert (await sign_in("leader.a", totp=app.code())).status_code == 200
    assert (await sign_in("leader.a", totp=app.code())).json()["code"] == "totp_invalid"


async def test_guesses_at_the_code_count_for_the_account_and_nobody_else(
    sign_in: SignIn, set_up: SetUp, leader: Account, stranger: Account, clock: FixedClock
) -> None:
    app = await set_up(bearer(await sign_in("leader.a")))
    for _ in range(5):
        assert (await sign_in("leader.a", totp="999999")).json()["code"] == "totp_invalid"
    assert (await sign_in("leader.a", totp=app.code())).json()["error"] == "slow_down"
    assert (await sign_in("admin.b")).status_code == 200
    clock.advance(minutes=16)
    assert (await sign_in("leader.a", totp=app.code())).status_code == 200


async def test_a_recovery_code_stands_in_once(
    client: httpx.AsyncClient, sign_in: SignIn, session: AsyncSession, set_up: SetUp, leader: Account
) -> None:
    app = await set_up(bearer(await sign_in("leader.a")))
    code = app.recovery_codes[3]
    answer = await sign_in("leader.a", totp=code.upper().replace("-", " "))
    assert answer.status_code == 200
    headers = bearer(answer)
    assert (await client.get("/api/v1/me", headers=headers)).json()["session"]["method"] == "password_recovery_code"
    assert (await sign_in("leader.a", totp=code)).json()["code"] == "totp_invalid"
    assert (await client.get(MINE, headers=headers)).json()["recovery_codes"] == 9
    kept = (await session.scalars(select(RecoveryCode.code_hash))).all()
    assert code.replace("-", "").encode() not in b"".join(kept)


async def test_recovery_codes_are_renewed(
    client: httpx.AsyncClient, sign_in: SignIn, set_up: SetUp, leader: Account
) -> None:
    headers = bearer(await sign_in("leader.a"))
    app = await set_up(headers)
    key = {"Idempotency-Key": "once"}
    renewed = await client.post(f"{MINE}/recovery-codes", json={}, headers=headers | key)
    again = await client.post(f"{MINE}/recovery-codes", json={}, headers=headers | key)
    assert (len(renewed.json()["recovery_codes"]), again.json()) == (10, {"recovery_codes": None})
    assert (await sign_in("leader.a", totp=app.recovery_codes[0])).json()["code"] == "totp_invalid"
    assert (await sign_in("leader.a", totp=renewed.json()["recovery_codes"][0])).status_code == 200


async def test_another_app_takes_over_with_its_first_code_and_not_before(
    client: httpx.AsyncClient, sign_in: SignIn, set_up: SetUp, leader: Account, clock: FixedClock
) -> None:
    headers = bearer(await sign_in("leader.a"))
    first = await set_up(headers)
    begun = await client.post(f"{MINE}/app", json={}, headers=headers)
    assert (await sign_in("leader.a", totp=first.code())).status_code == 200
    second = App(begun.json()["secret"], [], clock)
    confirmed = await client.post(f"{MINE}/app/confirm", json={"code": second.code()}, headers=headers)
    assert confirmed.json() == {"recovery_codes": []}  # those so far still hold
    clock.advance(seconds=60)
    assert (await sign_in("leader.a", totp=first.code())).json()["code"] == "totp_invalid"
    assert (await sign_in("leader.a", totp=second.code())).status_code == 200


@pytest.mark.parametrize(("wait", "code"), [(31, "nothing_pending"), (0, "wrong_code")])
async def test_what_is_not_confirmed_does_not_hold(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, clock: FixedClock, wait: int, code: str
) -> None:
    headers = bearer(await sign_in("leader.a"))
    nothing = await client.post(f"{MINE}/app/confirm", json={"code": "123456"}, headers=headers)
    assert nothing.json()["errors"][0]["code"] == "nothing_pending"
    await client.post(f"{MINE}/app", json={}, headers=headers)
    clock.advance(minutes=wait)
    headers = bearer(await sign_in("leader.a"))
    answer = await client.post(f"{MINE}/app/confirm", json={"code": "12345x"}, headers=headers)
    assert answer.json()["errors"][0]["code"] == code
    assert (await sign_in("leader.a")).status_code == 200


async def test_a_session_begun_long_ago_says_the_password_again(
    client: httpx.AsyncClient, callers: Callers, leader: Account, clock: FixedClock
) -> None:
    headers = callers.sign_in(leader.subject)
    clock.advance(minutes=11)
    assert (await client.get(MINE, headers=headers)).json()["password_needed"] is True
    for body, code in (({}, "password_required"), ({"current_password": "falsch"}, "wrong_password")):
        answer = await client.post(f"{MINE}/app", json=body, headers=headers)
        assert answer.json()["errors"][0] | {"message": ""} == {
            "pointer": "/current_password", "code": code, "message": "",
        }  # fmt: skip
    answer = await client.post(f"{MINE}/app", json={"current_password": PASSWORD}, headers=headers)
    assert answer.status_code == 201


async def test_one_may_do_without_again(
    client: httpx.AsyncClient, sign_in: SignIn, session: AsyncSession, set_up: SetUp, leader: Account
) -> None:
    headers = bearer(await sign_in("leader.a"))
    assert (await client.post(f"{MINE}/remove", json={}, headers=headers)).json()["code"] == "no_second_factor"
    await set_up(headers)
    assert (await client.post(f"{MINE}/remove", json={}, headers=headers)).status_code == 204
    assert (await sign_in("leader.a")).status_code == 200
    assert (await session.scalars(select(TotpSecret))).all() == []
    assert (await session.scalars(select(RecoveryCode))).all() == []


async def test_the_secret_cannot_be_read_in_the_database(
    sign_in: SignIn, session: AsyncSession, set_up: SetUp, leader: Account
) -> None:
    app = await set_up(bearer(await sign_in("leader.a")))
    kept = (await session.scalars(select(TotpSecret))).one()
    assert app.secret.encode() not in (kept.sealed_secret or b"")
    assert kept.sealed_pending is None


@pytest.mark.usefixtures("admin")
class TestAdministrators:
    async def test_are_led_to_set_one_up_and_can_do_nothing_else(
        self, client: httpx.AsyncClient, sign_in: SignIn, set_up: SetUp
    ) -> None:
        headers = bearer(await sign_in("admin.a"))
        assert (await client.get("/api/v1/me", headers=headers)).json()["confined"] == "second_factor_required"
        for method, path in (("GET", "/users"), ("GET", "/sessions"), ("GET", "/units"), ("DELETE", "/sessions")):
            answer = await client.request(method, f"/api/v1{path}", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required"), path
        app = await set_up(headers)
        assert (await client.get("/api/v1/users", headers=headers)).status_code == 200
        assert (await client.get("/api/v1/me", headers=headers)).json()["confined"] is None
        again = bearer(await sign_in("admin.a", totp=app.code()))
        assert (await client.get("/api/v1/users", headers=again)).status_code == 200

    async def test_may_change_it_and_not_give_it_up(
        self, client: httpx.AsyncClient, sign_in: SignIn, set_up: SetUp
    ) -> None:
        headers = bearer(await sign_in("admin.a"))
        await set_up(headers)
        answer = await client.post(f"{MINE}/remove", json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "second_factor_needed")

    async def test_show_it_in_a_session_that_began_without(
        self, client: httpx.AsyncClient, sign_in: SignIn, set_up: SetUp
    ) -> None:
        headers = bearer(await sign_in("admin.a"))  # as by a provider: one factor
        assert (await client.post(f"{MINE}/show", json={"code": "1"}, headers=headers)).status_code == 409
        app = await set_up(bearer(await sign_in("admin.a")))
        assert (await client.get("/api/v1/users", headers=headers)).status_code == 403
        wrong = await client.post(f"{MINE}/show", json={"code": "000000"}, headers=headers)
        assert wrong.json()["errors"][0]["code"] == "wrong_code"
        assert (await client.post(f"{MINE}/show", json={"code": app.code()}, headers=headers)).status_code == 204
        assert (await client.get("/api/v1/users", headers=headers)).status_code == 200

    async def test_of_the_demonstration_are_exempt(
        self, client: httpx.AsyncClient, sign_in: SignIn, session: AsyncSession, admin: Account
    ) -> None:
        await session.execute(update(User).where(User.id == admin.user.id).values(sample=True))
        await session.commit()
        headers = bearer(await sign_in("admin.a"))
        assert (await client.get("/api/v1/users", headers=headers)).status_code == 200
        assert (await client.get(MINE, headers=headers)).json()["required"] is False

    async def test_let_somebody_who_lost_it_begin_anew(
        self, client: httpx.AsyncClient, callers: Callers, sign_in: SignIn, set_up: SetUp,
        admin: Account, leader: Account, stranger: Account,
    ) -> None:  # fmt: skip
        theirs = bearer(await sign_in("leader.a"))
        await set_up(theirs)
        path = f"/api/v1/users/{leader.user.id}/second-factor"
        headers = callers.sign_in(admin.subject)
        listed = (await client.get("/api/v1/users", params={"q": "leader"}, headers=headers)).json()["items"]
        assert [item["second_factor"] for item in listed] == [True]
        assert (await client.delete(path)).status_code == 401
        assert (await client.delete(path, headers=callers.sign_in(stranger.subject))).status_code == 404
        assert (await client.delete(path, headers=callers.sign_in(leader.subject))).status_code == 403
        own = f"/api/v1/users/{admin.user.id}/second-factor"
        assert (await client.delete(own, headers=headers)).status_code == 403
        assert (await client.delete(path, headers=headers)).status_code == 204
        assert (await client.get("/api/v1/me", headers=theirs)).status_code == 401
        assert (await sign_in("leader.a")).status_code == 200
