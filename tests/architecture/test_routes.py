"""Every route is guarded in its signature or on the short public list."""

import inspect
from typing import Any, get_type_hints

import pytest
from fastapi import FastAPI, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from api.kit.http.route import PublicRoute, Route
from api.kit.permissions import registry
from api.kit.spa import GUIDES

# What anybody may call without a token. Adding a line here is a decision; say why beside it.
PUBLIC = {
    ("GET", "/healthz"),  # the process is up
    ("GET", "/readyz"),  # it can do its work
    ("GET", "/api/v1/openapi.json"),  # the contract
    ("GET", "/api/docs"),  # the contract, to read
    *(("GET", f"/api/docs/{guide}") for guide in GUIDES),  # how systems connect
    ("GET", "/.well-known/jwks.json"),  # the keys our tokens are verified with
    ("POST", "/api/v1/auth/token"),  # signing in
    ("POST", "/api/v1/auth/revoke"),  # signing out, with the token itself as the proof
    ("POST", "/api/v1/auth/invitations/look"),  # whom a one-time link is for, with its secret as the proof
    ("POST", "/api/v1/auth/invitations/accept"),  # setting the password by it
    ("POST", "/api/v1/auth/password-resets"),  # who forgot a password has nothing else to show
    ("GET", "/api/v1/auth/providers"),  # the buttons of the page one signs in at
    ("GET", "/api/v1/auth/oidc/{provider}/start"),  # browsers on their way to a provider,
    ("GET", "/api/v1/auth/oidc/{provider}/callback"),  # back from it, with the provider's word as the proof,
    ("GET", "/api/v1/auth/oidc/{provider}/end"),  # and on their way to sign out there
    ("POST", "/api/v1/auth/passkeys/options"),  # what a passkey signs to sign in,
    ("POST", "/api/v1/auth/passkeys"),  # and its signature as the proof
    ("GET", "/assets/{path:path}"),  # the built files of the single-page application
    ("GET", "/{path:screen}"),  # its pages
}


def guards_of(dependant: Dependant) -> list[str | None]:
    call: Any = dependant.call
    found: list[str | None] = [call.guards] if hasattr(call, "guards") else []
    for dependency in dependant.dependencies:
        found += guards_of(dependency)
    return found


def _routes(app: FastAPI) -> list[RouteContext]:
    return [context for context in iter_route_contexts(app.routes) if isinstance(context.original_route, APIRoute)]


def _signatures(context: RouteContext) -> set[tuple[str, str | None]]:
    return {(method, context.path) for method in context.methods or ()}


def test_every_route_is_guarded_or_public(application: FastAPI) -> None:
    unguarded = [
        signature
        for context in _routes(application)
        for signature in _signatures(context)
        if not guards_of(context.dependant) and signature not in PUBLIC
    ]
    assert unguarded == []


def test_every_guarded_route_authenticates_before_the_body(application: FastAPI) -> None:
    late = [
        context.path
        for context in _routes(application)
        if guards_of(context.dependant) and not isinstance(context.original_route, Route)
    ]
    assert late == []


def test_public_routes_take_no_caller(application: FastAPI) -> None:
    for context in _routes(application):
        if _signatures(context) & PUBLIC:
            assert not isinstance(context.original_route, Route), context.path


def test_every_guard_names_a_registered_permission(application: FastAPI) -> None:
    named = {guard for context in _routes(application) for guard in guards_of(context.dependant) if guard is not None}
    assert named <= set(registry())


def test_every_registered_permission_guards_something(application: FastAPI) -> None:
    named = {guard for context in _routes(application) for guard in guards_of(context.dependant)}
    assert set(registry()) - named - USED_IN_QUERIES == set()


# Permissions that widen what a list or a record shows, rather than open a route.
USED_IN_QUERIES = {"system_job:read"}


@pytest.mark.parametrize("kind", [PublicRoute])
def test_every_api_route_runs_in_our_order(application: FastAPI, kind: type[Any]) -> None:
    strangers = [
        context.path
        for context in _routes(application)
        if str(context.path).startswith("/api/v1/")
        and context.path != "/api/v1/openapi.json"
        and not isinstance(context.original_route, kind)
    ]
    assert strangers == []


def test_every_endpoint_makes_its_answer_itself(application: FastAPI) -> None:
    """The API process leaves the models of answers out, which only describe: `kit.http.route`."""
    left_to_the_framework = [
        context.path
        for context in _routes(application)
        if isinstance(context.original_route, APIRoute)
        and context.original_route.response_model is not None
        and not issubclass(get_type_hints(context.original_route.endpoint)["return"], Response)
    ]
    assert left_to_the_framework == []


def _calls(dependant: Dependant) -> list[Any]:
    return [dependant.call, *(call for dependency in dependant.dependencies for call in _calls(dependency))]


def test_nothing_of_a_request_runs_in_a_thread(application: FastAPI) -> None:
    """A plain `def` endpoint or dependency costs a thread hop, many times what it does itself."""
    threaded = {
        f"{context.path}: {call.__qualname__}"
        for context in _routes(application)
        for call in _calls(context.dependant)
        if not inspect.iscoroutinefunction(call) and not inspect.isasyncgenfunction(call)
    }
    assert threaded == set()
