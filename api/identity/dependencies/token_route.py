"""The route class of the OAuth endpoints: every refusal in RFC 6749's JSON, nothing ever stored."""

import re
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.identity.errors import TokenRefused, TooManyAttempts
from api.kit.http.answers import JSON, to_json
from api.kit.http.route import PublicRoute
from api.kit.problems import Problem
from api.kit.validation import from_request_error

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
# What RFC 6749 allows in a description.
_NOT_ALLOWED = re.compile(r"[^\x20\x21\x23-\x5b\x5d-\x7e]")


class TokenRoute(PublicRoute):
    """A public route that speaks RFC 6749."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """The usual handler, its refusals translated."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                response: Response = await inner(request)
            except (TokenRefused, Problem, RequestValidationError, HTTPException) as error:
                response = _answer(_refusal(error))
            response.headers.update(NO_STORE)
            return response

        return handle


def _answer(refusal: TokenRefused) -> Response:
    body = {"error": refusal.error, "error_description": _NOT_ALLOWED.sub("", refusal.description)}
    if refusal.code is not None:
        body["code"] = refusal.code
    return Response(to_json(body), refusal.status, refusal.headers, JSON)


def _refusal(error: TokenRefused | Problem | RequestValidationError | HTTPException) -> TokenRefused:
    """A refusal of any sort in RFC 6749's words; faults of ours and of the database stay what they are."""
    if isinstance(error, TokenRefused):
        return error
    if isinstance(error, TooManyAttempts):
        return TokenRefused("slow_down", error.detail.text("en", error.parameters), status=429, headers=error.headers)
    if isinstance(error, RequestValidationError):
        error = from_request_error(error)
    if isinstance(error, Problem) and error.status < 500:
        faults = [fault.render("en") for fault in error.faults]
        described = "; ".join(f"{fault.pointer}: {fault.message}" for fault in faults)
        return TokenRefused("invalid_request", described or error.title.en)
    if isinstance(error, HTTPException) and error.status_code < 500:
        return TokenRefused("invalid_request", "The form cannot be read.")
    raise error
