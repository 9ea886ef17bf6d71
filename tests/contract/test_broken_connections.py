"""What only a real server meets: bodies cut off, bytes that are no HTTP; and what its log says of it all."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from tests.contract.conftest import HOME, PASSWORD
from tests.support.loopback import free_port, wait_for

PATIENCE = 60
"""Seconds a start may take on a busy machine."""
BODY = b'{"year": 2027, "title": "n\xe1\xbb\xada ch\xe1\xbb\xabng", "unit": "hp"}'


@dataclass
class Served:
    """A server process on a port of its own, and what it logged."""

    port: int
    log: Path
    token: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def lines(self) -> list[dict[str, Any]]:
        """Its log so far."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def send(self, *parts: bytes, then: str = "wait") -> bytes:
        """Bytes on a connection of their own; then wait for an answer, stop sending, or hang up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(b"".join(parts))
            if then == "stop":
                connection.shutdown(socket.SHUT_WR)
            return b"" if then == "hang up" else connection.recv(4096)

    def head(self, *headers: bytes) -> bytes:
        """The head of a request for a new plan."""
        known = (b"Host: localhost", b"Content-Type: application/json", b"Authorization: Bearer " + self.token.encode())
        return b"\r\n".join((b"POST /api/v1/plans HTTP/1.1", *known, *headers, b"", b""))


@pytest.fixture(scope="module")
def served(seeded_url: str, seed_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The seeded deployment, served by a process as in production; the coordinator of Hải Phòng is signed in."""
    port = free_port()
    log = tmp_path_factory.mktemp("served") / "log"
    variables = os.environ | {
        "LOTRINH_DATABASE_URL": seeded_url, "LOTRINH_HOME": str(seed_settings.home), "PORT": str(port)
    }  # fmt: skip
    with log.open("wb") as stream:
        process = subprocess.Popen([sys.executable, "-m", "api.cli.serve"], env=variables, stderr=stream)
    try:
        server = Served(port, log)
        wait_for(port, "/healthz", lambda: log.read_text("utf-8"))
        form = {"grant_type": "password", "username": f"coordinator.{HOME}", "password": PASSWORD}
        server.token = httpx.post(f"{server.address}/auth/token", data=form).json()["access_token"]
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _logged(server: Served, request_id: str) -> dict[str, Any]:
    """The line of a request, which is written when it is over."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for line in server.lines():
            if line.get("request_id") == request_id and line["event"] == "request":
                return line
        time.sleep(0.02)
    raise AssertionError(f"{request_id} was never logged")


def _plans(server: Served) -> int:
    headers = {"Authorization": f"Bearer {server.token}"}
    total: int = httpx.get(f"{server.address}/plans?include=total&limit=1", headers=headers).json()["total"]
    return total


@pytest.mark.parametrize("then", ["hang up", "stop"])
@pytest.mark.parametrize(
    ("framing", "content"),
    [
        (b"Content-Length: 500", BODY),
        (b"Content-Length: 500", b""),
        (b"Transfer-Encoding: chunked", b"%x\r\n%b" % (len(BODY), BODY)),
        (b"Transfer-Encoding: chunked", b"%x\r\n%b\r\n" % (len(BODY), BODY)),
    ],
)
def test_a_body_cut_off_changes_nothing(served: Served, framing: bytes, content: bytes, then: str) -> None:
    before, name = _plans(served), f"cut-{then.replace(' ', '-')}-{len(framing)}-{len(content)}"
    served.send(served.head(framing, b"X-Request-ID: " + name.encode()), content, then=then)
    assert _logged(served, name)["status"] == 400
    assert _plans(served) == before


def test_fifty_requests_with_one_key_make_one_plan(served: Served) -> None:
    before, everybody_ready = _plans(served), threading.Barrier(50)
    headers = {"Authorization": f"Bearer {served.token}", "Idempotency-Key": "fifty-at-once"}
    body = {"year": 2027, "title": "Năm mươi lần một khóa", "unit": "hp"}

    def ask(_: int) -> httpx.Response:
        everybody_ready.wait(PATIENCE)
        return httpx.post(f"{served.address}/plans", json=body, headers=headers, timeout=PATIENCE)

    with ThreadPoolExecutor(50) as callers:
        answers = list(callers.map(ask, range(50)))
    assert _plans(served) == before + 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /api/v1/units/\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"HELLO\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Bad\x00: 1\r\n\r\n",
    ],
)
def test_what_is_no_http_is_400(served: Served, request_: bytes) -> None:
    answer = served.send(request_, then="stop")
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_body_too_large_is_refused_before_it_is_sent(served: Served) -> None:
    answer = served.send(served.head(b"Content-Length: 10000000"))
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_request_id_cannot_break_a_line(served: Served) -> None:
    for value in (b"a b", b"a\tb", b"<script>", b"\xc3\xa9", b"%0d%0aX-Evil: 1", b"a" * 65):
        answer = served.send(served.head(b"Content-Length: 0", b"X-Request-ID: " + value))
        assert value not in answer
        assert b"x-evil" not in answer.lower()


def test_the_server_does_not_say_what_it_is(served: Served) -> None:
    names = httpx.get(f"http://127.0.0.1:{served.port}/healthz").headers.keys()
    assert {"server", "x-powered-by"} & set(names) == set()


def test_nothing_is_logged_that_was_secret_or_said(served: Served) -> None:
    cookie = httpx.post(
        f"{served.address}/auth/token",
        data={"grant_type": "password", "username": f"viewer.{HOME}", "password": PASSWORD, "client_id": "web"},
    ).cookies["lotrinh_refresh"]
    httpx.get(f"{served.address}/plans?q=bi-mat-tim-kiem", headers={"Authorization": f"Bearer {served.token}"})
    said = served.log.read_text("utf-8")
    for secret in (PASSWORD, served.token, cookie, "bi-mat-tim-kiem", "nửa chừng", "n\\u1eeda"):
        assert secret not in said


def test_nothing_of_it_all_was_a_fault_of_ours(served: Served) -> None:
    assert [line for line in served.lines() if line.get("status", 0) >= 500 or line["level"] == "error"] == []
