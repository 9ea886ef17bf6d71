"""The bare stack: FastAPI, asyncpg and the best SQL with no product around it, kept outside this repository."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.processes import Running, free_port, running

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("/db/rows", "/db/json_agg")
CONSTANT = "/const"
PROVINCE, NATION = "province", "national"


def folder() -> Path:
    """Where the stack is: LOTRINH_BENCH_STACK, or beside this checkout."""
    found = Path(os.environ.get("LOTRINH_BENCH_STACK") or ROOT.parent / "shared" / "bench").resolve()
    if not (found / "app_limit.py").is_file():
        raise SystemExit(f"The bare stack is not in {found}; LOTRINH_BENCH_STACK names its folder.")
    return found


# Its generator, but for the values of indicators, which no list looks at: a nation has 13.7 million of them.
_WITHOUT_VALUES = """
import sys
source = open(sys.argv[2] + "/generate.py").read().replace("def values(", "def all_values(")
exec(compile(source, sys.argv[2] + "/generate.py", "exec"),
     {"__name__": "__main__", "__file__": sys.argv[2] + "/generate.py", "values": lambda *_: iter(())})
"""


def generate(administrator: str, scratch: Path, scale: str) -> None:
    """Fill its database with one `province`, or the `national` one, by its own generator."""
    command = [sys.executable, "-P", "-c", _WITHOUT_VALUES, scale, str(folder())]
    done = subprocess.run(
        command, env=_environment(administrator, scratch, scale), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)


@contextmanager
def serving(administrator: str, scratch: Path, scale: str) -> Iterator[Running]:
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
        variables=_environment(administrator, scratch, scale),
    ) as server:  # fmt: skip
        yield server


def database(administrator: str, scale: str) -> str:
    """The address of its database of a scale, by the names its `common.py` has."""
    name = {PROVINCE: "bench_province", NATION: "bench_national"}[scale]
    return urlunsplit(urlsplit(administrator)._replace(path=f"/{name}"))


def _environment(administrator: str, scratch: Path, scale: str) -> dict[str, str]:
    """Its settings; a socket's folder stands for the host, as in the address of the server."""
    address = urlsplit(administrator)
    socket = address.query.removeprefix("host=")
    return {
        **os.environ,
        "PGHOST": socket or str(address.hostname),
        "PGPORT": str(address.port or 5432),
        "PGUSER": str(address.username),
        "PGPASSWORD": str(address.password),
        "PERF_DIR": str(scratch),
        "PERF_OUT": str(scratch),
        "SCALE": scale,
        "PYTHONPATH": str(folder()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
