"""What is said to a provider and what it answers. No connection to our database is held meanwhile."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

import httpx
import structlog
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.settings import OidcProvider
from api.signin.oidc.rules import Flow, Refused, metadata_fault, value_of

_log = structlog.get_logger(__name__)
_SECONDS = 10.0
_LARGEST = 1 << 20
_KEPT = timedelta(hours=1)
# Whoever sends us tokens with made-up key ids must not have us ask for the keys each time.
_AT_LEAST = timedelta(seconds=30)
_LEEWAY = 60


@dataclass
class _Known:
    """What a provider told of itself, and when."""

    metadata: dict[str, Any]
    at: datetime
    keys: KeySet | None = None
    keys_at: datetime | None = None


class Directory:
    """What this process knows of the providers; asked for anew every hour."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    async def metadata(self, provider: OidcProvider, now: datetime) -> Mapping[str, Any]:
        """Where a provider's endpoints are. Raises Refused."""
        return (await self._of(provider, now)).metadata

    async def keys(self, provider: OidcProvider, now: datetime, *, anew: bool = False) -> KeySet:
        """What a provider's ID tokens are verified with. Raises Refused."""
        known = await self._of(provider, now)
        if known.keys is None or (anew and (known.keys_at is None or now - known.keys_at >= _AT_LEAST)):
            found = await _json(provider, "GET", known.metadata["jwks_uri"])
            try:
                known.keys, known.keys_at = KeySet.import_key_set(found), now  # type: ignore[arg-type]
            except (JoseError, ValueError, KeyError, TypeError) as error:
                raise _failed(provider, "keys") from error
        return known.keys

    async def _of(self, provider: OidcProvider, now: datetime) -> _Known:
        known = self._known.get(provider.issuer)
        if known is None or not known.at <= now < known.at + _KEPT:
            metadata = await _json(provider, "GET", get_well_known_url(provider.issuer, external=True))
            fault = metadata_fault(metadata, provider.issuer)
            if fault is not None:
                raise _failed(provider, f"metadata: {fault}")
            known = self._known[provider.issuer] = _Known(metadata, now)
        return known


def authorization_address(
    provider: OidcProvider, metadata: Mapping[str, Any], flow: Flow, *, callback: str, language: str
) -> str:
    """Where the browser is sent to say who it is."""
    level = {"acr_values": " ".join(provider.acr_values)} if provider.acr_values else {}
    return str(
        prepare_grant_uri(
            metadata["authorization_endpoint"],
            provider.client_id,
            "code",
            redirect_uri=callback,
            scope=" ".join(provider.scopes),
            state=flow.state,
            nonce=flow.nonce,
            code_challenge=create_s256_code_challenge(flow.verifier),
            code_challenge_method="S256",
            ui_locales=language,
            **level,
        )
    )


def farewell_address(provider: OidcProvider, metadata: Mapping[str, Any], *, back: str) -> str | None:
    """Where the browser is sent to end its session there as well; None where that cannot be asked for.

    The ID token would be the better hint, but it holds what we do not keep: who somebody is.
    """
    end = metadata.get("end_session_endpoint")
    if not isinstance(end, str):
        return None
    params = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return str(add_params_to_uri(end, params))


async def redeem(
    provider: OidcProvider, directory: Directory, flow: Flow, code: str, *, callback: str, now: datetime
) -> Mapping[str, Any]:
    """Who somebody is, for the code their browser brought. Raises Refused."""
    metadata = await directory.metadata(provider, now)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": flow.verifier,
    }
    auth, more = _credentials(provider, metadata)
    tokens = await _json(provider, "POST", metadata["token_endpoint"], data=form | more, auth=auth)
    if "id_token" not in tokens:
        # RFC 6749, 5.2: a code that was used, or is too old.
        raise Refused("expired") if tokens.get("error") == "invalid_grant" else _failed(provider, "no tokens")
    claims = await _verified(provider, directory, tokens, flow.nonce, now)
    if value_of(claims, provider.claim) is None and "userinfo_endpoint" in metadata:
        return await _with_userinfo(provider, metadata, tokens, claims)
    return claims


def _credentials(provider: OidcProvider, metadata: Mapping[str, Any]) -> tuple[httpx.BasicAuth | None, dict[str, str]]:
    """How we say who we are: by HTTP Basic, which every provider must know, unless it says that it does not."""
    if provider.client_secret is None:
        return None, {"client_id": provider.client_id}
    secret = provider.client_secret.get_secret_value()
    methods = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" in methods:
        return httpx.BasicAuth(quote_plus(provider.client_id), quote_plus(secret)), {}
    return None, {"client_id": provider.client_id, "client_secret": secret}


async def _verified(
    provider: OidcProvider, directory: Directory, tokens: Mapping[str, Any], nonce: str, now: datetime
) -> Mapping[str, Any]:
    """The claims of an ID token that was signed by the provider, for us, for this attempt, just now."""
    try:
        decoded = await _decoded(provider, directory, str(tokens["id_token"]), now)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": provider.client_id, "access_token": tokens.get("access_token")},
        )
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
    except (JoseError, ValueError) as error:
        _log.warning("id_token_refused", provider=provider.id, why=str(error))
        raise Refused("invalid") from error
    return dict(claims)


async def _decoded(provider: OidcProvider, directory: Directory, token: str, now: datetime) -> jwt.Token:
    """The algorithm is not the token's to choose, nor the discovery document's."""
    keys = await directory.keys(provider, now)
    try:
        return jwt.decode(token, keys, algorithms=[provider.algorithm])
    except InvalidKeyIdError:
        keys = await directory.keys(provider, now, anew=True)
        return jwt.decode(token, keys, algorithms=[provider.algorithm])


async def _with_userinfo(
    provider: OidcProvider, metadata: Mapping[str, Any], tokens: Mapping[str, Any], claims: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The claims, completed by what the provider tells of the same person when asked."""
    headers = {"Authorization": f"Bearer {tokens.get('access_token')}"}
    told = await _json(provider, "GET", metadata["userinfo_endpoint"], headers=headers)
    if told.get("sub") != claims["sub"]:
        raise Refused("invalid")
    return {**told, **claims}


async def _json(provider: OidcProvider, method: str, url: str, **options: Any) -> dict[str, Any]:
    """A provider's answer, whatever its status, if it is a JSON object of sensible size."""
    body = b""
    try:
        async with (
            httpx.AsyncClient(timeout=_SECONDS) as client,
            client.stream(method, url, headers={"Accept": "application/json"} | options.pop("headers", {}), **options)
            as answer,
        ):  # fmt: skip
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > _LARGEST:
                    raise _failed(provider, "too large")
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _failed(provider, type(error).__name__) from error
    if not isinstance(found, dict):
        raise _failed(provider, "no object")
    return found


def _failed(provider: OidcProvider, why: str) -> Refused:
    _log.warning("oidc_provider_failed", provider=provider.id, why=why)
    return Refused("provider")
