"""What is kept of a ceremony between its two halves: nothing of ours, a sealed word of the browser's."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.service import sealing
from api.settings import Settings
from api.signin.passkeys.errors import PasskeyRefused
from api.signin.passkeys.models import SpentChallenge
from api.signin.passkeys.rules import Ceremony

_SEALED_AS = "passkey ceremony"
_RANDOM = 32


def begin(kind: Literal["add", "sign_in"], now: datetime, user_id: UUID | None) -> Ceremony:
    """A new one, with a challenge of its own."""
    challenge = base64.urlsafe_b64encode(secrets.token_bytes(_RANDOM)).decode()
    return Ceremony(kind, challenge, now.timestamp(), None if user_id is None else str(user_id))


def sealed(settings: Settings, ceremony: Ceremony) -> str:
    """As the browser keeps it."""
    content = sealing.seal(sealing.secret_key(settings), ceremony.to_bytes(), _SEALED_AS)
    return base64.urlsafe_b64encode(content).decode()


def opened(settings: Settings, kind: str, state: str, now: datetime, user_id: UUID | None = None) -> Ceremony:
    """The ceremony a browser comes back with. Raises PasskeyRefused for another's, another sort's or an old one."""
    try:
        content = base64.b64decode(state, altchars=b"-_", validate=True)
        found = Ceremony.of_bytes(sealing.unseal(sealing.secret_key(settings), content, _SEALED_AS) or b"")
    except (ValueError, TypeError) as error:
        raise PasskeyRefused from error
    whose = None if user_id is None else str(user_id)
    if found.kind != kind or found.user_id != whose or found.ends_at < now:
        raise PasskeyRefused
    return found


def challenge_of(ceremony: Ceremony) -> bytes:
    """What the passkey signs."""
    return base64.urlsafe_b64decode(ceremony.challenge)


async def spend(session: AsyncSession, ceremony: Ceremony) -> None:
    """Use a challenge up. Raises PasskeyRefused for one that was; of two at once the second waits for the first."""
    digest = hashlib.sha256(ceremony.challenge.encode()).digest()
    row = insert(SpentChallenge).values(challenge_hash=digest, expires_at=ceremony.ends_at)
    spent = row.on_conflict_do_nothing().returning(SpentChallenge.expires_at)
    if await session.scalar(spent) is None:
        raise PasskeyRefused


async def forget_spent(session: AsyncSession) -> int:
    """Delete challenges that are over; how many."""
    deleted = await session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < session.info["now"]))
    return int(deleted.rowcount)  # type: ignore[attr-defined]
