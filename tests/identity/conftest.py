"""A tree, people in it, and tokens as a caller would get them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.dependencies.authentication import Authenticator
from tests.factories import identity
from tests.factories.identity import PASSWORD, Account

TOKEN = "/api/v1/auth/token"
SignIn = Callable[..., Awaitable[httpx.Response]]


@pytest_asyncio.fixture
async def tree(session: AsyncSession) -> dict[str, UUID]:
    """Unit ids by code."""
    planted = await identity.plant_tree(session)
    await session.commit()
    return planted


@pytest.fixture
def authenticator(app: FastAPI) -> Authenticator:
    """The real one. What it remembered of the last test is dropped: this one's database is another."""
    real: Authenticator = app.state.authenticator
    real.drop(None)
    return real


@pytest.fixture(autouse=True)
def forgetful(request: pytest.FixtureRequest) -> None:
    """Drops it for every test that has an application at all."""
    if "app" in request.fixturenames:
        request.getfixturevalue("authenticator")


@pytest_asyncio.fixture
async def root(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    """The administrator of everything."""
    return await identity.make_account(session, "root", "admin", tree["top"])


@pytest_asyncio.fixture
async def admin(session: AsyncSession, tree: dict[str, UUID], root: Account) -> Account:
    """The administrator of Sở A."""
    return await identity.make_account(session, "admin.a", "admin", tree["a"])


@pytest_asyncio.fixture
async def leader(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    """The leader of Sở A, who administers nothing."""
    return await identity.make_account(session, "leader.a", "leader", tree["a"])


@pytest_asyncio.fixture
async def stranger(session: AsyncSession, tree: dict[str, UUID]) -> Account:
    """The administrator of Sở B."""
    return await identity.make_account(session, "admin.b", "admin", tree["b"])


@pytest_asyncio.fixture
async def sign_in(client: httpx.AsyncClient) -> SignIn:
    """POST to the token endpoint with the password grant."""

    async def post(username: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        form = {"grant_type": "password", "username": username, "password": password, **more}
        return await client.post(TOKEN, data=form, headers=headers)

    return post


def bearer(answer: httpx.Response) -> dict[str, str]:
    """The headers a token answer gives its caller."""
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
