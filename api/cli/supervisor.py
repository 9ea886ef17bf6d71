"""Runs processes in the foreground and leaves none behind.

Signals only raise a flag, which is looked at between steps: nothing is interrupted half started.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType

from api.cli.process import GATE, LEASH, command

TICK_SECONDS = 0.1
STOP_SECONDS = 10
"""How long a process may take to stop before it is killed."""


class StopAsked(Exception):
    """A signal came, or the parent this process should follow is gone."""


class ProcessEnded(Exception):
    """A process ended that should not have; the text names it."""


class StopRequest:
    """Remembers that somebody wants us to stop, from the moment it is made."""

    def __init__(self, *, stop_with_parent: bool) -> None:
        self._parent = os.getppid() if stop_with_parent else None
        self._asked = False
        for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(asked, self._remember)

    def _remember(self, *_: object) -> None:
        self._asked = True

    def check(self) -> None:
        """Raise `StopAsked` if it is time to stop."""
        if self._asked or (self._parent is not None and os.getppid() != self._parent):
            raise StopAsked

    def pause(self) -> None:
        """Let a tick go by; `StopAsked` if it is time to stop."""
        self.check()
        time.sleep(TICK_SECONDS)


class Tether:
    """A pipe nothing is ever written into: who reads `end` waits until we let go, or are gone."""

    def __init__(self) -> None:
        self.end, held = os.pipe()
        self._held = os.fdopen(held, "wb", buffering=0)

    def let_go(self) -> None:
        """Let the readers pass."""
        self._held.close()

    def close(self) -> None:
        """Give both ends back to the system."""
        self._held.close()
        os.close(self.end)


class Supervisor:
    """Starts processes of ours and, as a context manager, stops them all on the way out."""

    def __init__(self, environment: Mapping[str, str], request: StopRequest) -> None:
        self._request = request
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._leash, self._gate = Tether(), Tether()
        self._environment = {**environment, LEASH: str(self._leash.end), GATE: str(self._gate.end)}

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_all()
        self._leash.close()
        self._gate.close()

    def start(self, module: str, **more: str) -> None:
        """Start a process that is to run until we stop it; `more` is of the environment, for it alone."""
        self._request.check()
        self._running[module] = subprocess.Popen(
            command(module),
            env={**self._environment, **more},
            pass_fds=[self._leash.end, self._gate.end],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop the others in order
        )

    def open_gate(self) -> None:
        """Let those pass who wait at the gate, and who will come to it."""
        self._gate.let_go()

    def run(self, module: str, **more: str) -> None:
        """Run a process to its end; `ProcessEnded` if it fails."""
        self.start(module, **more)
        process = self._running[module]
        while process.poll() is None:
            self._request.pause()
        del self._running[module]
        if process.returncode != 0:
            raise ProcessEnded(f"{module} failed with exit code {process.returncode}")

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Return when `ready` says so; `ProcessEnded` if a process ends before."""
        while not ready():
            self._look()

    def watch(self, fault: Callable[[], str | None]) -> None:
        """Never returns: `StopAsked` or `ProcessEnded` says why it is over, be it a `fault` of what is not ours."""
        while (found := fault()) is None:
            self._look()
        raise ProcessEnded(found)

    def _look(self) -> None:
        for module, process in self._running.items():
            if process.poll() is not None:
                raise ProcessEnded(f"{module} ended with exit code {process.returncode}")
        self._request.pause()

    def _stop_all(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            process.kill()
            process.wait()
