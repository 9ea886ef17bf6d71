"""Importing: from POST /plan-imports to `ready`, by a real server and a real worker.

The document is what the product itself prints of a plan of 60 tasks, in each format, sent back as it came.
"""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.kit.postgres import PostgresServer
from bench import data, product
from bench.measures import ROUNDS, Result
from bench.processes import PATIENCE_SECONDS, Running

_SCHOOLS, _SECONDS = 900, 3.0
_FORMATS = ("docx", "xlsx", "pdf")
_NAMED = "attachment; filename=ke-hoach.{}"


def imports(server: PostgresServer, scratch: Path) -> Iterator[Result]:
    """Each format, the median of five documents after one that warms up."""
    url, (plan,) = data.fill_drafts(server, "imports", schools=_SCHOOLS, plans=("hai-phong",), times=2)
    with product.serving(url, scratch) as api, product.working(url, scratch):
        headers = product.sign_in(api, data.COORDINATOR)
        for kind in _FORMATS:
            paper = product.fetch(api, f"/plans/{plan}/document?format={kind}", headers)
            read = [_read(api, headers, paper, kind) for _ in range(ROUNDS + 1)][1:]
            seconds, rows = statistics.median(each for each, _ in read), read[0][1]
            yield Result(f"import of a {kind.upper()}", f"{seconds:.2f} s", f"{rows} rows", seconds, _SECONDS, unit="s")


def _read(api: Running, headers: dict[str, str], paper: bytes, kind: str) -> tuple[float, int]:
    """Send a document and wait until it is read: seconds, and how many rows it has."""
    named = {**headers, "Content-Disposition": _NAMED.format(kind), "Content-Type": "application/octet-stream"}
    started = time.perf_counter()
    sent = product.send(api, "/plan-imports", named, paper)
    found: dict[str, Any] = sent
    while found["status"] == "reading":
        if time.perf_counter() - started > PATIENCE_SECONDS:
            raise SystemExit(f"a document is not read: {found}")
        time.sleep(0.02)
        found = product.call(api, "GET", f"/plan-imports/{sent['id']}", headers)
    if found["status"] != "ready":
        raise SystemExit(f"a document was {found['status']}: {found['refusal']}")
    return time.perf_counter() - started, int(found["row_count"])
