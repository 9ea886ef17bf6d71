"""The sample application, inside the test's transaction."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from api.kit.db import Database
from api.kit.http import handlers
from api.kit.http.envelope import Envelope
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from tests.kit import sample
from tests.support.callers import Callers
from tests.support.clock import FixedClock


@pytest.fixture(scope="session")
def sample_application() -> FastAPI:
    app = FastAPI()
    handlers.install(app)
    app.add_middleware(Envelope, max_body=10_000, hsts=True, larger={"bulk": sample.BULK_BYTES})
    app.state.settings = SimpleNamespace(max_bulk_bytes=sample.BULK_BYTES)
    sample.include(app)
    return app


@pytest_asyncio.fixture
async def notes(
    sample_application: FastAPI, connection: AsyncConnection, database: Database, clock: FixedClock
) -> AsyncIterator[httpx.AsyncClient]:
    """Talks to the sample application as somebody signed in."""
    await connection.execute(text(sample.TABLE))
    sample_application.state.database = database
    sample_application.state.clock = clock
    callers = Callers(sample_application)
    headers = callers.sign_in(Subject("user", uuid7(), "Người thử", ()))
    transport = httpx.ASGITransport(sample_application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as client:
        yield client
