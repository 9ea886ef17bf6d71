"""The commands of `lotrinh`, each run as its user runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STRONG = "Một mật khẩu đủ dài 2026"


@pytest.fixture
def variables(own_database_url: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a deployment without a demonstration, on a database of the test's own."""
    given = {"LOTRINH_DATABASE_URL": own_database_url, "LOTRINH_HOME": str(tmp_path), "LOTRINH_DEMO": "false"}
    return {**os.environ, **given, "LOTRINH_ADMIN_PASSWORD": STRONG}


def test_the_exported_document_is_the_committed_one() -> None:
    exported = subprocess.run(_words("export-openapi"), cwd=ROOT, capture_output=True, check=True).stdout
    assert exported == (ROOT / "openapi" / "openapi.json").read_bytes(), "run `make openapi`"


def test_the_first_administrator_is_made_once_and_with_a_good_password(variables: dict[str, str]) -> None:
    assert _run(variables, "create-admin", "quản.trị")[0] == 1, "there is no ministry before the seed"
    assert _run(variables, "seed")[0] == 0
    assert _run({**variables, "LOTRINH_ADMIN_PASSWORD": "short"}, "create-admin", "minh.admin")[0] == 1
    assert _run(variables, "create-admin", "minh.admin", "--name", "Trần Minh") == (
        0,
        "Đã tạo quản trị viên / created administrator: minh.admin\n",
    )
    code, printed = _run(variables, "create-admin", "minh.admin")
    assert code == 1
    assert "the username is taken" in printed
    code, printed = _run(variables, "recover-admin", "minh.admin")
    assert (code, "minh.admin is let in again" in printed) == (0, True)
    assert _run(variables, "recover-admin", "ai.do")[0] == 1


def test_without_a_database_a_command_says_what_to_do(tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "LOTRINH_DATABASE_URL"}
    variables |= {"LOTRINH_HOME": str(tmp_path / "none"), "LOTRINH_ADMIN_PASSWORD": STRONG}
    code, printed = _run(variables, "create-admin", "minh.admin")
    assert code == 1
    assert "LOTRINH_DATABASE_URL" in printed


def _run(variables: dict[str, str], *words: str) -> tuple[int, str]:
    done = subprocess.run(
        _words(*words),
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "api.cli", *words]
