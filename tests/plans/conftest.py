"""The world tests of plans look at."""

import pytest_asyncio

from tests.factories.plans import two_provinces
from tests.factories.units import caller


@pytest_asyncio.fixture
async def ids(session):
    """Two provinces, `hp` and `qng`; ids of units and audiences by code."""
    return await two_provinces(session)


@pytest_asyncio.fixture
async def as_(session, ids, callers):
    """`await as_(role, code)`: headers of somebody with that role there."""

    async def sign_in(role: str, code: str) -> dict[str, str]:
        headers: dict[str, str] = callers.sign_in(await caller(session, role, ids[code]))
        return headers

    return sign_in


@pytest_asyncio.fixture
async def coordinator(as_):
    """The coordinator of Hải Phòng's department."""
    return await as_("coordinator", "hp")


@pytest_asyncio.fixture
async def leader(as_):
    """The leader of Hải Phòng's department, who reads and does not draft."""
    return await as_("leader", "hp")


@pytest_asyncio.fixture
async def stranger(as_):
    """The coordinator of another department."""
    return await as_("coordinator", "qng")
