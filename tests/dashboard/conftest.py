"""The world tests of the page look at: work of Hải Phòng's schools, a plan with targets, people on both sides."""

import pytest
import pytest_asyncio

from api.audit.service import SYSTEM
from api.dashboard import endpoints
from api.indicators.jobs import keep_silence
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets, take_turn
from api.kit import invalidation
from tests.assignments.conftest import as_, coordinator, engage, ids, leader, stranger, tasks_of, work
from tests.factories.indicators import an_indicator

__all__ = ["as_", "coordinator", "engage", "ids", "leader", "stranger", "tasks_of", "work"]

URL = "/api/v1/dashboard"
STREAM = f"{URL}/stream"


@pytest.fixture(autouse=True)
def nothing_is_drawn():
    """What another test drew is forgotten."""
    endpoints._drawn.drop(None)


@pytest_asyncio.fixture
async def target(session, ids, work):
    """The plan wants 95 % of a ratio its three schools are asked for; the office leads it. Silence is kept."""
    plan, _ = work
    await an_indicator(session, ids["hp"], code="ty-le")
    lead = {"role": "lead", "unit": "hp-vp", "printed_name": "Văn phòng Sở"}
    row = TargetRow.model_validate(
        {"indicator": "ty-le", "year": 2026, "comparator": "ge", "value": 95, "text": "≥95%", "participations": [lead]}
    )
    (made,) = await store_targets(session, SYSTEM, plan, [row])
    await session.commit()
    await keep_silence(session)
    await take_turn(session)
    await session.commit()
    return made


@pytest.fixture
def enter(client, session, coordinator):
    """`await enter(unit, numerator, denominator, period)` as the coordinator; then everything is counted."""

    async def send(unit, numerator, denominator, period="2026-Q2"):
        body = {
            "indicator": "ty-le", "unit": unit, "period": period, "note": "x",
            "numerator": numerator, "denominator": denominator,
        }  # fmt: skip
        answer = await client.put("/api/v1/indicator-values", json=body, headers=coordinator)
        assert answer.status_code < 300, answer.text
        await take_turn(session)
        await session.commit()
        invalidation.committed(session)

    return send


@pytest.fixture
def look(client, leader):
    """`await look(headers=…, **query)`: the page, the leader's unless said otherwise."""

    async def ask(headers=None, **query):
        answer = await client.get(URL, headers=headers or leader, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def raised_difficulty(client, work, as_):
    """`await raised_difficulty()`: a school's, put to the department."""

    async def add():
        body = {"task": str(work[1].id), "put_to": "hp", "title": "Thiếu máy quét", "text": "Trường chưa có máy quét."}
        answer = await client.post("/api/v1/difficulties", headers=await as_("school_head", "hp-th1"), json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return add
