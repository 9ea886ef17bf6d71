"""/tasks and /deliverables over HTTP: the appendix, row by row."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.kit.calendar import vietnam_today
from api.kit.db import Database
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.plans.models import Plan, Task
from api.plans.rules.plan import TASK_STATUSES, is_overdue
from api.plans.schemas.task import TaskIn
from api.plans.service import create_task
from tests.factories.plans import a_task, draft_plan, issued_plan, two_provinces
from tests.factories.units import caller
from tests.support.clock import NOON

URL = "/api/v1/tasks"


def numbers(answer) -> list[str]:
    return [task["number"] for task in answer.json()["items"]]


async def changed(client, headers, path, body, expected=200):
    """PATCH a record as it is now."""
    tag = (await client.get(path, headers=headers)).headers["etag"]
    answer = await client.patch(path, headers=headers | {"If-Match": tag}, json=body)
    assert answer.status_code == expected, answer.text
    return answer


# Reading


async def test_nobody_reads_no_tasks(client, session, ids):
    _, (task,) = await draft_plan(session, tasks=[a_task("1")])
    for path in (URL, f"{URL}/{task.id}", f"/api/v1/deliverables/{uuid7()}"):
        assert (await client.get(path)).status_code == 401


async def test_another_department_cannot_tell_a_task_from_none(client, session, stranger, leader):
    plan = await issued_plan(session, tasks=[a_task("1")])
    task = (await client.get(URL, headers=leader, params={"plan": str(plan.id)})).json()["items"][0]
    for path in (f"{URL}/{task['id']}", f"/api/v1/deliverables/{task['deliverables'][0]['id']}"):
        assert (await client.get(path, headers=leader)).status_code == 200
        assert (await client.get(path, headers=stranger)).status_code == 404
    for query in ({}, {"plan": str(plan.id)}, {"lead": "hp-vp"}, {"include": "total"}):
        listed = (await client.get(URL, headers=stranger, params=query)).json()
        assert (listed["items"], listed.get("total", 0)) == ([], 0)


async def test_a_task_says_all_of_itself(client, session, leader, ids):
    parties = [
        {"role": "lead", "unit": "hp-vp", "printed_name": "VP Sở"},
        {"role": "coordinate", "audience": "hp-dt-csgd", "printed_name": "các CSGD"},
        {"role": "monitor", "printed_name": "Ban Chỉ đạo"},
    ]
    await issued_plan(session, tasks=[a_task("1", participations=parties, group="I", requirements=["Đúng hạn"])])
    task = (await client.get(URL, headers=leader)).json()["items"][0]
    assert (task["code"], task["number"], task["group"]["code"], task["group"]["name"]) == ("1", "1", "I", "Nhóm I")
    assert task["participations"] == [
        {
            "role": "lead",
            "unit": {"id": str(ids["hp-vp"]), "code": "hp-vp", "name": "Đơn vị hp-vp"},
            "audience": None,
            "printed_name": "VP Sở",
        },
        {
            "role": "coordinate",
            "unit": None,
            "audience": {"id": str(ids["hp-dt-csgd"]), "code": "hp-dt-csgd", "name": "Các cơ sở giáo dục"},
            "printed_name": "các CSGD",
        },
        {"role": "monitor", "unit": None, "audience": None, "printed_name": "Ban Chỉ đạo"},
    ]
    assert task["schedule"]["terms"][0]["period"] == "2026-Q2"
    assert task["schedule"]["occurrences"] == [{"label": "2026-Q2", "due_at": "2026-06-30T16:59:59Z"}]
    assert (task["due_on"], task["overdue"], task["status"], task["percent"]) == ("2026-06-30", False, "not_started", 0)
    assert [(each["title"], each["status"]) for each in task["deliverables"]] == [("Báo cáo 1", "open")]
    assert (await client.get(f"{URL}/{task['id']}", headers=leader)).json() == task


async def test_another_reading_of_a_task_is_kept_beside_it(client, session, leader):
    reading = {
        "source": "appendix",
        "title": "Như phụ lục",
        "schedule_text": "30/4/2026",
        "deliverables": [],
        "participations": [{"role": "lead", "printed_name": "Thanh tra Sở"}],
    }
    await issued_plan(session, tasks=[a_task("1", readings=[reading])])
    assert (await client.get(URL, headers=leader)).json()["items"][0]["readings"] == [reading]


@pytest.fixture
def appendix():
    return [
        a_task("1", "Ban hành kế hoạch", group="I", schedule={"text": "Quý I"}),
        a_task("2", "Đào tạo giáo viên", group="II", participations=[{"role": "coordinate", "audience": "hp-dt-csgd"}]),
        a_task(
            "10",
            "Hạ tầng mạng",
            schedule={"text": "Thường xuyên"},
            participations=[{"role": "coordinate", "unit": "hp-vp"}],
        ),
        a_task("10.1", "Cáp quang", parent="10", number=None, schedule={"text": "trước ngày 20/5/2026"}),
    ]


async def test_the_list_narrows_and_sorts(client, session, leader, ids, appendix):
    plan = await issued_plan(session, tasks=appendix)

    async def found(**query):
        return [task["code"] for task in (await client.get(URL, headers=leader, params=query)).json()["items"]]

    assert await found() == await found(plan=str(plan.id)) == ["1", "2", "10", "10.1"]
    assert await found(sort="-number") == ["10.1", "10", "2", "1"]
    assert await found(sort="title") == ["1", "10.1", "2", "10"]
    assert await found(sort="due_on") == ["1", "10.1", "2", "10"]
    assert await found(sort="-due_on") == ["2", "10.1", "1", "10"]
    assert await found(plan=str(uuid7())) == []
    assert await found(group="I") == ["1"]
    assert await found(group=(await client.get(URL, headers=leader)).json()["items"][1]["group"]["id"]) == ["2"]
    assert await found(lead="hp-vp") == await found(lead=str(ids["hp-vp"])) == ["1", "10.1"]
    assert await found(participant="hp-vp") == ["1", "10", "10.1"]
    assert await found(participant="hp-dt-csgd") == await found(participant=str(ids["hp-dt-csgd"])) == ["2"]
    assert await found(lead="hp-dt-csgd") == await found(lead="no-such") == []
    assert await found(due_from="2026-05-01") == ["2", "10.1"]
    assert await found(due_to="2026-05-19") == ["1", "10.1"]
    assert await found(status="not_started", overdue="true") == ["1", "10.1"]
    assert await found(overdue="false") == ["2", "10"]
    assert await found(q="dao tao GIAO vien") == ["2"]
    assert await found(q="bao cao 10.1") == ["10.1"]
    assert await found(q="_") == []
    assert await found(updated_since="2030-01-01T00:00:00Z") == []
    assert await found(status="completed") == []


async def test_a_sub_row_stands_under_its_task(client, session, leader, appendix):
    await issued_plan(session, tasks=appendix)
    tasks = {task["code"]: task for task in (await client.get(URL, headers=leader)).json()["items"]}
    assert tasks["10.1"]["parent_id"] == tasks["10"]["id"]
    assert (tasks["10.1"]["number"], tasks["10"]["parent_id"]) == (None, None)


async def test_a_list_of_any_length_takes_one_statement(client, session, leader, count_queries):
    await issued_plan(session, tasks=[a_task("1")])
    with count_queries() as one:
        await client.get(URL, headers=leader)
    await issued_plan(session, title="Khác", tasks=[a_task(str(n)) for n in range(1, 40)])
    with count_queries() as many:
        assert len((await client.get(URL, headers=leader)).json()["items"]) == 40
    assert len(one) == len(many) == 1


@pytest.mark.parametrize("sort", [None, "number", "-title", "due_on", "-due_on,title", "percent,-created_at"])
async def test_pages_make_up_the_whole_list(client, session, leader, sort):
    schedules = ("Quý I", "Quý II", "Thường xuyên", "Quý IV")
    await issued_plan(
        session, tasks=[a_task(str(n), f"Việc {n % 3}", schedule={"text": schedules[n % 4]}) for n in range(13)]
    )
    order = {"sort": sort} if sort else {}
    whole = (await client.get(URL, headers=leader, params=order)).json()
    assert (len(whole["items"]), whole["next_cursor"]) == (13, None)
    pages: list[Any] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        page = (await client.get(URL, headers=leader, params=order | {"limit": "4"} | cursor)).json()
        pages += page["items"]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert pages == whole["items"]


async def test_late_begins_when_the_day_ends_in_vietnam(client, session, leader, clock):
    await issued_plan(session, tasks=[a_task("1", schedule={"text": "trước ngày 21/5/2026"})])
    task = (await client.get(URL, headers=leader)).json()["items"][0]
    path = f"{URL}/{task['id']}"
    clock.now = clock.now.replace(day=20, hour=16, minute=59, second=59)
    before = await client.get(path, headers=leader)
    assert (before.json()["due_on"], before.json()["overdue"]) == ("2026-05-20", False)
    unchanged = leader | {"If-None-Match": before.headers["etag"]}
    assert (await client.get(path, headers=unchanged)).status_code == 304
    clock.now += timedelta(seconds=1)
    after = await client.get(path, headers=unchanged)
    assert (after.status_code, after.json()["overdue"]) == (200, True)
    assert numbers(await client.get(URL, headers=leader, params={"overdue": "true"})) == ["1"]
    assert before.headers["etag"].split(".")[0] == after.headers["etag"].split(".")[0]


@pytest.mark.parametrize(
    ("status", "late"),
    [("completed", False), ("cancelled", False), ("awaiting_confirmation", False), ("in_progress", True)],
)
async def test_a_task_handed_in_is_not_late(client, session, leader, status, late):
    plan = await issued_plan(session, tasks=[a_task("1", schedule={"text": "Quý I"})])
    for task in await session.scalars(select(Task).where(Task.plan_id == plan.id)):
        task.status = status
    await session.commit()
    assert (await client.get(URL, headers=leader)).json()["items"][0]["overdue"] == late
    assert len((await client.get(URL, headers=leader, params={"overdue": "true"})).json()["items"]) == late


async def test_the_database_calls_late_what_the_rules_call_late(client, session, leader, clock):
    today = vietnam_today(clock())
    plan = await issued_plan(session, tasks=[a_task(str(n)) for n in range(4 * len(TASK_STATUSES))])
    for number, task in enumerate(await session.scalars(select(Task).where(Task.plan_id == plan.id))):
        task.status = TASK_STATUSES[number // 4]
        task.due_on = None if number % 4 == 3 else today + timedelta(days=number % 4 - 1)
    await session.commit()
    rows = await session.execute(select(Task.id, Task.status, Task.due_on))
    late = {str(id_) for id_, status, due_on in rows if is_overdue(status, due_on, today)}
    listed = (await client.get(URL, headers=leader)).json()["items"]
    assert {task["id"] for task in listed if task["overdue"]} == late
    for wanted, expected in (("true", late), ("false", {task["id"] for task in listed} - late)):
        found = (await client.get(URL, headers=leader, params={"overdue": wanted})).json()["items"]
        assert {task["id"] for task in found} == expected


async def test_as_of_a_day_tasks_are_as_they_were(client, session, leader):
    await issued_plan(session, tasks=[a_task("1", schedule={"text": "Quý I"})])
    await draft_plan(session, title="Dự thảo", tasks=[a_task("2")])
    for day, found in (("2025-12-31", []), ("2026-01-01", ["1"]), ("2026-12-31", ["1"])):
        assert numbers(await client.get(URL, headers=leader, params={"as_of": day})) == found
    task = (await client.get(URL, headers=leader, params={"as_of": "2026-03-31"})).json()["items"][0]
    assert task["overdue"] is False
    answer = await client.get(f"{URL}/{task['id']}", headers=leader, params={"as_of": "2026-04-01"})
    assert (answer.json()["overdue"], "etag" in answer.headers) == (True, False)
    before = await client.get(f"{URL}/{task['id']}", headers=leader, params={"as_of": "2025-12-31"})
    assert before.status_code == 404
    narrowed = await client.get(URL, headers=leader, params={"as_of": "2026-04-01", "overdue": "true", "lead": "hp-vp"})
    assert numbers(narrowed) == ["1"]


@pytest.mark.parametrize(
    "query",
    [
        {"plan": "x"},
        {"status": "done"},
        {"due_from": "hôm nay"},
        {"overdue": "maybe"},
        {"who": "me"},
        {"cursor": "!!"},
        {"sort": "schedule"},
    ],
)
async def test_a_bad_query_is_refused(client, leader, query):
    answer = await client.get(URL, headers=leader, params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


# Drafting


async def test_nobody_adds_no_task(client, session, ids):
    plan, _ = await draft_plan(session)
    assert (await client.post(URL, json={"plan": str(plan.id), "title": "x"})).status_code == 401


@pytest.mark.parametrize("role", ["leader", "viewer", "admin"])
async def test_who_does_not_draft_adds_no_task(client, session, as_, role):
    plan, _ = await draft_plan(session)
    headers = await as_(role, "hp")
    answer = await client.post(URL, headers=headers, json={"plan": str(plan.id), "title": "x"})
    assert answer.status_code == 403


async def test_an_outsider_adds_no_task(client, session, stranger):
    plan, _ = await draft_plan(session)
    answer = await client.post(URL, headers=stranger, json={"plan": str(plan.id), "title": "x"})
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/plan", "unknown_plan")]


async def test_a_task_is_added_with_its_schedule_read(client, session, coordinator, ids):
    plan, _ = await draft_plan(session)
    body = {
        "plan": str(plan.id),
        "number": "2.1",
        "title": "Triển khai học bạ số",
        "group": "I",
        "schedule": {"text": "Hàng quý"},
        "participations": [
            {"role": "lead", "unit": "hp-vp"},
            {"role": "coordinate", "audience": str(ids["hp-dt-csgd"])},
        ],
        "deliverables": [{"title": "Báo cáo", "kind": "document", "unit": "hp-vp", "due_on": "2026-06-30"}],
    }
    answer = await client.post(URL, headers=coordinator, json=body)
    assert answer.status_code == 201, answer.text
    task = answer.json()
    assert answer.headers["location"].endswith(f"{URL}/{task['id']}")
    assert (task["code"], task["position"], task["version"]) == ("2.1", 1, 1)
    assert [party["printed_name"] for party in task["participations"]] == ["Đơn vị hp-vp", "Các cơ sở giáo dục"]
    assert [term["kind"] for term in task["schedule"]["terms"]] == ["recurring"]
    assert len(task["schedule"]["occurrences"]) == 4
    assert task["deliverables"][0]["unit"]["code"] == "hp-vp"
    after = (await client.get(f"/api/v1/plans/{plan.id}", headers=coordinator)).json()
    assert (after["task_count"], after["version"]) == (1, plan.version + 1)
    assert (await session.scalars(select(AuditEntry).where(AuditEntry.action == "task.create"))).one().unit_id == ids[
        "hp"
    ]
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "task.created"))).one()
    assert (event.data["code"], event.data["due_on"]) == ("2.1", "2026-12-31")


async def test_a_code_is_made_of_the_number_and_stays_unique(client, session, coordinator):
    plan, _ = await draft_plan(session)

    async def code(**facts):
        body = {"plan": str(plan.id), "title": "Việc"} | facts
        return (await client.post(URL, headers=coordinator, json=body)).json()["code"]

    assert [await code(number="1."), await code(number="1"), await code(), await code(number="đ)")] == [
        "1",
        "1-2",
        "3",
        "4",
    ]


async def test_the_same_key_adds_one_task(client, session, coordinator):
    plan, _ = await draft_plan(session)
    headers, body = coordinator | {"Idempotency-Key": "k"}, {"plan": str(plan.id), "title": "Việc"}
    first, second = [await client.post(URL, headers=headers, json=body) for _ in range(2)]
    assert first.json()["id"] == second.json()["id"]
    assert len((await client.get(URL, headers=coordinator)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"group": "IX"}, "/group", "unknown_task_group"),
        ({"parent": "9"}, "/parent", "unknown_task"),
        ({"parent": "1.1"}, "/parent", "too_deep"),
        ({"code": "1"}, "/code", "code_taken"),
        ({"code": "a b"}, "/code", "string_pattern_mismatch"),
        ({"participations": [{"role": "lead", "unit": "qng-vp"}]}, "/participations/0/unit", "unknown_unit"),
        ({"participations": [{"role": "lead", "unit": "nope"}]}, "/participations/0/unit", "unknown_unit"),
        (
            {"participations": [{"role": "lead", "audience": "qng-dt-csgd"}]},
            "/participations/0/audience",
            "unknown_audience",
        ),
        ({"participations": [{"role": "lead"}]}, "/participations/0", "no_party"),
        (
            {"participations": [{"role": "lead", "unit": "hp", "audience": "hp-dt-csgd"}]},
            "/participations/0",
            "two_parties",
        ),
        ({"participations": [{"role": "boss", "unit": "hp"}]}, "/participations/0/role", "literal_error"),
        ({"deliverables": [{"title": "x", "kind": "paper"}]}, "/deliverables/0/kind", "literal_error"),
        (
            {"deliverables": [{"title": "x", "kind": "thing", "id": str(uuid7())}]},
            "/deliverables/0/id",
            "unknown_deliverable",
        ),
        ({"deliverables": [{"title": "x", "kind": "thing", "unit": "qng"}]}, "/deliverables/0/unit", "unknown_unit"),
        (
            {"schedule": {"text": "x", "terms": [{"kind": "date", "on": "2026-02-30"}]}},
            "/schedule/terms/0/on",
            "date_from_datetime_parsing",
        ),
        ({"schedule": {"text": "x", "terms": [{"kind": ["x"]}]}}, "/schedule/terms/0", "union_tag_invalid"),
        (
            {"schedule": {"text": "x", "terms": [{"kind": "date", "on": "9999-12-31"}]}},
            "/schedule/terms/0/on",
            "less_than_equal",
        ),
        (
            {"schedule": {"text": "x", "terms": [{"kind": "as_directed", "source": "a\x00"}]}},
            "/schedule/terms/0/source",
            "control_character",
        ),
        (
            {"schedule": {"text": "x", "terms": [{"kind": "span", "start": "2026-05-02", "end": "2026-05-01"}]}},
            "/schedule/terms/0",
            "bad_term",
        ),
        ({"schedule": {}}, "/schedule/text", "missing"),
        ({"status": "completed"}, "/status", "extra_forbidden"),
        ({"percent": 50}, "/percent", "extra_forbidden"),
        ({"position": 10**12}, "/position", "less_than_equal"),
        ({"title": "x" * 3000}, "/title", "string_too_long"),
        ({"note": "\x00"}, "/note", "control_character"),
    ],
)
async def test_a_bad_field_is_named_and_nothing_is_added(client, session, coordinator, change, pointer, code):
    plan, _ = await draft_plan(session, tasks=[a_task("1"), a_task("1.1", parent="1")])
    answer = await client.post(URL, headers=coordinator, json={"plan": str(plan.id), "title": "Việc"} | change)
    assert answer.status_code == 422, answer.text
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert len((await client.get(URL, headers=coordinator)).json()["items"]) == 2


# Changing


async def test_a_task_is_changed_field_by_field(client, session, coordinator):
    plan, (task,) = await draft_plan(session, tasks=[a_task("1", note="Giữ")])
    path = f"{URL}/{task.id}"
    first = (await client.get(path, headers=coordinator)).json()
    body = {"title": "Tên mới", "schedule": {"text": "Quý III"}, "group": "II", "number": "1a"}
    task_now = (await changed(client, coordinator, path, body)).json()
    assert (task_now["title"], task_now["due_on"], task_now["group"]["code"]) == ("Tên mới", "2026-09-30", "II")
    assert (task_now["note"], task_now["code"], task_now["version"]) == ("Giữ", "1", first["version"] + 1)
    assert task_now["deliverables"] == first["deliverables"]
    assert numbers(await client.get(URL, headers=coordinator, params={"q": "ten moi"})) == ["1a"]
    emptied: dict[str, Any] = {
        "participations": [],
        "group": None,
        "note": None,
        "deliverables": [],
        "code": "9",
        "position": 5,
    }
    task_now = (await changed(client, coordinator, path, emptied)).json()
    assert (task_now["participations"], task_now["group"], task_now["note"], task_now["deliverables"]) == (
        [],
        None,
        None,
        [],
    )
    assert (task_now["code"], task_now["position"]) == ("9", 5)
    assert (await client.get(URL, headers=coordinator)).json()["items"] == [task_now]
    assert (await client.get(f"/api/v1/plans/{plan.id}", headers=coordinator)).json()["version"] == plan.version + 2


async def test_deliverables_named_by_id_stay_themselves(client, session, coordinator):
    products = [{"title": title, "kind": "document"} for title in ("A", "B")]
    _, (task,) = await draft_plan(session, tasks=[a_task("1", deliverables=products)])
    path = f"{URL}/{task.id}"
    kept = (await client.get(path, headers=coordinator)).json()["deliverables"][1]
    listed = [
        {"title": "Mới", "kind": "figure"},
        {"id": kept["id"], "title": "B", "kind": "document", "status": "done"},
    ]
    task_now = (await changed(client, coordinator, path, {"deliverables": listed})).json()
    assert [each["title"] for each in task_now["deliverables"]] == ["Mới", "B"]
    assert (task_now["deliverables"][1]["id"], task_now["deliverables"][1]["version"]) == (
        kept["id"],
        kept["version"] + 1,
    )
    assert task_now["percent"] == 50
    stranger_id = [{"id": str(uuid7()), "title": "X", "kind": "thing"}]
    answer = await changed(client, coordinator, path, {"deliverables": stranger_id}, expected=422)
    assert answer.json()["errors"][0]["code"] == "unknown_deliverable"


async def test_a_task_moves_under_another_but_not_under_itself(client, session, coordinator):
    _, (one, two, row) = await draft_plan(session, tasks=[a_task("1"), a_task("2"), a_task("2.1", parent="2")])
    paths = {task.code: f"{URL}/{task.id}" for task in (one, two, row)}
    moved = (await changed(client, coordinator, paths["2.1"], {"parent": "1"})).json()
    assert moved["parent_id"] == str(one.id)
    for child, parent in (("1", "2"), ("1", "1"), ("2", "2.1")):
        answer = await changed(client, coordinator, paths[child], {"parent": parent}, expected=422)
        assert answer.json()["errors"][0]["code"] == "too_deep"
    assert (await changed(client, coordinator, paths["2.1"], {"parent": None})).json()["parent_id"] is None
    taken = await changed(client, coordinator, paths["2.1"], {"code": "1"}, expected=422)
    assert taken.json()["errors"][0]["code"] == "code_taken"


async def test_sub_rows_go_with_their_task_to_another_group(client, session, coordinator):
    rows = [a_task("1", group="I"), a_task("1.1", parent="1"), a_task("2", group="II"), a_task("3")]
    plan, tasks = await draft_plan(session, tasks=rows)
    paths = {task.code: f"{URL}/{task.id}" for task in tasks}

    async def group(code: str) -> Any:
        body = (await client.get(paths[code], headers=coordinator)).json()["group"]
        return body and body["code"]

    await changed(client, coordinator, paths["1"], {"group": "II"})
    assert [await group(code) for code in ("1", "1.1", "2", "3")] == ["II", "II", "II", None]
    await changed(client, coordinator, paths["1.1"], {"parent": "3"})
    assert await group("1.1") is None
    for code in ("1", "2"):
        await changed(client, coordinator, paths[code], {"group": None})
    groups = f"/api/v1/plans/{plan.id}/task-groups"
    for held in (await client.get(groups, headers=coordinator)).json()["items"]:
        gone = await client.delete(f"{groups}/{held['id']}", headers=coordinator | {"If-Match": "*"})
        assert gone.status_code == 204


async def test_a_stale_or_missing_version_changes_no_task(client, session, coordinator):
    _, (task,) = await draft_plan(session, tasks=[a_task("1")])
    path, stale = f"{URL}/{task.id}", coordinator | {"If-Match": '"7.0"'}
    assert (await client.patch(path, headers=coordinator, json={"title": "x"})).status_code == 428
    assert (await client.patch(path, headers=stale, json={"title": "x"})).status_code == 412
    assert (await client.delete(path, headers=coordinator)).status_code == 428
    assert (await client.get(path, headers=coordinator)).json()["title"] == task.title


@pytest.mark.parametrize(
    ("role", "unit", "expected"), [("leader", "hp", 403), ("coordinator", "qng", 404), ("school_head", "hp-th1", 404)]
)
async def test_who_does_not_draft_changes_no_task(client, session, as_, role, unit, expected):
    _, (task,) = await draft_plan(session, tasks=[a_task("1")])
    headers = await as_(role, unit) | {"If-Match": "*"}
    assert (await client.patch(f"{URL}/{task.id}", headers=headers, json={"title": "x"})).status_code == expected
    assert (await client.delete(f"{URL}/{task.id}", headers=headers)).status_code == expected


async def test_the_tasks_of_an_issued_plan_are_not_edited(client, session, coordinator):
    plan = await issued_plan(session, tasks=[a_task("1")])
    task = (await client.get(URL, headers=coordinator)).json()["items"][0]
    any_version = coordinator | {"If-Match": "*"}
    deliverable = f"/api/v1/deliverables/{task['deliverables'][0]['id']}"
    answers = [
        await client.patch(f"{URL}/{task['id']}", headers=any_version, json={"title": "x"}),
        await client.delete(f"{URL}/{task['id']}", headers=any_version),
        await client.post(URL, headers=coordinator, json={"plan": str(plan.id), "title": "x"}),
        await client.patch(deliverable, headers=any_version, json={"status": "done"}),
        await client.delete(deliverable, headers=any_version),
        await client.post(
            f"/api/v1/plans/{plan.id}/task-groups", headers=coordinator, json={"code": "X", "title": "x"}
        ),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(409, "plan_not_draft")] * 6
    assert (await client.get(URL, headers=coordinator)).json()["items"] == [task]


async def test_a_task_is_deleted_after_its_rows(client, session, coordinator):
    plan, (task, row) = await draft_plan(session, tasks=[a_task("1"), a_task("1.1", parent="1")])
    any_version = coordinator | {"If-Match": "*"}
    refused = await client.delete(f"{URL}/{task.id}", headers=any_version)
    assert (refused.status_code, refused.json()["code"]) == (409, "task_has_rows")
    for each in (row, task):
        assert (await client.delete(f"{URL}/{each.id}", headers=any_version)).status_code == 204
    assert (await client.get(URL, headers=coordinator)).json()["items"] == []
    assert (await client.get(f"/api/v1/plans/{plan.id}", headers=coordinator)).json()["task_count"] == 0
    again = await client.post(URL, headers=coordinator, json={"plan": str(plan.id), "title": "Lại", "code": "1"})
    assert again.status_code == 201


async def test_two_who_add_at_once_are_both_heard(own_database_url):
    database = Database.connect(own_database_url, pool=3)
    async with database.session(NOON) as session:
        ids = await two_provinces(session)
        plan, _ = await draft_plan(session)
        subject = await caller(session, "coordinator", ids["hp"])

    async def add(title: str) -> None:
        given = TaskIn(plan=plan.id, title=title)
        async with database.session(NOON) as session:
            await create_task(session, SYSTEM, subject, given, before_includes_day=False)
            await session.commit()

    await asyncio.gather(*(add(f"Việc {number}") for number in range(4)))
    async with database.session(NOON) as session:
        codes = (await session.scalars(select(Task.code).order_by(Task.code))).all()
        kept = await session.get_one(Plan, plan.id)
    await database.close()
    assert codes == ["1", "2", "3", "4"]
    assert (kept.task_count, kept.version) == (4, plan.version + 4)


# Deliverables


@pytest.fixture
def product():
    return a_task("1", deliverables=[{"title": "A", "kind": "document"}, {"title": "B", "kind": "figure"}])


async def test_a_deliverable_is_read_and_changed_alone(client, session, coordinator, product):
    _, (task,) = await draft_plan(session, tasks=[product])
    listed = (await client.get(f"{URL}/{task.id}", headers=coordinator)).json()
    path = f"/api/v1/deliverables/{listed['deliverables'][0]['id']}"
    alone = (await client.get(path, headers=coordinator)).json()
    assert (alone["task"]["code"], alone["plan_id"], alone["title"]) == ("1", listed["plan_id"], "A")
    body = {
        "status": "done",
        "unit": "hp-vp",
        "due_on": "2026-06-01",
        "document": {"type": "Báo cáo", "number": "12/BC"},
    }
    done = (await changed(client, coordinator, path, body)).json()
    assert (done["status"], done["unit"]["code"], done["due_on"]) == ("done", "hp-vp", "2026-06-01")
    assert done["document"] == {"type": "Báo cáo", "number": "12/BC", "issued_on": None, "signer": None}
    after = (await client.get(f"{URL}/{task.id}", headers=coordinator)).json()
    assert (after["percent"], after["version"], after["deliverables"][0]["status"]) == (
        50,
        listed["version"] + 1,
        "done",
    )
    assert (await client.get(URL, headers=coordinator)).json()["items"] == [after]
    renamed = (await changed(client, coordinator, path, {"title": "Sổ tay", "unit": None, "document": None})).json()
    assert (renamed["unit"], renamed["document"]) == (None, None)
    assert numbers(await client.get(URL, headers=coordinator, params={"q": "so tay"})) == ["1"]
    bad = await changed(client, coordinator, path, {"unit": "qng"}, expected=422)
    assert bad.json()["errors"][0]["code"] == "unknown_unit"


async def test_a_deleted_deliverable_leaves_the_task(client, session, coordinator, product):
    _, (task,) = await draft_plan(session, tasks=[product])
    first, second = (await client.get(f"{URL}/{task.id}", headers=coordinator)).json()["deliverables"]
    await changed(client, coordinator, f"/api/v1/deliverables/{second['id']}", {"status": "done"})
    path = f"/api/v1/deliverables/{first['id']}"
    assert (await client.delete(path, headers=coordinator)).status_code == 428
    assert (await client.delete(path, headers=coordinator | {"If-Match": "*"})).status_code == 204
    assert (await client.get(path, headers=coordinator)).status_code == 404
    assert (await client.delete(path, headers=coordinator | {"If-Match": "*"})).status_code == 404
    after = (await client.get(f"{URL}/{task.id}", headers=coordinator)).json()
    assert ([each["title"] for each in after["deliverables"]], after["percent"]) == (["B"], 100)


@pytest.mark.parametrize(("role", "unit", "expected"), [("viewer", "hp", 403), ("coordinator", "qng", 404)])
async def test_who_does_not_draft_changes_no_deliverable(
    client, session, as_, coordinator, product, role, unit, expected
):
    _, (task,) = await draft_plan(session, tasks=[product])
    deliverable = (await client.get(f"{URL}/{task.id}", headers=coordinator)).json()["deliverables"][0]
    headers = await as_(role, unit) | {"If-Match": "*"}
    path = f"/api/v1/deliverables/{deliverable['id']}"
    assert (await client.patch(path, headers=headers, json={"status": "done"})).status_code == expected
    assert (await client.delete(path, headers=headers)).status_code == expected
