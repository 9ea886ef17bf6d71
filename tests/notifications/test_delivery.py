"""Mails over a real mail server: sent once, tried again, given up, and never twice though a worker is killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.models import Invitation
from api.identity.service.sealing import secret_key
from api.kit.clock import system_clock
from api.kit.db import Database
from api.notifications.jobs import write_reset
from api.notifications.models import Mail
from api.notifications.service import mail
from api.notifications.service.delivery import LEASE, deliver_one
from api.notifications.service.mail import Letter
from api.settings import Settings
from tests.factories import identity
from tests.factories.identity import Account
from tests.notifications.conftest import Postbox
from tests.support.clock import FixedClock


def letter(account: Account, key: str = "k", address: str = "head@example.vn") -> Letter:
    return Letter(account.user.id, address, key, "Việc đến hạn", "Xin chào.\nHạn hôm nay.")


async def _queue(session: AsyncSession, settings: Settings, *letters: Letter) -> None:
    await mail.queue(session, settings, letters)
    await session.commit()


async def _only(session: AsyncSession) -> Mail:
    return (await session.scalars(select(Mail).execution_options(populate_existing=True))).one()


async def test_a_mail_arrives_readable_and_leaves_no_text_behind(
    session: AsyncSession, database: Database, clock: FixedClock, mailing: Settings, postbox: Postbox, leader: Account
) -> None:
    await _queue(session, mailing, letter(leader), replace(letter(leader), text="the same thing again"))
    assert [await deliver_one(database, clock, mailing) for _ in range(2)] == [True, False]
    (taken,) = postbox.taken
    kept = await _only(session)
    assert (taken["Subject"], taken.get_content().splitlines()) == ("Việc đến hạn", ["Xin chào.", "Hạn hôm nay."])
    assert (taken["From"], postbox.to) == ("Lộ Trình <no-reply@example.vn>", ["head@example.vn"])
    assert taken["Message-ID"] == f"<{kept.id}@lotrinh.example.vn>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert (kept.status, kept.sealed, kept.sent_at) == ("sent", None, clock())


async def test_the_text_is_sealed_while_it_waits(session: AsyncSession, mailing: Settings, leader: Account) -> None:
    await _queue(session, mailing, letter(leader))
    assert b"Xin" not in ((await _only(session)).sealed or b"")


async def test_for_now_means_later_with_the_same_message_id(
    session: AsyncSession, database: Database, clock: FixedClock, mailing: Settings, postbox: Postbox, leader: Account
) -> None:
    await _queue(session, mailing, letter(leader))
    postbox.at_text = "451 later"
    assert await deliver_one(database, clock, mailing)
    assert not await deliver_one(database, clock, mailing)
    clock.advance(minutes=1)
    postbox.at_text = "250 OK"
    assert await deliver_one(database, clock, mailing)
    assert len({each["Message-ID"] for each in postbox.taken}) == 1
    assert ((await _only(session)).status, (await _only(session)).attempts) == ("sent", 2)


async def test_a_server_that_is_away_is_tried_ten_times(
    session: AsyncSession, database: Database, clock: FixedClock, mailing: Settings, leader: Account
) -> None:
    nowhere = mailing.model_copy(update={"smtp_port": 9})
    await _queue(session, nowhere, letter(leader))
    attempts = 0
    while await deliver_one(database, clock, nowhere):
        attempts += 1
        clock.advance(hours=6)
    kept = await _only(session)
    assert (attempts, kept.status, kept.sealed) == (10, "failed", None)


@pytest.mark.parametrize(
    ("at_recipient", "at_text", "status"),
    [("550 nobody", "250", "failed"), ("250", "554 no", "failed"), ("250", "hang up", "unknown")],
)
async def test_what_is_refused_for_good_or_may_have_gone_is_not_tried_again(
    session: AsyncSession,
    database: Database,
    clock: FixedClock,
    mailing: Settings,
    postbox: Postbox,
    leader: Account,
    at_recipient: str,
    at_text: str,
    status: str,
) -> None:
    postbox.at_recipient, postbox.at_text = at_recipient, at_text
    await _queue(session, mailing, letter(leader))
    assert await deliver_one(database, clock, mailing)
    clock.advance(days=1)
    assert not await deliver_one(database, clock, mailing)
    assert ((await _only(session)).status, (await _only(session)).sealed) == (status, None)


async def test_what_cannot_be_written_is_given_up(
    session: AsyncSession, database: Database, clock: FixedClock, mailing: Settings, postbox: Postbox, leader: Account
) -> None:
    await _queue(session, mailing, letter(leader, "a", "hiệu.trưởng@example.vn"), letter(leader, "b"))
    await session.execute(update(Mail).where(Mail.key == "b").values(sealed=b"sealed with another key, long ago"))
    await session.commit()
    while await deliver_one(database, clock, mailing):
        pass
    assert set(await session.scalars(select(Mail.status))) == {"failed"}
    assert postbox.taken == []


async def test_a_password_is_asked_for_and_mailed_once_in_a_while(
    session: AsyncSession, database: Database, clock: FixedClock, mailing: Settings, postbox: Postbox, leader: Account
) -> None:
    leader.user.email = "Leader@Example.vn"
    await session.commit()
    for address in ("leader@example.vn", "LEADER@example.vn", "nobody@example.vn"):
        await write_reset(session, mailing, address)
    await session.commit()
    assert [await deliver_one(database, clock, mailing) for _ in range(2)] == [True, False]
    (taken,) = postbox.taken
    assert "https://lotrinh.example.vn/invitation#" in taken.get_content()
    made = (await session.scalars(select(Invitation))).one()
    assert (made.purpose, made.created_by, made.expires_at) == ("reset", None, clock() + timedelta(minutes=60))


@pytest_asyncio.fixture
async def own(own_database_url: str) -> AsyncIterator[Database]:
    """A database of its own, for workers that really commit."""
    database = Database.connect(own_database_url, pool=2)
    yield database
    await database.close()


def _start(url: str, settings: Settings) -> "subprocess.Popen[bytes]":
    told = {
        "LOTRINH_HOME": settings.home,
        "LOTRINH_PUBLIC_URL": settings.public_url,
        "LOTRINH_SMTP_HOST": settings.smtp_host,
        "LOTRINH_SMTP_PORT": settings.smtp_port,
        "LOTRINH_SMTP_SECURITY": "none",
        "LOTRINH_SMTP_FROM": settings.smtp_from,
        "LOTRINH_SECRET_KEY": "",
    }
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value != ""}}
    return subprocess.Popen([sys.executable, "-m", "tests.notifications.courier", url], env=environment)


async def _until(condition: Any) -> None:
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(("where", "status", "arrived"), [("recipient", "sent", 1), ("text", "unknown", 1)])
async def test_a_killed_worker_sends_no_mail_twice(
    own: Database,
    own_database_url: str,
    mailing: Settings,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    status: str,
    arrived: int,
) -> None:
    """Killed before the text left, the mail is sent by the next worker; killed after it, by none."""
    secret_key(mailing)
    stuck = asyncio.Event()
    handle = postbox.handle_RCPT if where == "recipient" else postbox.handle_DATA

    async def stick(*given: Any) -> str:
        answer = await handle(*given)
        if stuck.is_set():
            return answer
        stuck.set()
        await asyncio.sleep(60)
        return answer

    setattr(postbox, handle.__name__, stick)
    async with own.session(system_clock()) as session:
        tree = await identity.plant_tree(session)
        account = await identity.make_account(session, "head", "school_head", tree["a-school"])
        await _queue(session, mailing, letter(account))

    async def is_stuck() -> bool:
        return stuck.is_set()

    async def mail_is(wanted: str) -> bool:
        async with own.session(system_clock()) as session:
            return (await session.scalar(select(Mail.status))) == wanted

    worker = _start(own_database_url, mailing)
    try:
        await _until(is_stuck)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    async with own.session(system_clock()) as session:
        await session.execute(update(Mail).values(next_attempt_at=Mail.next_attempt_at - LEASE))
        await session.commit()
    worker = _start(own_database_url, mailing)
    try:
        await _until(lambda: mail_is(status))
    finally:
        worker.kill()
        worker.wait()
    assert len(postbox.taken) == arrived
