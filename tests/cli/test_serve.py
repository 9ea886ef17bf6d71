"""The API process loads what it serves with, and no more."""

import subprocess
import sys

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
)


def test_the_api_process_loads_nothing_of_other_processes() -> None:
    script = "import sys, api.cli.serve; print(*{name.partition('.')[0] for name in sys.modules if sys.modules[name]})"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert "fastapi" in loaded
    assert sorted(set(OTHERS) & set(loaded)) == []
