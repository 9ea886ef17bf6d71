"""Asks clamd whether a file holds malware, by its INSTREAM command: a length, so many bytes, at the end a zero."""

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from api.evidence.rules.evidence import Scan
from api.settings import Settings

_PIECE = 256 << 10
_LONGEST_ANSWER = 4096
_ANSWER = re.compile(r"stream: (?P<said>.*?)(?P<found> FOUND)?\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and by which name the scanner knows it."""

    scan: Scan
    name: str | None = None


async def scan(content: AsyncIterator[bytes], settings: Settings) -> Found:
    """Send a file. Raises OSError when the scanner is away or falls silent, which says nothing of the file."""
    patience = settings.clamd_timeout_seconds
    # A bare socket: it still gives an answer that came before a write failed, which a stream throws away.
    address = (settings.clamd_host, settings.clamd_port)
    with await asyncio.to_thread(socket.create_connection, address, patience) as connection:
        connection.setblocking(False)
        # The scanner may answer before it has all, and then hangs up.
        with suppress(ConnectionError):
            await _send(connection, content, patience)
        return _read(await _answer(connection, patience))


async def _send(connection: socket.socket, content: AsyncIterator[bytes], patience: float) -> None:
    send = asyncio.get_running_loop().sock_sendall
    await send(connection, b"zINSTREAM\0")
    async for chunk in content:
        for start in range(0, len(chunk), _PIECE):
            piece = chunk[start : start + _PIECE]
            async with asyncio.timeout(patience):
                await send(connection, struct.pack("!L", len(piece)) + piece)
    async with asyncio.timeout(patience):
        await send(connection, struct.pack("!L", 0))


async def _answer(connection: socket.socket, patience: float) -> str:
    receive = asyncio.get_running_loop().sock_recv
    answer = b""
    while not answer.endswith(b"\0"):
        async with asyncio.timeout(patience):
            piece = await receive(connection, _LONGEST_ANSWER)
        answer += piece
        if not piece or len(answer) > _LONGEST_ANSWER:
            raise ConnectionError("the scanner hung up")
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _read(answer: str) -> Found:
    """The answer in our words; what the scanner could not look into is neither clean nor infected."""
    told = _ANSWER.match(answer)
    if told is not None and told["found"]:
        return Found(Scan.INFECTED, told["said"])
    return Found(Scan.CLEAN if told is not None and told["said"] == "OK" else Scan.ERROR)
