"""One's own notifications over the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import httpx
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.permissions import Subject
from api.notifications.jobs import forget_old
from api.notifications.models import Mail, Notification
from api.notifications.service.notices import Notice, tell
from api.settings import Settings
from tests.factories.identity import Account
from tests.support.callers import Callers
from tests.support.clock import FixedClock

URL = "/api/v1/notifications"
PREFERENCES = f"{URL}/preferences"
Counter = Callable[[], AbstractContextManager[list[str]]]
ITEM = {"unit": "Trường A", "task": "Học bạ số", "due_on": "2026-05-20", "own": True}


def notice(account: Account, key: str) -> Notice:
    return Notice(account.user.id, "digest", key, {"on": "2026-05-20", "count": 1, "items": [ITEM]}, "/work")


@pytest_asyncio.fixture
async def told(session: AsyncSession, settings: Settings, leader: Account, stranger: Account) -> None:
    """Three things the leader was told, one the stranger was."""
    await tell(session, settings, [notice(leader, key) for key in "abc"] + [notice(stranger, "a")])
    await session.commit()


def calls(notification_id: UUID) -> list[tuple[str, str, object]]:
    return [
        ("GET", URL, None),
        ("GET", f"{URL}/counts", None),
        ("POST", f"{URL}/{notification_id}/read", None),
        ("POST", f"{URL}/read-all", None),
        ("GET", PREFERENCES, None),
        ("PUT", PREFERENCES, {"email": False, "language": "en"}),
    ]


async def test_nobody_and_systems_have_none(client: httpx.AsyncClient, callers: Callers) -> None:
    system = callers.sign_in(Subject("client", uuid4(), "IOC", (), frozenset()))
    for method, path, body in calls(uuid4()):
        assert (await client.request(method, path, json=body)).status_code == 401
        assert (await client.request(method, path, json=body, headers=system)).status_code == 403


async def test_somebody_elses_do_not_exist(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, told: None, leader: Account, stranger: Account
) -> None:
    theirs = await session.scalar(select(Notification.id).where(Notification.user_id == stranger.user.id))
    headers = callers.sign_in(leader.subject)
    assert (await client.post(f"{URL}/{theirs}/read", headers=headers)).status_code == 404
    shown = (await client.get(URL, headers=headers)).json()["items"]
    assert len(shown) == 3
    assert str(theirs) not in [each["id"] for each in shown]
    await client.post(f"{URL}/read-all", headers=headers)
    counted = await client.get(f"{URL}/counts", headers=callers.sign_in(stranger.subject))
    assert counted.json() == {"total": 1, "unread": 1}


async def test_read_in_ones_language_counted_and_marked(
    client: httpx.AsyncClient, callers: Callers, told: None, leader: Account, clock: FixedClock
) -> None:
    headers = callers.sign_in(leader.subject)
    shown = (await client.get(URL, headers=headers | {"Accept-Language": "en"})).json()["items"]
    assert (shown[0]["title"], shown[0]["link"]) == ("1 task needs attention", "/work")
    vietnamese = (await client.get(URL, headers=headers)).json()["items"]
    assert vietnamese[0]["text"] == "- Học bạ số (hạn hôm nay, 20/05/2026)"
    for _ in range(2):
        assert (await client.post(f"{URL}/{shown[0]['id']}/read", headers=headers)).status_code == 204
        clock.advance(hours=1)
    unread = (await client.get(URL, params={"unread": True}, headers=headers)).json()["items"]
    read = (await client.get(URL, params={"unread": False}, headers=headers)).json()["items"]
    assert (len(unread), [each["read_at"] for each in read]) == (2, ["2026-05-20T05:00:00Z"])
    assert (await client.get(f"{URL}/counts", headers=headers)).json() == {"total": 3, "unread": 2}
    assert (await client.post(f"{URL}/read-all", headers=headers)).status_code == 204
    counted = await client.get(f"{URL}/counts", headers=headers)
    assert counted.json() == {"total": 3, "unread": 0}
    again = await client.get(f"{URL}/counts", headers=headers | {"If-None-Match": counted.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_thing_is_told_once(session: AsyncSession, mailing: Settings, leader: Account, told: None) -> None:
    leader.user.email = "leader@example.vn"
    await session.commit()
    assert await tell(session, mailing, [notice(leader, "a"), notice(leader, "d")]) == 1
    assert await tell(session, mailing, [notice(leader, "d")]) == 0
    assert await tell(session, mailing, []) == 0
    assert len((await session.scalars(select(Mail))).all()) == 1


async def test_preferences_are_kept_and_obeyed(
    client: httpx.AsyncClient, callers: Callers, session: AsyncSession, mailing: Settings, leader: Account
) -> None:
    headers = callers.sign_in(leader.subject)
    before = (await client.get(PREFERENCES, headers=headers)).json()
    assert before == {"email": True, "language": "vi", "address": None, "email_available": False}
    leader.user.email = "leader@example.vn"
    await session.commit()
    for wants in (False, True):
        kept = await client.put(PREFERENCES, json={"email": wants, "language": "en"}, headers=headers)
        assert kept.json()["email"] is wants
        await tell(session, mailing, [notice(leader, f"wants-{wants}")])
    (mail,) = await session.scalars(select(Mail))
    assert mail.key.startswith("wants-True")
    bad = await client.put(PREFERENCES, json={"email": True, "language": "fr"}, headers=headers)
    assert bad.status_code == 422


async def test_a_list_costs_the_same_for_any_number(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    settings: Settings,
    leader: Account,
    count_queries: Counter,
) -> None:
    headers, counts = callers.sign_in(leader.subject), []
    for n in range(2):
        await tell(session, settings, [notice(leader, f"{n}.{key}") for key in range(1 + n * 20)])
        await session.commit()
        with count_queries() as seen:
            await client.get(URL, headers=headers)
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_old_ones_are_forgotten(session: AsyncSession, told: None, clock: FixedClock) -> None:
    clock.advance(days=401)
    session.info["now"] = clock()
    assert await forget_old(session) == {"notifications": 4, "mails": 0}
