"""The world tests of ad hoc requests look at: two provinces, and people on both sides."""

import pytest_asyncio

from tests.plans.conftest import as_, coordinator, ids, leader, stranger

__all__ = ["as_", "coordinator", "ids", "leader", "stranger"]

REQUESTS = "/api/v1/data-requests"
COLUMNS = [
    {"label": "Số máy quét hiện có", "kind": "number"},
    {"label": "Đã có chữ ký số?", "kind": "yes_no"},
    {"label": "Ghi chú", "kind": "text", "required": False},
]
ASKED = {"audience": "hp-dt-csgd", "title": "Rà soát máy quét", "columns": COLUMNS, "due_in_hours": 4}
SAID = {"c1": "1.200", "c2": True}


@pytest_asyncio.fixture
async def head(as_):
    """The head of the primary school under the first commune."""
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def officer(as_):
    """The officer of that commune."""
    return await as_("commune_officer", "hp-xa1")


@pytest_asyncio.fixture
async def asked(client, coordinator):
    """`await asked(**body)`: the coordinator asks all schools."""

    async def add(**more):
        answer = await client.post(REQUESTS, headers=coordinator, json=ASKED | more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return add
