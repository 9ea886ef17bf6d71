"""The finder serves what the router would have served, and leaves it the rest."""

from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute

from api.kit.http import finder
from api.kit.http.parts import Parts


def _application(*, found: bool) -> FastAPI:
    app = FastAPI()
    inner, outer = APIRouter(), APIRouter()

    @inner.get("/things/{thing}")
    async def one(request: Request, thing: str) -> dict[str, Any]:
        return {"one": thing, "route": request.scope["route"].path}

    @inner.get("/things/first")
    async def shadowed() -> str:
        return "never"

    @inner.post("/things")
    async def make() -> str:
        return "made"

    @inner.get("/{kind}/parts/{part}")
    async def part(kind: str, part: int) -> list[str | int]:
        return [kind, part]

    outer.include_router(inner, prefix="/v1")
    app.include_router(outer, prefix="/api")

    @app.get("/health")
    async def health() -> str:
        return "well"

    @app.get("/{path:path}")
    async def page(path: str) -> str:
        return f"page of {path}"

    if found:
        finder.install(app, Parts(app.router.routes))
    return app


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/things/7"),
        ("GET", "/api/v1/things/first"),
        ("GET", "/api/v1/things/a%2Fb"),
        ("GET", "/api/v1/things/"),
        ("POST", "/api/v1/things"),
        ("DELETE", "/api/v1/things"),
        ("GET", "/api/v1/wheels/parts/3"),
        ("GET", "/api/v1/wheels/parts/x"),
        ("GET", "/health"),
        ("GET", "/health/"),
        ("GET", "/"),
        ("GET", "//"),
        ("GET", "/api/v1/nothing/of/the/kind"),
    ],
)
async def test_every_path_is_answered_alike(method: str, path: str) -> None:
    answers = []
    for found in (False, True):
        transport = httpx.ASGITransport(_application(found=found))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            answer = await client.request(method, path)
            answers.append((answer.status_code, answer.text, answer.headers.get("allow")))
    assert answers[0] == answers[1]


async def test_a_fixed_path_takes_its_own_methods_only(client: httpx.AsyncClient) -> None:
    answer = await client.patch("/api/v1/users/bulk")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "method_not_allowed", "POST")


def test_every_route_of_ours_is_found_at_once(application: FastAPI) -> None:
    stack = application.router.middleware_stack
    assert isinstance(stack, finder.Finder)
    assert _paths(stack, "/api/v1/tasks") == {"/api/v1/tasks"}
    assert _paths(stack, "/api/v1/tasks/1") == {"/api/v1/tasks/{task_id}", "/api/v1/tasks/outside-plan"}


def _paths(stack: finder.Finder, path: str) -> set[str]:
    """The routes that would be tried for a path."""
    return {getattr(each.route, "path", "") for each in stack.candidates(path)}


class Faulty(APIRoute):
    async def answer_quickly(self, _: Request) -> None:
        raise RuntimeError


async def test_a_fault_on_the_quick_way_is_left_to_the_long_one() -> None:
    app, router = FastAPI(), APIRouter(route_class=Faulty)

    async def thing() -> str:
        return "the long way"

    thing.quick = None  # type: ignore[attr-defined]
    router.add_api_route("/things", thing)
    app.router.routes.extend(router.routes)
    finder.install(app, Parts(app.router.routes))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        answer = await client.get("/things")
    assert (answer.status_code, answer.json()) == (200, "the long way")
