"""tus 1.0: a file that comes in pieces, over lines that break.

An upload's offset is what is on the disk for certain. A piece is written to the upload's own file under its lock; every
few mebibytes, and at the end of the request however it ends, the file is flushed and the offset committed, each in a
short transaction of its own. What a killed process wrote beyond that is cut off by the next request. The last piece's
offset is committed together with the evidence, so whoever is told that all has arrived can open it.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect

from api.audit.service import Actor
from api.evidence.errors import ChecksumMismatch, EmptyFile, FileNotAllowed, TooManyUploads, UnsafeArchive, WrongOffset
from api.evidence.models import Evidence, Upload
from api.evidence.service.adding import Arrived, add
from api.evidence.service.inspecting import Inspection
from api.evidence.service.partial import Partial, Partials, bounded
from api.evidence.service.placing import Words, check_quota, largest, look_up
from api.evidence.service.storing import told
from api.kit.apart import apart
from api.kit.files import FileStore, Stored
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import BadRequest, NotFound, TooLarge
from api.settings import Settings

_MOST_UNFINISHED = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """What a request brings: where it begins, its bytes, and what they must hash to (algorithm, digest)."""

    offset: int
    content: AsyncIterator[bytes]
    checksum: tuple[str, bytes] | None = None


class Under(NamedTuple):
    """An upload as it was read: it outlives the short transactions of its offsets."""

    id: UUID
    length: int
    received: int
    given: dict[str, Any]
    expires_at: datetime
    evidence_id: UUID | None


# Built once, since a large file asks them for every piece.
_FIND = select(*(getattr(Upload, name) for name in Under._fields)).where(
    Upload.id == bindparam("upload_id"), Upload.expires_at > bindparam("now"),
    Upload.owner_kind == bindparam("kind"), Upload.owner_id == bindparam("owner"),
)  # fmt: skip
_TABLE = Upload.metadata.tables[Upload.__tablename__]
_REACHED = (
    update(_TABLE).where(_TABLE.c.id == bindparam("upload_id"))
    .values(received=bindparam("offset"), expires_at=bindparam("expiry"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sends, and where things are."""

    session: AsyncSession
    subject: Subject
    actor: Actor
    settings: Settings
    store: FileStore

    @property
    def partials(self) -> Partials:
        """Where unfinished uploads are."""
        return Partials(self.settings.home / "uploads")


async def begin(at: Desk, words: Words, filename: str, declared: str | None, length: int) -> Under:
    """An upload that bytes can be sent to. Raises TooLarge, QuotaExceeded, TooManyUploads, Invalid, Forbidden."""
    if length == 0:
        raise EmptyFile
    if length > (most := largest(at.subject, at.settings)):
        raise TooLarge(limit=most)
    meant = await look_up(at.session, at.subject, words)
    await check_quota(at.session, meant.place.unit_id, at.settings, length)
    mine = select(func.count()).where(_owned_by(at.subject), Upload.evidence_id.is_(None))
    if (await at.session.scalar(mine) or 0) >= _MOST_UNFINISHED:
        raise TooManyUploads
    now: datetime = at.session.info["now"]
    given: dict[str, Any] = {"filename": filename, "declared": declared, "unit": str(meant.place.unit_id)}
    given |= {"title": words.title, "links": words.links, "replaces": words.replaces and str(words.replaces)}
    given["expires_on"] = words.expires_on and words.expires_on.isoformat()
    upload_id = uuid7()
    async with apart(at.session) as session:
        session.add(
            Upload(
                id=upload_id,
                owner_kind=at.subject.kind,
                owner_id=at.subject.id,
                unit_id=meant.place.unit_id,
                given=given,
                length=length,
                received=0,
                created_at=now,
                expires_at=_expiry(at),
            )
        )
    return await find(at, upload_id)


def _owned_by(subject: Subject) -> Any:
    return (Upload.owner_kind == subject.kind) & (Upload.owner_id == subject.id)


def _expiry(at: Desk) -> datetime:
    now: datetime = at.session.info["now"]
    return now + timedelta(hours=at.settings.upload_hours)


async def find(at: Desk, upload_id: UUID) -> Under:
    """An upload of the caller's that has not expired. Raises NotFound."""
    now, subject = at.session.info["now"], at.subject
    named = {"upload_id": upload_id, "now": now, "kind": subject.kind, "owner": subject.id}
    row = (await at.session.execute(_FIND, named)).one_or_none()
    if row is None:
        raise NotFound
    return Under(*row)


def offset_of(at: Desk, upload: Under) -> int:
    """How many bytes need not be sent again."""
    if upload.evidence_id is not None:
        return upload.length
    return min(upload.received, at.partials.size(upload.id))


async def receive(at: Desk, upload: Under, piece: Piece) -> tuple[Under, int, UUID | None]:
    """Take a piece in; with the last one the evidence is made. Returns the new offset.

    `upload` is as it was before it was held; it is read again where somebody else may have written meanwhile.

    Raises WrongOffset, UploadBusy, ChecksumMismatch, TooLarge for more than was announced, BadRequest when the sender
    vanished or fell silent, and what refuses the whole file: FileNotAllowed, UnsafeArchive, QuotaExceeded.
    """
    async with at.partials.held(upload.id) as partial:
        if not partial.is_just(upload.received):
            upload = await find(at, upload.id)
        start = upload.length if upload.evidence_id else await partial.begin_at(upload.received)
        if piece.offset != start:
            raise WrongOffset(offset=start, headers={"Upload-Offset": str(start)})
        if upload.evidence_id is not None:
            return upload, start, upload.evidence_id
        await at.session.rollback()  # a slow sender holds no connection of the database
        with told():
            await _take(at, upload, partial, piece)
            if partial.sure < upload.length:
                await _commit(at, upload, partial)
                return upload, partial.sure, None
            evidence = await _finish(at, upload, partial)
        return upload, upload.length, evidence.id


async def _take(at: Desk, upload: Under, partial: Partial, piece: Piece) -> None:
    over = TooLarge(limit=upload.length)
    content = bounded(piece.content, upload.length - partial.offset, over)

    async def commit() -> None:
        await _commit(at, upload, partial)

    try:
        if piece.checksum is None:
            await partial.take(content, commit)
        elif not await partial.take_checked(content, *piece.checksum):
            raise ChecksumMismatch
    except (ClientDisconnect, TimeoutError) as error:
        await commit()
        raise BadRequest from error
    except (OSError, TooLarge):
        await commit()
        raise


async def _commit(at: Desk, upload: Under, partial: Partial) -> None:
    """Remember what is sure. The last byte is remembered with the evidence alone."""
    if partial.sure < upload.length:
        async with apart(at.session) as session:
            reached = {"upload_id": upload.id, "offset": partial.sure, "expiry": _expiry(at)}
            await session.execute(_REACHED, reached)
        partial.committed()


async def _finish(at: Desk, upload: Under, partial: Partial) -> Evidence:
    """The file goes into the store, then the rows. A file that is refused ends its upload."""
    inspection, given = Inspection(), upload.given
    try:
        await asyncio.to_thread(inspection.inspect, partial.path)
    except (FileNotAllowed, UnsafeArchive):
        await forget(at, upload.id)
        raise
    stored = Stored(await partial.sha256(), upload.length)
    await at.store.keep(partial.path, stored.sha256)
    replaces, ends = given["replaces"], given.get("expires_on")
    words = Words(
        given["unit"], given["title"], given["links"], replaces and UUID(replaces),
        expires_on=ends and date.fromisoformat(ends),
    )  # fmt: skip
    meant = await look_up(at.session, at.subject, words)
    file = Arrived(stored, given["filename"], inspection.media_type, given["declared"])
    evidence = await add(at.session, at.actor, at.subject, meant, file, store=at.store, settings=at.settings)
    done = {"received": upload.length, "evidence_id": evidence.id, "expires_at": _expiry(at)}
    await at.session.execute(update(Upload).where(Upload.id == upload.id).values(done))
    return evidence


async def forget(at: Desk, upload_id: UUID) -> None:
    """End an upload that is held, for good."""
    async with apart(at.session) as session:
        await session.execute(delete(Upload).where(Upload.id == upload_id))
    at.partials.remove(upload_id)


async def terminate(at: Desk, upload_id: UUID) -> None:
    """The caller wants it no more; evidence it became stays. Raises NotFound, UploadBusy."""
    async with at.partials.held(upload_id):
        await find(at, upload_id)
        await forget(at, upload_id)
