"""Ports on this machine and who answers on them. Plain HTTP: making an httpx client takes 20 ms of processor."""

import http.client
import socket
import time
from collections.abc import Callable
from contextlib import closing

PATIENCE = 60
"""Seconds a process may take to answer on a busy machine."""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def status(port: int, path: str) -> int:
    """What is answered to `GET path`. Raises `OSError` or `HTTPException` where nobody answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def wait_for(port: int, path: str, log: Callable[[], str]) -> None:
    """Return once `path` is answered with 200; `log` is what the failure shows after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(port, path):
        assert time.monotonic() < deadline, log()
        time.sleep(0.1)


def _answers(port: int, path: str) -> bool:
    try:
        return status(port, path) == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
