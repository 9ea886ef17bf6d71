"""What every answer wears: request id, security headers, one log line; and the limit on what comes in.

A pure ASGI layer, because it runs for every request and a task-spawning middleware would cost more than the page.
"""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kit import metrics
from api.kit.ids import passing_id
from api.kit.logging import access

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()"),
)
# Unless an answer says otherwise. Data is never a page: nothing in it may run or load; HTML sets its own policy
# (kit.spa).
_BY_DEFAULT: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"private, no-cache"),
)


class Envelope:
    """Wraps the application; `max_body` is the largest body in bytes, `hsts` says the site is served over TLS.

    `larger` has the limits of paths whose last part is a certain word, such as `bulk`; `uploads/*` is whatever stands
    right below `uploads`.
    """

    def __init__(self, app: ASGIApp, max_body: int, hsts: bool, larger: Mapping[str, int]) -> None:
        self._app = app
        self._max_body = max_body
        self._larger = larger
        self._headers = SECURITY_HEADERS
        if hsts:
            self._headers += ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 500
        head = scope["method"] == "HEAD"

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._dress(message["headers"], request_id.encode())
            elif head:
                message["body"] = b""
            await send(message)

        inner = scope
        try:
            inner = {**scope, "method": "GET"} if head else scope  # the same answer, unsent (RFC 9110, 9.3.2)
            # Nobody reads the body of a GET.
            limited = receive if head or scope["method"] == "GET" else _limited(receive, scope, self._limit_of(scope))
            await self._app(inner, limited, answer)
        finally:
            seconds = time.perf_counter() - started
            metrics.requests.note(inner, status, seconds)
            _log_line(scope, request_id, status, seconds)

    def _limit_of(self, scope: Scope) -> int:
        above, _, last = scope["path"].rpartition("/")
        below = f"{above.rpartition('/')[2]}/*"
        return self._larger.get(last) or self._larger.get(below, self._max_body)

    def _dress(self, headers: list[tuple[bytes, bytes]], request_id: bytes) -> list[tuple[bytes, bytes]]:
        names = [name for name, _ in headers]
        unsaid = [header for header in _BY_DEFAULT if header[0] not in names]
        return [*headers, *self._headers, *unsaid, (b"x-request-id", request_id)]


def outermost(app: FastAPI, layer: Callable[[ASGIApp], ASGIApp]) -> None:
    """Put a layer around all that are there, the framework's own among them: hot reads need none of those."""
    inner = app.build_middleware_stack
    app.build_middleware_stack = lambda: layer(inner())  # type: ignore[method-assign]


def _request_id(scope: Scope) -> str:
    """The caller's X-Request-ID when it is a plain token, else one of ours."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return passing_id()


def _limited(receive: Receive, scope: Scope, limit: int) -> Receive:
    """`receive` that stops a body at the limit, whatever Content-Length said."""
    if _content_length(scope) > limit:

        async def refuse() -> Message:
            raise HTTPException(413, str(limit))

        return refuse
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, str(limit))
        return message

    return counted


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _log_line(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    line: dict[str, Any] = {"request_id": request_id, "method": scope["method"], "path": scope["path"]}
    subject = scope["state"].get("subject")
    if subject is not None:
        line["caller"] = f"{subject.kind}:{subject.id}"
    line["status"], line["ms"] = status, round(seconds * 1000, 1)
    access.write(line)
