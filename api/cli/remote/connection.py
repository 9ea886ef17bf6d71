"""Signing in, and requests that stay signed in: what a server gave is kept in a file only its owner reads."""

import json
import os
from collections.abc import Generator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import httpx

SECRET = "LOTRINH_CLIENT_SECRET"  # noqa: S105 - the name of a variable, not its value
_LOGIN = "LOTRINH_LOGIN"
PREFIX = "/api/v1"
_PATIENCE = httpx.Timeout(30, read=600)


class Refusal(Exception):
    """The server, or we, will not; the text says why and what to do."""


@dataclass(frozen=True)
class Login:
    """Where one is signed in, and with what: a client's secret is never kept."""

    server: str
    access_token: str
    refresh_token: str | None = None
    client_id: str | None = None


def login_file() -> Path:
    """Where the sign-in is kept; LOTRINH_LOGIN moves it."""
    given = os.environ.get(_LOGIN)
    return Path(given) if given else Path.home() / ".config" / "lotrinh" / "login.json"


def keep(login: Login) -> None:
    """Write the sign-in, whole or not at all, for nobody else to read."""
    file = login_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        json.dump(asdict(login), written)
    draft.replace(file)


def kept() -> Login:
    """The sign-in that was kept. Raises Refusal."""
    try:
        return Login(**json.loads(login_file().read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise Refusal("chưa đăng nhập / not signed in: lotrinh login SERVER …") from error


def sign_in(server: str, form: dict[str, str]) -> Login:
    """Ask for a token by a grant of RFC 6749, and keep it. Raises Refusal."""
    server = server.rstrip("/")
    answer = _token(server, form)
    client = form.get("client_id") if form["grant_type"] == "client_credentials" else None
    login = Login(server, answer["access_token"], answer.get("refresh_token"), client)
    keep(login)
    return login


def connect(login: Login) -> httpx.Client:
    """A client that is signed in, and signs in anew when its token is over."""
    return httpx.Client(base_url=login.server + PREFIX, auth=_Bearer(login), timeout=_PATIENCE)


def _token(server: str, form: dict[str, str]) -> dict[str, Any]:
    try:
        answer = httpx.post(f"{server}{PREFIX}/auth/token", data=form, timeout=_PATIENCE)
        body: dict[str, Any] = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Refusal(f"không kết nối được / cannot reach {server}: {error}") from error
    if answer.is_success:
        return body
    raise Refusal(body.get("error_description") or body.get("detail") or answer.reason_phrase)


class _Bearer(httpx.Auth):
    """The access token; at a 401 another one is asked for once."""

    requires_response_body = False

    def __init__(self, login: Login) -> None:
        self._login = login

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._login.access_token}"
        answer = yield request
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._login = _renewed(self._login)
            request.headers["Authorization"] = f"Bearer {self._login.access_token}"
            yield request


def _renewed(login: Login) -> Login:
    """A new token: by the refresh token, or by the secret in the environment. Raises Refusal."""
    if login.refresh_token is not None:
        form = {"grant_type": "refresh_token", "refresh_token": login.refresh_token}
    elif login.client_id is not None and SECRET in os.environ:
        form = {
            "grant_type": "client_credentials",
            "client_id": login.client_id,
            "client_secret": os.environ[SECRET],
        }
    else:
        raise Refusal(f"phiên đã hết, hãy đăng nhập lại / the sign-in is over: lotrinh login, or set {SECRET}")
    answer = _token(login.server, form)
    renewed = replace(login, access_token=answer["access_token"], refresh_token=answer.get("refresh_token"))
    keep(renewed)
    return renewed
