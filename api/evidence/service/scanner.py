"""Asks clamd whether a file holds malware, by its INSTREAM command: a length, so many bytes, at the end a zero."""

import asyncio
import re
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from api.evidence.rules.evidence import Scan
from api.settings import Settings

_PIECE = 256 << 10
_LONGEST_ANSWER = 4096
_ANSWER = re.compile(r"stream: (?P<said>.*?)(?P<found> FOUND)?\Z")
_LEAVING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and by which name the scanner knows it."""

    scan: Scan
    name: str | None = None


async def scan(content: AsyncIterator[bytes], settings: Settings) -> Found:
    """Send a file. Raises OSError when the scanner is away or falls silent, which says nothing of the file."""
    patience = settings.clamd_timeout_seconds
    async with asyncio.timeout(patience):
        reader, writer = await asyncio.open_connection(settings.clamd_host, settings.clamd_port, limit=_LONGEST_ANSWER)
    try:
        return _read(await _asked(reader, writer, content, patience))
    finally:
        writer.close()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(_LEAVING_SECONDS):
                await writer.wait_closed()


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: AsyncIterator[bytes], patience: float
) -> str:
    """What the scanner answers; it may do so before it has all, and then hangs up."""
    writer.write(b"zINSTREAM\0")
    with suppress(ConnectionError):
        async for chunk in content:
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                writer.write(struct.pack("!L", len(piece)) + piece)
                async with asyncio.timeout(patience):
                    await writer.drain()
        writer.write(struct.pack("!L", 0))
    try:
        async with asyncio.timeout(patience):
            answer = await reader.readuntil(b"\0")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ConnectionError("the scanner hung up") from error
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _read(answer: str) -> Found:
    """The answer in our words; what the scanner could not look into is neither clean nor infected."""
    told = _ANSWER.match(answer)
    if told is not None and told["found"]:
        return Found(Scan.INFECTED, told["said"])
    return Found(Scan.CLEAN if told is not None and told["said"] == "OK" else Scan.ERROR)
