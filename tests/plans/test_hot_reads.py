"""The quick way to an answer gives the answer of the long way, to the byte and to the header."""

import pytest
from sqlalchemy import select

from api.plans.endpoints import hot
from api.plans.models import Task
from api.plans.service import render_names
from api.units.models import Unit
from tests.factories.plans import a_task, draft_plan, issued_plan

DUTY = {"unit_name": "Văn phòng", "unit": "hp-vp", "text": "Chủ trì."}


@pytest.fixture
async def paths(session, ids):
    plan = await issued_plan(session, tasks=[a_task(str(n)) for n in range(1, 5)], duties=[DUTY])
    task = await session.scalar(select(Task.id).where(Task.plan_id == plan.id, Task.number == "1"))
    _, (draft, *_) = await draft_plan(session, tasks=[a_task("1")], title="Bản nháp")
    return {
        "plan": f"/api/v1/plans/{plan.id}",
        "task": f"/api/v1/tasks/{task}",
        "draft": f"/api/v1/tasks/{draft.id}",
        "list": f"/api/v1/tasks?plan={plan.id}&limit=3&include=total&sort=-number",
        "late": "/api/v1/tasks?overdue=true&due_to=2026-12-31&q=chu%20ky",
    }


@pytest.fixture
def the_long_way(monkeypatch):
    """Afterwards, nothing is answered quickly."""

    def take() -> None:
        monkeypatch.setattr(hot, "plainly", lambda *_: None)
        monkeypatch.setattr(hot, "_plainly_asked", lambda *_: None)

    return take


@pytest.mark.parametrize("name", ["plan", "task", "draft", "list", "late"])
async def test_both_ways_answer_alike(client, leader, paths, the_long_way, name):
    headers = leader | {"X-Request-ID": "one"}
    quick = await client.get(paths[name], headers=headers)
    the_long_way()
    long = await client.get(paths[name], headers=headers)
    assert quick.status_code == long.status_code == 200
    assert (quick.content, quick.headers) == (long.content, long.headers)


@pytest.mark.parametrize("name", ["plan", "task", "draft"])
async def test_both_ways_know_what_is_unchanged(client, leader, paths, the_long_way, name):
    tag = (await client.get(paths[name], headers=leader)).headers["etag"]
    headers = leader | {"If-None-Match": tag, "X-Request-ID": "one"}
    quick = await client.get(paths[name], headers=headers)
    the_long_way()
    long = await client.get(paths[name], headers=headers)
    assert quick.status_code == long.status_code == 304
    assert (quick.content, quick.headers) == (long.content, long.headers)


@pytest.mark.parametrize("name", ["plan", "task", "draft"])
async def test_an_etag_opens_nothing_to_others(client, leader, stranger, paths, name):
    tag = (await client.get(paths[name], headers=leader)).headers["etag"]
    for known in (tag, "*"):
        assert (await client.get(paths[name], headers=stranger | {"If-None-Match": known})).status_code == 404


async def test_an_unchanged_record_is_one_statement(client, leader, paths, count_queries):
    for name in ("plan", "task"):
        tag = (await client.get(paths[name], headers=leader)).headers["etag"]
        with count_queries() as queries:
            await client.get(paths[name], headers=leader | {"If-None-Match": tag})
        assert len(queries) == 1


async def test_a_plan_changes_with_the_names_it_shows(client, session, leader, paths, ids):
    first = await client.get(paths["plan"], headers=leader)
    unit = await session.get_one(Unit, ids["hp-vp"])
    unit.name = "Văn phòng Sở GDĐT"
    await render_names(session, {unit.id})
    await session.commit()
    again = await client.get(paths["plan"], headers=leader | {"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.json()["duties"][0]["unit"]["name"] == "Văn phòng Sở GDĐT"


async def test_a_task_changes_with_the_names_it_shows(client, session, leader, paths, ids):
    first = await client.get(paths["task"], headers=leader)
    unit = await session.get_one(Unit, ids["hp-vp"])
    unit.name = "Văn phòng Sở GDĐT"
    await render_names(session, {unit.id})
    await session.commit()
    again = await client.get(paths["task"], headers=leader | {"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.json()["participations"][0]["unit"]["name"] == "Văn phòng Sở GDĐT"
    assert again.json()["version"] == first.json()["version"]


async def test_a_task_changes_when_its_day_is_over(client, clock, leader, paths):
    first = await client.get(paths["task"], headers=leader)
    assert not first.json()["overdue"]
    clock.advance(days=90)
    again = await client.get(paths["task"], headers=leader | {"If-None-Match": first.headers["etag"]})
    assert again.json()["overdue"]


async def test_a_malformed_id_is_refused_as_ever(client, leader):
    for path in ("/api/v1/plans/1", "/api/v1/tasks/1"):
        assert (await client.get(path, headers=leader | {"If-None-Match": '"1.0"'})).status_code == 422
