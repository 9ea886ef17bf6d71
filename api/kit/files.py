"""The file store: what it promises, and the local disk that keeps the promise.

Files are named by the SHA-256 of their bytes: the same bytes are stored once, and a name cannot come to mean other
bytes. Nothing a user calls a file ever becomes a path.
"""

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its name, which is the hex SHA-256 of its content, and its size in bytes."""

    sha256: str
    size: int


class NoSuchFile(Exception):
    """The store has no file of that digest."""


class FileStore(Protocol):
    """Where files are kept. When `add` has returned, the file survives a power cut."""

    async def add(self, chunks: AsyncIterator[bytes]) -> Stored:
        """Keep a stream; nothing of it remains when the stream breaks."""
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


class LocalFiles:
    """A folder on this machine: `ab/cd/<sha256>` under `objects`, half-written files under `incoming`."""

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        self._incoming = folder / "incoming"
        for directory in (self._objects, self._incoming):
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def add(self, chunks: AsyncIterator[bytes]) -> Stored:
        """Write beside, flush to disk, then give the file its name in one step."""
        draft = self._incoming / secrets.token_hex(16)
        try:
            stored = await self._write(draft, chunks)
            await asyncio.to_thread(self._keep, draft, stored.sha256)
        finally:
            draft.unlink(missing_ok=True)
        return stored

    async def _write(self, draft: Path, chunks: AsyncIterator[bytes]) -> Stored:
        digest, size = hashlib.sha256(), 0
        with draft.open("xb", buffering=0) as file:
            async for chunk in chunks:
                await asyncio.to_thread(_append, file.fileno(), chunk)
                digest.update(chunk)
                size += len(chunk)
            await asyncio.to_thread(os.fsync, file.fileno())
        return Stored(digest.hexdigest(), size)

    def _keep(self, draft: Path, sha256: str) -> None:
        place = self._path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.replace(place)
        _sync_folder(place.parent)

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
        draft = self._incoming / secrets.token_hex(16)
        draft.touch(exist_ok=False)
        draft.unlink()

    def _path(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise NoSuchFile(sha256)
        return self._objects / sha256[:2] / sha256[2:4] / sha256


def _append(descriptor: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
