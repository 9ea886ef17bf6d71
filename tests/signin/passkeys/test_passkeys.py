"""Passkeys: added, used, named, removed; and what is not taken for one."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import UserSession
from api.signin.passkeys import jobs
from api.signin.passkeys.models import Passkey, SpentChallenge
from tests.factories.identity import Account
from tests.identity.conftest import TOKEN, bearer
from tests.signin.passkeys.authenticator import PRESENT, Authenticator
from tests.support.callers import Callers
from tests.support.clock import FixedClock

KEYS, SIGN_IN = "/api/v1/passkeys", "/api/v1/auth/passkeys"
HERE = {"Host": "localhost:8000"}
WEB = {"grant_type": "refresh_token", "client_id": "web"}


async def _add(
    client: httpx.AsyncClient, headers: dict[str, str], device: Authenticator, name: str = "Điện thoại", **changes: Any
) -> httpx.Response:
    asked = await client.post(f"{KEYS}/options", json={}, headers=headers | HERE)
    assert asked.status_code == 200, asked.text
    credential = device.create(asked.json()["options"], **changes)
    body = {"state": asked.json()["state"], "credential": credential, "name": name}
    return await client.post(KEYS, json=body, headers=headers | HERE)


async def _answer(client: httpx.AsyncClient, device: Authenticator, **changes: Any) -> dict[str, Any]:
    asked = (await client.post(f"{SIGN_IN}/options", headers=HERE)).json()
    return {"state": asked["state"], "credential": device.get(asked["options"], **changes)}


async def _sign_in(client: httpx.AsyncClient, device: Authenticator, **changes: Any) -> httpx.Response:
    return await client.post(SIGN_IN, json=await _answer(client, device, **changes), headers=HERE)


@pytest.fixture
async def device(client: httpx.AsyncClient, callers: Callers, leader: Account) -> Authenticator:
    """A telephone with a passkey of the leader's."""
    device = Authenticator()
    made = await _add(client, callers.sign_in(leader.subject), device)
    assert made.status_code == 201, made.text
    return device


async def test_a_passkey_signs_in_and_counts_as_two_factors(
    client: httpx.AsyncClient, session: AsyncSession, device: Authenticator
) -> None:
    answer = await _sign_in(client, device)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "SameSite=strict" in answer.headers["set-cookie"]
    tokens = await client.post(TOKEN, data=WEB, headers={"Origin": "http://testserver"})
    me = (await client.get("/api/v1/me", headers=bearer(tokens))).json()
    assert (me["user"]["username"], me["session"]["method"]) == ("leader.a", "passkey")
    begun = (await session.scalars(select(UserSession).where(UserSession.client_id == "web"))).one()
    assert begun.strong_at is not None
    kept = (await session.scalars(select(Passkey))).one()
    assert (kept.sign_count, kept.transports, kept.last_used_at is not None) == (1, ["hybrid", "internal"], True)


async def test_an_administrator_is_not_asked_for_a_code_beside_it(
    client: httpx.AsyncClient, callers: Callers, admin: Account
) -> None:
    device = Authenticator()
    await _add(client, callers.sign_in(admin.subject), device)
    await _sign_in(client, device)
    tokens = await client.post(TOKEN, data=WEB, headers={"Origin": "http://testserver"})
    assert (await client.get("/api/v1/users", headers=bearer(tokens))).status_code == 200


async def test_one_answer_opens_the_door_once(
    client: httpx.AsyncClient, callers: Callers, leader: Account, session: AsyncSession, clock: FixedClock
) -> None:
    device = Authenticator(counts=False)  # as those that are synchronised
    await _add(client, callers.sign_in(leader.subject), device)
    answer = await _answer(client, device)
    assert (await client.post(SIGN_IN, json=answer, headers=HERE)).status_code == 204
    assert (await client.post(SIGN_IN, json=answer, headers=HERE)).status_code == 400
    assert (await _sign_in(client, device)).status_code == 204
    clock.advance(minutes=6)
    session.info["now"] = clock()
    assert await jobs.forget_spent_challenges(session) == 3
    assert (await session.scalars(select(SpentChallenge))).all() == []


async def test_what_is_asked_for_does_not_tell_who_has_passkeys(
    client: httpx.AsyncClient, device: Authenticator
) -> None:
    asked = (await client.post(f"{SIGN_IN}/options", headers=HERE)).json()["options"]
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
    assert not asked.get("allowCredentials")


async def test_an_answer_that_came_too_late_is_not_taken(
    client: httpx.AsyncClient, device: Authenticator, clock: FixedClock
) -> None:
    answer = await _answer(client, device)
    clock.advance(minutes=5, seconds=1)
    assert (await client.post(SIGN_IN, json=answer, headers=HERE)).json()["code"] == "passkey_refused"


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "AAAA"},
        {"clientDataJSON": "e30"},
        {"authenticatorData": "AAAA"},
        {"userHandle": "AAAA"},
        {"signature": None},
        {"signature": 1},
    ],
)
async def test_an_answer_that_does_not_hold_is_not_taken(
    client: httpx.AsyncClient, session: AsyncSession, device: Authenticator, change: dict[str, Any]
) -> None:
    answer = await _sign_in(client, device, **change)
    assert (answer.status_code, answer.json()["code"]) == (400, "passkey_refused")
    assert "set-cookie" not in answer.headers
    last = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).one()
    assert (last.action, last.changes) == ("user.sign_in_failed", {"factor": "passkey"})


async def test_without_a_finger_or_a_pin_it_is_not_enough(client: httpx.AsyncClient, device: Authenticator) -> None:
    device.flags = PRESENT
    assert (await _sign_in(client, device)).status_code == 400


async def test_answers_for_another_site_are_not_taken(client: httpx.AsyncClient, device: Authenticator) -> None:
    device.origin = "http://evil.localhost:8000"
    assert (await _sign_in(client, device)).status_code == 400


async def test_a_count_that_goes_back_betrays_a_copy(client: httpx.AsyncClient, device: Authenticator) -> None:
    assert (await _sign_in(client, device)).status_code == 204
    device.sign_count = 0
    assert (await _sign_in(client, device)).status_code == 400
    device.sign_count = 7
    assert (await _sign_in(client, device)).status_code == 204


@pytest.mark.parametrize("credential", [{}, {"rawId": 1}, {"rawId": "AAAA", "response": "x"}, {"rawId": "%"}])
async def test_what_is_no_answer_is_not_taken(
    client: httpx.AsyncClient, device: Authenticator, credential: Any
) -> None:
    state = (await client.post(f"{SIGN_IN}/options", headers=HERE)).json()["state"]
    for body in ({"state": state, "credential": credential}, {"state": "x", "credential": credential}):
        assert (await client.post(SIGN_IN, json=body, headers=HERE)).status_code == 400


async def test_a_closed_account_stays_closed(
    client: httpx.AsyncClient, session: AsyncSession, device: Authenticator, leader: Account, clock: FixedClock
) -> None:
    leader.user.disabled_at = clock()
    await session.commit()
    assert (await _sign_in(client, device)).status_code == 400


async def test_many_failures_make_their_network_wait(client: httpx.AsyncClient) -> None:
    for number in range(100):
        await client.post(SIGN_IN, json={"state": str(number), "credential": {}}, headers=HERE)
    answer = await client.post(SIGN_IN, json={"state": "x", "credential": {}}, headers=HERE)
    assert answer.json()["code"] == "too_many_attempts"


async def test_a_bare_address_has_no_passkeys(client: httpx.AsyncClient, callers: Callers, leader: Account) -> None:
    headers = callers.sign_in(leader.subject) | {"Host": "127.0.0.1:8000"}
    for path in (f"{KEYS}/options", f"{SIGN_IN}/options"):
        answer = await client.post(path, json={} if path.startswith(KEYS) else None, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "passkeys_unavailable")


class TestAdding:
    async def test_asks_for_one_that_finds_its_account_and_is_not_there_yet(
        self, client: httpx.AsyncClient, callers: Callers, device: Authenticator, leader: Account
    ) -> None:
        headers = callers.sign_in(leader.subject)
        asked = (await client.post(f"{KEYS}/options", json={}, headers=headers | HERE)).json()["options"]
        assert asked["authenticatorSelection"] == {
            "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
        }  # fmt: skip
        assert [each["id"] for each in asked["excludeCredentials"]] == [device.get({"rpId": "", "challenge": ""})["id"]]
        assert (await _add(client, headers, device)).json()["code"] == "passkey_refused"  # the same again

    async def test_is_for_the_account_that_asked(
        self, client: httpx.AsyncClient, callers: Callers, leader: Account, admin: Account
    ) -> None:
        asked = await client.post(f"{KEYS}/options", json={}, headers=callers.sign_in(leader.subject) | HERE)
        body = {
            "state": asked.json()["state"],
            "credential": Authenticator().create(asked.json()["options"]),
            "name": "x",
        }
        answer = await client.post(KEYS, json=body, headers=callers.sign_in(admin.subject) | HERE)
        assert answer.json()["code"] == "passkey_refused"
        for_signing_in = (await client.post(f"{SIGN_IN}/options", headers=HERE)).json()["state"]
        answer = await client.post(
            KEYS, json=body | {"state": for_signing_in}, headers=callers.sign_in(leader.subject) | HERE
        )
        assert answer.json()["code"] == "passkey_refused"

    async def test_needs_a_finger_or_a_pin(self, client: httpx.AsyncClient, callers: Callers, leader: Account) -> None:
        answer = await _add(client, callers.sign_in(leader.subject), Authenticator(flags=PRESENT))
        assert answer.json()["code"] == "passkey_refused"

    async def test_says_the_password_again_after_a_while(
        self, client: httpx.AsyncClient, callers: Callers, leader: Account, clock: FixedClock
    ) -> None:
        headers = callers.sign_in(leader.subject) | HERE
        clock.advance(minutes=11)
        answer = await client.post(f"{KEYS}/options", json={}, headers=headers)
        assert answer.json()["errors"][0]["code"] == "password_required"

    async def test_ends_at_twenty(
        self, client: httpx.AsyncClient, callers: Callers, session: AsyncSession, leader: Account, clock: FixedClock
    ) -> None:
        session.add_all(
            Passkey(
                user_id=leader.user.id, credential_id=bytes([number]), public_key=b"", sign_count=0, transports=[],
                backed_up=False, name="x", created_at=clock(), last_used_at=None,
            )
            for number in range(20)
        )  # fmt: skip
        await session.commit()
        answer = await client.post(f"{KEYS}/options", json={}, headers=callers.sign_in(leader.subject) | HERE)
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_passkeys")


async def test_passkeys_are_seen_named_and_removed_by_their_owner_and_who_administers_them(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, device: Authenticator,
    leader: Account, admin: Account, stranger: Account,
) -> None:  # fmt: skip
    (own,) = (await client.get(KEYS, headers=callers.sign_in(leader.subject))).json()["items"]
    assert (own["name"], own["user"]["code"], own["backed_up"]) == ("Điện thoại", "leader.a", False)
    path = f"{KEYS}/{own['id']}"
    assert (await client.delete(path)).status_code == 401
    for account, seen in ((stranger, 0), (admin, 1)):
        headers = callers.sign_in(account.subject)
        assert len((await client.get(KEYS, params={"user": "leader.a"}, headers=headers)).json()["items"]) == seen
        assert (await client.patch(path, json={"name": "Của tôi"}, headers=headers)).status_code == 404
    assert (await client.delete(path, headers=callers.sign_in(stranger.subject))).status_code == 404
    renamed = await client.patch(path, json={"name": "Máy ở trường"}, headers=callers.sign_in(leader.subject))
    assert renamed.json()["name"] == "Máy ở trường"
    assert (await client.patch(path, json={}, headers=callers.sign_in(leader.subject))).json()["name"] == "Máy ở trường"
    assert (await client.delete(path, headers=callers.sign_in(admin.subject))).status_code == 204
    assert (await _sign_in(client, device)).status_code == 400
    told = (await session.scalars(select(AuditEntry.action))).all()
    assert {"user.add_passkey", "user.rename_passkey", "user.remove_passkey"} <= {*told}
    await _add(client, callers.sign_in(leader.subject), Authenticator())
    (again,) = (await client.get(KEYS, headers=callers.sign_in(leader.subject))).json()["items"]
    assert (await client.delete(f"{KEYS}/{again['id']}", headers=callers.sign_in(leader.subject))).status_code == 204
