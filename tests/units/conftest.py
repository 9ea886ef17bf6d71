"""The worlds tests of units look at."""

import pytest_asyncio

from tests.factories.units import plant, province
from tests.units.reorganised import reorganise


@pytest_asyncio.fixture
async def ids(session):
    """Two provinces, `hp` and `qng`, that have nothing to do with each other; ids by code."""
    found = await plant(session, [*province("hp"), *province("qng")])
    await session.commit()
    return found


@pytest_asyncio.fixture
async def summer(session):
    """The reorganised world of 2025; ids by code."""
    found = await reorganise(session)
    await session.commit()
    return found
