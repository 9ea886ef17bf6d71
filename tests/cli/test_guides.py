"""The guides of /api/docs, run as they are written: each command against a real server, its output held to the page."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio

from api.cli.process import command, environment
from api.kit.spa import GUIDES
from tests.seed.conftest import SEEDED, seed_settings, seeded_url
from tests.support import server
from tests.support.loopback import free_port, wait_for
from tests.support.workers import a_worker, catch_up

__all__ = ["seed_settings", "seeded_url"]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "frontend" / "api-docs" / "guides"
# A fence, and the fence of what it prints where it prints anything.
STEP = re.compile(r"^```sh\n(.*?)^```$(?:\s+^```text\n(.*?)^```$)?", re.DOTALL | re.MULTILINE)
END = "--- end of a step ---"
# What a step changed is in the feed before the next one asks for it; people take longer than that by themselves.
# Changes are in the feed, and what a receiver took is noted; one that is gone keeps its deliveries for four days.
SETTLED = """
until [ "$(psql -qtAX "$DATABASE" -c "SELECT count(*) FROM outbox")" = 0 ]; do sleep 0.05; done
for n in $(seq 40); do
  [ "$(psql -qtAX "$DATABASE" -c "SELECT count(*) FROM webhook_deliveries WHERE status = 'pending'")" = 0 ] && break
  sleep 0.05
done
"""
SERVER, RECEIVER, SECRET = "https://lotrinh.example.vn", "https://nhan.example.vn/lotrinh", "'…'"


class Step(NamedTuple):
    """Commands of a page, and what the page says they print: `…` stands for whatever is another at each run."""

    commands: str
    printed: str


def steps(guide: str, language: str) -> list[Step]:
    text = (FOLDER / f"{guide}.{language}.md").read_text("utf-8")
    return [Step(*found.groups(default="")) for found in STEP.finditer(text)]


@pytest_asyncio.fixture(scope="module")
async def own_deployment(admin_url: str, seeded_url: str) -> AsyncIterator[str]:
    """The sample data, in a database these pages alone write to."""
    url = await server.clone(admin_url, SEEDED)
    await catch_up(url)
    yield url
    await server.drop(admin_url, url)


@pytest_asyncio.fixture(scope="module")
async def address(own_deployment: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Where an API process and a worker serve it."""
    home = tmp_path_factory.mktemp("home")
    with _serving(own_deployment, home) as address, a_worker(own_deployment, home, **_LOCAL_WEBHOOKS):
        yield address


_LOCAL_WEBHOOKS = {"LOTRINH_WEBHOOK_HTTP": "true", "LOTRINH_WEBHOOK_NETWORKS": '["127.0.0.0/8"]'}


@contextmanager
def _serving(url: str, home: Path) -> Iterator[str]:
    port, log = free_port(), home / "api.log"
    variables = environment(LOTRINH_DATABASE_URL=url, LOTRINH_HOME=str(home), PORT=str(port), **_LOCAL_WEBHOOKS)
    with log.open("wb") as written:
        process = subprocess.Popen(command("api.cli.serve"), env=variables, stderr=written)
    try:
        wait_for(port, "/readyz", log.read_text)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _run(guide: str, address: str, database: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """All of a page in one shell, as somebody pastes it step by step; it ends at the first command that fails."""
    for name, words in (("lotrinh", "-P -m api.cli.remote"), ("python3", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n')
        script.chmod(0o755)
    port = str(free_port())
    put_in = {SERVER: address, RECEIVER: f"http://127.0.0.1:{port}/", " 9443 ": f" {port} ", SECRET: "lotrinh-demo"}
    text = "".join(f"{step.commands}echo {shlex.quote(END)}\n{SETTLED}" for step in steps(guide, "vi"))
    for shown, real in put_in.items():
        text = text.replace(shown, real)
    variables = environment(
        PATH=f"{folder}{os.pathsep}{os.environ['PATH']}",
        LOTRINH_LOGIN=str(folder / "login.json"),
        COLUMNS="120",
        DATABASE=database,
    )
    return subprocess.run(
        ["bash", "-e"], input=text, cwd=folder, env=variables, text=True, capture_output=True, check=False, timeout=120
    )


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_does_what_it_says(guide: str, address: str, own_deployment: str, tmp_path: Path) -> None:
    done = _run(guide, address, own_deployment, tmp_path)
    printed = done.stdout.split(f"{END}\n")
    for step, shown in zip(steps(guide, "vi"), printed, strict=False):
        assert re.fullmatch(re.escape(step.printed).replace("…", ".*"), shown), f"{step.commands}\n{shown}{done.stderr}"
    assert done.returncode == 0, f"after {printed[-1]}\n{done.stderr}"
    assert len(printed) == len(steps(guide, "vi")) + 1


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_says_the_same_in_both_languages(guide: str) -> None:
    assert steps(guide, "vi") == steps(guide, "en")
    headings = [re.findall(r"^#+ ", (FOLDER / f"{guide}.{each}.md").read_text(), re.MULTILINE) for each in ("vi", "en")]
    assert headings[0] == headings[1]
