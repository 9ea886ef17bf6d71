"""Servers as processes: started until they answer, looked at while they run, stopped with all they started."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class Running:
    """A server that answers. `ready` is the time from its start to its first 200, in seconds."""

    name: str
    base: str
    process: psutil.Process
    ready: float

    def memory(self) -> float:
        """Resident memory of the process and its children, MB."""
        tree = [self.process, *self.process.children(recursive=True)]
        return sum(each.memory_info().rss for each in tree) / 2**20

    def processor(self) -> float:
        """Processor time it took so far, seconds."""
        times = self.process.cpu_times()
        return times.user + times.system


@contextmanager
def running(
    name: str, command: Sequence[str], *, base: str, probe: str, log: Path, variables: Mapping[str, str]
) -> Iterator[Running]:
    """Run a server until it answers `probe` with 200, and stop it at the end."""
    started = time.perf_counter()
    with process(command, log=log, variables=variables) as server:
        _await(server, base + probe, log)
        yield Running(name, base, psutil.Process(server.pid), time.perf_counter() - started)


@contextmanager
def process(command: Sequence[str], *, log: Path, variables: Mapping[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a process, and stop it at the end."""
    with log.open("ab") as output:
        started = subprocess.Popen(
            command, env={**os.environ, **variables}, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield started
    finally:
        _stop(started)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{url} does not answer; see {log}\n{log.read_text()[-2000:]}")
        time.sleep(0.01)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
