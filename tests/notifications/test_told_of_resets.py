"""Whose password, app or passkey an administrator resets hears of it by e-mail, from a real mail server."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.db import Database
from api.notifications import jobs as notifications
from api.notifications.service.delivery import deliver_one
from api.settings import Settings
from api.signin.passkeys.models import Passkey
from tests.factories.identity import Account
from tests.notifications.conftest import Postbox
from tests.support.callers import Callers
from tests.support.clock import FixedClock

Act = Callable[[httpx.AsyncClient, dict[str, str], Account, str], Awaitable[httpx.Response]]
Mailed = Callable[[], Awaitable[list[tuple[str, str]]]]


async def _reset_password(client: httpx.AsyncClient, by: dict[str, str], of: Account, _: str) -> httpx.Response:
    return await client.post("/api/v1/invitations", json={"user": of.user.username}, headers=by)


async def _reset_app(client: httpx.AsyncClient, by: dict[str, str], of: Account, _: str) -> httpx.Response:
    return await client.delete(f"/api/v1/users/{of.user.id}/second-factor", headers=by)


async def _remove_passkey(client: httpx.AsyncClient, by: dict[str, str], _: Account, passkey: str) -> httpx.Response:
    return await client.delete(f"/api/v1/passkeys/{passkey}", headers=by)


ACTS: list[tuple[Act, str, str]] = [
    (_reset_password, "Có người cấp liên kết đặt lại mật khẩu của bạn", "liên kết"),
    (_reset_app, "Xác thực hai bước đã được đặt lại", "ứng dụng xác thực"),
    (_remove_passkey, "Một cách đăng nhập đã được gỡ", "“Điện thoại”"),
]


@pytest_asyncio.fixture
async def passkey(session: AsyncSession, leader: Account, clock: FixedClock) -> str:
    """The leader's, whose address is known."""
    leader.user.email = "leader@example.vn"
    key = Passkey(
        user_id=leader.user.id, credential_id=b"x", public_key=b"", sign_count=0, transports=[], backed_up=False,
        name="Điện thoại", created_at=clock(),
    )  # fmt: skip
    session.add(key)
    await session.commit()
    return str(key.id)


@pytest.fixture
def mailed(
    monkeypatch: pytest.MonkeyPatch,
    run_jobs: Callable[[], Any],
    database: Database,
    clock: FixedClock,
    mailing: Settings,
    postbox: Postbox,
) -> Mailed:
    """`await mailed()`: subject and text of what the worker and the mail server did meanwhile."""
    monkeypatch.setattr(notifications, "get_settings", lambda: mailing)

    async def deliver() -> list[tuple[str, str]]:
        await run_jobs()
        while await deliver_one(database, clock, mailing):
            pass
        return [(each["Subject"], each.get_content()) for each in postbox.taken]

    return deliver


@pytest.mark.parametrize(("act", "subject", "words"), ACTS, ids=["password", "app", "passkey"])
async def test_the_owner_hears_of_what_an_administrator_resets(
    client: httpx.AsyncClient,
    callers: Callers,
    admin: Account,
    leader: Account,
    passkey: str,
    mailed: Mailed,
    postbox: Postbox,
    act: Act,
    subject: str,
    words: str,
) -> None:
    answer = await act(client, callers.sign_in(admin.subject), leader, passkey)
    assert answer.is_success, answer.text
    ((title, text),) = await mailed()
    assert (title, postbox.to) == (subject, ["leader@example.vn"])
    assert admin.user.name in text
    assert words in text
    assert "invitation#" not in text  # the link itself is whose hand it was put into


async def test_nobody_is_told_of_what_they_do_to_their_own(
    client: httpx.AsyncClient, callers: Callers, leader: Account, passkey: str, mailed: Mailed
) -> None:
    assert (await _remove_passkey(client, callers.sign_in(leader.subject), leader, passkey)).is_success
    assert await mailed() == []


async def test_a_first_link_is_no_reset(
    client: httpx.AsyncClient,
    callers: Callers,
    session: AsyncSession,
    admin: Account,
    leader: Account,
    passkey: str,
    mailed: Mailed,
) -> None:
    leader.user.password_hash = None
    await session.commit()
    assert (await _reset_password(client, callers.sign_in(admin.subject), leader, passkey)).is_success
    assert await mailed() == []
