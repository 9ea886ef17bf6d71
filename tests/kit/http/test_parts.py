"""A part of the service comes with the first request for one of its resources."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute

from api.kit.http import finder, handlers
from api.kit.http.envelope import Envelope, outermost
from api.kit.http.parts import Part, Parts
from api.kit.http.route import PREFIX
from api.main import LATER

_ENDPOINTS = """
from api.kit.http.route import PublicRoute, resource
router = resource("Wheels", PublicRoute)

@router.get("/wheels")
async def list_wheels() -> list[str]:
    return ["round"]

@router.get("/shop/wheels/{wheel}")
async def get_wheel(wheel: str) -> str:
    return wheel
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    package = tmp_path / f"wheels_{tmp_path.name}"
    package.mkdir()
    for name, text in {"__init__": "", "endpoints": _ENDPOINTS}.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    app = FastAPI()
    handlers.install(app)
    finder.install(app, Parts(app.router.routes, [Part(package.name, ("wheels", "shop/wheels"))]))
    outermost(app, lambda inner: Envelope(inner, max_body=1000, hsts=False, larger={}))

    @app.get(f"{PREFIX}/shop/{{anything}}")
    async def shelf(anything: str) -> str:
        return f"{anything} in {len([name for name in sys.modules if name == f'{package.name}.endpoints'])} parts"

    @app.get(f"{PREFIX}/{{anything}}")
    async def page(anything: str) -> str:
        return f"page of {anything}"

    return app


async def _ask(app: FastAPI, method: str, path: str) -> tuple[int, str]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.request(method, f"{PREFIX}/{path}")
    return answer.status_code, answer.text


async def test_a_part_answers_the_first_request_for_its_resource(app: FastAPI) -> None:
    assert await _ask(app, "GET", "wheels") == (200, '["round"]')


async def test_a_part_stands_before_what_was_added_after_its_announcement(app: FastAPI) -> None:
    assert await _ask(app, "GET", "things") == (200, '"page of things"')
    assert await _ask(app, "GET", "wheels") == (200, '["round"]')


async def test_a_part_may_serve_a_part_of_a_resource(app: FastAPI) -> None:
    assert await _ask(app, "GET", "shop/tyres") == (200, '"tyres in 0 parts"')
    assert await _ask(app, "GET", "shop/wheels/first") == (200, '"first"')
    assert await _ask(app, "GET", "shop/tyres") == (200, '"tyres in 1 parts"')


async def test_a_part_that_came_refuses_other_methods(app: FastAPI) -> None:
    status, _ = await _ask(app, "PATCH", "wheels")
    assert status == 405


@pytest.mark.parametrize("part", LATER, ids=lambda part: part.package)
def test_a_part_says_all_its_resources(part: Part) -> None:
    routes: list[BaseRoute] = []
    Parts(routes, [part]).load_all()
    paths = [getattr(route, "path", "").removeprefix(f"{PREFIX}/") for route in routes]
    named = {name: f"{name}/" for name in part.resources}
    assert {next((name for name in named if f"{path}/".startswith(named[name])), path) for path in paths} == set(named)


# In a child for each part: what a process would have when that part alone came.
_ALONE = """
import os, sys
from sqlalchemy.orm import configure_mappers
from api.cli import spare
from api import main
from api.evidence.queries.targets import all_kinds
from api.kit.db import Base
from api.kit.files import REFERENCES
from api.kit.http.parts import Parts
from api.kit.permissions import register_all, registry

def registered():
    return [kind.name for kind in all_kinds()], len(REFERENCES), sorted(registry())

def alone(part):
    before = registered()
    Parts([], [part]).load_all()
    configure_mappers()
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            key.column
    if registered() != before:
        sys.exit(f"{part.package} registers what must be known before it comes; it belongs to main.ROUTERS")

register_all()
for part in main.LATER:
    child = os.fork()
    if child == 0:
        alone(part)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{part.package} cannot come alone")
"""


def test_each_part_can_come_alone_and_changes_nothing_of_the_others() -> None:
    done = subprocess.run([sys.executable, "-OO", "-c", _ALONE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
