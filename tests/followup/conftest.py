"""The world tests of following up look at: work of Hải Phòng's schools, and people on both sides."""

import pytest_asyncio

from tests.assignments.conftest import as_, coordinator, engage, ids, leader, stranger, tasks_of, work

__all__ = ["as_", "coordinator", "engage", "ids", "leader", "stranger", "tasks_of", "work"]

DIFFICULTIES = "/api/v1/difficulties"
CLARIFICATIONS = "/api/v1/clarification-requests"
CHASES = "/api/v1/chases"
# Headers, and the status they get.
Expected = tuple[tuple[dict[str, str], int], ...]
SAID = {"title": "Thiếu máy quét", "text": "Trường chưa có máy quét để số hóa hồ sơ, học bạ."}


@pytest_asyncio.fixture
async def head(as_):
    """The head of the primary school under the first commune."""
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def officer(as_):
    """The officer of that commune."""
    return await as_("commune_officer", "hp-xa1")


@pytest_asyncio.fixture
async def raised(client, work, head):
    """`await raised(headers=…, **body)`: a difficulty on the task, put to the department unless said otherwise."""

    async def add(headers=None, **more):
        body = {"task": str(work[1].id), "put_to": "hp", **SAID, **more}
        answer = await client.post(DIFFICULTIES, headers=headers or head, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return add
