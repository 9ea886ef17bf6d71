"""The file of an upload on its way: locked while it is written to, and never longer than what is known to be kept.

The lock is the operating system's own on the file (flock): processes that share the folder share the lock, and it ends
with the process that held it, however that ended.
"""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from api.evidence.errors import UploadBusy

_PIECE = 1 << 20
# So much is written before it is made sure of: what a killed server costs a sender at most.
_CHECKPOINT = 8 << 20
# A sender that is silent for so long is gone; the next connection need not wait for the old one.
SILENCE_SECONDS = 15.0

Commit = Callable[[int], Awaitable[None]]


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
        descriptor = os.open(self.path(upload_id), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UploadBusy from error
            yield Partial(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, upload_id: UUID) -> None:
        """Forget the bytes."""
        self.path(upload_id).unlink(missing_ok=True)


class Partial:
    """The bytes of an upload, held by this request alone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.offset = self.sure = 0

    async def begin_at(self, sure: int) -> int:
        """Cut off what is not known to be kept; returns where the next byte goes."""
        size = os.fstat(self._descriptor).st_size
        self.offset = self.sure = min(size, sure)
        if size > self.offset:
            await asyncio.to_thread(os.ftruncate, self._descriptor, self.offset)
        return self.offset

    async def take(self, pieces: AsyncIterator[bytes], commit: Commit) -> None:
        """Write what comes in, making sure of it every few mebibytes; what came before the sender vanished stays."""
        try:
            async for piece in _gathered(pieces):
                await asyncio.to_thread(self._write, piece)
                if self.offset - self.sure >= _CHECKPOINT:
                    await self.make_sure()
                    await commit(self.sure)
        finally:
            await self.make_sure()

    async def take_checked(self, pieces: AsyncIterator[bytes], algorithm: str, wanted: bytes) -> bool:
        """Write what comes in, and drop it again unless it came whole."""
        start, whole = self.offset, False
        digest = hashlib.new(algorithm, usedforsecurity=False)
        try:
            async for piece in _gathered(pieces):
                digest.update(piece)
                await asyncio.to_thread(self._write, piece)
            whole = digest.digest() == wanted
        finally:
            if not whole:
                await self.begin_at(start)
            await self.make_sure()
        return whole

    async def make_sure(self) -> None:
        """Have it on the disk; `sure` is how far it is there."""
        await asyncio.to_thread(os.fsync, self._descriptor)
        self.sure = self.offset

    def _write(self, piece: bytearray) -> None:
        view = memoryview(piece)
        while view:
            written = os.pwrite(self._descriptor, view, self.offset)
            self.offset += written
            view = view[written:]


async def read(path: Path) -> AsyncIterator[bytes]:
    """A file in pieces."""
    with path.open("rb", buffering=0) as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece


async def _gathered(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytearray]:
    """Pieces of a mebibyte, the last one shorter, also when the sender vanishes. Raises what `pieces` raises."""
    held = bytearray()
    try:
        async for piece in pieces:
            held += piece
            if len(held) >= _PIECE:
                yield held
                held = bytearray()
    except Exception:
        if held:
            yield held
        raise
    if held:
        yield held


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
