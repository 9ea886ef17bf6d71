"""Accounts left alone: an administrator's is closed, everybody else takes theirs up again in one step."""

from typing import Any

import httpx
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import User, UserSession
from api.identity.service.idleness import close_idle
from api.kit.jobs import Job
from api.settings import Settings
from tests.factories import identity
from tests.factories.identity import Account
from tests.identity.conftest import TOKEN, SignIn, bearer
from tests.support.callers import Callers
from tests.support.clock import FixedClock

SETTINGS = Settings(database_url="postgresql://unused")


async def _tick(session: AsyncSession, clock: FixedClock) -> dict[str, int]:
    session.info["now"] = clock()
    counts = await close_idle(session, SETTINGS)
    await session.commit()
    return counts


async def _noted(session: AsyncSession, action: str) -> list[Any]:
    return [*await session.scalars(select(AuditEntry.changes).where(AuditEntry.action == action))]


async def _told(session: AsyncSession) -> list[str]:
    return [job.payload["kind"] for job in await session.scalars(select(Job).where(Job.kind == "tell_account"))]


async def test_an_ordinary_account_is_taken_up_again_by_saying_so(
    sign_in: SignIn, session: AsyncSession, clock: FixedClock, leader: Account
) -> None:
    clock.advance(days=45)
    asked = await sign_in("leader.a")
    assert (asked.status_code, asked.json()["error"], asked.json()["code"]) == (400, "invalid_grant", "account_idle")
    assert (await sign_in("leader.a", reactivate="true")).status_code == 200
    assert (await sign_in("leader.a")).status_code == 200
    assert await _noted(session, "user.reactivate") == [{"since": "2026-05-20"}]
    assert await _told(session) == ["account.reactivated"]


async def test_a_wrong_password_does_not_say_that_an_account_is_idle(
    sign_in: SignIn, clock: FixedClock, leader: Account, admin: Account
) -> None:
    clock.advance(days=45)
    for username in ("leader.a", "admin.a"):
        assert "code" not in (await sign_in(username, "wrong")).json()


async def test_an_account_in_use_is_not_idle(
    client: httpx.AsyncClient, sign_in: SignIn, clock: FixedClock, leader: Account
) -> None:
    token = (await sign_in("leader.a")).json()["refresh_token"]
    clock.advance(days=29)
    carried = await client.post(TOKEN, data={"grant_type": "refresh_token", "refresh_token": token})
    assert carried.status_code == 200
    clock.advance(days=29)
    assert (await sign_in("leader.a")).status_code == 200


async def test_an_administrator_left_alone_is_closed_by_the_clock_and_told_before(
    client: httpx.AsyncClient, sign_in: SignIn, session: AsyncSession, clock: FixedClock, admin: Account
) -> None:
    clock.advance(days=37)
    assert await _tick(session, clock) == {"closed": 0, "told": 0}
    clock.advance(days=1)
    assert await _tick(session, clock) == {"closed": 0, "told": 2}
    assert {*await _told(session)} == {"account.closing"}
    clock.advance(days=7)
    assert await _tick(session, clock) == {"closed": 2, "told": 0}
    assert await _tick(session, clock) == {"closed": 0, "told": 0}
    user = await session.get_one(User, admin.user.id, populate_existing=True)
    assert user.disabled_at is not None
    ended = select(UserSession.revoked_because).where(UserSession.user_id == user.id)
    assert {*await session.scalars(ended)} == {"idle"}
    closed = {"disabled": True, "idle_since": "2026-05-20", "idle_days": 45}
    noted = await _noted(session, "user.update")
    assert [closed.items() <= changes.items() for changes in noted] == [True, True]
    refused = await sign_in("admin.a", reactivate="true")
    assert refused.json()["code"] == "account_closed"


async def test_an_administrator_left_alone_is_not_let_in_before_the_clock_came_by(
    sign_in: SignIn, clock: FixedClock, admin: Account
) -> None:
    clock.advance(days=45)
    assert (await sign_in("admin.a", reactivate="true")).json()["code"] == "account_closed"


async def test_another_administrator_opens_it_again(
    client: httpx.AsyncClient,
    callers: Callers,
    sign_in: SignIn,
    session: AsyncSession,
    clock: FixedClock,
    admin: Account,
    root: Account,
) -> None:
    clock.advance(days=45)
    await _tick(session, clock)
    headers, url = callers.sign_in(root.subject), f"/api/v1/users/{admin.user.id}"
    tag = (await client.get(url, headers=headers)).headers["etag"]
    opened = await client.patch(url, json={"disabled": False}, headers=headers | {"If-Match": tag})
    assert opened.json()["disabled"] is False
    assert await _tick(session, clock) == {"closed": 0, "told": 0}
    assert (await sign_in("admin.a")).status_code == 200


async def test_an_account_closed_by_hand_says_nothing_of_itself(
    sign_in: SignIn, session: AsyncSession, clock: FixedClock, leader: Account
) -> None:
    await session.execute(update(User).where(User.id == leader.user.id).values(disabled_at=clock()))
    await session.commit()
    clock.advance(days=45)
    assert "code" not in (await sign_in("leader.a")).json()


async def test_the_accounts_of_the_demonstration_are_never_idle(
    sign_in: SignIn, session: AsyncSession, clock: FixedClock, tree: dict[str, Any]
) -> None:
    user = await identity.make_user(session, "admin.sample", tree["a"], sample=True)
    await identity.make_grant(session, user, "admin", tree["a"])
    clock.advance(days=400)
    assert await _tick(session, clock) == {"closed": 0, "told": 0}
    answer = await sign_in("admin.sample")
    assert answer.status_code == 200
    assert bearer(answer)
