"""The file of an upload on its way: locked while it is written to, and never longer than what is known to be kept.

The lock is the operating system's own on the file (flock): processes that share the folder share the lock, and it ends
with the process that held it, however that ended. Bytes are hashed as they come in; a process keeps how far it is
between requests, and one that does not have it reads the file again at the end.
"""

import asyncio
import fcntl
import hashlib
import os
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from api.evidence.errors import UploadBusy
from api.kit.files import gathered, sync_folder, written_at

_PIECE = 1 << 20
# So much is written before it is made sure of: what a killed server costs a sender at most.
_CHECKPOINT = 8 << 20
# A sender that is silent for so long is gone; the next connection need not wait for the old one.
SILENCE_SECONDS = 15.0
# Of so many uploads, the last ones sent to, a process keeps the hash.
_HASHES = 1_000

Commit = Callable[[], Awaitable[None]]


class _Hashed(NamedTuple):
    """The hash of the first `offset` bytes of an upload."""

    offset: int
    digest: Any


# Only of bytes whose offset is committed: they never become others.
_hashed: OrderedDict[UUID, _Hashed] = OrderedDict()


class Partials:
    """The folder of unfinished uploads; all API processes of a deployment share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, upload_id: UUID) -> Path:
        """Where the bytes of an upload are."""
        return self._folder / str(upload_id)

    def size(self, upload_id: UUID) -> int:
        """How many bytes are there, be they sure or not."""
        try:
            return self.path(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    @asynccontextmanager
    async def held(self, upload_id: UUID) -> AsyncIterator["Partial"]:
        """The file, locked. Raises UploadBusy when somebody else has it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.path(upload_id)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UploadBusy from error
            if not _is_at(path, descriptor):
                raise UploadBusy  # whoever had it meanwhile took it away, or put a copy in its place
            yield Partial(upload_id, path, descriptor)
        finally:
            os.close(descriptor)

    def remove(self, upload_id: UUID) -> None:
        """Forget the bytes."""
        _hashed.pop(upload_id, None)
        path = self.path(upload_id)
        for each in (path, _beside(path)):
            each.unlink(missing_ok=True)


class Partial:
    """The bytes of an upload, held by this request alone."""

    def __init__(self, upload_id: UUID, path: Path, descriptor: int) -> None:
        self.path = path
        self.offset = self.sure = 0
        self._id, self._descriptor = upload_id, descriptor
        self._digest: Any = None  # of all before the offset, where it is known

    def is_just(self, sure: int) -> bool:
        """Whether the file has so many bytes, and some: then nobody wrote since they were made sure of."""
        return 0 < sure == os.fstat(self._descriptor).st_size

    async def begin_at(self, sure: int) -> int:
        """Cut off what is not known to be kept; returns where the next byte goes."""
        status = os.fstat(self._descriptor)
        self.offset = self.sure = min(status.st_size, sure)
        known = _hashed.pop(self._id, _Hashed(0, hashlib.sha256()))
        self._digest = known.digest if known.offset == self.offset else None
        if status.st_nlink > 1:
            await asyncio.to_thread(self._part)
        elif status.st_size > self.offset:
            await asyncio.to_thread(os.ftruncate, self._descriptor, self.offset)
        return self.offset

    def _part(self) -> None:
        """The store has this very file, whole, and nobody knows: go on with a copy, so that its bytes stay as they are.

        That happens when the transaction failed in which it was to become evidence.
        """
        beside = _beside(self.path)
        copy = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(copy, fcntl.LOCK_EX)
            start = 0
            while start < self.offset:
                start += os.sendfile(copy, self._descriptor, start, self.offset - start)
            os.fsync(copy)
            beside.replace(self.path)
            sync_folder(self.path.parent)
            os.dup2(copy, self._descriptor, inheritable=False)
        finally:
            os.close(copy)

    async def take(self, pieces: AsyncIterator[bytes], commit: Commit) -> None:
        """Write what comes in, making sure of it every few mebibytes; what came before the sender vanished stays."""
        try:
            async for _ in self._written(pieces):
                if self.offset - self.sure >= _CHECKPOINT:
                    await self._make_sure()
                    await commit()
        finally:
            await self._make_sure()

    async def take_checked(self, pieces: AsyncIterator[bytes], algorithm: str, wanted: bytes) -> bool:
        """Write what comes in, and drop it again unless it came whole."""
        start, known, whole = self.offset, self._digest and self._digest.copy(), False
        digest = hashlib.new(algorithm, usedforsecurity=False)
        try:
            async for _ in self._written(pieces, digest):
                pass
            whole = digest.digest() == wanted
        finally:
            if not whole:
                os.ftruncate(self._descriptor, start)
                self.offset, self._digest = start, known
            await self._make_sure()
        return whole

    async def _written(self, pieces: AsyncIterator[bytes], also: Any = None) -> AsyncIterator[None]:
        """Write and hash in a thread while the next pieces come in; says when some are written and more came."""
        busy: asyncio.Future[None] | None = None
        try:
            async for several in gathered(pieces):
                if busy is not None:
                    await busy
                    yield
                busy = asyncio.ensure_future(asyncio.to_thread(self._put, several, also))
            if busy is not None:
                await busy
        finally:
            if busy is not None:
                await asyncio.wait((busy,))  # the file stays open for as long as the thread writes

    def _put(self, several: list[bytes], also: Any) -> None:
        digest, self._digest = self._digest, None
        for written in written_at(self._descriptor, several, self.offset):
            self.offset += written
        for each in (digest, also):
            if each is not None:
                for piece in several:
                    each.update(piece)
        self._digest = digest

    async def _make_sure(self) -> None:
        """Have it on the disk; `sure` is how far it is there."""
        await asyncio.to_thread(os.fsync, self._descriptor)
        if self.sure == 0:
            await asyncio.to_thread(sync_folder, self.path.parent)
        self.sure = self.offset

    def committed(self) -> None:
        """What is sure is known to be: it stays as it is, and so does its hash."""
        if self._digest is not None and self.offset == self.sure:
            _hashed[self._id] = _Hashed(self.offset, self._digest.copy())
            if len(_hashed) > _HASHES:
                _hashed.popitem(last=False)

    async def sha256(self) -> str:
        """Of all of it, hex."""
        if self._digest is None:
            self._digest = await asyncio.to_thread(self._read_again)
        return str(self._digest.hexdigest())

    def _read_again(self) -> Any:
        digest, start = hashlib.sha256(), 0
        while piece := os.pread(self._descriptor, _PIECE, start):
            digest.update(piece)
            start += len(piece)
        return digest


def _beside(path: Path) -> Path:
    return path.with_suffix(".new")


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


async def bounded(pieces: AsyncIterator[bytes], most: int, over: Exception) -> AsyncIterator[bytes]:
    """The pieces, `most` bytes at most; raises `over` beyond them, TimeoutError when nothing comes for long."""
    loop, taken = asyncio.get_running_loop(), 0
    async with asyncio.timeout(None) as patience:
        while True:
            patience.reschedule(loop.time() + SILENCE_SECONDS)
            piece = await anext(pieces, None)
            patience.reschedule(None)  # what is done with it may take its time
            if piece is None:
                return
            taken += len(piece)
            if taken > most:
                raise over
            yield piece
