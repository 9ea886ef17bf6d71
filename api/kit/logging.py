"""One JSON line per event on standard error; secrets never get here because nothing logs bodies or headers."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import structlog

from api.kit.clock import system_clock

MOMENT = 0.05
"""Seconds the line of a request may wait for others; a process that is killed loses those of so long."""


def configure(level: str) -> None:
    """Set up structlog and route the libraries' warnings through it."""
    access.enabled = logging.getLevelName(level) <= logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format='{"level":"%(levelname)s","event":"%(name)s"}')


class AccessLog:
    """The line of each request, at level INFO. It is as structlog would write it, in a third of the time.

    While a process serves, the lines of a moment go out together: a write for each costs as much as half a hot read.
    """

    enabled = False

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def write(self, line: dict[str, Any]) -> None:
        """Write one line, if the level asks for it; what every line has is added here."""
        if not self.enabled:
            return
        line.update(event="request", level="info", timestamp=system_clock())
        self._waiting.append(orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))
        if self._loop is None:
            self.flush()
        elif len(self._waiting) == 1:
            self._loop.call_later(MOMENT, self.flush)

    def flush(self) -> None:
        """Send out what waits."""
        lines, self._waiting = self._waiting, []
        if lines:
            sys.stderr.buffer.write(b"".join(lines))
            sys.stderr.buffer.flush()

    @contextmanager
    def together(self) -> Iterator[None]:
        """While this lasts, the running loop sends out what came in a moment at once; nothing is left at its end."""
        self._loop = asyncio.get_running_loop()
        try:
            yield
        finally:
            self._loop = None
            self.flush()


access = AccessLog()


def _dumps(value: object, **_: object) -> bytes:
    return orjson.dumps(value, default=str)
