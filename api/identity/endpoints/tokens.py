"""Tokens: `/auth/token` and `/auth/revoke` as OAuth 2.0 has them, and the public keys."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.dependencies import callers
from api.identity.dependencies.callers import CallingClient, calling_client, origin_of, refuse_repeats, token_of
from api.identity.dependencies.token_route import TokenRoute
from api.identity.errors import TokenRefused, invalid_client
from api.identity.schemas.tokens import JwkSetOut, RevocationForm, TokenErrorOut, TokenForm, TokenOut
from api.identity.service import signing, tokens
from api.identity.service.tokens import Issued, Issuer
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.answers import JSON, plain, to_json
from api.kit.http.route import PublicRoute, resource

router = resource("auth", TokenRoute)
well_known = APIRouter(tags=["auth"], route_class=PublicRoute)

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": TokenErrorOut, "description": "Refused; `error` says why (RFC 6749, 5.2)."},
    401: {"model": TokenErrorOut, "description": "`invalid_client`: the client's secret does not hold."},
    429: {"model": TokenErrorOut, "description": "`slow_down`: too many failed sign-ins; see `Retry-After`."},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for tokens."""

    request: Request
    session: AsyncSession
    form: TokenForm
    client: CallingClient


def _issuer_of(request: Request) -> Issuer:
    """The settings and keys of this process."""
    return Issuer(request.app.state.settings, request.app.state.key_ring)


async def _password(asked: Asked) -> Issued:
    asked.client.speaks_for_users()
    username, password = asked.form.username, asked.form.password
    if username is None or password is None:
        raise TokenRefused("invalid_request", "username and password are required.")
    if asked.client.is_web and "origin" in asked.request.headers:
        callers.require_own_origin(asked.request)
    return await tokens.sign_in(
        asked.session,
        _issuer_of(asked.request),
        origin_of(asked.request),
        username=username,
        password=password,
        client_id=asked.client.id,
        device=callers.device_of(asked.request, asked.client, username),
        totp=asked.form.totp,
        reactivate=asked.form.reactivate,
    )


async def _refresh(asked: Asked) -> Issued:
    asked.client.speaks_for_users()
    token = token_of(asked.request, asked.client, asked.form.refresh_token)
    return await tokens.refresh(
        asked.session,
        _issuer_of(asked.request),
        origin_of(asked.request),
        refresh_token=token,
        client_id=asked.client.id,
    )


async def _client_credentials(asked: Asked) -> Issued:
    if asked.client.secret is None:
        raise invalid_client()
    return await tokens.client_credentials(
        asked.session,
        _issuer_of(asked.request),
        origin_of(asked.request),
        code=asked.client.id,
        secret=asked.client.secret,
        scope=asked.form.scope,
    )


_GRANT_TYPES: dict[str, Callable[[Asked], Awaitable[Issued]]] = {
    "password": _password,
    "refresh_token": _refresh,
    "client_credentials": _client_credentials,
}


@router.post("/auth/token", operation_id="create_token", response_model=TokenOut, responses=_REFUSALS)
async def create_token(request: Request, session: Tx, now: Now, form: Annotated[TokenForm, Form()]) -> Response:
    """Sign in, carry on a session, or get a token as a system (RFC 6749).

    A refresh token is used once; one that comes back ends its session. Only failed sign-ins are throttled, by
    account and address and by address; a browser that signed in before is counted for itself.
    """
    await refuse_repeats(request)
    issue = _GRANT_TYPES.get(form.grant_type)
    if issue is None:
        raise TokenRefused("unsupported_grant_type", "Use password, refresh_token or client_credentials.")
    client = calling_client(request, form)
    issued = await issue(Asked(request, session, form, client))
    response = Response(to_json(_body(issued, client)), media_type=JSON)
    if client.is_web and issued.opened is not None:
        callers.set_cookie(response, issued.opened, request.app.state.settings, now)
        if form.grant_type == "password":
            callers.mark_device(request, response, str(form.username))
    return response


def _body(issued: Issued, client: CallingClient) -> dict[str, Any]:
    body = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": issued.scope,
    }
    if issued.opened is None or client.is_web:
        return body
    return body | {"refresh_token": issued.opened.refresh_token}


@router.post(
    "/auth/revoke",
    operation_id="revoke_token",
    response_class=Response,
    responses={200: {"description": "The token holds no longer, or never did."}, **_REFUSALS},
)
async def revoke_token(request: Request, session: Tx, form: Annotated[RevocationForm, Form()]) -> Response:
    """Sign out: end the session of a refresh or access token (RFC 7009)."""
    await refuse_repeats(request)
    client = calling_client(request, form)
    client.speaks_for_users()
    token = token_of(request, client, form.token)
    await tokens.revoke(session, _issuer_of(request), origin_of(request), token=token, client_id=client.id)
    response = Response()
    if client.is_web:
        callers.clear_cookie(response, request.app.state.settings)
    return response


@well_known.get("/.well-known/jwks.json", operation_id="get_jwks", response_model=JwkSetOut)
async def get_jwks(request: Request, session: Tx, now: Now) -> Response:
    """The public keys of our access tokens (RFC 7517): a new one is here a day before it signs."""
    keys = await signing.published(session, request.app.state.settings, now)
    response = plain({"keys": keys})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
