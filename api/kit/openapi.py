"""The OpenAPI 3.1 document: what FastAPI finds, plus what holds for every operation.

It is made once, by `make openapi`, and committed; a process serves that file. Making it takes forty megabytes, which a
process would keep for as long as it lives.
"""

import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse
from fastapi.routing import RouteContext, iter_route_contexts

from api.kit.http.answers import JSON, takes_gzip
from api.kit.http.route import Route
from api.kit.problems import (
    BadRequest,
    FieldError,
    Forbidden,
    IdempotencyMismatch,
    Invalid,
    NotAcceptable,
    NotSignedIn,
    ProblemDocument,
    StillRunning,
    TooLarge,
    TooManyRequests,
    Unavailable,
    Unforeseen,
    UnsupportedMediaType,
    declare,
)

_EVERYWHERE = declare(NotAcceptable, Invalid, Unforeseen, Unavailable)
_WITH_BODY = declare(BadRequest, TooLarge, UnsupportedMediaType)
_WITH_KEY = declare(StillRunning, IdempotencyMismatch)
# Forbidden: also what a confined caller is answered (`kit.permissions.let_through`).
_GUARDED = declare(NotSignedIn, Forbidden, TooManyRequests)
BEARER = "bearer"


def install(app: FastAPI, complete: Callable[[], None], **info: Any) -> None:
    """Make `app.openapi()` give the finished document; it is built once, when `complete` has brought every route."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            complete()
            app.openapi_schema = _finish(app, get_openapi(routes=app.routes, **info))
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def served(document: Path) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that gives the file, packed to a fifteenth where the client takes that."""

    packed = cache(lambda: gzip.compress(document.read_bytes()))

    async def get_openapi(request: Request) -> Response:
        vary = {"Vary": "Accept-Encoding"}
        if not takes_gzip(request):
            return FileResponse(document, headers=vary, media_type=JSON)
        return Response(packed(), headers={**vary, "Content-Encoding": "gzip"}, media_type=JSON)

    return get_openapi


def _finish(app: FastAPI, document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["FieldError"] = FieldError.model_json_schema()
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    problem.pop("$defs", None)
    schemas["ProblemDocument"] = problem
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    document["components"]["securitySchemes"] = {
        BEARER: {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "POST /api/v1/auth/token"}
    }
    guarded = {(route.path, method.lower()) for route in _routes(app, Route) for method in route.methods or ()}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, guarded=(path, method) in guarded)
    return document


def _routes(app: FastAPI, kind: type[Route]) -> list[RouteContext]:
    """Every route of a class, with the path it is served at."""
    return [context for context in iter_route_contexts(app.routes) if isinstance(context.original_route, kind)]


def _complete(operation: dict[str, Any], method: str, *, guarded: bool) -> None:
    """Add the answers any operation of its sort may give, unless it describes them itself."""
    responses = operation["responses"]
    responses.pop("422", None) if _is_default_422(responses) else None
    common = dict(_EVERYWHERE)
    if "requestBody" in operation:
        common |= _WITH_BODY
    if guarded:
        common |= _GUARDED | (_WITH_KEY if method == "post" else {})
        operation["security"] = [{BEARER: []}]
    for status, response in common.items():
        responses.setdefault(str(status), response)
    operation["responses"] = dict(sorted(responses.items()))


def _is_default_422(responses: dict[str, Any]) -> bool:
    content = responses.get("422", {}).get("content", {})
    return "application/json" in content
