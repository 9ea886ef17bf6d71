"""The file store: what it promises, and the local disk that keeps the promise; `kit.s3` keeps it elsewhere.

Files are named by the SHA-256 of their bytes: the same bytes are stored once, and a name cannot come to mean other
bytes. Nothing a user calls a file ever becomes a path.
"""

import asyncio
import ctypes
import errno
import hashlib
import importlib
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20
# So many pieces are held, however small they are, and written by one call.
_MOST_AT_ONCE = 64
# Linux alone begins to write without being waited for; elsewhere all of it waits for fsync.
_write_out = getattr(ctypes.CDLL(None), "sync_file_range", None)
_WITHOUT_WAITING = 2  # SYNC_FILE_RANGE_WRITE
# What a file on another disk, or on one without second names for files, is told by.
_NO_LINKS = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP})

# Looks at a whole file before it is kept, in a thread; raises a Problem for one that is not taken.
Inspect = Callable[[Path], None]
# Statements that give the digests of the files some table names; domains add theirs. Only what none of them names may
# be swept.
REFERENCES: list[Select[Any]] = []


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its name, which is the hex SHA-256 of its content, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Found:
    """A file the store holds, and when it was last added."""

    sha256: str
    added_at: datetime


class NoSuchFile(Exception):
    """The store has no file of that digest."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where files are at a service that speaks S3, how to be let in, and how long to wait for an answer."""

    endpoint: str
    name: str
    prefix: str
    region: str
    access_key: str
    secret_key: str
    patience: timedelta = timedelta(seconds=30)


class FileStore(Protocol):
    """Where files are kept. When `add` has returned, the file survives a power cut.

    `drafts` is where files are on their way in. Whatever fails because the store is away or full is an OSError.
    """

    drafts: "Drafts"

    async def add(self, chunks: AsyncIterator[bytes], inspect: Inspect | None = None) -> Stored:
        """Keep a stream; nothing of it remains when the stream breaks or `inspect` refuses it."""
        ...

    async def keep(self, file: Path, sha256: str) -> None:
        """Keep a finished file of this machine that is on its disk and has this digest; nobody may write to it again.

        It stays where it is, and may share its bytes with what is kept.
        """
        ...

    async def added_at(self, sha256: str) -> datetime | None:
        """When the file was last added; None when it is not there."""
        ...

    def listing(self) -> AsyncIterator[Found]:
        """Every file the store holds, in no order."""
        ...

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`. Raises NoSuchFile."""
        ...

    async def remove(self, sha256: str) -> None:
        """Forget a file; nothing happens when it is not there."""
        ...

    async def probe(self) -> None:
        """Raise OSError when the store cannot be written to now."""
        ...


class Drafts:
    """A folder of half-written files on this machine, from which finished ones go into a store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @asynccontextmanager
    async def written(
        self, chunks: AsyncIterator[bytes], inspect: Inspect | None
    ) -> AsyncIterator[tuple[Path, Stored]]:
        """A stream on the disk, flushed, hashed and looked at; it is gone afterwards unless it was moved."""
        draft = self._folder / secrets.token_hex(16)
        try:
            stored = await _write(draft, chunks)
            if inspect is not None:
                await asyncio.to_thread(inspect, draft)
            yield draft, stored
        finally:
            draft.unlink(missing_ok=True)

    @asynccontextmanager
    async def linked(self, file: Path) -> AsyncIterator[Path]:
        """The bytes of a file under a name here, flushed; it is gone afterwards unless it was moved."""
        draft = self._folder / secrets.token_hex(16)
        try:
            await asyncio.to_thread(_link, file, draft)
            yield draft
        finally:
            draft.unlink(missing_ok=True)

    async def forget_old(self, before: datetime) -> int:
        """Remove what a killed process left half-written; returns how many."""
        return await asyncio.to_thread(self._forget_old, before.timestamp())

    def _forget_old(self, before: float) -> int:
        old = [path for path in self._folder.iterdir() if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def probe(self) -> None:
        """Write and remove an empty file."""
        draft = self._folder / secrets.token_hex(16)
        draft.touch(exist_ok=False)
        draft.unlink()


class LocalFiles:
    """A folder on this machine: `ab/cd/<sha256>` under `objects`, half-written files under `incoming`."""

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        self._objects.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.drafts = Drafts(folder / "incoming")

    async def add(self, chunks: AsyncIterator[bytes], inspect: Inspect | None = None) -> Stored:
        """Write beside, flush to disk, then give the file its name in one step."""
        async with self.drafts.written(chunks, inspect) as (draft, stored):
            await asyncio.to_thread(self._name, draft, stored.sha256)
        return stored

    async def keep(self, file: Path, sha256: str) -> None:
        """A second name for the same bytes; a copy where the disk knows no such thing."""
        async with self.drafts.linked(file) as draft:
            await asyncio.to_thread(self._name, draft, sha256)

    def _name(self, draft: Path, sha256: str) -> None:
        place = self._path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.replace(place)
        os.utime(place)
        for folder in (place.parent, *place.parent.parents[:2]):
            sync_folder(folder)

    async def added_at(self, sha256: str) -> datetime | None:
        """By the disk's own record of it."""
        try:
            return _time_of(await asyncio.to_thread(self._path(sha256).stat))
        except FileNotFoundError:
            return None

    async def listing(self) -> AsyncIterator[Found]:
        """Folder by folder."""
        for folder in await asyncio.to_thread(lambda: sorted(self._objects.glob("*/*"))):
            for found in await asyncio.to_thread(_files_of, folder):
                yield found

    async def read(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read in pieces of at most a mebibyte, each in a thread."""
        try:
            file = self._path(sha256).open("rb", buffering=0)
        except FileNotFoundError as error:
            raise NoSuchFile(sha256) from error
        with file:
            position = start
            while end is None or position < end:
                wanted = _CHUNK if end is None else min(_CHUNK, end - position)
                chunk = await asyncio.to_thread(os.pread, file.fileno(), wanted, position)
                if not chunk:
                    return
                position += len(chunk)
                yield chunk

    async def remove(self, sha256: str) -> None:
        """Unlink it; a reader that has it open still reads to its end."""
        self._path(sha256).unlink(missing_ok=True)

    async def probe(self) -> None:
        """Write and remove an empty file."""
        self.drafts.probe()

    def _path(self, sha256: str) -> Path:
        if not DIGEST.fullmatch(sha256):
            raise NoSuchFile(sha256)
        return self._objects / sha256[:2] / sha256[2:4] / sha256


async def lock_file(session: AsyncSession, sha256: str) -> None:
    """Hold off the sweeper, or a sender of the same bytes, until this transaction ends.

    Who makes a row that names a file, and who sweeps files that no row names, wait for each other.
    """
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"file:{sha256}", 0))))


def open_store(folder: Path, bucket: Bucket | None) -> FileStore:
    """The store of a deployment: a folder of this machine or, with drafts there, a bucket.

    The client of the bucket is imported by name: who keeps files in a folder neither waits for it nor pays for it.
    """
    if bucket is None:
        return LocalFiles(folder)
    opened = importlib.import_module("api.kit.s3").S3Files(Drafts(folder / "incoming"), bucket)
    return cast(FileStore, opened)


async def _write(draft: Path, chunks: AsyncIterator[bytes]) -> Stored:
    """Write and hash in a thread while the next pieces come in, so that the process goes on answering others."""
    digest, size, busy = hashlib.sha256(), 0, None
    with draft.open("xb", buffering=0) as file:

        def put(pieces: list[bytes]) -> None:
            nonlocal size
            for written in written_at(file.fileno(), pieces, size):
                size += written
            for piece in pieces:
                digest.update(piece)

        try:
            async for several in gathered(chunks):
                if busy is not None:
                    await busy
                busy = asyncio.ensure_future(asyncio.to_thread(put, several))
        finally:
            if busy is not None:
                await asyncio.wait((busy,))  # the file stays open for as long as the thread writes
        if busy is not None:
            await busy
        await asyncio.to_thread(os.fsync, file.fileno())
    return Stored(digest.hexdigest(), size)


async def gathered(pieces: AsyncIterator[bytes]) -> AsyncIterator[list[bytes]]:
    """Pieces of a mebibyte together, or some dozens of small ones; the last ones less, also when the sender vanishes.

    Raises what `pieces` raises.
    """
    held, size = list[bytes](), 0
    try:
        async for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size >= _CHUNK or len(held) == _MOST_AT_ONCE:
                yield held
                held, size = [], 0
    except Exception:
        if held:
            yield held
        raise
    if held:
        yield held


def _link(file: Path, draft: Path) -> None:
    try:
        draft.hardlink_to(file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with file.open("rb") as source, draft.open("xb") as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
            copy.flush()
            os.fsync(copy.fileno())


def _files_of(folder: Path) -> list[Found]:
    return [Found(path.name, _time_of(path.stat())) for path in folder.iterdir() if DIGEST.fullmatch(path.name)]


def _time_of(status: os.stat_result) -> datetime:
    return datetime.fromtimestamp(status.st_mtime, UTC)


def written_at(descriptor: int, pieces: list[bytes], start: int) -> Iterator[int]:
    """Write the pieces one after the other from `start` on; says each time how many bytes more are written.

    The disk begins with many of them at once, so that less is left to fsync, which alone promises anything.
    """
    size = sum(map(len, pieces))
    written = os.pwritev(descriptor, pieces, start)
    yield written
    if written < size:  # the disk takes no more; it says why when it is asked again
        rest = memoryview(b"".join(pieces))
        while written < size:
            more = os.pwrite(descriptor, rest[written:], start + written)
            written += more
            yield more
    if _write_out is not None and size >= _CHUNK:
        _write_out(descriptor, ctypes.c_int64(start), ctypes.c_int64(size), _WITHOUT_WAITING)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
