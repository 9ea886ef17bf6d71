"""What a process counts of its requests, and says in Prometheus' text format on a port of its own.

Written here, for it is a few dictionaries: the client library would cost every process megabytes, most of them unasked.
"""

import asyncio
import contextlib
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import structlog

_log = structlog.get_logger(__name__)
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_HEAD_LIMIT = 8 << 10
_SECONDS_TO_ASK = 10
Gauges = Callable[[], Awaitable[Mapping[str, float]]]
"""Numbers by name; those of one name with different labels stand together."""


class Requests:
    """How many requests there were, by method, route and status, and how long they took."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, int]] = Counter()
        self._durations = [0] * (len(_BUCKETS) + 1)
        self._seconds = 0.0

    def note(self, scope: Mapping[str, Any], status: int, seconds: float) -> None:
        """Count one that is over. Routes, not paths: there are as many of those as there are records."""
        route = getattr(scope.get("route"), "path", "other")
        self._counts[scope["method"], route, status] += 1
        self._durations[bisect_left(_BUCKETS, seconds)] += 1
        self._seconds += seconds

    def lines(self) -> list[str]:
        """All of it in Prometheus' text format."""
        said = ["# HELP lotrinh_requests_total Requests answered.", "# TYPE lotrinh_requests_total counter"]
        for (method, route, status), count in sorted(self._counts.items()):
            said.append(f'lotrinh_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}')
        name, so_far = "lotrinh_request_seconds", 0
        said += [f"# HELP {name} How long answers took.", f"# TYPE {name} histogram"]
        for limit, count in zip((*_BUCKETS, "+Inf"), self._durations, strict=True):
            so_far += count
            said.append(f'{name}_bucket{{le="{limit}"}} {so_far}')
        return [*said, f"{name}_sum {self._seconds:.6f}", f"{name}_count {so_far}"]


requests = Requests()


async def text(gauges: Gauges) -> str:
    """What a scrape is answered."""
    lines, before = requests.lines(), ""
    for name, value in (await gauges()).items():
        family = name.partition("{")[0]
        if family != before:
            lines.append(f"# TYPE lotrinh_{family} gauge")
        lines.append(f"lotrinh_{name} {value:.15g}")
        before = family
    return "\n".join(lines) + "\n"


@contextlib.asynccontextmanager
async def served(host: str, port: int | None, gauges: Gauges) -> AsyncIterator[int | None]:
    """While this lasts, answer `GET /metrics` on a port of its own; without one, do nothing. Yields the port."""
    if port is None:
        yield None
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with asyncio.timeout(_SECONDS_TO_ASK):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(await _answer(head, gauges))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, host, port, limit=_HEAD_LIMIT)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _answer(head: bytes, gauges: Gauges) -> bytes:
    if not head.startswith(b"GET /metrics "):
        return _response("404 Not Found", b"")
    try:
        return _response("200 OK", (await text(gauges)).encode())
    except Exception:
        _log.exception("metrics_failed")
        return _response("503 Service Unavailable", b"")


def _response(status: str, body: bytes) -> bytes:
    kind = "text/plain; version=0.0.4; charset=utf-8"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
