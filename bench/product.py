"""Our own servers, started as the product starts them."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from api.cli.process import command, environment
from bench import data
from bench.processes import Running, free_port, process, running

READY = "/readyz"


@contextmanager
def serving(database: str, scratch: Path) -> Iterator[Running]:
    """The API process over a database, with everything on: authentication, scope, audit, log, security headers."""
    port = free_port()
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    variables = environment(LOTRINH_HOME=str(home), LOTRINH_DATABASE_URL=database, PORT=str(port))
    with running(
        "lotrinh", command("api.cli.serve"),
        base=f"http://127.0.0.1:{port}", probe=READY, log=scratch / "api.log", variables=variables,
    ) as server:  # fmt: skip
        yield server


@contextmanager
def demonstration(scratch: Path) -> Iterator[Running]:
    """`make up`, with data of its own."""
    port = free_port()
    variables = {"LOTRINH_HOME": str(scratch / "up"), "PORT": str(port)}
    with running(
        "make up", ["make", "--no-print-directory", "up"],
        base=f"http://127.0.0.1:{port}", probe=READY, log=scratch / "up.log", variables=variables,
    ) as server:  # fmt: skip
        yield server


@contextmanager
def working(database: str, scratch: Path) -> Iterator[psutil.Process]:
    """The worker process over a database; stopped at the end, unless somebody killed it meanwhile."""
    variables = environment(LOTRINH_HOME=str(scratch / "home"), LOTRINH_DATABASE_URL=database)
    with process(command("api.cli.work"), log=scratch / "worker.log", variables=variables) as worker:
        yield psutil.Process(worker.pid)


def sign_in(server: Running, username: str = data.LEADER) -> dict[str, str]:
    """The headers of a request by an account; the leader of the first department unless said otherwise."""
    form = {"grant_type": "password", "username": username, "password": data.PASSWORD}
    request = urllib.request.Request(
        f"{server.base}/api/v1/auth/token", urllib.parse.urlencode(form).encode(), {"Origin": server.base}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        token = json.load(answer)["access_token"]
    return {"Authorization": f"Bearer {token}"}


def call(server: Running, method: str, path: str, headers: Mapping[str, str], body: object = None) -> Any:
    """An answer's JSON; anything but success ends the bench."""
    sent = None if body is None else json.dumps(body).encode()
    return json.loads(_answer(server, method, path, {**headers, "Content-Type": "application/json"}, sent))


def send(server: Running, path: str, headers: Mapping[str, str], file: bytes) -> Any:
    """The answer's JSON to a file sent as a raw body."""
    return json.loads(_answer(server, "POST", path, headers, file))


def fetch(server: Running, path: str, headers: Mapping[str, str]) -> bytes:
    """A file."""
    return _answer(server, "GET", path, headers)


def _answer(server: Running, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> bytes:
    request = urllib.request.Request(f"{server.base}/api/v1{path}", body, dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error


def tag(server: Running, path: str, headers: dict[str, str]) -> str:
    """The ETag a record has now."""
    with urllib.request.urlopen(urllib.request.Request(server.base + path, headers=headers), timeout=10) as answer:
        return str(answer.headers["ETag"])
