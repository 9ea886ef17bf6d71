"""What notifications do for other rooms, behind the request, and by the clock."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.identity.models import Invitation, User
from api.identity.service import invitations
from api.kit.jobs import Job, Running
from api.notifications import queries
from api.notifications.models import Mail, Notification
from api.notifications.rules import reset_words
from api.notifications.service import mail
from api.notifications.service.mail import Letter
from api.notifications.service.notices import Notice, tell
from api.settings import Settings, get_settings

# Accounts one address may stand for, and how soon it is written to again.
_ACCOUNTS, _PAUSE = 5, timedelta(minutes=5)
_KEPT = timedelta(days=400)


async def mail_password_reset(running: Running) -> dict[str, Any] | None:
    """Mail a one-time link for each account of an address; nothing where there is none. The job forgets the address."""
    await running.session.execute(update(Job).where(Job.id == running.id).values(payload={}))
    settings = get_settings()
    if settings.sends_mail:
        await write_reset(running.session, settings, running.payload["email"])
    return None


async def tell_account(running: Running) -> dict[str, Any] | None:
    """Tell the holder of an account what happened to it."""
    of = running.payload
    notice = Notice(UUID(of["user_id"]), of["kind"], of["key"], of["data"], "/account")
    await tell(running.session, get_settings(), [notice])
    return None


async def write_reset(session: AsyncSession, settings: Settings, email: str) -> None:
    """Queue the mail to an address that has accounts and was not written to a moment ago."""
    users = (await session.scalars(_accounts(session, email))).all()
    if not users:
        return
    made = await invitations.make(session, SYSTEM, settings, list(users), None)
    links = [(user.username, each.link) for user, each in zip(users, made, strict=True)]
    reader = (await session.execute(queries.preferences(users[0].id))).one()
    said = reset_words(links, settings.reset_minutes, reader.language)
    key = f"reset:{made[0].invitation.id}"
    await mail.queue(session, settings, [Letter(users[0].id, reader.address, key, said.title, said.text)])


def _accounts(session: AsyncSession, email: str) -> Any:
    recent = select(Invitation.id).where(
        Invitation.user_id == User.id,
        Invitation.created_by.is_(None),
        Invitation.created_at > session.info["now"] - _PAUSE,
    )
    open_ones = (User.disabled_at.is_(None), User.deleted_at.is_(None), ~recent.exists())
    named = select(User).where(func.lower(User.email) == email.lower(), *open_ones)
    return named.order_by(User.username_key).limit(_ACCOUNTS)


async def forget_old(session: AsyncSession) -> dict[str, int]:
    """Delete notifications of more than a year ago, and what is left of mails; how many of each."""
    before = session.info["now"] - _KEPT
    told = await session.execute(delete(Notification).where(Notification.created_at < before))
    sent = await session.execute(delete(Mail).where(Mail.created_at < before, Mail.sealed.is_(None)))
    return {"notifications": int(told.rowcount), "mails": int(sent.rowcount)}  # type: ignore[attr-defined]
