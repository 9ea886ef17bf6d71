"""`lotrinh up`: the whole demonstration in the foreground, from one command and to the last process."""

import fcntl
import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from api.cli.process import OWNER_VARIABLE, environment
from api.cli.supervisor import ProcessEnded, StopAsked, StopRequest, Supervisor
from api.kit.postgres import APPLICATION, PostgresError, embedded_server
from api.settings import Settings

PATIENCE_SECONDS = 15
"""How long what a killed predecessor started may take to be gone."""

_BUSY_PORT = "port {port} is in use (PORT=… chooses another)"

_WELCOME = """
Lộ Trình: {address}
{accounts}Dừng / stop: Ctrl-C
"""

_ACCOUNTS = """Tài khoản mẫu / sample accounts: admin; leader, coordinator, officer, commune, head, school, viewer
  + .quang-ngai, .quang-binh, .quang-ninh, .hai-phong, .long-an (leader.hai-phong)
Mật khẩu / password: {password}
"""


class Place(NamedTuple):
    """Where the database is, for the role the application acts as and for the one that owns it; whether it is there."""

    application: str
    owner: str
    is_there: Callable[[], bool]

    def fault(self) -> str | None:
        """What there is to say of it."""
        return None if self.is_there() else "the database server is gone"


class Refusal(Exception):
    """The demonstration cannot start; the text says what to do about it."""


def up(settings: Settings, *, stop_with_parent: bool) -> int:
    """Start everything, say where it is, stop everything when asked or when a part fails; the exit code."""
    try:
        _run(settings, StopRequest(stop_with_parent=stop_with_parent))
    except StopAsked:
        return 0
    except (Refusal, ProcessEnded, PostgresError, PermissionError) as why:
        print(f"lotrinh up: {why}", file=sys.stderr)
    return 1


def _run(settings: Settings, request: StopRequest) -> None:
    if not settings.is_loopback:
        raise Refusal("the demonstration is for this machine alone; LOTRINH_HOST must be a loopback address")
    home = settings.home.resolve()
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    with _alone_in(home, request):
        _await(lambda: _is_free(settings), request, _BUSY_PORT.format(port=settings.port))
        with _database(settings, home) as place:
            variables = environment(LOTRINH_HOME=str(home), LOTRINH_DATABASE_URL=place.application)
            variables.pop(OWNER_VARIABLE, None)
            with Supervisor(variables, request) as supervisor:
                _supervise(supervisor, settings, place)


def _supervise(supervisor: Supervisor, settings: Settings, place: Place) -> None:
    """Start all, in order. Only what prepares the database knows its owner's address."""
    supervisor.start("api.cli.serve")
    supervisor.run("api.cli.prepare", **{OWNER_VARIABLE: place.owner})
    supervisor.open_gate()
    supervisor.start("api.cli.work")
    supervisor.wait_until(lambda: _is_ready(settings))
    print(_welcome(settings), flush=True)
    supervisor.watch(place.fault)


def _welcome(settings: Settings) -> str:
    password = settings.demo_password.get_secret_value()
    accounts = _ACCOUNTS.format(password=password) if settings.demo else ""
    return _WELCOME.format(address=settings.issuer, accounts=accounts)


@contextmanager
def _alone_in(home: Path, request: StopRequest) -> Iterator[None]:
    """Hold the home for ourselves; the system lets go of it however we end."""
    with (home / "up.lock").open("a") as lock:
        _await(lambda: _lock(lock.fileno()), request, f"another `lotrinh up` uses {home}")
        yield


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_free(settings: Settings) -> bool:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True


def _await(condition: Callable[[], bool], request: StopRequest, refusal: str) -> None:
    """Wait for a predecessor to be gone; `Refusal` if it is not, or is somebody else's."""
    if condition():
        return
    print(f"{refusal}; waiting", file=sys.stderr, flush=True)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise Refusal(refusal)
        request.pause()


@contextmanager
def _database(settings: Settings, home: Path) -> Iterator[Place]:
    """The database: the one given, which others look after, or the embedded server, stopped at the end."""
    if settings.database_url is not None:
        yield Place(settings.database_url, settings.database_owner_url or settings.database_url, lambda: True)
        return
    server = embedded_server(home, settings.postgres_bin)
    try:
        server.start()
        yield Place(server.url(user=APPLICATION), server.url(), lambda: _lives(server.data_dir))
    finally:
        server.stop()


def _lives(data_dir: Path) -> bool:
    """Whether the process of the server that was started there still is; cheap enough to be asked all the time."""
    try:
        os.kill(int((data_dir / "postmaster.pid").read_text().split(maxsplit=1)[0]), 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _is_ready(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(settings.host, settings.port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
