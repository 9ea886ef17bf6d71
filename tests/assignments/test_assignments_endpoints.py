"""/assignments and /me/work over HTTP."""

from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.assignments.models import Assignment
from api.assignments.service import resolve
from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.kit.events import OutboxEvent
from api.plans.models import Deliverable
from tests.assignments.conftest import tasks_of
from tests.factories.plans import a_task, issued_plan

URL = "/api/v1/assignments"


@pytest_asyncio.fixture
async def mine(session, work, ids):
    """What the primary school owes."""
    return await session.scalar(select(Assignment).where(Assignment.unit_id == ids["hp-th1"]))


@pytest_asyncio.fixture
async def head(as_):
    return await as_("school_head", "hp-th1")


async def listed(client, headers, **filters):
    answer = await client.get(URL, headers=headers, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def codes(client, headers, **filters):
    return sorted(each["unit"]["code"] for each in await listed(client, headers, **filters))


async def test_a_unit_sees_its_work_and_those_above_see_it_too(client, work, as_, head, leader, stranger):
    assert await codes(client, head) == ["hp-th1"]
    assert await codes(client, await as_("commune_officer", "hp-xa2")) == ["hp-mn2"]
    assert await codes(client, leader) == ["hp-mn2", "hp-th1", "hp-thpt", "hp-vp"]
    assert await codes(client, stranger) == []


async def test_a_division_sees_what_is_owed_to_the_tasks_it_leads(client, work, as_):
    assert len(await codes(client, await as_("officer", "hp-vp"))) == 4


async def test_another_division_sees_nothing_of_it(client, session, ids, engage, as_):
    plan = await issued_plan(session, tasks=[a_task("1", participations=[])])
    (task,) = await tasks_of(session, plan)
    await engage(plan, task)
    await resolve(session, SYSTEM, plan, date(2026, 1, 1))
    await session.commit()
    assert await codes(client, await as_("officer", "hp-vp")) == []


async def test_an_item_says_all_of_it(client, work, head, mine):
    (item,) = await listed(client, head)
    plan, task = work
    assert item["task"] == {"id": str(task.id), "code": "1", "name": task.title}
    wanted = {"owes": "figure", "occurrence": "2026-Q2", "status": "not_started", "percent": 0, "overdue": False}
    assert {key: item[key] for key in wanted} == wanted
    assert (item["due_at"], item["plan_id"]) == ("2026-06-30T16:59:59.000000Z", str(plan.id))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"unit": "hp-th1"}, 1),
        ({"under": "hp-xa1"}, 1),
        ({"under": "hp"}, 4),
        ({"under": "qng"}, 0),
        ({"owes": "product"}, 1),
        ({"status": "completed"}, 0),
        ({"status": "not_started"}, 4),
        ({"overdue": "true"}, 0),
        ({"overdue": "false"}, 4),
        ({"open": "true"}, 4),
        ({"open": "false"}, 0),
        ({"due_from": "2026-06-30", "due_to": "2026-06-30"}, 4),
        ({"due_to": "2026-06-29"}, 0),
        ({"task": "1"}, 4),
        ({"q": "chu ky so"}, 4),
        ({"q": "hp-mn2"}, 1),
        ({"q": "không có"}, 0),
        ({"updated_since": "2026-05-21T00:00:00Z"}, 0),
    ],
)
async def test_filters_narrow_the_list(client, work, leader, filters, expected):
    assert len(await listed(client, leader, **filters)) == expected


async def test_by_id_means_the_same(client, work, leader, ids):
    plan, task = work
    assert len(await listed(client, leader, plan=str(plan.id), task=str(task.id), under=str(ids["hp-xa1"]))) == 1


async def test_what_was_handed_in_is_not_late_however_long_its_confirming_takes(client, work, head, leader, clock):
    (mine,) = await listed(client, head)
    one = f"/api/v1/assignments/{mine['id']}"

    async def say(status):
        tag = (await client.get(one, headers=head)).headers["etag"]
        answer = await client.patch(one, headers=head | {"If-Match": tag}, json={"status": status})
        assert answer.status_code == 200, answer.text
        return answer.json()

    handed_in = await say("awaiting_confirmation")
    assert (handed_in["overdue"], handed_in["completed_at"]) == (False, "2026-05-20T05:00:00.000000Z")
    clock.advance(days=60)
    counted = (await client.get("/api/v1/assignments/counts", headers=leader)).json()["items"][0]
    assert (counted["awaiting_confirmation"], counted["overdue"]) == (1, 3)
    assert [each["id"] for each in await listed(client, head, overdue="false")] == [mine["id"]]
    groups = (await client.get("/api/v1/me/work", headers=head)).json()
    assert [len(groups[name]) for name in ("overdue", "due_soon", "later")] == [0, 0, 1]
    assert (await say("completed"))["completed_at"] == handed_in["completed_at"]
    sent_back = await say("in_progress")
    assert (sent_back["overdue"], sent_back["completed_at"]) == (True, None)
    late = await say("awaiting_confirmation")
    assert (late["overdue"], late["completed_at"] > late["due_at"]) == (False, True)


async def test_lateness_follows_the_clock_in_viet_nam(client, work, head, clock):
    clock.advance(days=41, hours=11, minutes=59, seconds=59)
    assert [each["overdue"] for each in await listed(client, head)] == [False]
    clock.advance(seconds=1)
    assert [each["overdue"] for each in await listed(client, head)] == [True]
    assert len(await listed(client, head, overdue="true")) == 1


async def test_pages_go_through_all_of_it(client, work, leader):
    first = (await client.get(URL, headers=leader, params={"limit": 3, "include": "total"})).json()
    assert (len(first["items"]), first["total"]) == (3, 4)
    rest = (await client.get(URL, headers=leader, params={"limit": 3, "cursor": first["next_cursor"]})).json()
    assert len({each["id"] for each in first["items"] + rest["items"]}) == 4


async def test_the_list_is_one_statement(client, work, leader, count_queries):
    for limit in (1, 4):
        with count_queries() as queries:
            await client.get(URL, headers=leader, params={"limit": limit})
        assert len(queries) == 1


async def test_a_school_says_what_it_did(client, session, work, head, mine):
    url = f"{URL}/{mine.id}"
    before = await client.get(url, headers=head)
    (product,) = before.json()["deliverables"]
    document = {"type": "Báo cáo", "number": "5/BC", "issued_on": "2026-05-19", "signer": "Hiệu trưởng"}
    body = {
        "status": "in_progress", "person": "Cô Lan", "supervisor": "Thầy Nam", "text": "Đã tập huấn",
        "deliverables": [{"id": product["id"], "done": True, "document": document}],
    }  # fmt: skip
    answer = await client.patch(url, headers=head | {"If-Match": before.headers["etag"]}, json=body)
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (shown["status"], shown["percent"], shown["person"], shown["version"]) == ("in_progress", 99, "Cô Lan", 2)
    assert (shown["deliverables"][0]["done"], shown["deliverables"][0]["document"]) == (True, document)
    done = await client.patch(url, headers=head | {"If-Match": answer.headers["etag"]}, json={"status": "completed"})
    assert (done.json()["percent"], done.json()["completed_at"][:10]) == (100, "2026-05-20")
    again = await client.patch(url, headers=head | {"If-Match": done.headers["etag"]}, json={"status": "in_progress"})
    assert again.json()["completed_at"] is None


async def test_what_is_so_already_leaves_no_trace(client, session, work, head, mine):
    url, same = f"{URL}/{mine.id}", {"status": "not_started"}
    answer = await client.patch(url, headers=head | {"If-Match": '"1.0"'}, json=same)
    assert answer.json()["version"] == 1
    assert (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "assignment.updated"))).all() == []


async def test_notes_keep_their_history(client, work, head, mine, coordinator):
    url = f"{URL}/{mine.id}"
    first = await client.post(f"{url}/updates", headers=head, json={"text": "Bắt đầu", "status": "in_progress"})
    assert first.status_code == 201, first.text
    second = await client.post(f"{url}/updates", headers=coordinator, json={"text": "Trường báo qua điện thoại"})
    said = [(each["text"], each["on_behalf"], each["status"]) for each in second.json()["updates"]]
    assert said == [("Bắt đầu", False, "in_progress"), ("Trường báo qua điện thoại", True, "in_progress")]
    assert second.json()["version"] == 3


async def test_what_is_entered_for_a_unit_is_logged_so(client, session, work, mine, as_, head):
    officer = await as_("commune_officer", "hp-xa1")
    for headers, version in ((officer, 1), (head, 2)):
        body = {"text": f"Lần {version}"}
        answer = await client.patch(f"{URL}/{mine.id}", headers=headers | {"If-Match": f'"{version}.0"'}, json=body)
        assert answer.status_code == 200, answer.text
    entries = await session.scalars(select(AuditEntry).where(AuditEntry.action == "assignment.update"))
    assert sorted(each.changes["on_behalf"] for each in entries) == [False, True]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"status": "finished"}, "/status", "literal_error"),
        ({"percent": 50}, "/percent", "extra_forbidden"),
        ({"status": "cancelled"}, "/status", "not_yours_to_stop"),
        (
            {"deliverables": [{"id": "0197c0de-0000-7000-8000-000000000000", "done": True}]},
            "/deliverables/0/id", "unknown_deliverable",
        ),
    ],
)  # fmt: skip
async def test_a_bad_change_is_named_and_changes_nothing(client, session, work, head, mine, body, pointer, code):
    answer = await client.patch(f"{URL}/{mine.id}", headers=head | {"If-Match": "*"}, json={"text": "x"} | body)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert (await session.get_one(Assignment, mine.id, populate_existing=True)).text is None


async def test_those_above_may_stop_it(client, work, mine, coordinator):
    answer = await client.patch(
        f"{URL}/{mine.id}", headers=coordinator | {"If-Match": "*"}, json={"status": "cancelled"}
    )
    assert answer.json()["status"] == "cancelled"


async def test_work_of_a_closed_plan_and_withdrawn_work_is_read_only(client, session, work, head, mine):
    plan, _ = work
    mine.withdrawn = True
    await session.commit()
    answer = await client.patch(f"{URL}/{mine.id}", headers=head | {"If-Match": "*"}, json={"text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment_withdrawn")
    plan.status = "closed"
    await session.commit()
    answer = await client.patch(f"{URL}/{mine.id}", headers=head | {"If-Match": "*"}, json={"text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_not_in_force")


async def test_who_reads_one(client, work, mine, as_, head, leader, stranger):
    other, admin = await as_("school_head", "hp-mn2"), await as_("admin", "hp")
    for headers, expected in (({}, 401), (stranger, 404), (other, 404), (admin, 403), (head, 200), (leader, 200)):
        assert (await client.get(f"{URL}/{mine.id}", headers=headers)).status_code == expected
    unchanged = await client.get(f"{URL}/{mine.id}", headers=head)
    headers = head | {"If-None-Match": unchanged.headers["etag"]}
    assert (await client.get(f"{URL}/{mine.id}", headers=headers)).status_code == 304


async def test_who_writes_one(client, work, mine, as_, head, leader, stranger):
    viewer, other = await as_("viewer", "hp"), await as_("school_head", "hp-mn2")
    expectations: tuple[tuple[dict[str, str], int], ...] = (
        ({}, 401),
        (stranger, 404),
        (other, 404),
        (viewer, 403),
        (leader, 403),
        (head, 428),
    )
    for headers, expected in expectations:
        assert (await client.patch(f"{URL}/{mine.id}", headers=headers, json={})).status_code == expected
    for headers, expected in (*expectations[:-1], (head, 201)):
        answer = await client.post(f"{URL}/{mine.id}/updates", headers=headers, json={"text": "Ghi chú"})
        assert answer.status_code == expected
    stale = head | {"If-Match": '"99.0"'}
    assert (await client.patch(f"{URL}/{mine.id}", headers=stale, json={})).status_code == 412


async def test_my_work_is_what_my_units_owe_now_by_due(
    client, session, work, head, ids, mine, clock, engage, count_queries
):
    plan, _ = work
    undated = next(task for task in await tasks_of(session, plan) if task.code == "2")
    undated.schedule = {"text": "", "terms": [], "occurrences": [], "warnings": []}
    await session.flush()
    await engage(plan, undated, owes="yes_no")
    await resolve(session, SYSTEM, plan, date(2026, 1, 1))
    await session.commit()
    with count_queries() as queries:
        answer = await client.get("/api/v1/me/work", headers=head)
    assert len(queries) <= 3
    groups = {name: [each["task"]["code"] for each in found] for name, found in answer.json().items() if name != "more"}
    assert groups == {"overdue": [], "due_soon": [], "later": ["1"], "undated": ["2"]}
    clock.advance(days=36)
    assert len((await client.get("/api/v1/me/work", headers=head)).json()["due_soon"]) == 1
    clock.advance(days=36)
    assert len((await client.get("/api/v1/me/work", headers=head)).json()["overdue"]) == 1
    mine.status = "completed"
    await session.commit()
    assert (await client.get("/api/v1/me/work", headers=head)).json()["overdue"] == []


async def test_who_has_work(client, work, as_, stranger):
    assert (await client.get("/api/v1/me/work")).status_code == 401
    assert (await client.get("/api/v1/me/work", headers=await as_("admin", "hp"))).status_code == 403
    theirs = (await client.get("/api/v1/me/work", headers=stranger)).json()
    assert [theirs[name] for name in ("overdue", "due_soon", "later", "undated")] == [[], [], [], []]


async def test_products_the_task_lost_are_not_shown(client, session, work, head, mine):
    product = await session.scalar(select(Deliverable).where(Deliverable.task_id == mine.task_id))
    mine.deliverables = [{"id": str(product.id), "done": True, "document": None}]
    product.deleted_at = session.info["now"]
    await session.commit()
    assert (await client.get(f"{URL}/{mine.id}", headers=head)).json()["deliverables"] == []
