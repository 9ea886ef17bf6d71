"""What is delivered, in a clean environment: the wheel, and the commands the image and compose.yaml run from it.

No container engine is needed, and none is used: the image itself is not built here.
"""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.loopback import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
PATIENCE = 120


@pytest.fixture(scope="module")
def lotrinh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel with the locked packages and nothing of the checkout."""
    subprocess.run(["make", "wheel"], cwd=ROOT, check=True)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    place = tmp_path_factory.mktemp("clean") / "venv"
    uv: list[str | Path] = [ROOT / ".venv" / "bin" / "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, place], check=True)
    python: list[str | Path] = ["--quiet", "--python", place / "bin" / "python"]
    subprocess.run([*uv, "pip", "sync", *python, "--require-hashes", ROOT / "requirements.lock"], check=True)
    subprocess.run([*uv, "pip", "install", *python, "--no-deps", wheel], check=True)
    return place / "bin" / "lotrinh"


@pytest.fixture
def variables(own_database_url: str, tmp_path: Path) -> dict[str, str]:
    """The image's environment, on a database of the test's own and a free port."""
    return {
        "PATH": os.environ["PATH"],
        "LOTRINH_DATABASE_URL": own_database_url,
        "LOTRINH_PUBLIC_URL": "https://lotrinh.example",
        "LOTRINH_HOME": str(tmp_path),
        "LOTRINH_HOST": "127.0.0.1",
        "LOTRINH_DEMO": "false",
        "PORT": str(free_port()),
    }


@pytest.mark.soak
def test_the_commands_of_the_deployment_run_from_the_wheel(lotrinh: Path, variables: dict[str, str]) -> None:
    subprocess.run([lotrinh, *_command("migrate")], env=variables, cwd=variables["LOTRINH_HOME"], check=True)
    with _running(lotrinh, "api", variables), _running(lotrinh, "worker", variables) as worker:
        wait_for(int(variables["PORT"]), "/readyz", lambda: "the API of the wheel did not answer")
        status, page = _get(variables["PORT"], "/")
        assert status == http.client.OK
        assert b"<script" in page
        status, document = _get(variables["PORT"], "/api/v1/openapi.json")
        assert status == http.client.OK
        assert b'"openapi"' in document
        assert worker.poll() is None


@pytest.mark.soak
def test_the_wheel_carries_what_it_serves_and_migrates_with(lotrinh: Path) -> None:
    (packages,) = lotrinh.parents[1].glob("lib/python3.*/site-packages")
    carried = [
        "api/_spa/index.html",
        "api/_spa/fonts/Tinos_400Regular.ttf",
        "api/documents/pdf.typ",
        "api/_openapi.json",
        "api/_alembic.ini",
        "migrations/env.py",
        "seed/__init__.py",
    ]
    assert [name for name in carried if not (packages / name).is_file()] == []
    assert (packages / "api/_openapi.json").read_bytes() == (ROOT / "openapi" / "openapi.json").read_bytes()


def test_compose_has_no_password_of_its_own() -> None:
    required = [
        value
        for service in COMPOSE["services"].values()
        for name, value in service["environment"].items()
        if "PASSWORD" in name or "URL" in name
    ]
    assert required
    assert [value for value in required if ":?" not in value] == []


def _command(service: str) -> list[str]:
    words: list[str] = COMPOSE["services"][service]["command"]
    return words


@contextmanager
def _running(lotrinh: Path, service: str, variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([lotrinh, *_command(service)], env=variables, cwd=variables["LOTRINH_HOME"]) as process:
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
        finally:
            process.kill()


def _get(port: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", path, headers={"Host": "lotrinh.example"})
        answer = connection.getresponse()
        return answer.status, answer.read()
