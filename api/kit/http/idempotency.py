"""`Idempotency-Key`: the same key, caller and body within a day get the first answer again.

The answer is kept in the very transaction that did the work, so a crash leaves both or neither.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header, Request, Response
from sqlalchemy import LargeBinary, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.clock import Now
from api.kit.db import Base, Tx
from api.kit.permissions import Subject, caller
from api.kit.problems import IdempotencyMismatch, StillRunning

KEPT = timedelta(hours=24)
_KEPT_HEADERS = ("content-type", "etag", "location", "link")

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="A key of yours; the same key and body within 24 h returns the first answer.",
    ),
]


class KeptAnswer(Base):
    """An answer given to a caller's key."""

    __tablename__ = "idempotency_keys"

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class Replayed(Exception):
    """Carries the first answer past the endpoint, to `kit.http.route`."""

    def __init__(self, response: Response) -> None:
        super().__init__("replayed")
        self.response = response


async def check(
    request: Request, subject: Annotated[Subject, Depends(caller)], session: Tx, now: Now, key: Key = None
) -> None:
    """Before the endpoint: replay the first answer, or claim the key for this request."""
    if key is None:
        return
    who, digest = f"{subject.kind}:{subject.id}", await _digest(request)
    claimed = await session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(f"{who}\n{key}", 0))))
    if not claimed:
        raise StillRunning
    kept = await session.get(KeptAnswer, (who, key))
    if kept is not None and kept.created_at > now - KEPT:
        raise Replayed(_replay(kept, digest))
    if kept is not None:
        await session.delete(kept)
        await session.flush()
    request.state.idempotency = KeptAnswer(caller=who, key=key, request_hash=digest, created_at=now)


async def _digest(request: Request) -> bytes:
    hasher = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    spooled: bytes | None = getattr(request.state, "body_digest", None)  # a bulk body is not held in memory
    hasher.update(spooled or await request.body())
    return hasher.digest()


def _replay(kept: KeptAnswer, digest: bytes) -> Response:
    if kept.request_hash != digest:
        raise IdempotencyMismatch
    return Response(kept.body, kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"})


def hide_when_replayed(request: Request, *fields: str) -> None:
    """Name the top-level fields of this answer that are secrets: a replay shows them as null."""
    request.state.secret_fields = fields


def remember(session: AsyncSession, request: Request, response: Response) -> None:
    """After the endpoint, in its transaction: keep the answer for the key that was claimed."""
    kept: KeptAnswer | None = getattr(request.state, "idempotency", None)
    if kept is None:
        return
    kept.status = response.status_code
    kept.headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    kept.body = _without(bytes(response.body), getattr(request.state, "secret_fields", ()))
    session.add(kept)


def _without(body: bytes, secrets: tuple[str, ...]) -> bytes:
    return orjson.dumps(orjson.loads(body) | dict.fromkeys(secrets)) if secrets else body


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete answers older than a day; returns how many."""
    deleted = await session.execute(delete(KeptAnswer).where(KeptAnswer.created_at <= now - KEPT))
    return int(deleted.rowcount)  # type: ignore[attr-defined]
