"""The bare stack: FastAPI, asyncpg and the best SQL with no product around it, kept outside this repository."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.processes import Running, free_port, running

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("/db/rows", "/db/json_agg")
CONSTANT = "/const"


def folder() -> Path:
    """Where the stack is: LOTRINH_BENCH_STACK, or beside this checkout."""
    found = Path(os.environ.get("LOTRINH_BENCH_STACK") or ROOT.parent / "shared" / "bench").resolve()
    if not (found / "app_limit.py").is_file():
        raise SystemExit(f"The bare stack is not in {found}; LOTRINH_BENCH_STACK names its folder.")
    return found


def generate(administrator: str, scratch: Path) -> None:
    """Fill its database with one province, by its own generator."""
    command = [sys.executable, "-P", str(folder() / "generate.py"), "province"]
    done = subprocess.run(
        command, env={**os.environ, **_variables(administrator, scratch)}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)


@contextmanager
def serving(administrator: str, scratch: Path) -> Iterator[Running]:
    """Its server: uvicorn with one worker, uvloop and httptools, no log."""
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "app_limit:app", "--app-dir", str(folder()),
        "--port", str(port), "--workers", "1", "--loop", "uvloop", "--http", "httptools",
        "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip
    with running(
        "stack", command,
        base=f"http://127.0.0.1:{port}", probe=CONSTANT, log=scratch / "stack.log",
        variables=_variables(administrator, scratch),
    ) as server:  # fmt: skip
        yield server


def _variables(administrator: str, scratch: Path) -> dict[str, str]:
    """Its settings; a socket's folder stands for the host, as in the address of the server."""
    address = urlsplit(administrator)
    socket = address.query.removeprefix("host=")
    return {
        "PGHOST": socket or str(address.hostname),
        "PGPORT": str(address.port or 5432),
        "PGUSER": str(address.username),
        "PGPASSWORD": str(address.password),
        "PERF_DIR": str(scratch),
        "PERF_OUT": str(scratch),
        "SCALE": "province",
        "PYTHONPATH": str(folder()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
