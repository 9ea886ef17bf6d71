"""The body of a bulk request, laid on the disk before any work is begun.

So neither a large body nor a slow sender costs memory or keeps a transaction open, and a body that breaks off has
changed nothing.
"""

import gzip
import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, ClassVar

from fastapi import Depends, Request

from api.kit.files import FileStore
from api.kit.http.route import Route
from api.kit.problems import TooLarge, UnsupportedMediaType

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = (JSON, NDJSON, CSV, XLSX)
# So much stays in memory; the rest goes to a file without a name.
_IN_MEMORY = 1 << 20
_PIECE = 1 << 20
# What there is at least one of in each row, and how many rows have none: the last line may not end, a heading does.
_MARKS = {JSON: (b"{", 0), NDJSON: (b"\n", 1), CSV: (b"\n", 0)}


@dataclass(frozen=True, slots=True)
class Spool:
    """A body: its bytes as they came, what they are, and how many there may be once unpacked.

    It has `most_rows` at most; None where only reading it would tell.
    """

    file: IO[bytes]
    media_type: str
    packed: bool
    limit: int
    most_rows: int | None = None

    def open(self) -> io.BufferedReader:
        """The bytes from the start, unpacked. Reading raises TooLarge past the limit, OSError where gzip breaks."""
        self.file.seek(0)
        raw = gzip.GzipFile(fileobj=self.file, mode="rb") if self.packed else self.file
        return io.BufferedReader(_Bounded(raw, self.limit), 1 << 16)

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they came, a piece at a time."""
        self.file.seek(0)
        while piece := self.file.read(_PIECE):
            yield piece


@asynccontextmanager
async def fetched(files: FileStore, sha256: str, *, media_type: str, packed: bool, limit: int) -> AsyncIterator[Spool]:
    """A body that was put into the store. Raises NoSuchFile."""
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        async for piece in files.read(sha256):
            file.write(piece)
        yield Spool(file, media_type, packed, limit)


class _Bounded(io.RawIOBase):
    """Bytes up to a limit: a small body may unpack to a large one."""

    def __init__(self, source: IO[bytes] | gzip.GzipFile, limit: int) -> None:
        self._source = source
        self._left = self._limit = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        piece = self._source.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge(limit=self._limit)
        buffer[: len(piece)] = piece
        return len(piece)


async def _spool(request: Request) -> AsyncIterator[Spool]:
    """Take in the body. Raises UnsupportedMediaType; the envelope raises TooLarge."""
    limit: int = request.app.state.settings.max_bulk_bytes
    media_type, packed = _media_type(request), _is_packed(request)
    hasher, (mark, rows) = hashlib.sha256(), _MARKS.get(media_type, (b"", 0))
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        async for piece in request.stream():
            hasher.update(piece)
            file.write(piece)
            rows += piece.count(mark) if mark else 0
        request.state.body_digest = hasher.digest()
        yield Spool(file, media_type, packed, limit, None if packed or not mark else rows)


def _media_type(request: Request) -> str:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in MEDIA_TYPES:
        raise UnsupportedMediaType(expected=", ".join(MEDIA_TYPES))
    return given


def _is_packed(request: Request) -> bool:
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"gzip", "identity"}:
        raise UnsupportedMediaType(expected=f"{', '.join(MEDIA_TYPES)} (Content-Encoding: gzip, identity)")
    return coding == "gzip"


Spooled = Annotated[Spool, Depends(_spool)]


class BulkRoute(Route):
    """A route whose body is rows; whoever calls is known before the first byte of it is read."""

    takes_in: ClassVar = (Depends(_spool),)
