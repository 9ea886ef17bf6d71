"""Who asks the OAuth endpoints: the client, its secret, and a browser's cookie."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_plus

from fastapi import Request, Response

from api.audit.service import Actor
from api.identity.errors import TokenRefused, invalid_client
from api.identity.rules import browsers
from api.identity.schemas.tokens import ClientForm
from api.identity.service import devices
from api.identity.service.sessions import Opened, Origin
from api.identity.service.tokens import DIRECT, WEB
from api.settings import Settings

# Schools sign in a few times a year.
_DEVICE_SECONDS = 400 * 86_400


@dataclass(frozen=True, slots=True)
class CallingClient:
    """The client of a request, and the secret it gave, if any."""

    id: str
    secret: str | None

    @property
    def is_web(self) -> bool:
        """Whether it is the screens this process serves, whose refresh token scripts never see."""
        return self.id == WEB

    def speaks_for_users(self) -> None:
        """Raise TokenRefused unless users sign in through this client."""
        if self.id not in {WEB, DIRECT}:
            raise TokenRefused("unauthorized_client", "This client may use client_credentials only.")


def calling_client(request: Request, form: ClientForm) -> CallingClient:
    """The client, by HTTP Basic or by the form. Raises TokenRefused where it says both."""
    basic = _basic(request.headers.get("authorization"))
    if basic is None:
        return CallingClient(form.client_id or DIRECT, form.client_secret)
    if form.client_secret is not None or form.client_id not in {None, basic.id}:
        raise TokenRefused("invalid_request", "Authenticate the client in one way only.")
    return basic


def _basic(header: str | None) -> CallingClient | None:
    """The client of an `Authorization: Basic` header, whose parts are form-encoded (RFC 6749, 2.3.1)."""
    scheme, _, encoded = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid_client() from error
    if not colon:
        raise invalid_client()
    return CallingClient(unquote_plus(name), unquote_plus(secret))


async def refuse_repeats(request: Request) -> None:
    """Raise TokenRefused where a parameter stands twice: which one counts would be anybody's guess."""
    form = await request.form()
    if len(form.multi_items()) != len(form):
        raise TokenRefused("invalid_request", "A parameter is repeated.")


def origin_of(request: Request) -> Origin:
    """Where the request came from, for the session list and the audit."""
    return Origin(Actor.of(request), request.headers.get("user-agent"))


def token_of(request: Request, client: CallingClient, given: str | None) -> str:
    """The token meant: the form's, or the cookie of a page of ours. Raises TokenRefused when there is none."""
    if client.is_web:
        require_own_origin(request)
        given = request.cookies.get(browsers.COOKIE)
    if not given:
        raise TokenRefused("invalid_request", "There is no token.")
    return given


def require_own_origin(request: Request) -> None:
    """Raise TokenRefused unless the request comes from a page of ours."""
    settings: Settings = request.app.state.settings
    headers = request.headers
    public = settings.public_url is not None
    if not browsers.is_same_origin(
        headers.get("origin"), host=headers.get("host"), issuer=settings.issuer, public=public
    ):
        raise TokenRefused("invalid_request", "The request must come from a page of this service.")


def set_cookie(response: Response, opened: Opened, settings: Settings, now: datetime) -> None:
    """Give a browser its refresh token, for as long as the session lasts."""
    _cookie(response, opened.refresh_token, int((opened.expires_at - now).total_seconds()), settings)


def clear_cookie(response: Response, settings: Settings) -> None:
    """Take a browser's refresh token back."""
    _cookie(response, "", 0, settings)


def device_of(request: Request, client: CallingClient, username: str) -> str | None:
    """The device a browser is known as to the account it tries; None for a stranger, and for what is no browser."""
    return devices.recognised(request.app.state.settings, username, request.cookies) if client.is_web else None


def mark_device(request: Request, response: Response, username: str) -> None:
    """Let a browser that has just signed in be known to the account from now on."""
    settings: Settings = request.app.state.settings
    name = devices.cookie_of(username)
    if devices.recognised(settings, username, request.cookies) is None:
        _cookie(response, devices.new_mark(settings, username), _DEVICE_SECONDS, settings, name)


def _cookie(response: Response, value: str, seconds: int, settings: Settings, name: str = browsers.COOKIE) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=browsers.COOKIE_PATH,
        secure=browsers.needs_secure(settings.issuer),
        httponly=True,
        samesite="strict",
    )
