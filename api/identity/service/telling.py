"""Having the holder of an account told what happened to it; the words are a room above."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit import jobs
from api.kit.ids import uuid7
from api.kit.permissions import Subject

TELL = "tell_account"


async def tell_account(session: AsyncSession, user_id: UUID, kind: str, key: str, data: dict[str, str]) -> None:
    """Have one person told, in the application and by e-mail, once for each `key`. `data` is what the words need."""
    await jobs.enqueue(session, TELL, {"user_id": str(user_id), "kind": kind, "key": key, "data": data}, None)


async def tell_of_act(session: AsyncSession, by: Subject, user_id: UUID, kind: str, what: str = "") -> None:
    """Have the holder of an account told what somebody else did to it; of one's own acts nobody is told."""
    if by.id != user_id:
        await tell_account(session, user_id, kind, f"{kind}:{uuid7()}", {"title": by.name, "unit": what})
