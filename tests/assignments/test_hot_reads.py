"""However the list is put to PostgreSQL, it holds what the caller sees, and both ways to it answer alike."""

from datetime import date

import pytest
from sqlalchemy import select, update

from api.assignments.endpoints import hot
from api.assignments.models import Assignment
from api.assignments.queries.scope import caller_parameters, visible
from api.assignments.service import resolve
from api.assignments.subscribers import UNITS
from api.audit.service import SYSTEM
from api.kit import events
from api.kit.subscriptions import read_once
from api.units.models import Unit
from api.units.service import load
from tests.assignments.conftest import tasks_of
from tests.factories.plans import a_task, issued_plan
from tests.factories.units import TODAY, a_unit, callers_of

URL = "/api/v1/assignments"
CALLERS = [
    [("leader", "hp")],
    [("viewer", "bgddt")],
    [("coordinator", "hp"), ("viewer", "qng")],
    [("officer", "hp-vp")],
    [("officer", "hp-vp"), ("viewer", "hp-xa1")],
    [("commune_officer", "hp-xa1")],
    [("school_head", "hp-th1"), ("school_officer", "hp-mn2")],
    [("leader", "qng")],
]
FILTERS = [
    {},
    {"plan": "plan"},
    {"plan": "plan", "status": "not_started"},
    {"task": "1"},
    {"unit": "hp-th1"},
    {"unit": "id of hp-th1"},
    {"under": "hp-xa1"},
    {"under": "id of hp-xa1", "status": "not_started"},
    {"under": "hp", "unit": "hp-mn2"},
    {"under": "qng"},
    {"q": "hp-mn2"},
    {"overdue": "false", "sort": "-due_at"},
]


@pytest.fixture
async def plan(session, ids, engage):
    """Two provinces' plans, each owed by its schools; the division leads one of Hải Phòng's two tasks."""
    theirs = await issued_plan(session, "qng", tasks=[a_task("1", participations=[])])
    await engage(theirs, (await tasks_of(session, theirs))[0], audience="qng-dt-csgd")
    ours = await issued_plan(session, tasks=[a_task("1"), a_task("2", participations=[])])
    for task in await tasks_of(session, ours):
        await engage(ours, task)
    for each in (theirs, ours):
        await resolve(session, SYSTEM, each, date(2026, 1, 1))
    await session.commit()
    return ours


@pytest.fixture
def the_long_way(monkeypatch):
    """Afterwards, nothing is answered quickly."""
    return lambda: monkeypatch.setattr(hot, "plainly", lambda *_: None)


@pytest.mark.parametrize("held", CALLERS, ids=lambda held: "+".join(f"{role} {unit}" for role, unit in held))
async def test_every_caller_is_listed_what_the_scope_says(client, session, callers, ids, plan, held, the_long_way):
    subject = await callers_of(session, [(role, ids[unit]) for role, unit in held])
    headers = callers.sign_in(subject) | {"X-Request-ID": "one"}
    allowed = {str(id_) for id_ in await session.scalars(select(Assignment.id).where(visible(subject, TODAY)))}
    queries = [{"limit": "200", "include": "total"} | _named(filters, plan, ids) for filters in FILTERS]
    quick = [await client.get(URL, headers=headers, params=query) for query in queries]
    shown = [[item["id"] for item in answer.json()["items"]] for answer in quick]
    assert set(shown[0]) == allowed
    for answer, seen in zip(quick, shown, strict=True):
        assert len(seen) == len(set(seen)) == answer.json()["total"]
        assert set(seen) <= allowed
    the_long_way()
    for query, answer in zip(queries, quick, strict=True):
        again = await client.get(URL, headers=headers, params=query)
        assert (again.content, again.headers) == (answer.content, answer.headers)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
async def test_whoever_sees_all_of_it_is_listed_the_same(client, session, callers, ids, plan, filters):
    """One department, several, and the ministry come to their rows by different ways."""
    shown = []
    for held in ([("leader", "hp")], [("leader", "hp"), ("viewer", "qng-vp")], [("viewer", "bgddt")]):
        headers = callers.sign_in(await callers_of(session, [(role, ids[unit]) for role, unit in held]))
        answer = await client.get(URL, headers=headers, params=_named(filters | {"task": "1"}, plan, ids))
        shown.append([each for each in answer.json()["items"] if each["unit"]["code"].startswith("hp")])
    assert shown[0] == shown[1] == shown[2]


async def test_only_who_acts_in_one_living_department_is_found_by_it(session, ids):
    async def department(*held):
        return caller_parameters(await callers_of(session, held), TODAY).get("department")

    assert await department(("leader", ids["hp"])) == ids["hp"]
    assert await department(("officer", ids["hp-vp"]), ("viewer", ids["hp-xa1"])) == ids["hp"]
    assert await department(("leader", ids["hp"]), ("viewer", ids["qng"])) is None
    assert await department(("viewer", ids["bgddt"])) is None
    assert await department(("school_head", ids["hp-th1"])) is None


async def test_who_reads_a_department_that_ended_is_not_narrowed_to_the_new_one(session, plan, ids, callers, client):
    reach = (await callers_of(session, [("leader", ids["hp"])])).reaches[0]
    before = type(reach)("leader", ids["qng"], (ids["qng"],), date(2026, 5, 1), ids["qng"])
    subject = await callers_of(session, [("leader", ids["hp"])])
    both = type(subject)("user", subject.id, subject.name, (reach, before))
    assert "department" not in caller_parameters(both, TODAY)
    items = (await client.get(URL, headers=callers.sign_in(both))).json()["items"]
    assert {item["unit"]["code"][:3] for item in items} == {"hp-", "qng"}


async def test_work_goes_with_its_unit_into_another_department(
    client, session, database, clock, plan, ids, as_, callers
):
    await load(session, SYSTEM, [a_unit("hn", "department", "bgddt")], TODAY)
    new = await session.scalar(select(Unit.id).where(Unit.code == "hn"))
    admin, school = await as_("admin", "bgddt"), f"/api/v1/units/{ids['hp-thpt']}"
    tag = (await client.get(school, headers=admin)).headers["etag"]
    body = {"parent": "hn", "effective_on": TODAY.isoformat()}
    moved = await client.patch(school, headers=admin | {"If-Match": tag}, json=body)
    assert moved.status_code == 200, moved.text
    await session.execute(update(Assignment).where(Assignment.unit_id == ids["hp-thpt"]).values(status="completed"))
    await session.commit()
    await events.sequence(session)
    await session.commit()
    await read_once(database, clock, UNITS)
    departments = await session.scalars(
        select(Assignment.department_id).where(Assignment.unit_id == ids["hp-thpt"]).distinct()
    )
    assert departments.all() == [new]
    headers = callers.sign_in(await callers_of(session, [("leader", new)]))
    items = (await client.get(URL, headers=headers)).json()["items"]
    assert {item["unit"]["code"] for item in items} == {"hp-thpt"}


def _named(filters, plan, ids):
    found = dict(filters)
    if "plan" in found:
        found["plan"] = str(plan.id)
    for name in ("unit", "under"):
        if found.get(name, "").startswith("id of "):
            found[name] = str(ids[found[name].removeprefix("id of ")])
    return found
