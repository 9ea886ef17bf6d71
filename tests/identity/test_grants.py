"""Grants and their loan: nobody gives themselves anything, and nobody beyond their reach."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import Grant
from api.kit.events import OutboxEvent
from tests.factories import identity
from tests.factories.identity import Account, make_account, make_user, subject_of
from tests.identity.conftest import SignIn, bearer
from tests.support.callers import Callers
from tests.support.clock import FixedClock

GRANTS = "/api/v1/grants"
FIRST = {"If-Match": '"1.0"'}


def operations(grant_id: UUID) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Every operation on grants, with a body that fits."""
    return [
        ("GET", GRANTS, None),
        ("POST", GRANTS, {"user": "leader.a", "role": "viewer", "unit": "a"}),
        ("GET", f"{GRANTS}/{grant_id}", None),
        ("PATCH", f"{GRANTS}/{grant_id}", {"to": "2027-01-01"}),
        ("DELETE", f"{GRANTS}/{grant_id}", None),
    ]


async def test_nobody_is_asked_to_sign_in(client: httpx.AsyncClient, leader: Account) -> None:
    for method, path, body in operations(leader.grant.id):
        assert (await client.request(method, path, json=body)).status_code == 401, (method, path)


async def test_who_only_reads_is_refused(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, leader: Account, tree: dict[str, UUID]
) -> None:
    viewer = await make_account(session, "viewer.a", "viewer", tree["a"])
    headers = callers.sign_in(viewer.subject) | FIRST
    for method, path, body in operations(leader.grant.id):
        assert (await client.request(method, path, json=body, headers=headers)).status_code == 403, (method, path)


async def test_who_may_only_lend_neither_lists_nor_gives(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, leader: Account, tree: dict[str, UUID]
) -> None:
    officer = await make_account(session, "officer.a", "officer", tree["a-division"])
    headers = callers.sign_in(leader.subject) | FIRST
    for method, path, body in operations(officer.grant.id)[:4]:
        assert (await client.request(method, path, json=body, headers=headers)).status_code == 403, (method, path)
    assert (await client.delete(f"{GRANTS}/{officer.grant.id}", headers=headers)).status_code == 404
    own = await client.delete(f"{GRANTS}/{leader.grant.id}", headers=headers)
    assert (own.status_code, own.json()["code"]) == (403, "forbidden")


async def test_another_departments_grants_do_not_exist(
    client: httpx.AsyncClient, callers: Callers, leader: Account, stranger: Account
) -> None:
    headers = callers.sign_in(stranger.subject) | FIRST
    for method, path, body in operations(leader.grant.id)[2:]:
        assert (await client.request(method, path, json=body, headers=headers)).status_code == 404, (method, path)
    shown = (await client.get(GRANTS, headers=headers)).json()["items"]
    assert [grant["user"]["code"] for grant in shown] == ["admin.b"]


async def test_an_administrator_gives_a_role_at_once(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    sign_in: SignIn,
    admin: Account,
    tree: dict[str, UUID],
) -> None:
    head = await make_user(session, "head.a", tree["a-school"])
    signed_in = bearer(await sign_in("head.a"))
    assert (await client.get("/api/v1/me", headers=signed_in)).json()["permissions"] == []
    body = {"user": "head.a", "role": "school_head", "unit": "a-school", "from": "2026-05-01", "to": "2026-12-31"}
    answer = await client.post(GRANTS, json=body, headers=callers.sign_in(admin.subject))
    given = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{GRANTS}/{given['id']}")
    assert given["user"] == {"id": str(head.id), "code": "head.a", "name": "Người dùng head.a"}
    assert (given["role"], given["unit"]["code"], given["client"]) == ("school_head", "a-school", None)
    assert (given["from"], given["to"], given["delegated_from"]) == ("2026-05-01", "2026-12-31", None)
    me = (await client.get("/api/v1/me", headers=signed_in)).json()
    assert [(grant["role"], grant["unit"]["code"]) for grant in me["grants"]] == [("school_head", "a-school")]
    assert "grant:lend" in me["permissions"]
    (told,) = await session.scalars(select(AuditEntry).where(AuditEntry.entity_id == given["id"]))
    assert (told.action, told.changes["role"], told.actor_id) == ("grant.create", "school_head", admin.user.id)
    (event,) = await session.scalars(select(OutboxEvent).where(OutboxEvent.entity_id == given["id"]))
    assert (event.type, event.department_id) == ("grant.created", tree["a"])


async def test_a_system_is_given_a_role(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, tree: dict[str, UUID]
) -> None:
    system = await identity.make_client(session, "ioc.a", tree["a"], ())
    headers = callers.sign_in(admin.subject)
    body = {"client": "ioc.a", "role": "viewer", "unit": str(tree["a"])}
    given = (await client.post(GRANTS, json=body, headers=headers)).json()
    assert (given["client"]["id"], given["user"], given["from"], given["to"]) == (
        str(system.id),
        None,
        "2026-05-20",
        None,
    )
    listed = (await client.get(GRANTS, params={"client": "ioc.a"}, headers=headers)).json()["items"]
    assert [item["id"] for item in listed] == [given["id"]]


@pytest.mark.parametrize("unit", ["top", "b", "b-school", "no-such-unit"])
async def test_nobody_gives_beyond_their_reach(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account, unit: str
) -> None:
    body = {"user": "leader.a", "role": "admin", "unit": unit}
    answer = await client.post(GRANTS, json=body, headers=callers.sign_in(admin.subject))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_unit")


@pytest.mark.parametrize("user", ["admin.b", "root", "nobody", "01900000-0000-7000-8000-000000000000"])
async def test_nobody_gives_to_those_they_do_not_administer(
    client: httpx.AsyncClient, callers: Callers, admin: Account, stranger: Account, user: str
) -> None:
    body = {"user": user, "role": "viewer", "unit": "a"}
    answer = await client.post(GRANTS, json=body, headers=callers.sign_in(admin.subject))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_user")


async def test_nobody_gives_themselves_more(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    admin: Account,
    leader: Account,
    tree: dict[str, UUID],
) -> None:
    headers = callers.sign_in(admin.subject) | FIRST
    body = {"user": "admin.a", "role": "leader", "unit": "a"}
    given = await client.post(GRANTS, json=body, headers=headers)
    longer = await client.patch(f"{GRANTS}/{admin.grant.id}", json={"to": "2199-01-01"}, headers=headers)
    assert [answer.json()["code"] for answer in (given, longer)] == ["own_grant", "own_grant"]
    loan = {"user": "leader.a", "delegated_from": str(leader.grant.id), "to": "2026-06-01"}
    lent = await client.post(GRANTS, json=loan, headers=callers.sign_in(leader.subject))
    assert (lent.status_code, lent.json()["code"]) == (403, "own_grant")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"role": None}, "/role", "missing"),
        ({"unit": None}, "/unit", "missing"),
        ({"user": None}, "/user", "one_holder"),
        ({"client": "ioc"}, "/user", "one_holder"),
        ({"user": None, "client": "ioc"}, "/client", "unknown_client"),
        ({"role": "king"}, "/role", "string_pattern_mismatch"),
        ({"from": "2026-06-02", "to": "2026-06-01"}, "/to", "empty_span"),
        ({"from": "1066-10-14"}, "/from", "greater_than_equal"),
        ({"to": "9999-12-31"}, "/to", "less_than_equal"),
        ({"delegated_from": "x"}, "/delegated_from", "uuid_parsing"),
        ({"delegated_from": str(uuid4())}, "/delegated_from", "unknown_grant"),
        ({"valid": "all"}, "/valid", "extra_forbidden"),
    ],
)
async def test_bad_bodies_are_refused(
    client: httpx.AsyncClient,
    callers: Callers,
    admin: Account,
    leader: Account,
    body: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    whole = {"user": "leader.a", "role": "viewer", "unit": "a"} | body
    answer = await client.post(GRANTS, json=whole, headers=callers.sign_in(admin.subject))
    assert answer.status_code == 422
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def test_the_same_grant_twice_is_a_conflict(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    same = {"user": "leader.a", "role": "leader", "unit": "a"}
    answer = await client.post(GRANTS, json=same, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "grant_exists")
    before = same | {"from": "2019-01-01", "to": "2019-12-31"}
    earlier = await client.post(GRANTS, json=before, headers=headers)
    assert earlier.status_code == 201
    url = f"{GRANTS}/{earlier.json()['id']}"
    answer = await client.patch(url, json={"to": None}, headers=headers | FIRST)
    assert (answer.status_code, answer.json()["code"]) == (409, "grant_exists")


async def test_the_days_of_a_grant_change_with_the_version_read(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers, url = callers.sign_in(admin.subject), f"{GRANTS}/{leader.grant.id}"
    tag = (await client.get(url, headers=headers)).headers["etag"]
    assert (await client.patch(url, json={"to": "2026-05-19"}, headers=headers)).status_code == 428
    ended = await client.patch(url, json={"to": "2026-05-19"}, headers=headers | {"If-Match": tag})
    assert (ended.json()["to"], ended.json()["version"]) == ("2026-05-19", 2)
    stale = await client.delete(url, headers=headers | {"If-Match": tag})
    assert stale.status_code == 412
    empty = await client.patch(url, json={"from": "2026-05-20"}, headers=headers | {"If-Match": ended.headers["etag"]})
    assert empty.json()["errors"][0]["code"] == "empty_span"
    today = (await client.get(GRANTS, params={"on": "2026-05-20", "user": "leader.a"}, headers=headers)).json()
    then = (await client.get(GRANTS, params={"on": "2026-05-19", "role": "leader"}, headers=headers)).json()
    assert (len(today["items"]), len(then["items"])) == (0, 1)


async def test_lists_are_filtered_and_sorted(
    client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    shown = (await client.get(GRANTS, params={"sort": "-role", "unit": "a"}, headers=headers)).json()["items"]
    assert [grant["role"] for grant in shown] == ["leader", "admin"]
    first = (await client.get(GRANTS, params={"sort": "from", "limit": 1}, headers=headers)).json()
    second = await client.get(
        GRANTS, params={"sort": "from", "limit": 1, "cursor": first["next_cursor"]}, headers=headers
    )
    assert second.json()["items"][0]["id"] != first["items"][0]["id"]
    later = await client.get(GRANTS, params={"updated_since": "2026-05-21T00:00:00Z"}, headers=headers)
    assert later.json()["items"] == []


async def test_the_last_administrator_of_all_keeps_the_grant(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, tree: dict[str, UUID]
) -> None:
    url = f"{GRANTS}/{root.grant.id}"
    own = callers.sign_in(root.subject) | FIRST
    answer = await client.delete(url, headers=own)
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    second = await make_account(session, "second", "admin", tree["top"])
    headers = callers.sign_in(second.subject) | FIRST
    ended = await client.patch(url, json={"to": "2026-06-01"}, headers=headers)
    assert ended.status_code == 200
    last = f"{GRANTS}/{second.grant.id}"
    answer = await client.patch(last, json={"to": "2026-06-01"}, headers=own)
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


class TestLending:
    """Uỷ quyền."""

    async def lend(
        self, http: httpx.AsyncClient, headers: dict[str, str], grant: Grant, user: str, **more: Any
    ) -> httpx.Response:
        body = {"user": user, "delegated_from": str(grant.id), "to": "2026-06-30", **more}
        return await http.post(GRANTS, json=body, headers=headers)

    async def test_a_holder_lends_for_some_days_and_takes_back(
        self,
        client: httpx.AsyncClient,
        callers: Callers,
        session: AsyncSession,
        leader: Account,
        tree: dict[str, UUID],
    ) -> None:
        deputy = await make_user(session, "deputy.a", tree["a-division"])
        headers = callers.sign_in(leader.subject)
        lent = await self.lend(client, headers, leader.grant, "deputy.a")
        assert lent.status_code == 201
        assert (lent.json()["role"], lent.json()["unit"]["code"]) == ("leader", "a")
        assert [reach.role for reach in (await subject_of(session, deputy)).reaches] == ["leader"]
        mine = (await client.get("/api/v1/me", headers=headers)).json()["grants"]
        (loan,) = mine[0]["lent"]
        assert (loan["user"]["code"], loan["from"], loan["to"]) == ("deputy.a", "2026-05-20", "2026-06-30")
        back = await client.delete(f"{GRANTS}/{loan['id']}", headers=headers | {"If-Match": f'"{loan["version"]}.0"'})
        assert back.status_code == 204
        assert (await subject_of(session, deputy)).reaches == ()

    async def test_a_loan_ends_with_the_grant_it_was_lent_of(
        self,
        client: httpx.AsyncClient,
        callers: Callers,
        session: AsyncSession,
        sign_in: SignIn,
        admin: Account,
        leader: Account,
        tree: dict[str, UUID],
    ) -> None:
        await make_user(session, "deputy.a", tree["a-division"])
        await self.lend(client, callers.sign_in(leader.subject), leader.grant, "deputy.a")
        deputy = bearer(await sign_in("deputy.a"))
        assert (await client.get("/api/v1/me", headers=deputy)).json()["grants"]
        await client.delete(f"{GRANTS}/{leader.grant.id}", headers=callers.sign_in(admin.subject) | FIRST)
        assert (await client.get("/api/v1/me", headers=deputy)).json()["grants"] == []

    async def test_a_loan_holds_for_its_days_only(
        self,
        client: httpx.AsyncClient,
        callers: Callers,
        session: AsyncSession,
        leader: Account,
        tree: dict[str, UUID],
        clock: FixedClock,
    ) -> None:
        deputy = await make_user(session, "deputy.a", tree["a-division"])
        await self.lend(client, callers.sign_in(leader.subject), leader.grant, "deputy.a", **{"from": "2026-06-01"})
        for days, roles in ((0, []), (12, ["leader"]), (41, ["leader"]), (42, [])):
            clock.now = clock.now.replace(month=5, day=20)
            clock.advance(days=days)
            session.info["now"] = clock()
            assert [reach.role for reach in (await subject_of(session, deputy)).reaches] == roles, days

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"to": None}, "end_required"),
            ({"to": "2027-01-01"}, "longer_than_own"),
            ({"from": "2019-01-01"}, "longer_than_own"),
            ({"role": "admin"}, "differs_from_lent"),
            ({"unit": "a-school"}, "differs_from_lent"),
            ({"unit": "b"}, "differs_from_lent"),
            ({"user": "stranger"}, "unknown_user"),
            ({"user": "closed"}, "unknown_user"),
            ({"user": None}, "missing"),
            ({"client": "ioc"}, "missing"),
        ],
    )
    async def test_a_loan_is_no_more_than_what_one_has(
        self,
        client: httpx.AsyncClient,
        callers: Callers,
        session: AsyncSession,
        tree: dict[str, UUID],
        more: dict[str, Any],
        code: str,
    ) -> None:
        lender = await make_user(session, "lender", tree["a"])
        grant = await identity.make_grant(session, lender, "leader", tree["a"], last=date(2026, 12, 31))
        await make_user(session, "deputy.a", tree["a-division"])
        await make_user(session, "stranger", tree["b-school"])
        closed = await make_user(session, "closed", tree["a"])
        closed.disabled_at = session.info["now"]
        await session.commit()
        headers = callers.sign_in(await subject_of(session, lender))
        answer = await self.lend(client, headers, grant, **({"user": "deputy.a"} | more))
        assert answer.status_code == 422
        assert code in [error["code"] for error in answer.json()["errors"]]
        whole = {"role": "leader", "unit": "a"}
        assert (await self.lend(client, headers, grant, "deputy.a", **whole)).status_code == 201

    async def test_nobody_lends_what_is_not_theirs(
        self, client: httpx.AsyncClient, callers: Callers, admin: Account, leader: Account
    ) -> None:
        answer = await self.lend(client, callers.sign_in(admin.subject), leader.grant, "leader.a")
        assert answer.json()["errors"][0]["code"] == "unknown_grant"

    async def test_what_was_lent_is_not_lent_on(
        self,
        client: httpx.AsyncClient,
        callers: Callers,
        session: AsyncSession,
        leader: Account,
        tree: dict[str, UUID],
    ) -> None:
        deputy = await make_user(session, "deputy.a", tree["a"])
        await make_user(session, "third", tree["a"])
        lent = (await self.lend(client, callers.sign_in(leader.subject), leader.grant, "deputy.a")).json()
        body = {"user": "third", "delegated_from": lent["id"], "to": "2026-06-01"}
        headers = callers.sign_in(await subject_of(session, deputy))
        answer = await client.post(GRANTS, json=body, headers=headers)
        assert answer.json()["errors"][0]["code"] == "already_lent"
        own = await client.delete(f"{GRANTS}/{lent['id']}", headers=headers | FIRST)
        assert own.status_code == 403

    async def test_the_keys_of_the_house_are_not_lent(
        self, client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, tree: dict[str, UUID]
    ) -> None:
        await make_user(session, "deputy.a", tree["a"])
        answer = await self.lend(client, callers.sign_in(admin.subject), admin.grant, "deputy.a")
        assert answer.json()["errors"][0]["code"] == "role_not_lendable"

    async def test_an_administrator_cannot_make_a_loan_longer_than_its_grant(
        self,
        client: httpx.AsyncClient,
        callers: Callers,
        session: AsyncSession,
        admin: Account,
        leader: Account,
        tree: dict[str, UUID],
    ) -> None:
        await make_user(session, "deputy.a", tree["a"])
        lent = (await self.lend(client, callers.sign_in(leader.subject), leader.grant, "deputy.a")).json()
        url, headers = f"{GRANTS}/{lent['id']}", callers.sign_in(admin.subject) | FIRST
        endless = await client.patch(url, json={"to": None}, headers=headers)
        assert endless.json()["errors"][0]["code"] == "end_required"
        assert (await client.patch(url, json={"to": "2026-07-31"}, headers=headers)).status_code == 200

    async def test_a_system_lends_nothing(
        self, client: httpx.AsyncClient, session: AsyncSession, tree: dict[str, UUID]
    ) -> None:
        system = await identity.make_client(session, "ioc.a", tree["a"], ("grant:lend",))
        await identity.make_grant(session, system, "officer", tree["a"])
        form = {"grant_type": "client_credentials", "client_id": "ioc.a", "client_secret": identity.SECRET}
        headers = bearer(await client.post("/api/v1/auth/token", data=form))
        mine = (await client.get("/api/v1/me", headers=headers)).json()["grants"][0]
        body = {"user": "leader.a", "delegated_from": mine["id"], "to": "2026-06-01"}
        answer = await client.post(GRANTS, json=body, headers=headers)
        assert answer.json()["errors"][0]["code"] == "unknown_grant"
