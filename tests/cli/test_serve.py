"""The API process loads what it serves with, and no more."""

import os
import subprocess
import sys
from pathlib import Path

# What other processes work with: the runner of the queue, the command line, migrations, documents; and pretty logs.
OTHERS = (
    "pgqueuer",
    "typer",
    "rich",
    "pygments",
    "alembic",
    "httpx",
    "pdfplumber",
    "pdfminer",
    "docx",
    "lxml",
    "typst",
    "xlsxwriter",
    "obstore",
    "pyhanko",
    "PIL",
    "pypdfium2",
    "requests",
)


def test_the_api_process_loads_nothing_of_other_processes() -> None:
    script = "import sys, api.cli.serve; print(*{name.partition('.')[0] for name in sys.modules if sys.modules[name]})"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert "fastapi" in loaded
    assert sorted(set(OTHERS) & set(loaded)) == []


def test_what_would_trace_is_loaded_only_where_somebody_takes_traces() -> None:
    script = (
        "import sys, api.cli.serve, api.worker; print([name for name in sys.modules if 'opentelemetry.sdk' in name])"
    )
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout == b"[]\n"


_REQUESTS = """
from api.cli import spare
from api import main
from api.kit.schemas import Out
from pydantic import BaseModel

def kinds(model):
    for kind in model.__subclasses__():
        yield kind
        yield from kinds(kind)

ours = [kind for kind in kinds(BaseModel) if kind.__module__.startswith("api.")]
for kind in ours:
    kind.model_rebuild()
print(issubclass(Out, BaseModel), len(ours))
"""


def test_where_no_answer_is_a_model_every_request_still_is_one() -> None:
    done = subprocess.run([sys.executable, "-OO", "-c", _REQUESTS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"a request's model may hold no answer's, which is none here: {done.stderr}"
    answers_are_models, requests = done.stdout.split()
    assert answers_are_models == "False"
    assert int(requests) > 100


_SERVING = """
import asyncio, gc
from api.cli import spare
from api.main import app

async def serving():
    served = app()
    async with served.router.lifespan_context(served):
        return gc.isenabled()

print(gc.isenabled(), asyncio.run(serving()))
"""


def test_garbage_is_collected_as_soon_as_it_serves(tmp_path: Path) -> None:
    nowhere = {"LOTRINH_DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:1/none", "LOTRINH_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _SERVING], check=True, capture_output=True, text=True, env={**os.environ, **nowhere}
    )
    assert done.stdout.splitlines()[-1] == "False True"
