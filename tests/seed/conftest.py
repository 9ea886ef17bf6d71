"""A database with the whole seed in it, loaded once for all workers as `lotrinh up` loads it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.kit.db import Database
from api.settings import Settings
from seed import load
from seed.demo.shapes import Demonstration
from tests.support import server
from tests.support.clock import FixedClock

SEEDED = "lotrinh_seeded"


@pytest.fixture(scope="session")
def seed_settings(settings: Settings) -> Settings:
    """The demonstration's settings."""
    return settings.model_copy(update={"demo": True})


@pytest_asyncio.fixture(scope="session")
async def seeded_url(admin_url: str, seed_settings: Settings) -> AsyncIterator[str]:
    """A clone of a template that holds what the first load leaves; loaded once for all workers."""
    async with clone_of_seeded(admin_url, SEEDED, seed_settings) as url:
        yield url


@asynccontextmanager
async def clone_of_seeded(
    admin_url: str, template: str, settings: Settings, made: Demonstration | None = None
) -> AsyncIterator[str]:
    """A clone of a template that holds what loading `made`, or the whole demonstration, leaves."""

    async def fill(url: str) -> None:
        await load(settings.model_copy(update={"database_url": url}), made)

    await server.fill_once(admin_url, template, fill)
    url = await server.clone(admin_url, template)
    yield url
    await server.drop(admin_url, url)


@pytest_asyncio.fixture(scope="session")
async def seeded(seeded_url: str) -> AsyncIterator[Database]:
    """It, for tests that only read."""
    database = Database.connect(seeded_url, pool=5)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def seeded_session(seeded: Database, clock: FixedClock) -> AsyncIterator[AsyncSession]:
    """A session on it whose writes are taken back after the test."""
    async with seeded.engine.connect() as connection:
        outer = await connection.begin()
        sessions = async_sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        async with Database(seeded.engine, seeded.reads, sessions).session(clock()) as session:
            yield session
        await outer.rollback()
