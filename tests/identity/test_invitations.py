"""One-time links: who may give them for whom, what they open, and how they end."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity import jobs
from api.identity.models import Grant, Invitation, User
from api.kit.jobs import Job
from tests.factories import identity
from tests.factories.identity import Account
from tests.identity.conftest import SignIn
from tests.support.callers import Callers
from tests.support.clock import FixedClock

URL = "/api/v1/invitations"
LOOK, ACCEPT = "/api/v1/auth/invitations/look", "/api/v1/auth/invitations/accept"
STRONG = "Một mật khẩu 2027!"
Counter = Callable[[], AbstractContextManager[list[str]]]


@pytest_asyncio.fixture
async def school(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    """The head of the school of commune A, with a password."""
    return await identity.make_account(session, "head.a", "school_head", tree["a-school"])


@pytest_asyncio.fixture
async def commune(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    """The officer of commune A."""
    return await identity.make_account(session, "commune.a", "commune_officer", tree["a-commune"])


@pytest_asyncio.fixture
async def newcomer(session: AsyncSession, tree: dict[str, UUID]) -> User:
    """An account at that school that nobody can sign in to yet."""
    user = await identity.make_user(session, "new.a", tree["a-school"])
    user.password_hash = None
    await session.commit()
    return user


def secret(link: str) -> str:
    address, _, token = link.partition("#")
    assert address.endswith("/invitation")
    return token


async def link_for(client: httpx.AsyncClient, headers: dict[str, str], username: str) -> str:
    answer = await client.post(URL, json={"user": username}, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return secret(answer.json()["link"])


async def test_nobody_and_who_may_not_get_nothing(
    client: httpx.AsyncClient, callers: Callers, leader: Account, school: Account
) -> None:
    calls: list[tuple[str, str, dict[str, Any] | None]] = [
        ("GET", URL, None),
        ("POST", URL, {"user": "head.a"}),
        ("POST", f"{URL}/by-filter", {"under": "a"}),
        ("GET", f"{URL}/waiting?under=a", None),
        ("DELETE", f"{URL}/{uuid4()}", None),
    ]
    for method, path, body in calls:
        assert (await client.request(method, path, json=body)).status_code == 401
        refused = await client.request(method, path, json=body, headers=callers.sign_in(leader.subject))
        assert refused.status_code == 403


async def test_another_department_learns_nothing(
    client: httpx.AsyncClient, callers: Callers, admin: Account, school: Account, stranger: Account
) -> None:
    await link_for(client, callers.sign_in(admin.subject), "head.a")
    headers = callers.sign_in(stranger.subject)
    made = (await client.get(URL, headers=callers.sign_in(admin.subject))).json()["items"][0]
    answers = [
        await client.post(URL, json={"user": name}, headers=headers) for name in ("head.a", "nobody", str(uuid4()))
    ]
    assert len({answer.json()["errors"][0]["message"] for answer in answers}) == 1
    assert (await client.post(f"{URL}/by-filter", json={"under": "a"}, headers=headers)).status_code == 422
    assert (await client.delete(f"{URL}/{made['id']}", headers=headers)).status_code == 404
    assert (await client.get(URL, headers=headers)).json()["items"] == []


async def test_a_link_lets_a_newcomer_in_once(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, newcomer: User, sign_in: SignIn
) -> None:
    token = await link_for(client, callers.sign_in(admin.subject), "new.a")
    (kept,) = await session.scalars(select(Invitation))
    assert kept.token_hash == hashlib.sha256(token.encode()).digest()
    looked = await client.post(LOOK, json={"token": token})
    assert looked.json() == {
        "username": "new.a", "name": newcomer.name, "unit_name": "Trường A", "purpose": "invitation",
        "expires_at": "2026-06-03T05:00:00Z",
    }  # fmt: skip
    weak = await client.post(ACCEPT, json={"token": token, "password": "yếu"})
    assert weak.json()["errors"][0]["pointer"] == "/password"
    assert (await client.post(ACCEPT, json={"token": token, "password": STRONG})).status_code == 204
    assert (await sign_in("new.a", STRONG)).status_code == 200
    again = await client.post(ACCEPT, json={"token": token, "password": STRONG})
    assert (again.status_code, again.json()["code"]) == (404, "link_over")
    actions = (await session.scalars(select(AuditEntry.action).where(AuditEntry.entity_id == str(newcomer.id)))).all()
    assert actions[-2:] == ["user.invite", "user.update"]
    shown = (await client.get(URL, headers=callers.sign_in(admin.subject))).json()["items"]
    assert [(each["state"], each["purpose"], each["user"]["code"]) for each in shown] == [
        ("used", "invitation", "new.a")
    ]
    assert token not in str(shown)


async def test_a_forgotten_password_is_replaced_by_the_unit_above_and_sessions_end(
    client: httpx.AsyncClient, callers: Callers, commune: Account, school: Account, sign_in: SignIn
) -> None:
    signed_in = await sign_in("head.a")
    token = await link_for(client, callers.sign_in(commune.subject), "head.a")
    assert (await client.post(LOOK, json={"token": token})).json()["purpose"] == "reset"
    assert (await client.post(ACCEPT, json={"token": token, "password": STRONG})).status_code == 204
    assert (await sign_in("head.a")).status_code == 400
    bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    assert (await client.get("/api/v1/me", headers=bearer)).status_code == 401


async def test_the_unit_above_reaches_no_equal_no_administrator_and_nobody_with_rights_elsewhere(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    tree: dict[str, UUID],
    admin: Account,
    commune: Account,
    school: Account,
) -> None:
    equal = await identity.make_account(session, "commune.other", "commune_leader", tree["a-commune"])
    official = await identity.make_account(session, "admin.school", "admin", tree["a-school"])
    elsewhere = await identity.make_account(session, "head.both", "school_head", tree["a-school"])
    await identity.make_grant(session, elsewhere.user, "viewer", tree["a-commune"])
    for account in (equal, official, elsewhere, commune):
        answer = await client.post(URL, json={"user": account.user.username}, headers=callers.sign_in(commune.subject))
        assert answer.json()["errors"][0]["code"] == "unknown_user", account.user.username
    for account in (equal, official, elsewhere):
        await link_for(client, callers.sign_in(admin.subject), account.user.username)


async def test_closed_accounts_get_no_link_and_theirs_stop(
    client: httpx.AsyncClient, callers: Callers, admin: Account, newcomer: User
) -> None:
    headers = callers.sign_in(admin.subject)
    token = await link_for(client, headers, "new.a")
    close = headers | {"If-Match": "*"}
    assert (await client.patch(f"/api/v1/users/{newcomer.id}", json={"disabled": True}, headers=close)).is_success
    assert (await client.post(URL, json={"user": "new.a"}, headers=headers)).status_code == 422
    assert (await client.post(LOOK, json={"token": token})).status_code == 404
    assert (await client.post(ACCEPT, json={"token": token, "password": STRONG})).status_code == 404


async def test_links_end_by_time_by_a_newer_one_and_when_withdrawn(
    client: httpx.AsyncClient, callers: Callers, clock: FixedClock, admin: Account, newcomer: User
) -> None:
    headers = callers.sign_in(admin.subject)
    first = await link_for(client, headers, "new.a")
    second = await link_for(client, headers, "new.a")
    assert [(await client.post(LOOK, json={"token": each})).status_code for each in (first, second)] == [404, 200]
    made = (await client.get(URL, params={"state": "open"}, headers=headers)).json()["items"]
    assert len(made) == 1
    for _ in range(2):
        assert (await client.delete(f"{URL}/{made[0]['id']}", headers=headers)).status_code == 204
    third = await link_for(client, headers, "new.a")
    assert [(await client.post(LOOK, json={"token": each})).status_code for each in (second, third)] == [404, 200]
    clock.advance(days=14)
    assert (await client.post(LOOK, json={"token": third})).status_code == 404
    states = (await client.get(URL, params={"user": "new.a", "unit": "a-school"}, headers=headers)).json()["items"]
    assert sorted(each["state"] for each in states) == ["expired", "revoked", "revoked"]


async def test_guesses_are_throttled_and_those_of_one_do_not_stop_another(
    client: httpx.AsyncClient, callers: Callers, admin: Account, newcomer: User
) -> None:
    token = await link_for(client, callers.sign_in(admin.subject), "new.a")
    wrong = "x" * 32
    statuses = [(await client.post(LOOK, json={"token": wrong})).status_code for _ in range(6)]
    assert statuses == [404] * 5 + [429]
    assert (await client.post(LOOK, json={"token": token})).status_code == 200


@pytest.mark.parametrize("token", ["", "short", "a" * 101, "ký tự lạ" * 4, None])
async def test_what_is_no_token_is_refused(client: httpx.AsyncClient, token: str | None) -> None:
    assert (await client.post(LOOK, json={"token": token})).status_code == 422


async def test_a_repeated_request_gets_no_secret(
    client: httpx.AsyncClient, callers: Callers, admin: Account, newcomer: User
) -> None:
    headers = callers.sign_in(admin.subject)
    for path, body, field in ((URL, {"user": "new.a"}, "link"), (f"{URL}/by-filter", {"under": "a"}, "items")):
        keyed = headers | {"Idempotency-Key": field}
        first = await client.post(path, json=body, headers=keyed)
        again = await client.post(path, json=body, headers=keyed)
        assert first.json()[field] is not None
        assert again.json() == first.json() | {field: None}


async def test_a_sheet_for_all_schools_of_a_commune(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    tree: dict[str, UUID],
    commune: Account,
    school: Account,
    newcomer: User,
) -> None:
    other = await identity.make_user(session, "new.commune", tree["a-commune"])
    other.password_hash = None
    await session.commit()
    headers = callers.sign_in(commune.subject)
    sheet = (
        await client.post(f"{URL}/by-filter", json={"under": "a-commune", "kind": "school"}, headers=headers)
    ).json()
    assert sheet["count"] == 1
    (line,) = sheet["items"]
    assert (line["username"], line["unit"]["name"]) == ("new.a", "Trường A")
    accepted = await client.post(ACCEPT, json={"token": secret(line["link"]), "password": STRONG})
    assert accepted.status_code == 204
    rest = await client.post(f"{URL}/by-filter", json={"under": "a-commune"}, headers=headers)
    assert rest.json() == {"items": [], "count": 0}
    none = {"under": "a-commune", "education_level": "primary"}
    assert (await client.post(f"{URL}/by-filter", json=none, headers=headers)).json()["count"] == 0


async def test_a_printed_link_outlives_the_next_sheet_where_that_is_wanted(
    client: httpx.AsyncClient, callers: Callers, admin: Account, newcomer: User
) -> None:
    headers = callers.sign_in(admin.subject)
    token = await link_for(client, headers, "new.a")
    kept = await client.post(f"{URL}/by-filter", json={"under": "a", "keep_open": True}, headers=headers)
    assert kept.json() == {"items": [], "count": 0}
    assert (await client.post(LOOK, json={"token": token})).status_code == 200
    assert (await client.post(f"{URL}/by-filter", json={"under": "a"}, headers=headers)).json()["count"] == 1
    assert (await client.post(LOOK, json={"token": token})).status_code == 404


async def test_who_waits_is_counted_before_any_link_is_made(
    client: httpx.AsyncClient, callers: Callers, admin: Account, commune: Account, newcomer: User, stranger: Account
) -> None:
    def asked(who: Account, **query: str) -> Any:
        return client.get(f"{URL}/waiting", params={"under": "a-commune"} | query, headers=callers.sign_in(who.subject))

    assert (await client.get(f"{URL}/waiting", params={"under": "a"})).status_code == 401
    assert (await asked(stranger)).status_code == 422
    seen = (await asked(admin)).json()
    assert seen == {"accounts": 1, "linked": 0, "units": 1, "without_account": 0}
    await link_for(client, callers.sign_in(admin.subject), "new.a")
    assert (await asked(commune)).json() == {"accounts": 1, "linked": 1, "units": 1, "without_account": None}
    assert (await asked(admin, kind="division")).json()["accounts"] == 0


async def test_units_nobody_has_an_account_at_get_one(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, commune: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    schools = {"under": "a", "kind": "school"}
    before = (await client.get(f"{URL}/waiting", params=schools, headers=headers)).json()
    assert (before["accounts"], before["without_account"]) == (0, 1)
    opening = schools | {"open_role": "school_head"}
    refused = await client.post(f"{URL}/by-filter", json=opening, headers=callers.sign_in(commune.subject))
    assert refused.status_code == 422
    below = opening | {"under": "a-commune"}
    refused = await client.post(f"{URL}/by-filter", json=below, headers=callers.sign_in(commune.subject))
    assert refused.status_code == 403
    (line,) = (await client.post(f"{URL}/by-filter", json=opening, headers=headers)).json()["items"]
    assert (line["username"], line["name"], line["unit"]["code"]) == ("a-school", "Trường A", "a-school")
    accepted = await client.post(ACCEPT, json={"token": secret(line["link"]), "password": STRONG})
    assert accepted.status_code == 204
    grant = await session.scalar(select(Grant).join(User, User.id == Grant.user_id).where(User.username == "a-school"))
    assert grant is not None
    assert grant.role == "school_head"
    again = await client.post(f"{URL}/by-filter", json=opening, headers=headers)
    assert again.json() == {"items": [], "count": 0}


async def test_no_more_accounts_are_opened_than_fit_a_sheet(
    client: httpx.AsyncClient, callers: Callers, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.identity.service.invitations.MANY", 0)
    body = {"under": "a", "kind": "school", "open_role": "school_head"}
    answer = await client.post(f"{URL}/by-filter", json=body, headers=callers.sign_in(admin.subject))
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_links")


async def test_a_hundred_links_cost_no_more_statements_than_one(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    tree: dict[str, UUID],
    admin: Account,
    count_queries: Counter,
) -> None:
    headers, counts = callers.sign_in(admin.subject), []
    for n in (1, 100):
        for number in range(n):
            user = await identity.make_user(session, f"user.{n}.{number}", tree["a-school"])
            user.password_hash = None
        await session.commit()
        with count_queries() as seen:
            answer = await client.post(f"{URL}/by-filter", json={"under": "a"}, headers=headers)
        counts.append(len([each for each in seen if not each.startswith("INSERT")]))
        assert answer.json()["count"] >= n
        with count_queries() as listed:
            await client.get(URL, headers=headers)
        counts.append(len(listed))
    assert counts[:2] == counts[2:]


async def test_too_many_for_one_sheet_are_refused(
    client: httpx.AsyncClient, callers: Callers, admin: Account, newcomer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.identity.service.invitations.MANY", 0)
    answer = await client.post(f"{URL}/by-filter", json={"under": "a"}, headers=callers.sign_in(admin.subject))
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_links")


async def test_old_links_are_forgotten(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    admin: Account,
    newcomer: User,
    clock: FixedClock,
) -> None:
    await link_for(client, callers.sign_in(admin.subject), "new.a")
    clock.advance(days=105)
    session.info["now"] = clock()
    assert (await jobs.forget_old(session))["links"] == 1


async def test_asking_for_a_password_tells_nothing_and_is_throttled(
    client: httpx.AsyncClient, session: AsyncSession, school: Account
) -> None:
    school.user.email = "head@example.vn"
    await session.commit()
    url = "/api/v1/auth/password-resets"
    answers = [await client.post(url, json={"email": each}) for each in ("head@example.vn", "nobody@example.vn")]
    assert [(each.status_code, each.content, each.headers["cache-control"]) for each in answers] == [
        (202, b"", "no-store")
    ] * 2
    jobs_asked = (await session.scalars(select(Job).where(Job.kind == "password_reset"))).all()
    assert [(each.payload["email"], each.owner_kind) for each in jobs_asked] == [
        ("head@example.vn", "system"),
        ("nobody@example.vn", "system"),
    ]
    statuses = [(await client.post(url, json={"email": "nobody@example.vn"})).status_code for _ in range(5)]
    assert statuses == [202] * 4 + [429]
    assert (await client.post(url, json={"email": "no address"})).status_code == 422
