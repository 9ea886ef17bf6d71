"""Getting queued mails out, one at a time, each step in a short transaction of its own.

What SMTP can promise and what not: until the text leaves, a mail may be tried as often as need be. Once it leaves, a
worker that dies, or a line that breaks, before the server's answer leaves nobody knowing whether the mail went. Such a
mail is `unknown` and is not sent again: twice would be a promise broken, and what it said stands in the application.
"""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.clock import Clock
from api.kit.db import Database
from api.notifications.models import Mail
from api.notifications.rules import wait_after
from api.notifications.service import smtp
from api.notifications.service.mail import message
from api.settings import Settings

_IDLE_SECONDS = 1.0
# How long a worker may be silent before it is taken for dead; longer than any conversation's timeouts.
LEASE = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


async def run(database: Database, clock: Clock, settings: Settings) -> None:
    """Send what is due, for ever."""
    while True:
        if not await deliver_one(database, clock, settings):
            await asyncio.sleep(_IDLE_SECONDS)


async def deliver_one(database: Database, clock: Clock, settings: Settings) -> bool:
    """Try the mail that has been due for longest; false when none is."""
    mail = await _claim(database, clock())
    if mail is None:
        return False
    try:
        await _send(database, clock, settings, mail)
    except smtp.NotSent as error:
        _log.warning("mail_not_sent", mail=str(mail.id), outcome=error.outcome, reason=str(error))
        await _put_back(database, clock(), mail, error)
    return True


async def _send(database: Database, clock: Clock, settings: Settings, mail: Mail) -> None:
    try:
        content = message(settings, mail)
    except ValueError as error:
        raise smtp.NotSent("refused", type(error).__name__) from error
    server = await asyncio.to_thread(smtp.prepare, settings, mail.address)
    if not await _step(database, clock(), mail, "handing_over"):
        server.close()  # it took so long that another worker has it
        return
    await asyncio.to_thread(smtp.hand_over, server, content)
    await _end(database, clock(), mail.id, "sent", None)


async def _claim(database: Database, now: datetime) -> Mail | None:
    """The next mail, this worker's until its lease is over; one whose worker died before its text left is next too."""
    async with database.session(now) as session:
        await _give_up_lost(session, now)
        due = select(Mail).where(Mail.sealed.is_not(None), Mail.status.in_(("queued", "claimed")))
        due = due.where(Mail.next_attempt_at <= now).order_by(Mail.next_attempt_at).limit(1)
        mail = await session.scalar(due.with_for_update(skip_locked=True))
        if mail is not None:
            mail.status, mail.attempts, mail.next_attempt_at = "claimed", mail.attempts + 1, now + LEASE
        await session.commit()
        return mail


async def _give_up_lost(session: AsyncSession, now: datetime) -> None:
    """Mails whose worker died while their text left."""
    lost = (Mail.sealed.is_not(None), Mail.status == "handing_over", Mail.next_attempt_at <= now)
    await session.execute(update(Mail).where(*lost).values(status="unknown", sealed=None, error="worker died"))


async def _step(database: Database, now: datetime, mail: Mail, status: str) -> bool:
    """Move on, if the mail is still this worker's."""
    async with database.session(now) as session:
        ours = (Mail.id == mail.id, Mail.status == "claimed", Mail.attempts == mail.attempts)
        moved = update(Mail).where(*ours).values(status=status, next_attempt_at=now + LEASE).returning(Mail.id)
        found = await session.scalar(moved)
        await session.commit()
        return found is not None


async def _put_back(database: Database, now: datetime, mail: Mail, error: smtp.NotSent) -> None:
    wait = wait_after(mail.attempts)
    if error.outcome != "later" or wait is None:
        await _end(database, now, mail.id, "unknown" if error.outcome == "unknown" else "failed", str(error))
        return
    async with database.session(now) as session:
        later = {"status": "queued", "next_attempt_at": now + wait, "error": str(error)}
        await session.execute(update(Mail).where(Mail.id == mail.id).values(later))
        await session.commit()


async def _end(database: Database, now: datetime, mail_id: UUID, status: str, error: str | None) -> None:
    """Whatever became of it, its text is kept no longer."""
    async with database.session(now) as session:
        sent_at = now if status == "sent" else None
        values = {"status": status, "sealed": None, "sent_at": sent_at, "error": error}
        await session.execute(update(Mail).where(Mail.id == mail_id).values(values))
        await session.commit()
