"""A file of 256 MiB: raw and by tus against a plain write; memory of the server and a list's p99 meanwhile."""

import base64
import hashlib
import http.client
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import data, load
from bench.load import Target
from bench.measures import ROUNDS, Result
from bench.processes import Running

MIB = 1 << 20
SIZE, PIECE = 256 * MIB, 8 * MIB
_WRITTEN = MIB
_BESIDE_SECONDS = 4
_MEMORY_MB = 32.0
_VIDEO = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41"
_TUS = {"Tus-Resumable": "1.0.0"}


@dataclass
class Film:
    """A film nobody saw before: of the same bytes each time but for a few, so that no store has it yet."""

    content: bytearray = field(default_factory=lambda: bytearray(_VIDEO + os.urandom(SIZE - len(_VIDEO))))
    taken: int = 0

    def another(self) -> memoryview:
        """Its bytes, once more."""
        self.taken += 1
        self.content[4096:4104] = self.taken.to_bytes(8, "big")
        return memoryview(self.content)


@dataclass(frozen=True)
class Sender:
    """Somebody who sends for a school."""

    server: Running
    headers: dict[str, str]

    def raw(self, film: memoryview) -> float:
        """The whole as one body; seconds."""
        path = f"/api/v1/evidence?unit={data.DEPARTMENT}-s0"
        headers = {
            **self.headers,
            "Content-Disposition": 'attachment; filename="film.mp4"',
            "Content-Type": "video/mp4",
        }
        with self._connected() as connection:
            started = time.perf_counter()
            _ask(connection, "POST", path, headers, film)
            return time.perf_counter() - started

    def tus(self, film: memoryview) -> float:
        """In pieces of 8 MiB; seconds."""
        said = {"filename": "film.mp4", "filetype": "video/mp4", "unit": f"{data.DEPARTMENT}-s0"}
        metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
        headers = {**self.headers, **_TUS}
        with self._connected() as connection:
            started = time.perf_counter()
            made = {"Upload-Length": str(SIZE), "Upload-Metadata": metadata}
            place = _ask(connection, "POST", "/api/v1/uploads", headers | made, b"").headers["Location"]
            headers |= {"Content-Type": "application/offset+octet-stream"}
            for offset in range(0, SIZE, PIECE):
                piece = film[offset : offset + PIECE]
                _ask(connection, "PATCH", place, headers | {"Upload-Offset": str(offset)}, piece)
            return time.perf_counter() - started

    @contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection(self.server.base.removeprefix("http://"), timeout=120)
        try:
            yield connection
        finally:
            connection.close()


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes | memoryview
) -> http.client.HTTPResponse:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {told.decode()}")
    return answer


def uploads(server: Running, headers: dict[str, str], scratch: Path) -> Iterator[Result]:
    """Each round: plain, raw, tus. One before that warms up, which memory is counted from."""
    sender, film = Sender(server, headers), Film()
    times: dict[str, list[float]] = {"plain": [], "raw": [], "tus": []}
    sender.raw(film.another()[: 2 * MIB])
    with _watched(server) as memory:
        for _ in range(ROUNDS):
            times["plain"].append(_plain(film.another(), scratch / "plain"))
            times["raw"].append(sender.raw(film.another()))
            times["tus"].append(sender.tus(film.another()))
    plain, raw, tus = (statistics.median(times[name]) for name in times)
    yield Result(
        "256 MiB sent raw", _rate(raw), f"{_rate(plain)}, written, hashed, flushed", plain / raw, 0.70, at_least=True
    )
    yield Result("256 MiB by tus, 8 MiB a piece", _rate(tus), f"{_rate(raw)}, raw", raw / tus, 0.80, at_least=True)
    more = memory.peak - memory.before
    yield Result(
        "memory while files come in",
        f"{more:.1f} MB more",
        f"{memory.before:.0f} MB before",
        more,
        _MEMORY_MB,
        unit="MB",
    )
    yield _beside(sender, film)


def _rate(seconds: float) -> str:
    return f"{SIZE / MIB / seconds:,.0f} MB/s"


def _plain(film: memoryview, place: Path) -> float:
    """What no server can do without; seconds."""
    started, digest = time.perf_counter(), hashlib.sha256()
    with place.open("wb", buffering=0) as file:
        for offset in range(0, SIZE, _WRITTEN):
            piece = film[offset : offset + _WRITTEN]
            file.write(piece)
            digest.update(piece)
        os.fsync(file.fileno())
    taken = time.perf_counter() - started
    place.unlink()
    return taken


def _beside(sender: Sender, film: Film) -> Result:
    """The slowest hundredth of a list's pages while films come in one after the other, against none."""
    page = Target("list", f"{sender.server.base}/api/v1/assignments?limit=50", sender.headers)
    load.drive(page, seconds=2)
    idle, busy, sent = [], [], 0
    for _ in range(ROUNDS):
        idle.append(load.drive(page, seconds=_BESIDE_SECONDS).p99)
        run = load.begin(page, seconds=_BESIDE_SECONDS)
        while run.poll() is None:
            sender.raw(film.another())
            sent += 1
        busy.append(load.finish(page, run).p99)
    during, before = statistics.median(busy), statistics.median(idle)
    told = f"{before:.1f} ms idle; {sent} files came in"
    return Result("list's p99 beside an upload", f"{during:.1f} ms", told, during / before, 3.0)


@dataclass
class Memory:
    """MB of the server: before, and the most seen since."""

    before: float
    peak: float


@contextmanager
def _watched(server: Running) -> Iterator[Memory]:
    """Look at its memory every few milliseconds."""
    seen, over = Memory(server.memory(), 0.0), threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            seen.peak = max(seen.peak, server.memory())

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield seen
    finally:
        over.set()
        watch.join()
