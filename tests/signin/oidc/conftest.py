"""The certified provider (npm `oidc-provider`), and a browser that goes there and comes back."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.settings import OidcProvider, Settings
from api.signin.oidc.service.provider import Directory

ROOT = Path(__file__).resolve().parents[3]
NODE = Path(sys.executable).parents[1] / "node-bin" / "node"
OURS = "http://127.0.0.1:8000"
SECRET = "a secret + of the tests / 2026"


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of a running provider."""
    command: list[str | Path] = [NODE, ROOT / "frontend" / "e2e" / "provider.mjs", OURS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.fixture
def providers(issuer: str) -> tuple[OidcProvider, ...]:
    """One that links by citizen numbers and demands a level, one that links by `sub` and signs otherwise."""
    return (
        OidcProvider(
            id="dinh-danh", label_vi="Định danh", label_en="Identity", issuer=issuer, client_id="lotrinh",
            client_secret=SECRET, scopes=("openid", "citizen"), claim="citizen_number", acr_values=("loa2",),
            second_factor=True,
        ),
        OidcProvider(
            id="so-gddt", label_vi="Sở GDĐT", label_en="The department", issuer=issuer, client_id="lo-trinh:so",
            client_secret=SECRET, algorithm="ES256",
        ),
    )  # fmt: skip


@pytest.fixture
def knows_providers(app: FastAPI, providers: tuple[OidcProvider, ...]) -> Iterator[Settings]:
    """The settings, for the length of a test with both providers."""
    before: Settings = app.state.settings
    known = getattr(app.state, "oidc_directory", None)
    app.state.settings = before.model_copy(update={"oidc_providers": providers})
    app.state.oidc_directory = Directory()
    yield app.state.settings
    app.state.settings, app.state.oidc_directory = before, known


@dataclass
class Browser:
    """Follows redirects between us and the provider, with a cookie jar for each."""

    ours: httpx.AsyncClient
    theirs: httpx.AsyncClient

    async def start(self, provider: str = "dinh-danh", **query: str) -> str:
        """The provider's address we send to."""
        answer = await self.ours.get(f"/api/v1/auth/oidc/{provider}/start", params=query)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def consent(self, address: str, login: str | None) -> str:
        """Be somebody at the provider, or nobody; the address of ours it sends back to."""
        answer = await self.theirs.get(address)
        while not (answer.headers.get("location") or "").startswith(OURS):
            if answer.is_redirect:
                answer = await self.theirs.get(str(answer.next_request.url) if answer.next_request else "")
            else:
                assert answer.status_code == 200, answer.text
                form = {"cancel": "1"} if login is None else {"login": login}
                answer = await self.theirs.post(answer.url, data=form)
        return answer.headers["location"]

    async def back(self, address: str) -> httpx.Response:
        """Our answer to a browser that is back."""
        return await self.ours.get(address.removeprefix(OURS))

    async def sign_in(self, login: str | None, provider: str = "dinh-danh", **query: str) -> httpx.Response:
        """The whole way."""
        return await self.back(await self.consent(await self.start(provider, **query), login))


@pytest.fixture
async def browser(client: httpx.AsyncClient, knows_providers: Settings) -> AsyncIterator[Browser]:
    """A browser nobody has signed in with."""
    async with httpx.AsyncClient() as theirs:
        yield Browser(client, theirs)
