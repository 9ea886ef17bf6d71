"""Mails are queued as rows of the writing transaction: rolled back with it, never lost, never early."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.service.sealing import seal, secret_key, unseal
from api.kit.ids import uuid7
from api.notifications.models import Mail
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to write; one of a `key` is written once."""

    user_id: UUID
    address: str
    key: str
    subject: str
    text: str


async def queue(session: AsyncSession, settings: Settings, letters: Sequence[Letter]) -> None:
    """Have mails sent once the transaction is committed."""
    if letters:
        rows = [_row(session, settings, letter) for letter in letters]
        await session.execute(insert(Mail).on_conflict_do_nothing(), rows)


def _row(session: AsyncSession, settings: Settings, letter: Letter) -> dict[str, object]:
    now, mail_id = session.info["now"], uuid7()
    content = orjson.dumps({"subject": letter.subject, "text": letter.text})
    return {
        "id": mail_id,
        "user_id": letter.user_id,
        "key": letter.key,
        "address": letter.address,
        "sealed": seal(secret_key(settings), content, f"mail:{mail_id}"),
        "status": "queued",
        "attempts": 0,
        "next_attempt_at": now,
        "created_at": now,
    }


def message(settings: Settings, mail: Mail) -> bytes:
    """The mail as it goes over the wire. Raises ValueError where its text or address cannot be read.

    However often it is tried its Message-ID stays, so a server or a reader that gets it twice can tell.
    """
    content = None if mail.sealed is None else unseal(secret_key(settings), mail.sealed, f"mail:{mail.id}")
    if content is None:
        raise ValueError("sealed with another key")
    letter = orjson.loads(content)
    made = EmailMessage(policy=SMTP)
    made["From"] = settings.smtp_from
    made["To"] = mail.address
    made["Subject"] = letter["subject"]
    made["Date"] = format_datetime(mail.created_at)
    made["Message-ID"] = f"<{mail.id}@{urlsplit(settings.issuer).hostname}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    made.set_content(letter["text"])
    return made.as_bytes()
