"""Whether a ZIP may be kept: what it would become when unpacked, and what is inside what is inside."""

import struct
import tempfile
import zipfile
from dataclasses import dataclass
from typing import IO

_END, _LARGE = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LOCATOR_SIZE, _COMMENT = 22, 20, 65_535
_ENCRYPTED = 1
_INNER = b"PK\x03\x04"
# RAR, 7z, gzip, xz, bzip2: nobody looks into these here, so nobody could say what is in them.
_CLOSED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a ZIP may be: members, bytes and times its own size when unpacked, archives within archives."""

    members: int = 10_000
    directory: int = 4 << 20
    unpacked: int = 2 << 30
    ratio: int = 200
    inner: int = 64 << 20
    depth: int = 2


LIMITS = Limits()


class Unsafe(Exception):
    """A ZIP that is not kept. `reason` is one of broken, locked, too_many, too_large, too_deep, closed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def members(file: IO[bytes], limits: Limits = LIMITS) -> list[str]:
    """The names in a ZIP. Raises Unsafe; never unpacks more than `limits.inner` bytes at a time."""
    return _members(file, limits, 0)


def _members(file: IO[bytes], limits: Limits, depth: int) -> list[str]:
    if depth > limits.depth:
        raise Unsafe("too_deep")
    size = _check_end(file, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            found = archive.infolist()
            _check_sizes(found, size, limits)
            for member in found:
                _look_inside(archive, member, limits, depth)
    except Unsafe:
        raise
    except Exception as error:  # whatever a torn or forged file makes the library and its packers raise
        raise Unsafe("broken") from error
    return [member.filename for member in found]


def _check_end(file: IO[bytes], limits: Limits) -> int:
    """Look at the end of the file, before the library reads a directory of whatever size it claims."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _COMMENT - _LOCATOR_SIZE))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + _END_SIZE:
        raise Unsafe("broken")
    if tail[max(0, place - _LOCATOR_SIZE) : place].startswith(_LARGE):
        raise Unsafe("too_large")
    count, directory = struct.unpack("<HI", tail[place + 10 : place + 16])
    if count > limits.members or directory > limits.directory:
        raise Unsafe("too_many")
    return size


def _check_sizes(found: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in found):
        raise Unsafe("locked")
    if len(found) > limits.members:
        raise Unsafe("too_many")
    unpacked = sum(member.file_size for member in found)
    if unpacked > limits.unpacked or unpacked > max(size, _PIECE) * limits.ratio:
        raise Unsafe("too_large")


def _look_inside(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, depth: int) -> None:
    """An archive in the archive is looked at in its turn."""
    if member.is_dir() or not member.file_size:
        return
    with archive.open(member) as content:
        head = content.read(8)
        if head.startswith(_CLOSED):
            raise Unsafe("closed")
        if not head.startswith(_INNER):
            return
        with tempfile.TemporaryFile() as inner:
            inner.write(head)
            left = limits.inner
            while piece := content.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise Unsafe("too_large")
                inner.write(piece)
            _members(inner, limits, depth + 1)
