"""Users over the API: who may see and change whom, and what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import User, UserSession
from api.kit.events import OutboxEvent
from tests.factories import identity
from tests.factories.identity import Account
from tests.identity.conftest import SignIn
from tests.support.callers import Callers

USERS = "/api/v1/users"
STRONG = "Một mật khẩu 2027!"
Counter = Callable[[], AbstractContextManager[list[str]]]


def new(username: str, **more: Any) -> dict[str, Any]:
    return {"username": username, "name": "Nguyễn Thị Ánh", "unit": "a-school", **more}


def operations(user_id: UUID) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Every operation on users, with a body that fits."""
    return [
        ("GET", USERS, None),
        ("POST", USERS, new("somebody")),
        ("GET", f"{USERS}/{user_id}", None),
        ("PATCH", f"{USERS}/{user_id}", {"name": "Tên khác"}),
        ("DELETE", f"{USERS}/{user_id}", None),
        ("PUT", f"{USERS}/{user_id}/password", {"password": STRONG}),
    ]


async def test_nobody_is_asked_to_sign_in(client: httpx.AsyncClient, leader: Account) -> None:
    for method, path, body in operations(leader.user.id):
        assert (await client.request(method, path, json=body)).status_code == 401, (method, path)


async def test_who_administers_nothing_is_refused(client: httpx.AsyncClient, callers: Callers, leader: Account) -> None:
    headers = callers.sign_in(leader.subject) | {"If-Match": '"1.0"'}
    for method, path, body in operations(leader.user.id):
        assert (await client.request(method, path, json=body, headers=headers)).status_code == 403, (method, path)


async def test_another_departments_users_do_not_exist(
    client: httpx.AsyncClient, callers: Callers, leader: Account, stranger: Account
) -> None:
    headers = callers.sign_in(stranger.subject) | {"If-Match": '"1.0"'}
    for method, path, body in operations(leader.user.id)[2:]:
        answer = await client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, path)
    shown = (await client.get(USERS, headers=headers)).json()["items"]
    assert [user["username"] for user in shown] == ["admin.b"]


async def test_an_administrator_opens_an_account(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, sign_in: SignIn, admin: Account
) -> None:
    body = new("Anh.Nguyen", email="anh@example.vn", password=STRONG)
    answer = await client.post(USERS, json=body, headers=callers.sign_in(admin.subject))
    user = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{USERS}/{user['id']}"
    assert (user["username"], user["email"], user["unit"]["code"]) == ("Anh.Nguyen", "anh@example.vn", "a-school")
    assert (user["disabled"], user["sample"], user["version"]) == (False, False, 1)
    assert "password" not in answer.text.replace("mật khẩu", "")
    assert (await sign_in("anh.nguyen", STRONG)).status_code == 200
    (told,) = await session.scalars(
        select(AuditEntry).where(AuditEntry.action == "user.create", AuditEntry.actor_id == admin.user.id)
    )
    assert told.changes == {"username": "Anh.Nguyen", "name": "Nguyễn Thị Ánh"}
    (event,) = await session.scalars(select(OutboxEvent).where(OutboxEvent.entity_id == user["id"]))
    assert (event.type, event.data) == ("user.created", {"disabled": False})


async def test_lists_are_in_vietnamese_order_and_searched_without_accents(
    client: httpx.AsyncClient, callers: Callers, admin: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    for username, name in (("c", "Đỗ Bình"), ("b", "Ân"), ("a", "Dương Ánh")):
        await client.post(
            USERS, json={"username": f"user.{username}", "name": name, "unit": "a-school"}, headers=headers
        )
    found = (await client.get(USERS, params={"q": "anh", "unit": "a-school"}, headers=headers)).json()["items"]
    assert [user["name"] for user in found] == ["Dương Ánh"]
    everybody = (await client.get(USERS, params={"unit": "a-school"}, headers=headers)).json()["items"]
    assert [user["name"] for user in everybody] == ["Ân", "Dương Ánh", "Đỗ Bình"]


async def test_filters_narrow_and_pages_follow(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers = callers.sign_in(admin.subject)

    async def usernames(**query: Any) -> list[str]:
        items = (await client.get(USERS, params={"sort": "username", **query}, headers=headers)).json()["items"]
        return [user["username"] for user in items]

    assert await usernames() == ["admin.a", "leader.a"]
    assert await usernames(role="leader") == ["leader.a"]
    assert await usernames(disabled=True) == []
    assert await usernames(updated_since="2026-05-20T05:00:01Z") == []
    first = (await client.get(USERS, params={"sort": "-username", "limit": 1}, headers=headers)).json()
    assert await usernames(sort="-username", limit=1, cursor=first["next_cursor"]) == ["admin.a"]
    counted = await client.get(USERS, params={"include": "total"}, headers=headers)
    assert counted.json()["total"] == 2


async def test_a_list_costs_the_same_for_any_number(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    admin: Account,
    tree: dict[str, UUID],
    count_queries: Counter,
) -> None:
    headers = callers.sign_in(admin.subject)
    with count_queries() as few:
        await client.get(USERS, headers=headers)
    for n in range(5):
        await identity.make_user(session, f"user{n}", tree["a-school"])
    with count_queries() as many:
        await client.get(USERS, headers=headers)
    assert len(few) == len(many)


@pytest.mark.parametrize("query", ["role=king", "unknown=1", "limit=0", "cursor=x", "sort=password_hash", "q=%00"])
async def test_bad_queries_are_refused(client: httpx.AsyncClient, callers: Callers, admin: Account, query: str) -> None:
    answer = await client.get(f"{USERS}?{query}", headers=callers.sign_in(admin.subject))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"username": "a b"}, "/username", "string_pattern_mismatch"),
        ({"username": "x"}, "/username", "string_too_short"),
        ({"name": ""}, "/name", "string_too_short"),
        ({"name": "a\x00b"}, "/name", "control_character"),
        ({"email": "nowhere"}, "/email", "string_pattern_mismatch"),
        ({"unit": "b-school"}, "/unit", "unknown_unit"),
        ({"unit": "no-such-unit"}, "/unit", "unknown_unit"),
        ({"unit": str(uuid4())}, "/unit", "unknown_unit"),
        ({"password": "Ngắn 1!"}, "/password", "password_too_short"),
        ({"password": "chỉ có chữ thường"}, "/password", "password_too_plain"),
        ({"password": "Đường NEW.USER số 1!"}, "/password", "password_has_username"),
        ({"password_hash": "x"}, "/password_hash", "extra_forbidden"),
        ({"sample": True}, "/sample", "extra_forbidden"),
    ],
)
async def test_bad_bodies_are_refused_and_change_nothing(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    admin: Account,
    body: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    before = await session.scalar(select(func.count(User.id)))
    answer = await client.post(USERS, json=new("new.user") | body, headers=callers.sign_in(admin.subject))
    assert answer.status_code == 422
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert await session.scalar(select(func.count(User.id))) == before


async def test_a_username_is_taken_whatever_its_case_and_never_freed(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    for _ in range(2):
        answer = await client.post(USERS, json=new("LEADER.a"), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "username_taken")
        await client.delete(f"{USERS}/{leader.user.id}", headers=headers | {"If-Match": '"1.0"'})


async def test_a_change_needs_the_version_read(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{USERS}/{leader.user.id}"
    tag = (await client.get(url, headers=headers)).headers["etag"]
    unchanged = await client.get(url, headers=headers | {"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (await client.patch(url, json={"name": "Mới"}, headers=headers)).status_code == 428
    changed = await client.patch(url, json={"name": "Mới"}, headers=headers | {"If-Match": tag})
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Mới", 2)
    stale = await client.patch(url, json={"name": "Cũ"}, headers=headers | {"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    found = (await client.get(USERS, params={"q": "moi"}, headers=headers)).json()["items"]
    assert len(found) == 1


async def test_a_user_moves_only_within_reach(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{USERS}/{leader.user.id}"
    moved = await client.patch(url, json={"unit": "a-commune", "email": None}, headers=headers | {"If-Match": '"1.0"'})
    assert moved.json()["unit"]["code"] == "a-commune"
    refused = await client.patch(url, json={"unit": "b-commune"}, headers=headers | {"If-Match": '"2.0"'})
    assert refused.json()["errors"][0]["code"] == "unknown_unit"


async def test_closing_an_account_ends_its_sessions_and_opening_it_lets_it_in(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, sign_in: SignIn, admin: Account, leader: Account
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{USERS}/{leader.user.id}"
    closed = await client.patch(url, json={"disabled": True}, headers=headers | {"If-Match": '"1.0"'})
    assert closed.json()["disabled"] is True
    closed = await client.patch(url, json={"disabled": True}, headers=headers | {"If-Match": closed.headers["etag"]})
    assert closed.json()["disabled"] is True
    living = select(func.count(UserSession.id)).where(
        UserSession.user_id == leader.user.id, UserSession.revoked_at.is_(None)
    )
    assert await session.scalar(living) == 0
    assert (await sign_in("leader.a")).status_code == 400
    opened = await client.patch(url, json={"disabled": False}, headers=headers | {"If-Match": closed.headers["etag"]})
    assert opened.json()["disabled"] is False
    assert (await sign_in("leader.a")).status_code == 200


async def test_a_deleted_user_is_gone_but_its_row_stays(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, sign_in: SignIn, admin: Account, leader: Account
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{USERS}/{leader.user.id}"
    assert (await client.delete(url, headers=headers | {"If-Match": '"1.0"'})).status_code == 204
    assert (await client.get(url, headers=headers)).status_code == 404
    assert (await sign_in("leader.a")).status_code == 400
    left = (await client.get("/api/v1/grants", params={"user": "leader.a"}, headers=headers)).json()["items"]
    assert left == []
    row = (await session.execute(select(User.deleted_at, User.version).where(User.id == leader.user.id))).one()
    assert (row.deleted_at, row.version) == (session.info["now"], 2)


async def test_an_administrator_gives_a_password_and_ends_the_sessions(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, sign_in: SignIn, admin: Account, leader: Account
) -> None:
    url, headers = f"{USERS}/{leader.user.id}/password", callers.sign_in(admin.subject)
    weak = await client.put(url, json={"password": "123456"}, headers=headers)
    assert weak.json()["errors"][0]["code"] == "password_too_short"
    assert (await client.put(url, json={"password": STRONG}, headers=headers)).status_code == 204
    assert (await sign_in("leader.a")).status_code == 400
    assert (await sign_in("leader.a", STRONG)).status_code == 200
    changes = await session.scalars(select(AuditEntry.changes).where(AuditEntry.action == "user.update"))
    assert list(changes) == [{"password": "set"}]


async def test_ones_own_password_is_not_set_without_the_current_one(
    client: httpx.AsyncClient, callers: Callers, admin: Account
) -> None:
    url = f"{USERS}/{admin.user.id}/password"
    answer = await client.put(url, json={"password": STRONG}, headers=callers.sign_in(admin.subject))
    assert answer.status_code == 403


async def test_sample_accounts_may_have_a_simple_password(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, tree: dict[str, UUID]
) -> None:
    sample = await identity.make_user(session, "sample", tree["a"], sample=True)
    url = f"{USERS}/{sample.id}/password"
    answer = await client.put(url, json={"password": "lotrinh-demo"}, headers=callers.sign_in(admin.subject))
    assert answer.status_code == 204


async def test_who_also_acts_elsewhere_is_not_touched_from_here(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, tree: dict[str, UUID]
) -> None:
    """Whoever sets a password becomes the account: an administrator of Sở A must not become one of the ministry."""
    both = await identity.make_user(session, "both", tree["a"])
    await identity.make_grant(session, both, "admin", tree["top"], last=identity.days_from(identity.LONG_AGO, 4000))
    headers = callers.sign_in(admin.subject) | {"If-Match": '"1.0"'}
    for method, path, body in operations(both.id)[3:]:
        answer = await client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond_reach"), (method, path)


async def test_the_last_administrator_of_all_stays(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, tree: dict[str, UUID]
) -> None:
    headers, url = callers.sign_in(root.subject) | {"If-Match": '"1.0"'}, f"{USERS}/{root.user.id}"
    for method, body in (("DELETE", None), ("PATCH", {"disabled": True})):
        answer = await client.request(method, url, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    await identity.make_account(session, "second", "admin", tree["top"])
    assert (await client.patch(url, json={"disabled": True}, headers=headers)).status_code == 200


async def test_a_repeated_request_opens_one_account(
    client: httpx.AsyncClient, callers: Callers, admin: Account
) -> None:
    headers = callers.sign_in(admin.subject) | {"Idempotency-Key": "once"}
    first = await client.post(USERS, json=new("once.only"), headers=headers)
    again = await client.post(USERS, json=new("once.only"), headers=headers)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
