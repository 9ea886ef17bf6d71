"""The assignments of a plan follow what it asks, of whom, and the calendar."""

from datetime import UTC, date, datetime

import pytest_asyncio
from sqlalchemy import select

from api.assignments.jobs import work_follows_the_day
from api.assignments.models import Assignment
from api.assignments.service import resolve
from api.assignments.subscribers import UNITS, WORK
from api.audit.service import SYSTEM
from api.kit import events
from api.kit.subscriptions import read_once
from api.plans.models import Engagement, Task
from api.units.models import Unit
from api.units.service import load
from tests.assignments.conftest import tasks_of
from tests.factories.plans import a_task, issued_plan
from tests.factories.units import TODAY, a_unit

NEW_YEAR = date(2026, 1, 1)


async def rows(session, **where):
    found = select(Assignment).filter_by(**where).order_by(Assignment.occurrence)
    return list(await session.scalars(found.execution_options(populate_existing=True)))


@pytest_asyncio.fixture
async def follow(database, clock, session):
    async def run(subscriber):
        await session.commit()
        await events.sequence(session)
        await session.commit()
        await read_once(database, clock, subscriber)

    return run


async def test_every_unit_of_the_audience_owes_once_each_time(session, work, ids):
    _plan, task = work
    found = await rows(session, task_id=task.id, owes="figure")
    assert {each.unit_id for each in found} == {ids["hp-th1"], ids["hp-mn2"], ids["hp-thpt"]}
    assert {(each.occurrence, each.status, each.role, each.department_id) for each in found} == {
        ("2026-Q2", "not_started", "coordinate", ids["hp"])
    }
    assert {each.due_at for each in found} == {datetime(2026, 6, 30, 16, 59, 59, tzinfo=UTC)}


async def test_a_unit_that_leads_by_name_owes_the_product(session, work, ids):
    _plan, task = work
    (lead,) = await rows(session, unit_id=ids["hp-vp"])
    assert (lead.task_id, lead.role, lead.owes) == (task.id, "lead", "product")


async def test_resolving_again_changes_nothing(session, work):
    plan, _ = work
    before = {each.id: each.version for each in await rows(session)}
    done = await resolve(session, SYSTEM, plan, TODAY)
    assert not done.anything
    assert {each.id: each.version for each in await rows(session)} == before


async def test_what_is_not_owed_any_more_is_withdrawn_but_for_what_is_done(session, work, ids):
    plan, _task = work
    done, *others = await rows(session, owes="figure")
    done.status = "completed"
    for engagement in await session.scalars(select(Engagement)):
        await session.delete(engagement)
    await session.flush()
    await resolve(session, SYSTEM, plan, TODAY)
    after = {each.id: (each.status, each.withdrawn) for each in await rows(session, owes="figure")}
    assert after == {done.id: ("completed", False), **{each.id: ("cancelled", True) for each in others}}


async def test_what_is_owed_again_comes_back(session, work, engage):
    plan, task = work
    engagement = await session.scalar(select(Engagement))
    await session.delete(engagement)
    await session.flush()
    await resolve(session, SYSTEM, plan, TODAY)
    await engage(plan, task, owes="yes_no")
    await resolve(session, SYSTEM, plan, TODAY)
    assert {each.status for each in await rows(session, owes="yes_no")} == {"not_started"}


async def test_work_of_a_task_taken_out_of_the_plan_is_withdrawn(session, work):
    plan, task = work
    task.status = "cancelled"
    await session.flush()
    await resolve(session, SYSTEM, plan, TODAY)
    assert {each.status for each in await rows(session)} == {"cancelled"}


async def test_a_unit_that_comes_later_gains_what_is_still_to_come(session, work, ids, follow):
    school = a_unit("hp-new", "school", "hp-xa1", education_levels=("primary",), ownership="public")
    await load(session, SYSTEM, [school], TODAY)
    new = await session.scalar(select(Unit.id).where(Unit.code == "hp-new"))
    await follow(UNITS)
    assert [each.occurrence for each in await rows(session, unit_id=new)] == ["2026-Q2"]


async def test_a_unit_that_ends_loses_what_is_open(session, work, ids, as_, client, follow, clock):
    admin = await as_("admin", "hp")
    school = f"/api/v1/units/{ids['hp-mn2']}"
    tag = (await client.get(school, headers=admin)).headers["etag"]
    answer = await client.patch(school, headers=admin | {"If-Match": tag}, json={"to": "2026-05-31"})
    assert answer.status_code == 200, answer.text
    await follow(UNITS)
    assert [each.status for each in await rows(session, unit_id=ids["hp-mn2"])] == ["not_started"]
    session.info["now"] = datetime(2026, 6, 1, 0, 30, tzinfo=UTC)
    await work_follows_the_day(session)
    assert [each.status for each in await rows(session, unit_id=ids["hp-mn2"])] == ["cancelled"]


async def test_an_audience_drawn_otherwise_asks_others(session, work, ids, coordinator, client, follow):
    audience = f"/api/v1/audiences/{ids['hp-dt-csgd']}"
    tag = (await client.get(audience, headers=coordinator)).headers["etag"]
    rule = {"any_of": [{"kinds": ["school"], "education_levels": ["primary"]}]}
    answer = await client.patch(audience, headers=coordinator | {"If-Match": tag}, json={"rule": rule})
    assert answer.status_code == 200, answer.text
    await follow(UNITS)
    left = [each.unit_id for each in await rows(session, owes="figure", status="not_started")]
    assert left == [ids["hp-th1"]]


async def test_tasks_stand_where_their_work_stands(session, work, follow):
    _plan, task = work
    for each in await rows(session):
        each.status, each.percent = "completed", 100
    events.emit(session, "assignment.updated", entity="assignment", entity_id="x", version=2,
                data={"task_id": str(task.id)})  # fmt: skip
    await follow(WORK)
    now = await session.get_one(Task, task.id, populate_existing=True)
    assert (now.status, now.percent) == ("completed", 100)


async def test_a_task_of_several_years_is_handed_out_year_by_year(session, ids, engage):
    plan = await issued_plan(
        session, tasks=[a_task("1", schedule={"text": "Thường xuyên"})], horizon_years=[2026, 2027]
    )
    (_task,) = await tasks_of(session, plan)
    await resolve(session, SYSTEM, plan, NEW_YEAR)
    assert [each.occurrence for each in await rows(session)] == ["2026"]
    session.info["now"] = datetime(2027, 1, 2, tzinfo=UTC)
    await work_follows_the_day(session)
    assert [each.occurrence for each in await rows(session)] == ["2026", "2027"]
