"""A server process that may be killed, and a line to it that breaks where it is told to."""

import contextlib
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from tests.support.loopback import free_port, wait_for

PATIENCE = 60
_PIECE = 64 << 10
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets the connection


class Server:
    """A server process on one port, which may be killed and started again. `variables` are more of its environment."""

    def __init__(self, url: str, home: Path, log: Path, **variables: str) -> None:
        self.port = free_port()
        own = {"LOTRINH_DATABASE_URL": url, "LOTRINH_HOME": str(home), "PORT": str(self.port)}
        self._variables = os.environ | own | variables
        self._log = log
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def start(self, largest: int = resource.RLIM_INFINITY) -> None:
        """`largest`: the system lets none of its files grow beyond so many bytes, as a disk without room would."""
        limited = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))"
        program = f"import resource, runpy; {limited}; runpy.run_module('api.cli.serve', run_name='__main__')"
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-c", program], env=self._variables, stderr=stream, stdout=stream
            )
        wait_for(self.port, "/healthz", lambda: self._log.read_text("utf-8"))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


class Line:
    """A line to a port of this machine. When so many bytes went up it, it breaks, and what is due then is done.

    `breaks` says after how many bytes, and what happens before the connection is reset; None: nothing else.
    """

    def __init__(self, port: int, breaks: Mapping[int, Callable[[], None] | None]) -> None:
        self._up, self._due = port, sorted(breaks.items(), reverse=True)
        self.passed, self.broken = 0, 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._up))
                except OSError:
                    near.close()
                    continue
                for pump in (self._upwards, self._downwards):
                    threading.Thread(target=pump, args=(near, far), daemon=True).start()

    def _upwards(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := near.recv(_PIECE):
                far.sendall(piece)
                if self._breaks(len(piece)):
                    _reset(near, far)
                    return
        _close(far)

    def _downwards(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := far.recv(_PIECE):
                near.sendall(piece)
        _close(near)

    def _breaks(self, more: int) -> bool:
        """Whether it breaks now that so many bytes more went up."""
        with self._lock:
            self.passed += more
            if not self._due or self.passed < self._due[-1][0]:
                return False
            _, act = self._due.pop()
            self.broken += 1
        if act is not None:
            act()
        return True


def _reset(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            end.shutdown(socket.SHUT_RD)  # whoever reads from it stops
        end.close()


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
