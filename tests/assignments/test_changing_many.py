"""`POST /assignments/bulk`: many assignments row by row, or all of a filter, in a few statements."""

import gzip
import json
from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.assignments.models import Assignment
from api.assignments.service import resolve
from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.kit.events import OutboxEvent
from api.plans.models import Deliverable
from tests.assignments.conftest import tasks_of
from tests.factories.plans import a_task, issued_plan
from tests.factories.units import a_unit, plant

URL = "/api/v1/assignments/bulk"
SCHOOLS = ("hp-mn2", "hp-th1", "hp-thpt")


def row(unit, **more):
    return {"task": "1", "unit": unit, "occurrence": "2026-Q2", **more}


@pytest_asyncio.fixture
async def by_unit(session, work, ids):
    """Assignments of the plan by the code of their unit."""

    async def read():
        codes = {id_: code for code, id_ in ids.items()}
        rows = await session.scalars(select(Assignment).execution_options(populate_existing=True))
        return {codes[each.unit_id]: each for each in rows}

    return read


def errors(answer):
    return [(each["row"], each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def traces(session):
    found = select(
        select(func.count(AuditEntry.id)).scalar_subquery(), select(func.count(OutboxEvent.seq)).scalar_subquery()
    )
    return tuple((await session.execute(found)).one())


async def test_who_changes_many(client, work, as_, stranger, leader, coordinator):
    rows = [row("hp-th1", person="Cô Lan")]
    viewer = await as_("viewer", "hp")
    for headers, expected in (({}, 401), (viewer, 403), (stranger, 422), (leader, 422), (coordinator, 200)):
        assert (await client.post(URL, json=rows, headers=headers)).status_code == expected


async def test_what_is_beyond_reach_is_as_if_not_there(client, session, work, by_unit, as_, stranger):
    owed = await by_unit()
    head = await as_("school_head", "hp-th1")
    rows = [
        row("hp-mn2", text="x"),
        row("no-such", text="x"),
        row(str(owed["hp-mn2"].unit_id), text="x"),
        {"id": str(owed["hp-mn2"].id), "text": "x"},
        {"id": "0197c0de-0000-7000-8000-000000000000", "text": "x"},
    ]
    for headers in (head, stranger):
        answer = await client.post(URL, json=rows, headers=headers)
        assert answer.status_code == 422
        unknown = [*[(n, f"/{n - 1}/unit", "unknown_unit") for n in (1, 2, 3)]]
        assert errors(answer) == [*unknown, *[(n, f"/{n - 1}/id", "unknown_assignment") for n in (4, 5)]]
        assert len({each["message"] for each in answer.json()["errors"][:3]}) == 1


async def test_a_task_of_another_department_is_not_there_either(client, session, work, ids, coordinator):
    await issued_plan(session, "qng", tasks=[a_task("9", participations=[])])
    rows = [row("hp-th1", task="9"), row("hp-th1", task="99"), row("hp-th1", occurrence="2026-Q3")]
    answer = await client.post(URL, json=rows, headers=coordinator)
    assert errors(answer) == [
        (1, "/0/task", "unknown_task"),
        (2, "/1/task", "unknown_task"),
        (3, "/2/occurrence", "not_owed"),
    ]


async def test_rows_are_written_told_and_the_same_rows_again_leave_no_trace(
    client, session, work, by_unit, coordinator
):
    _, task = work
    owed = await by_unit()
    product = await session.scalar(select(Deliverable).where(Deliverable.task_id == task.id))
    document = {"type": "Báo cáo", "number": "5/BC", "issued_on": "2026-05-19", "signer": "Hiệu trưởng"}
    rows = [
        row("hp-th1", status="in_progress", person="Cô Lan", supervisor="Thầy Nam", version=1),
        row("hp-mn2", task=str(task.id), deliverables=[{"id": str(product.id), "done": True, "document": document}]),
        {"id": str(owed["hp-thpt"].id), "status": "completed", "text": "Đã xong"},
        row("hp-vp"),
    ]
    before = await traces(session)
    answer = await client.post(URL, json=rows, headers=coordinator)
    assert answer.status_code == 200, answer.text
    counts = ("received", "created", "updated", "unchanged", "rejected")
    assert [answer.json()[name] for name in counts] == [4, 0, 3, 1, 0]
    now = await by_unit()
    one = now["hp-th1"]
    assert (one.status, one.person, one.supervisor, one.version) == ("in_progress", "Cô Lan", "Thầy Nam", 2)
    assert (now["hp-mn2"].percent, now["hp-mn2"].deliverables[0]["document"]) == (99, document)
    assert (now["hp-thpt"].percent, now["hp-thpt"].completed_at) == (100, session.info["now"])
    told = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "assignment.updated"))).all()
    assert {(each.entity_id, each.version, each.data["status"]) for each in told} == {
        (str(now[unit].id), 2, status)
        for unit, status in (("hp-th1", "in_progress"), ("hp-mn2", "not_started"), ("hp-thpt", "completed"))
    }
    entries = await session.scalars(select(AuditEntry).where(AuditEntry.action == "assignment.update"))
    assert all(each.changes["on_behalf"] for each in entries)
    after = await traces(session)
    assert after == (before[0] + 3, before[1] + 3)
    again = (await client.post(URL, json=[*rows[1:], rows[0] | {"version": 2}], headers=coordinator)).json()
    assert (again["unchanged"], again["updated"]) == (4, 0)
    assert await traces(session) == after


async def test_bad_rows_are_named_and_the_others_written(client, session, work, by_unit, as_):
    plan, task = work
    owed = await by_unit()
    owed["hp-thpt"].withdrawn = True
    await session.commit()
    commune, head = await as_("commune_officer", "hp-xa1"), await as_("school_head", "hp-thpt")
    rows = [
        row("hp-th1", person="Cô Lan"),
        {"id": str(owed["hp-th1"].id), "person": "Khác"},
        row("hp-th1", task=str(task.id), version=9),
        {"task": "1", "unit": "hp-th1"},
        row("hp-th1", occurrence="x", status="late"),
        row("hp-th1", occurrence="y", deliverables="[1"),
    ]
    answer = await client.post(URL, json=rows, params={"mode": "partial"}, headers=commune)
    assert answer.status_code == 207, answer.text
    assert errors(answer) == [
        (2, "/1", "repeated_row"),
        (3, "/2", "repeated_row"),
        (4, "/3", "missing"),
        (5, "/4/status", "literal_error"),
        (6, "/5/deliverables", "json_invalid"),
    ]
    assert (await by_unit())["hp-th1"].person == "Cô Lan"
    stale = await client.post(URL, json=[row("hp-th1", version=9)], headers=commune)
    assert errors(stale) == [(1, "/0/version", "stale")]
    gone = await client.post(URL, json=[row("hp-thpt", text="x")], headers=head)
    assert errors(gone) == [(1, "/0", "assignment_withdrawn")]
    plan.status = "closed"
    await session.commit()
    closed = await client.post(URL, json=[row("hp-th1", text="x")], headers=commune)
    assert errors(closed) == [(1, "/0", "plan_not_in_force")]


async def test_a_code_of_two_plans_needs_its_plan(client, session, work, ids, engage, coordinator):
    plan, _ = work
    other = await issued_plan(session, tasks=[a_task("1")], title="Kế hoạch khác")
    answer = await client.post(URL, json=[row("hp-th1", text="x")], headers=coordinator)
    assert errors(answer) == [(1, "/0/task", "ambiguous_task")]
    rows = [row("hp-th1", text="x", plan=str(plan.id))]
    assert (await client.post(URL, json=rows, headers=coordinator)).json()["updated"] == 1
    rows = [row("hp-th1", text="x", plan=str(other.id))]
    assert errors(await client.post(URL, json=rows, headers=coordinator)) == [(1, "/0/occurrence", "not_owed")]


@pytest.mark.parametrize("packed", [False, True])
async def test_a_table_from_a_spreadsheet_is_taken(client, session, work, by_unit, coordinator, packed):
    _, task = work
    product = await session.scalar(select(Deliverable.id).where(Deliverable.task_id == task.id))
    cell = json.dumps([{"id": str(product), "done": True}]).replace('"', '""')
    table = (
        f'task;unit;occurrence;person;deliverables;version\n1;hp-th1;2026-Q2;Cô Lan;"{cell}";1\n1;hp-mn2;2026-Q2;;;\n'
    )
    body = table.encode("utf-8-sig")
    headers = coordinator | {"Content-Type": "text/csv"} | ({"Content-Encoding": "gzip"} if packed else {})
    answer = await client.post(URL, content=gzip.compress(body) if packed else body, headers=headers)
    assert (answer.status_code, answer.json()["updated"], answer.json()["unchanged"]) == (200, 1, 1), answer.text
    one = (await by_unit())["hp-th1"]
    assert (one.person, one.deliverables[0]["done"]) == ("Cô Lan", True)


async def test_all_of_a_filter_are_changed_and_no_others(client, session, work, by_unit, coordinator):
    owed = await by_unit()
    owed["hp-thpt"].withdrawn, owed["hp-thpt"].status = True, "cancelled"
    await session.commit()
    body = {"filter": {"task": "1", "owes": "figure", "under": "hp"}, "change": {"status": "in_progress"}}
    tried = await client.post(URL, json=body, params={"dry_run": "true"}, headers=coordinator)
    assert (tried.json()["received"], tried.json()["effects"]) == (2, ["updated", "updated"])
    assert {each.status for each in (await by_unit()).values()} == {"not_started", "cancelled"}
    answer = await client.post(URL, json=body, headers=coordinator)
    assert (answer.status_code, answer.json()["updated"]) == (200, 2), answer.text
    now = await by_unit()
    assert {code: each.status for code, each in now.items()} == {
        "hp-th1": "in_progress", "hp-mn2": "in_progress", "hp-thpt": "cancelled", "hp-vp": "not_started",
    }  # fmt: skip
    again = (await client.post(URL, json=body, headers=coordinator)).json()
    assert (again["received"], again["unchanged"]) == (2, 2)


async def test_a_filter_means_only_what_the_caller_may_write(client, session, work, by_unit, as_, stranger, leader):
    body = {"filter": {"task": "1"}, "change": {"person": "Cô Lan"}}
    for headers, expected in (
        ({}, None),
        (stranger, 0),
        (leader, 0),
        (await as_("commune_officer", "hp-xa2"), 1),
        (await as_("school_head", "hp-th1"), 1),
    ):
        answer = await client.post(URL, json=body, headers=headers)
        assert answer.json().get("received") == expected
    assert {code for code, each in (await by_unit()).items() if each.person} == {"hp-mn2", "hp-th1"}


async def test_by_lateness_day_and_words(client, session, work, by_unit, coordinator, clock):
    async def meant(**conditions):
        body = {"filter": conditions, "change": {}}
        return (await client.post(URL, json=body, headers=coordinator)).json()["received"]

    assert await meant(overdue=True) == 0
    assert await meant(due_from="2026-06-30", due_to="2026-06-30") == 4
    assert await meant(q="hp-mn2") == 1
    assert await meant(status="not_started", unit="hp-th1") == 1
    clock.advance(days=60)
    assert await meant(overdue=True) == 4


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"filter": {}, "change": {"status": "completed"}}, "/filter", "missing"),
        ({"filter": {"colour": "red"}, "change": {}}, "/filter/colour", "extra_forbidden"),
        ({"filter": {"unit": "hp"}}, "/change", "missing"),
        ({"filter": {"unit": "hp"}, "change": {"percent": 5}}, "/change/percent", "extra_forbidden"),
    ],
)
async def test_a_bad_filter_is_named_and_changes_nothing(client, session, work, coordinator, body, pointer, code):
    before = await traces(session)
    answer = await client.post(URL, json=body, headers=coordinator)
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await traces(session) == before


async def test_a_unit_does_not_stop_its_own_work_this_way_either(client, session, work, by_unit, as_):
    head = await as_("school_head", "hp-th1")
    body = {"filter": {"task": "1"}, "change": {"status": "cancelled"}}
    answer = await client.post(URL, json=body, headers=head)
    assert (answer.status_code, errors(answer)) == (422, [(1, "/change/status", "not_yours_to_stop")])
    assert (await by_unit())["hp-th1"].status == "not_started"


async def test_nine_hundred_cost_no_more_statements_than_five(client, session, ids, engage, coordinator, count_queries):
    await plant(session, [a_unit(f"hp-x{number}", parent="hp-xa1") for number in range(900)])
    plan = await issued_plan(session, tasks=[a_task("1", participations=[])])
    (task,) = await tasks_of(session, plan)
    await engage(plan, task)
    await resolve(session, SYSTEM, plan, date(2026, 1, 1))
    await session.commit()

    async def statements(body, expected):
        with count_queries() as seen:
            answer = await client.post(URL, json=body, headers=coordinator)
        assert answer.json()["updated"] == expected, answer.text
        return len([each for each in seen if not each.startswith("INSERT")])

    def some(first, number, text):
        return [row(f"hp-x{first + n}", text=text) for n in range(number)]

    assert await statements(some(0, 5, "a"), 5) == await statements(some(100, 500, "a"), 500)
    few = {"filter": {"unit": "hp-x7"}, "change": {"text": "b"}}
    many = {"filter": {"under": "hp-xa1"}, "change": {"text": "c"}}
    assert await statements(few, 1) == await statements(many, 901)


async def test_changed_work_is_taken_back_while_nothing_newer_stands_on_it(client, session, work, by_unit, coordinator):
    async def change(text):
        rows = [row("hp-th1", status="in_progress", text=text), row("hp-mn2", person="Cô Lan")]
        return (await client.post(URL, json=rows, headers=coordinator)).json()["batch"]

    async def undo(batch):
        return await client.post(f"/api/v1/batches/{batch}/undo", headers=coordinator)

    first = await change("Đang làm")
    assert (await undo(first)).status_code == 200
    now = await by_unit()
    assert [(each.status, each.text, each.person, each.version) for each in (now["hp-th1"], now["hp-mn2"])] == [
        ("not_started", None, None, 3), ("not_started", None, None, 3),
    ]  # fmt: skip
    second = await change("Đang làm")
    await change("Sắp xong")
    refused = await undo(second)
    assert (refused.status_code, refused.json()["newer"]) == (409, [str(now["hp-th1"].id)])
