"""Hải Phòng's sample work."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from api.assignments.models import Assignment
from api.assignments.service import load_of
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.plans.models import Engagement, Plan, Task
from api.units.models import Unit
from seed.demo.work import progress
from seed.loading.work import load_work

NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def plan_of(session):
    found = select(Plan).join(Unit, Unit.id == Plan.unit_id).where(Unit.code == "hp", Plan.year == 2026)
    return (await session.scalars(found)).one()


async def test_each_school_owes_six_to_ten_things_a_quarter(seeded_session):
    plan = await plan_of(seeded_session)
    loads = await load_of(seeded_session, plan, plan.effective_on)
    assert sum(load.schools for load in loads) == 900
    counts = {count for load in loads for count in load.periods.values()}
    assert min(counts) >= 6
    assert max(counts) <= 10


async def test_what_is_handed_out_is_what_the_load_said(seeded_session):
    found = (
        select(Assignment.unit_id, Assignment.due_at)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Unit.kind == "school", Assignment.occurrence != "trial")
    )
    quarters: dict[tuple[object, str], int] = {}
    for unit, due_at in await seeded_session.execute(found):
        key = (unit, str(Period.on(PeriodKind.QUARTER, vietnam_today(due_at))))
        quarters[key] = quarters.get(key, 0) + 1
    assert len({unit for unit, _ in quarters}) == 900
    assert set(quarters.values()) <= set(range(6, 11))


async def test_tasks_stand_where_the_sample_work_stands(seeded_session):
    found = select(Task.status, Task.percent).join(Engagement, Engagement.task_id == Task.id)
    states = (await seeded_session.execute(found)).all()
    assert all(status == "in_progress" and 0 < percent < 100 for status, percent in states)


async def test_a_second_load_overwrites_nothing(seeded_session):
    counted = select(func.count(), func.max(Assignment.updated_at), func.sum(Assignment.version)).select_from(
        Assignment
    )
    before = (await seeded_session.execute(counted)).one()
    await load_work(seeded_session)
    assert (await seeded_session.execute(counted)).one() == before


def test_progress_is_the_same_at_every_call_and_nothing_is_done_before_its_time():
    due = datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC)
    states = {progress(f"hp-{number:06d}", "5", "2026-Q3", due, NOW) for number in range(400)}
    assert {state.status if state else None for state in states} == {
        "completed", "awaiting_confirmation", "in_progress", None
    }  # fmt: skip
    assert all(state is None or state.completed_at is None or state.completed_at < NOW for state in states)
    assert progress("hp-000001", "5", "2027-Q1", datetime(2027, 3, 31, tzinfo=UTC), NOW) is None
    assert progress("hp-000001", "5", "2026", None, NOW) is None
