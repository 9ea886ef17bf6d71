"""`POST /users/bulk`: accounts with a grant each, whole or in part, in a few statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import Grant, User
from api.kit.events import OutboxEvent
from api.units.models import UnitCode
from tests.factories.identity import LONG_AGO, Account
from tests.support.callers import Callers

URL = "/api/v1/users/bulk"
Counter = Callable[[], AbstractContextManager[list[str]]]


def row(username: str, **more: Any) -> dict[str, Any]:
    return {"username": username, "name": f"Trường {username}", "unit": "a-school", "role": "school_officer", **more}


async def test_nobody_and_who_administers_nothing_load_nothing(
    client: httpx.AsyncClient, callers: Callers, leader: Account
) -> None:
    assert (await client.post(URL, json=[row("x1")])).status_code == 401
    refused = await client.post(URL, json=[row("x1")], headers=callers.sign_in(leader.subject))
    assert refused.status_code == 403


async def test_another_departments_units_and_names_are_as_if_not_there(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, leader: Account, stranger: Account
) -> None:
    rows = [row("x1"), row("x2", unit="no-such"), row("LEADER.a", unit="b-school")]
    answer = await client.post(URL, json=rows, headers=callers.sign_in(stranger.subject))
    assert answer.status_code == 422
    told = [(error["pointer"], error["code"], error["message"]) for error in answer.json()["errors"]]
    assert told[0][1:] == told[1][1:]
    assert [each[:2] for each in told] == [
        ("/0/unit", "unknown_unit"),
        ("/1/unit", "unknown_unit"),
        ("/2/username", "username_taken"),
    ]
    assert (await session.get_one(User, leader.user.id)).name == leader.user.name


async def test_accounts_and_grants_are_made_and_the_same_rows_again_leave_no_trace(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, tree: dict[str, UUID]
) -> None:
    headers = callers.sign_in(admin.subject)
    session.add(UnitCode(unit_id=tree["a-commune"], scheme="moet", value="0123", valid=Range(LONG_AGO, None)))
    await session.commit()
    rows = [
        row("school.a", email="a@example.vn", to="2026-12-31"),
        row("commune.a", unit="moet:0123", role="commune_officer"),
        row("plain", unit=str(tree["a"]).upper(), role=None),
    ]
    answer = await client.post(URL, json=rows, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["created"] == 3
    granted = select(User.username, Grant.role, Grant.valid).join(Grant, Grant.user_id == User.id)
    found = {each.username: each for each in await session.execute(granted)}
    assert found["school.a"].valid.upper == date(2027, 1, 1)
    assert found["commune.a"].role == "commune_officer"
    assert "plain" not in found
    before = await _traces(session)
    again = (await client.post(URL, json=rows, headers=headers)).json()
    assert (again["unchanged"], again["created"], again["updated"]) == (3, 0, 0)
    assert await _traces(session) == before


async def _traces(session: AsyncSession) -> tuple[int | None, int | None]:
    return (
        await session.scalar(select(func.count(AuditEntry.id))),
        await session.scalar(select(func.count(OutboxEvent.seq))),
    )


async def test_what_differs_is_changed_and_a_new_role_added(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    await client.post(URL, json=[row("one"), row("two"), row("three")], headers=headers)
    rows = [row("ONE", name="Tên mới"), row("two", role="school_head"), row("three", email="b@example.vn", version=1)]
    answer = (await client.post(URL, json=rows, headers=headers)).json()
    assert answer["updated"] == 3
    users = {user.username: user for user in await session.scalars(select(User))}
    assert (users["one"].name, users["one"].version) == ("Tên mới", 2)
    roles = await session.scalars(select(Grant.role).where(Grant.user_id == users["two"].id))
    assert sorted(roles) == ["school_head", "school_officer"]
    found = await client.get("/api/v1/users", params={"q": "ten moi"}, headers=headers)
    assert len(found.json()["items"]) == 1


async def test_bad_rows_are_named_and_the_others_written(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, admin: Account, leader: Account
) -> None:
    rows = [
        row("good"),
        row("a b"),
        row("leader.a", unit="a", role="leader", version=9),
        row("root", unit="a"),
        row("admin.a", unit="a", role="leader"),
        row("backwards", **{"from": "2026-06-01", "to": "2026-05-01"}),
        row("king", role="king"),
    ]
    headers = callers.sign_in(admin.subject)
    answer = await client.post(URL, json=rows, params={"mode": "partial"}, headers=headers)
    assert answer.status_code == 207
    assert [(error["row"], error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (2, "/1/username", "string_pattern_mismatch"),
        (3, "/2/version", "stale"),
        (4, "/3/username", "username_taken"),
        (5, "/4/role", "own_grant"),
        (6, "/5/to", "empty_span"),
        (7, "/6/role", "string_pattern_mismatch"),
    ]
    assert await session.scalar(select(func.count(User.id)).where(User.username == "good")) == 1


async def test_a_table_from_a_spreadsheet_is_taken(client: httpx.AsyncClient, callers: Callers, admin: Account) -> None:
    table = "username;name;unit;role;from\nsheet.1;Trường Một;a-school;school_head;2026-01-01\nsheet.2;Hai;a;;\n"
    headers = callers.sign_in(admin.subject) | {"Content-Type": "text/csv"}
    answer = await client.post(URL, content=table.encode("utf-8-sig"), headers=headers)
    assert (answer.status_code, answer.json()["created"]) == (200, 2)


async def test_a_client_without_the_right_to_grant_opens_accounts_only(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, root: Account, tree: dict[str, UUID]
) -> None:
    scoped = replace(root.subject, kind="client", scopes=frozenset({"user:write", "user:read"}))
    headers = callers.sign_in(scoped)
    refused = await client.post(URL, json=[row("x1")], headers=headers)
    assert refused.json()["errors"][0]["code"] == "forbidden"
    assert (await client.post(URL, json=[row("x1", role=None)], headers=headers)).status_code == 200


async def test_five_hundred_cost_no_more_statements_than_five(
    client: httpx.AsyncClient, callers: Callers, admin: Account, count_queries: Counter
) -> None:
    headers = callers.sign_in(admin.subject)

    async def statements(first: int, number: int) -> int:
        rows = [row(f"school.{first + n}") for n in range(number)]
        with count_queries() as seen:
            assert (await client.post(URL, json=rows, headers=headers)).status_code == 200
        return len([each for each in seen if not each.startswith("INSERT")])

    assert await statements(1000, 5) == await statements(2000, 500)


@pytest.mark.parametrize("mode", ["atomic", "partial"])
async def test_a_dry_run_opens_no_account(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, admin: Account, mode: str
) -> None:
    answer = await client.post(
        URL, json=[row("x1")], params={"dry_run": "true", "mode": mode}, headers=callers.sign_in(admin.subject)
    )
    assert answer.json()["effects"] == ["created"]
    assert await session.scalar(select(func.count(User.id)).where(User.username == "x1")) == 0
