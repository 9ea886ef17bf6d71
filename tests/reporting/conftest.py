"""The world tests of reporting look at: Hải Phòng's quarter, from schools by communes and the office upward."""

from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.reporting import service
from api.reporting.models import Report, Round
from api.units.models import Unit
from api.units.rules.groups import NewAudience
from api.units.service import enter_audiences
from tests.assignments.conftest import as_, coordinator, ids, leader, stranger
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan

__all__ = ["as_", "coordinator", "ids", "leader", "stranger"]

REGIMES, ROUNDS, REPORTS = "/api/v1/reporting-regimes", "/api/v1/reporting-rounds", "/api/v1/reports"
VALUES = "/api/v1/indicator-values"
BEFORE_JUNE = {"kind": "recurring", "every": "quarter", "day": 1, "month_of_period": 3, "bound": "before"}
# Schools to the unit above each, communes to the office five days later, the office to the department.
STEPS: list[dict[str, Any]] = [
    {"who": [{"audience": "hp-dt-csgd"}], "due": BEFORE_JUNE},
    {"who": [{"audience": "hp-dt-cap-xa"}], "to": [{"unit": "hp-vp"}], "due": BEFORE_JUNE | {"day": 6}},
    {"who": [{"unit": "hp-vp"}], "to": [{"unit": "hp"}]},
]


@pytest_asyncio.fixture
async def plan(session, ids):
    """A plan in force whose one target asks every school a figure each quarter."""
    communes = {"any_of": [{"kinds": ["commune"]}]}
    await enter_audiences(session, SYSTEM, [NewAudience("hp-dt-cap-xa", "hp", "UBND cấp xã", communes)])
    await an_indicator(session, ids["hp"])
    plan = await issued_plan(session)
    given = {"indicator": "chu-ky-so", "year": 2026, "text": "95 %", "comparator": "ge", "value": 95}
    await store_targets(session, SYSTEM, plan, [TargetRow.model_validate(given)])
    await session.commit()
    return plan


@pytest_asyncio.fixture
async def regime(client, plan, coordinator):
    """The coordinator's regime."""
    body = {
        "title": "Báo cáo quý",
        "cadence": "quarter",
        "plan": str(plan.id),
        "first_on": "2026-01-01",
        "steps": STEPS,
    }
    answer = await client.post(REGIMES, headers=coordinator, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def tick(database, clock):
    """`await tick()`: what the worker does by the clock."""

    async def run():
        async with database.session(clock()) as session:
            done = await service.tick(session, before_includes_day=False)
            await session.commit()
        return done

    return run


@pytest_asyncio.fixture
async def opened(session, regime, tick):
    """The round of Quarter II, opened by the clock on 20 May."""
    await tick()
    return (await session.scalars(select(Round))).one()


@pytest.fixture
def report_of(client, session, opened):
    """`await report_of(code)`: the report of a unit."""

    async def find(code):
        found = select(Report).join(Unit, Unit.id == Report.unit_id).where(Unit.code == code)
        return (await session.scalars(found.execution_options(populate_existing=True))).one()

    return find


@pytest.fixture
def act(client, report_of):
    """`await act(code, verb, headers, **body)`: do something to the report of a unit, whatever its version."""

    async def do(code, verb, headers, **body):
        url = f"{REPORTS}/{(await report_of(code)).id}/{verb}"
        return await client.post(url, headers=headers | {"If-Match": "*"}, json=body or None)

    return do


@pytest.fixture
def answer_figure(client):
    """`await answer_figure(headers, unit, numerator)`: the school's figure of the quarter."""

    async def put(headers, unit="hp-th1", numerator=42, **more):
        body = {"indicator": "chu-ky-so", "unit": unit, "period": "2026-Q2", "numerator": numerator, "denominator": 45}
        return await client.put(VALUES, headers=headers, json=body | more)

    return put


@pytest_asyncio.fixture
async def head(as_):
    """The head of the primary school under the first commune."""
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def officer(as_):
    """The officer of that commune."""
    return await as_("commune_officer", "hp-xa1")


@pytest_asyncio.fixture
async def office(as_):
    """The head of the division that compiles."""
    return await as_("division_head", "hp-vp")


DUE = date(2026, 5, 31)
