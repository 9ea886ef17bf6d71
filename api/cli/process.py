"""How our processes are run: by module name, from wherever this code is installed, each on its parent's leash."""

import os
import signal
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout, or the folder of installed packages."""

LEASH = "LOTRINH_LEASH"
"""Number of the inherited pipe whose other end the supervisor holds for as long as it lives."""

OWNER_VARIABLE = "LOTRINH_DATABASE_OWNER_URL"
"""The setting `database_owner_url`: only processes that need it get it."""

GATE = "LOTRINH_GATE"
"""Number of the inherited pipe the supervisor closes when the database is ready to be used."""


LASTING = ("api.cli.serve", "api.cli.work")
"""The modules whose processes run for as long as the service does."""


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs a module of ours; `-P` keeps the current directory from shadowing it.

    What runs for long leaves docstrings on the disk (`-OO`), those of libraries above all: six megabytes of a process.
    The contract, which is made of ours, is served as committed.
    """
    lean = ["-OO"] if module in LASTING else []
    return [sys.executable, *lean, "-P", "-m", module, *arguments]


def environment(**added: str) -> dict[str, str]:
    """Our environment with this code on the import path of the process that gets it."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **added}


def follow_supervisor() -> None:
    """Ask this process to stop (SIGTERM) once the supervisor that started it is gone, however it went."""
    leash = os.environ.pop(LEASH, None)
    if leash is not None:
        threading.Thread(target=_stop_at_end_of, args=(int(leash),), name="leash", daemon=True).start()


def wait_at_gate() -> None:
    """Return when the supervisor lets us through: what must be imported may be, meanwhile. Nobody else has a gate."""
    gate = os.environ.pop(GATE, None)
    if gate is not None:
        os.read(int(gate), 1)


def _stop_at_end_of(pipe: int) -> None:
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
