"""The demonstration as a user starts it, stops it, kills it and starts it again."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.loopback import free_port, status

PATIENCE = 240
"""Seconds a first start may take on a busy machine."""


class Demonstration:
    """`lotrinh up` on a home and a port of its own."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self._log = home / "up.log"
        variables = {**os.environ, "LOTRINH_HOME": str(home), "PORT": str(self.port), "LOTRINH_HOST": "127.0.0.1"}
        variables.pop("LOTRINH_DATABASE_URL", None)
        with self._log.open("w") as log:
            self.process = psutil.Popen(
                [sys.executable, "-m", "api.cli", "up"], env=variables, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def printed(self) -> str:
        return self._log.read_text()

    def wait_until_ready(self) -> list[psutil.Process]:
        """Its children, once it has said where it is."""
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C" not in self.printed:
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.05)
        assert status(self.port, "/readyz") == http.client.OK
        children: list[psutil.Process] = self.process.children()
        return children


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home the server's account may enter, used by every test here as by one user.

    `E2E_PREPARED` names one that was started before; without it the first test is the first start.
    """
    folder = Path(tempfile.mkdtemp(prefix="lotrinh-up-"))
    folder.chmod(0o711)
    if prepared := os.environ.get("E2E_PREPARED"):
        # With its owners: the database's files may be another account's.
        subprocess.run(["cp", "-a", f"{prepared}/.", folder], check=True)
    yield folder
    shutil.rmtree(folder)


def test_it_serves_until_told_to_stop_and_leaves_no_process(home: Path) -> None:
    up = Demonstration(home)
    children = up.wait_until_ready()
    assert f"http://127.0.0.1:{up.port}" in up.printed
    assert len(children) == 2  # API and worker; the database server is nobody's child
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(PATIENCE) == 0
    assert _left(children, home) == []


def test_killed_outright_it_takes_its_processes_along_and_starts_again(home: Path) -> None:
    killed = Demonstration(home)
    children = killed.wait_until_ready()
    killed.process.kill()
    killed.process.wait()
    again = Demonstration(home)
    again.wait_until_ready()
    assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(PATIENCE) == 0
    assert _left([], home) == []


def test_when_a_part_dies_it_stops_the_others_and_says_which(home: Path) -> None:
    up = Demonstration(home)
    children = up.wait_until_ready()
    worker = next(child for child in children if "api.cli.work" in child.cmdline())
    worker.kill()
    assert up.process.wait(PATIENCE) == 1
    assert "api.cli.work ended with exit code -9" in up.printed
    assert _left(children, home) == []


def test_without_its_database_it_ends_at_once_and_says_why(home: Path) -> None:
    up = Demonstration(home)
    children = up.wait_until_ready()
    (note,) = home.glob("**/postmaster.pid")
    server = psutil.Process(int(note.read_text().split()[0]))
    server.kill()
    assert up.process.wait(PATIENCE) == 1
    assert "the database server is gone" in up.printed
    assert _left(children, home) == []


def _left(children: list[psutil.Process], home: Path) -> list[psutil.Process]:
    """What still runs of it: its children, and a database server on its home."""
    servers = [process for process in psutil.process_iter(["cmdline"]) if str(home) in " ".join(_words(process))]
    return psutil.wait_procs(children, timeout=1)[1] + servers


def _words(process: psutil.Process) -> list[str]:
    return process.info["cmdline"] or []
