"""Who an account is at a provider: said by administrators, ended by them and by the owner."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.settings import Settings
from api.signin.oidc.models import ExternalIdentity
from tests.factories.identity import Account
from tests.signin.oidc.conftest import Browser
from tests.support.callers import Callers

IDENTITIES = "/api/v1/identities"


def _body(account: Account, value: str = "0310 9900 0001") -> dict[str, Any]:
    return {"user": account.user.username, "provider": "dinh-danh", "value": value}


async def test_an_administrator_says_who_somebody_is_and_they_sign_in(
    browser: Browser,
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    admin: Account,
    leader: Account,
) -> None:
    made = await client.post(IDENTITIES, json=_body(leader), headers=callers.sign_in(admin.subject))
    assert made.status_code == 201
    assert set(made.json()) == {"id", "user", "provider", "created_at", "last_used_at"}
    entries = select(AuditEntry.changes).where(AuditEntry.action == "user.link_identity")
    assert (await session.scalars(entries)).all() == [{"provider": "dinh-danh"}]
    assert (await browser.sign_in("an")).headers["location"].startswith("/sign-in/done")


async def test_the_next_word_replaces_the_last(
    client: httpx.AsyncClient, callers: Callers, knows_providers: Settings, admin: Account, leader: Account
) -> None:
    headers = callers.sign_in(admin.subject)
    first = await client.post(IDENTITIES, json=_body(leader, "031099000002"), headers=headers)
    second = await client.post(IDENTITIES, json=_body(leader), headers=headers)
    assert first.json()["id"] == second.json()["id"]


async def test_somebody_is_one_account_only(
    client: httpx.AsyncClient,
    callers: Callers,
    knows_providers: Settings,
    root: Account,
    admin: Account,
    leader: Account,
) -> None:
    headers = callers.sign_in(root.subject)
    await client.post(IDENTITIES, json=_body(leader), headers=headers)
    answer = await client.post(IDENTITIES, json=_body(admin), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "identity_taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"provider": "nobody"}, "/provider"), ({"user": "nobody"}, "/user"), ({"value": "\u00a0"}, "/value")],
)
async def test_what_says_nothing_is_refused(
    client: httpx.AsyncClient, callers: Callers, knows_providers: Settings, admin: Account, leader: Account,
    body: dict[str, Any], pointer: str,
) -> None:  # fmt: skip
    answer = await client.post(IDENTITIES, json=_body(leader) | body, headers=callers.sign_in(admin.subject))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_only_who_administers_an_account_says_who_it_is(
    client: httpx.AsyncClient, callers: Callers, knows_providers: Settings, session: AsyncSession,
    root: Account, admin: Account, leader: Account, stranger: Account,
) -> None:  # fmt: skip
    assert (await client.post(IDENTITIES, json=_body(leader))).status_code == 401
    for account, status in ((stranger, 422), (leader, 403)):
        answer = await client.post(IDENTITIES, json=_body(leader), headers=callers.sign_in(account.subject))
        assert answer.status_code == status
    own = await client.post(IDENTITIES, json=_body(admin), headers=callers.sign_in(admin.subject))
    assert own.status_code == 403
    assert (await session.scalars(select(ExternalIdentity))).all() == []


async def test_a_link_is_seen_and_ended_by_its_owner_and_who_administers_them(
    client: httpx.AsyncClient, callers: Callers, knows_providers: Settings, session: AsyncSession,
    admin: Account, leader: Account, stranger: Account,
) -> None:  # fmt: skip
    of = {"user": "leader.a"}
    for account, seen in ((stranger, False), (admin, True), (leader, True)):
        made = await client.post(IDENTITIES, json=_body(leader), headers=callers.sign_in(admin.subject))
        headers, path = callers.sign_in(account.subject), f"{IDENTITIES}/{made.json()['id']}"
        listed = (await client.get(IDENTITIES, params=of, headers=headers)).json()["items"]
        assert bool(listed) is seen
        assert (await client.delete(path, headers=headers)).status_code == (204 if seen else 404)
    assert (await session.scalars(select(ExternalIdentity))).all() == []
    actions = (await session.scalars(select(AuditEntry.action))).all()
    assert actions.count("user.unlink_identity") == 2
