"""What moved since the last day of work began: figures as they were kept, and what happened."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from api.indicators.jobs import keep_figures_of_the_day
from api.indicators.models import RollUpDay
from api.kit.calendar import VIETNAM
from tests.support.clock import NOON

MONDAY = datetime(2026, 5, 25, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def keep(session, clock):
    """`await keep(instant)`: the clock's work of that hour."""

    async def run(at):
        clock.now = session.info["now"] = at
        kept = await keep_figures_of_the_day(session)
        await session.commit()
        return kept

    return run


async def test_a_target_stands_beside_what_it_was_when_the_last_day_of_work_began(look, target, enter, keep):
    assert (await look())["since"] is None
    assert (await look())["targets"][0]["before"] is None
    friday = MONDAY - timedelta(days=3)
    await enter("hp-th1", 30, 60)
    await keep(friday)
    await enter("hp-mn2", 40, 40)
    await keep(MONDAY)
    page = await look()
    assert datetime.fromisoformat(page["since"]) == friday
    (found,) = page["targets"]
    assert found["before"] == {"value": 50, "status": found["before"]["status"], "units_reported": 1}
    assert (found["value"], found["units_reported"]) == (70, 2)
    assert (await look(period="2025"))["since"] is None
    await keep(MONDAY + timedelta(days=1))
    (found,) = (await look())["targets"]
    assert found["before"]["value"] == found["value"] == 70


async def test_a_division_and_a_commune_see_what_moved_and_a_school_what_happened(look, as_, target, enter, keep):
    await keep(MONDAY - timedelta(days=3))
    await enter("hp-th1", 30, 60)
    await keep(MONDAY)
    for role, unit, before in (
        ("division_head", "hp-vp", {"value": None, "status": "no_data", "units_reported": 0}),
        ("commune_officer", "hp-xa1", {"value": None, "status": "no_data", "units_reported": 0}),
        ("school_head", "hp-th1", None),
    ):
        page = await look(headers=await as_(role, unit))
        assert page["targets"][0]["before"] == before, unit


async def test_a_day_is_kept_once_and_what_did_not_change_is_not_kept_again(session, target, enter, keep):
    async def rows():
        return await session.scalar(select(func.count()).select_from(RollUpDay))

    await enter("hp-th1", 30, 60)
    assert await keep(MONDAY)
    first = await rows()
    assert not await keep(MONDAY + timedelta(hours=1))
    assert await keep(MONDAY + timedelta(days=1))
    assert await rows() == first > 0
    await enter("hp-th1", 31, 60)
    assert await keep(MONDAY + timedelta(days=2))
    assert await rows() > first
    assert await keep(MONDAY + timedelta(days=60))
    assert await rows() == first


async def test_what_happened_is_counted(look, target, keep, raised_difficulty, clock):
    await keep(NOON - timedelta(days=1))
    clock.now = NOON
    await raised_difficulty()
    assert (await look())["work"]["moved"] == {"completed": 0, "overdue": 0, "reports": 0, "difficulties": 1}
