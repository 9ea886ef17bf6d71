"""The five departments as they are seeded, and somebody who drafts in each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.kit.db import Database
from api.units.models import Unit
from tests.factories.units import caller
from tests.seed.conftest import seed_settings, seeded_url

__all__ = ["seed_settings", "seeded_url"]

ALL = "/api/v1/plan-imports"
Imported = Callable[..., Awaitable[dict[str, Any]]]


@pytest_asyncio.fixture(scope="session")
async def engine(seeded_url: str) -> AsyncIterator[AsyncEngine]:
    """Tests of this folder run in the seeded deployment, each in a transaction that is taken back."""
    database = Database.connect(seeded_url, pool=5)
    yield database.engine
    await database.close()


@pytest_asyncio.fixture
async def as_of_department(session, callers):
    """`await as_of_department(code)`: headers of a department's coordinator."""

    async def sign_in(code: str) -> dict[str, str]:
        unit = (await session.scalars(select(Unit.id).where(Unit.code == code))).one()
        headers: dict[str, str] = callers.sign_in(await caller(session, "coordinator", unit))
        return headers

    return sign_in


@pytest_asyncio.fixture
async def imported(client, run_jobs) -> Imported:
    """`await imported(data, name, headers)`: the preview of a document sent."""

    async def send(data: bytes, name: str, headers: dict[str, str]) -> dict[str, Any]:
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        sent = await client.post(ALL, content=data, headers=headers | disposition)
        assert sent.status_code == 202, sent.text
        await run_jobs()
        found: dict[str, Any] = (await client.get(f"{ALL}/{sent.json()['id']}", headers=headers)).json()
        return found

    return send
