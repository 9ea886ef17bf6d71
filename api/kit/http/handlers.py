"""Exceptions to problem documents: every error answer of the service is made here."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from api.kit.http.language import language_of
from api.kit.problems import (
    MEDIA_TYPE,
    BadRequest,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    Unforeseen,
)
from api.kit.validation import from_request_error

_log = structlog.get_logger(__name__)
Refusals = Callable[[Request, str], Awaitable[None]]
"""Keeps who was refused what; `main` installs the audit's."""

_FORBIDDEN = 403
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def answer(request: Request, problem: Problem) -> Response:
    """The problem as a response, in the language of the request."""
    language = language_of(request)
    document = problem.document(language, request.url.path, request.state.request_id)
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store", **problem.headers}
    return Response(orjson.dumps(document), problem.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Register the handlers on an application."""
    app.add_exception_handler(Problem, _handler(lambda _, error: error))
    app.add_exception_handler(RequestValidationError, _handler(lambda _, error: from_request_error(error)))
    app.add_exception_handler(HTTPException, _handler(_from_http))
    app.add_exception_handler(ClientDisconnect, _handler(lambda *_: BadRequest()))
    app.add_exception_handler(PoolTimeout, _handler(_busy))
    app.add_exception_handler(DBAPIError, _handler(_from_database))
    app.add_exception_handler(Exception, _handler(_unforeseen))


def _handler(convert: Callable[[Request, Any], Problem]) -> Callable[[Request, Any], Coroutine[Any, Any, Response]]:
    async def handle(request: Request, error: Any) -> Response:
        problem = convert(request, error)
        if problem.status == _FORBIDDEN:
            await _record_refusal(request, problem.code)
        return answer(request, problem)

    return handle


async def _record_refusal(request: Request, code: str) -> None:
    """Tell whoever keeps refusals, if anybody does; the refusal stands even where it cannot be kept."""
    keep: Refusals | None = getattr(request.app.state, "refusals", None)
    if keep is None:
        return
    try:
        await keep(request, code)
    except Exception:
        _log.exception("refusal_not_kept", request_id=request.state.request_id)


def _from_http(request: Request, error: HTTPException) -> Problem:
    if error.status_code == 404:
        return NotFound()
    if error.status_code == 405:
        return MethodNotAllowed(headers={"Allow": ", ".join(_allowed(request))})
    if error.status_code == 413:
        return TooLarge(limit=error.detail)
    if error.status_code == 400:
        return BadRequest()
    return _unforeseen(request, error)


def _allowed(request: Request) -> list[str]:
    """All methods some route takes at this path; Starlette names only those of the first route that matches."""
    return [method for method in _METHODS if _takes(request, method)]


def _takes(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": "GET" if method == "HEAD" else method}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _from_database(request: Request, error: DBAPIError) -> Problem:
    """A lost or refusing server is 503; any other database error is ours."""
    if error.connection_invalidated:
        return _busy(request, error)
    return _unforeseen(request, error)


def _busy(request: Request, error: Exception) -> Problem:
    _log.error("database_unavailable", request_id=request.state.request_id, error=type(error).__name__)
    return Unavailable(headers={"Retry-After": "5"})


def _unforeseen(request: Request, error: Exception) -> Problem:
    _log.exception("unforeseen", request_id=request.state.request_id, path=request.url.path, exc_info=error)
    return Unforeseen()
