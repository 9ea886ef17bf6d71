"""A feed with changes of two provinces."""

from dataclasses import replace

import pytest
import pytest_asyncio

from api.kit import events
from tests.factories.units import caller
from tests.plans.conftest import as_, coordinator, ids, leader, stranger

__all__ = ["as_", "coordinator", "ids", "leader", "stranger"]

CHANGES = "/api/v1/changes"


@pytest_asyncio.fixture
async def happens(session):
    """`await happens((type, unit), …)`: changes of these units in the feed, their versions 1, 2, …; the last place."""
    version = 0

    async def place(*changes, **data):
        nonlocal version
        for type_, unit_id in changes:
            version += 1
            entity = {"clarification": "clarification_request"}.get(kind := type_.partition(".")[0], kind)
            events.emit(
                session, type_, entity=entity, entity_id=f"r{version}", version=version, unit_id=unit_id, data=data
            )
        await session.commit()
        await events.sequence(session)
        await session.commit()
        return (await events.look(session))[0]

    await place()
    return place


@pytest.fixture
def client_of(session, ids, callers):
    """`await client_of(role, unit, scopes…)`: headers of a system with one grant."""

    async def sign_in(role, unit, *scopes):
        subject = replace(await caller(session, role, ids[unit]), kind="client", scopes=frozenset(scopes))
        return callers.sign_in(subject)

    return sign_in
