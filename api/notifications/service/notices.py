"""Telling people things, once each, and what they do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.kit.ids import uuid7
from api.kit.problems import NotFound
from api.notifications import queries
from api.notifications.models import Notification, Preference
from api.notifications.rules import mail_text, words
from api.notifications.schemas import PreferencesIn
from api.notifications.service import mail
from api.notifications.service.mail import Letter
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is to be told; `key` is what it is about, and is told to them once."""

    user_id: UUID
    kind: str
    key: str
    data: dict[str, Any]
    link: str | None


async def tell(session: AsyncSession, settings: Settings, notices: Sequence[Notice], *, by_mail: bool = True) -> int:
    """Tell people, in the application and by e-mail as they prefer; how many were not told before."""
    if not notices:
        return 0
    rows = [
        {
            "id": uuid7(),
            "user_id": each.user_id,
            "kind": each.kind,
            "key": each.key,
            "data": each.data,
            "link": each.link,
            "created_at": session.info["now"],
        }
        for each in notices
    ]
    statement = insert(Notification).on_conflict_do_nothing().returning(Notification.user_id, Notification.key)
    told = {(row.user_id, row.key) for row in await session.execute(statement, rows)}
    if by_mail:
        await _write(session, settings, [each for each in notices if (each.user_id, each.key) in told])
    return len(told)


async def _write(session: AsyncSession, settings: Settings, notices: Sequence[Notice]) -> None:
    if not settings.sends_mail or not notices:
        return
    reachable = await session.execute(queries.can_be_written_to({each.user_id for each in notices}))
    readers = {row.id: row for row in reachable}
    letters = [_letter(settings, each, readers[each.user_id]) for each in notices if each.user_id in readers]
    await mail.queue(session, settings, letters)


def _letter(settings: Settings, notice: Notice, reader: Any) -> Letter:
    said = words(notice.kind, notice.data, reader.language)
    text = mail_text(said.text, f"{settings.issuer}{notice.link or '/'}", reader.language)
    return Letter(notice.user_id, reader.address, f"{notice.key}:{notice.user_id}", said.title, text)


async def mark_read(session: AsyncSession, user_id: UUID, notification_id: UUID) -> None:
    """Mark one of one's own as read; it stays so. Raises NotFound."""
    theirs = (Notification.id == notification_id, Notification.user_id == user_id)
    found = await session.scalar(
        update(Notification).where(*theirs).values(read_at=_first(session)).returning(Notification.id)
    )
    if found is None:
        raise NotFound


async def mark_all_read(session: AsyncSession, user_id: UUID) -> None:
    """Mark all of one's own as read."""
    unread = (Notification.user_id == user_id, Notification.read_at.is_(None))
    await session.execute(update(Notification).where(*unread).values(read_at=session.info["now"]))


def _first(session: AsyncSession) -> Any:
    """When it was read first."""
    return func.coalesce(Notification.read_at, session.info["now"])


async def prefer(session: AsyncSession, actor: Actor, user_id: UUID, body: PreferencesIn) -> None:
    """Keep how somebody wants to be told."""
    values = {"user_id": user_id, "email": body.email, "language": body.language}
    statement = insert(Preference).values(values)
    await session.execute(statement.on_conflict_do_update(index_elements=[Preference.user_id], set_=values))
    chosen = {"email": body.email, "language": body.language}
    record(session, actor, "user.prefer", entity="user", entity_id=user_id, changes=chosen)
