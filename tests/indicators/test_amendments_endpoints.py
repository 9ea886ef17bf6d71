"""/plans/{id}/amendments and /comparison over HTTP: an issued plan changes, and every day of it stays readable."""

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.plans.models import Amendment, Plan, Task
from api.plans.service import render
from tests.factories.indicators import an_indicator
from tests.factories.plans import a_task, draft_plan, issued_plan

PLANS, TASKS, TARGETS = "/api/v1/plans", "/api/v1/tasks", "/api/v1/targets"
BASIS = [{"type": "Quyết định", "number": "12/QĐ-SGDĐT", "issued_on": "2026-05-10", "issuer": "Sở GDĐT"}]
FACTS = {"effective_on": "2026-05-15", "reason": "Theo Nghị quyết mới", "legal_bases": BASIS}


@pytest_asyncio.fixture
async def plan(session, ids):
    """Two tasks in force since the first of January, the second with a sub-row, and two targets."""
    await an_indicator(session)
    plan = await issued_plan(session, tasks=[a_task("1"), a_task("2"), a_task("2.1", parent="2")])
    rows = [TargetRow(indicator="chu-ky-so", number=n, value=80, comparator="ge", text="≥80%") for n in ("1", "2")]
    await store_targets(session, SYSTEM, plan, rows)
    await session.commit()
    return plan


@pytest.fixture
def amend(client, leader):
    """`await amend(plan, tasks=…, targets=…)` with the plan's newest version."""

    async def send(plan, expected=201, headers=None, **what):
        path = f"{PLANS}/{plan.id}"
        seen = await client.get(path, headers=headers or leader)
        tag = {"If-Match": seen.headers.get("etag", "*")}
        answer = await client.post(f"{path}/amendments", headers=(headers or leader) | tag, json=FACTS | what)
        assert answer.status_code == expected, answer.text
        return answer

    return send


@pytest.fixture
def on(client, leader):
    """`await on("2026-05-14")`: the tasks of that day by code, or of now."""

    async def read(day=None, url=TASKS, key="code"):
        params = {} if day is None else {"as_of": day}
        answer = await client.get(url, headers=leader, params=params)
        assert answer.status_code == 200, answer.text
        return {item[key]: item for item in answer.json()["items"]}

    return read


async def id_of(session, code):
    return str(await session.scalar(select(Task.id).where(Task.code == code)))


async def test_an_amendment_adds_changes_and_cancels_in_one_act(session, plan, amend, on):
    before = await on("2026-05-14")
    answer = await amend(
        plan,
        task_groups=[{"code": "III", "title": "Nhóm mới"}],
        tasks={
            "add": [{"title": "Nhiệm vụ mới", "number": "3", "group": "III", "schedule": {"text": "Quý IV"}}],
            "change": [{"task": "1", "title": "Tên mới", "participations": [{"role": "lead", "unit": "hp-xa1"}]}],
            "cancel": ["2"],
        },
    )
    body = answer.json()
    assert (body["number"], body["effective_on"], body["legal_bases"][0]["number"]) == (1, "2026-05-15", "12/QĐ-SGDĐT")
    assert [(each["change"], each["number"]) for each in body["changes"]] == [
        ("changed", "1"),
        ("cancelled", "2"),
        ("cancelled", "2.1"),
        ("added", "3"),
    ]
    fields = {each["field"]: (each["before"], each["after"]) for each in body["changes"][0]["fields"]}
    assert fields["title"] == ("Triển khai chữ ký số", "Tên mới")
    assert fields["participations"][1][0]["unit"]["code"] == "hp-xa1"
    now = await on()
    assert {code: task["status"] for code, task in now.items()} == {
        "1": "not_started",
        "2": "cancelled",
        "2.1": "cancelled",
        "3": "not_started",
    }
    assert [each["status"] for each in now["2"]["deliverables"]] == ["cancelled"]
    assert now["1"]["id"] == before["1"]["id"]
    assert await on("2026-05-14") == before
    assert await on("2026-05-15") == now


async def test_each_amendment_is_read_before_and_after(client, session, plan, amend, on, leader):
    for day, title in (("2026-03-01", "Lần một"), ("2026-04-01", "Lần hai"), ("2026-04-01", "Cùng ngày")):
        await amend(plan, effective_on=day, tasks={"change": [{"task": "1", "title": title}]})
    for day, title in (
        ("2026-01-01", "Triển khai chữ ký số"),
        ("2026-02-28", "Triển khai chữ ký số"),
        ("2026-03-01", "Lần một"),
        ("2026-03-31", "Lần một"),
        ("2026-04-01", "Cùng ngày"),
        ("2026-12-31", "Cùng ngày"),
    ):
        assert (await on(day))["1"]["title"] == title
        one = await client.get(f"{TASKS}/{await id_of(session, '1')}", headers=leader, params={"as_of": day})
        assert (one.json()["title"], "etag" in one.headers) == (title, False)
    listed = (await client.get(f"{PLANS}/{plan.id}/amendments", headers=leader)).json()["items"]
    assert [(each["number"], each["changes"][0]["fields"][0]["after"]) for each in listed] == [
        (1, "Lần một"),
        (2, "Lần hai"),
        (3, "Cùng ngày"),
    ]
    one = await client.get(f"{PLANS}/{plan.id}/amendments/{listed[1]['id']}", headers=leader)
    assert one.json() == listed[1]
    again = await client.get(one.request.url, headers=leader | {"If-None-Match": one.headers["etag"]})
    assert again.status_code == 304


async def test_the_plan_of_a_day_counts_what_it_had_then(client, plan, amend, leader):
    path = f"{PLANS}/{plan.id}"
    before = (await client.get(path, headers=leader)).json()
    await amend(plan, tasks={"add": [{"title": "Thêm"}]}, targets={"add": [{"indicator": "chu-ky-so", "text": "100"}]})
    now = (await client.get(path, headers=leader)).json()
    assert (now["task_count"], now["target_count"]) == (before["task_count"] + 1, before["target_count"] + 1)
    then = await client.get(path, headers=leader, params={"as_of": "2026-05-14"})
    assert then.json() == before
    assert (await client.get(path, headers=leader, params={"as_of": "2026-05-15"})).json() == now
    listed = await client.get(PLANS, headers=leader, params={"as_of": "2026-05-14", "status": "issued"})
    assert listed.json()["items"] == [before]


async def test_targets_are_amended_with_the_tasks(client, plan, amend, on, leader):
    before = await on("2026-05-14", TARGETS, "number")
    office = [{"role": "lead", "unit": "hp-vp"}]
    answer = await amend(
        plan,
        targets={
            "add": [{"indicator": "chu-ky-so", "number": "3", "value": 5, "text": "5"}],
            "change": [{"target": before["1"]["id"], "value": 95, "text": "≥95%", "participations": office}],
            "cancel": [before["2"]["id"]],
        },
    )  # fmt: skip
    assert [(each["entity"], each["change"], each["number"]) for each in answer.json()["changes"]] == [
        ("target", "changed", "1"),
        ("target", "added", "3"),
        ("target", "cancelled", "2"),
    ]
    fields = {each["field"]: (each["before"], each["after"]) for each in answer.json()["changes"][0]["fields"]}
    assert (fields["value"], fields["text"]) == ((80, 95), ("≥80%", "≥95%"))
    now = await on(None, TARGETS, "number")
    assert (list(now), now["1"]["value"]) == (["1", "3"], 95)
    assert await on("2026-05-14", TARGETS, "number") == before
    assert await on("2026-05-15", TARGETS, "number") == now
    for day, status in (("2026-05-14", 200), ("2026-05-15", 404)):
        one = await client.get(f"{TARGETS}/{before['2']['id']}", headers=leader, params={"as_of": day})
        assert one.status_code == status


async def test_lists_of_a_day_are_narrowed_by_what_was_true_then(client, session, plan, amend, leader, ids):
    changed = {"title": "Xây dựng kho học liệu", "participations": [{"role": "lead", "audience": "hp-dt-csgd"}]}
    target = (await client.get(TARGETS, headers=leader)).json()["items"][0]["id"]
    await amend(
        plan,
        tasks={"change": [{"task": "1", "group": "I", "schedule": {"text": "Quý I"}} | changed], "cancel": ["2"]},
        targets={"change": [{"target": target, "year": 2027, "participations": [{"role": "lead", "unit": "hp-vp"}]}]},
    )

    async def found(url, day, **query):
        answer = await client.get(url, headers=leader, params={"as_of": day, **query})
        assert answer.status_code == 200, answer.text
        return [item["number"] for item in answer.json()["items"]]

    before, after = "2026-05-14", "2026-05-15"
    for query, then, now in (
        ({"q": "kho hoc lieu"}, [], ["1"]),
        ({"lead": "hp-vp"}, ["1", "2", "2.1"], ["2", "2.1"]),
        ({"lead": str(ids["hp-dt-csgd"])}, [], ["1"]),
        ({"participant": "hp-dt-csgd"}, [], ["1"]),
        ({"status": "cancelled"}, [], ["2", "2.1"]),
        ({"group": "I"}, [], ["1"]),
        ({"overdue": "true"}, [], ["1"]),
        ({"due_to": "2026-04-01"}, [], ["1"]),
        ({"plan": str(plan.id), "sort": "-number"}, ["2.1", "2", "1"], ["2.1", "2", "1"]),
    ):
        assert await found(TASKS, before, **query) == then, query
        assert await found(TASKS, after, **query) == now, query
    for query, then, now in (
        ({"lead": "hp-vp"}, [], ["1"]),
        ({"participant": "hp-vp"}, [], ["1"]),
        ({"year": "2027"}, [], ["1"]),
        ({"indicator": "chu-ky-so", "sort": "-number"}, ["2", "1"], ["2", "1"]),
    ):
        assert await found(TARGETS, before, **query) == then, query
        assert await found(TARGETS, after, **query) == now, query


async def test_an_amendment_is_tried_before_it_is_made(client, session, plan, amend, on, leader):
    path = f"{PLANS}/{plan.id}"
    before = await on(), (await client.get(path, headers=leader)).json()
    body = FACTS | {"tasks": {"change": [{"task": "1", "title": "Tên mới"}], "cancel": ["2"]}}
    tried = await client.post(
        f"{path}/amendments", params={"dry_run": True}, headers=leader | {"If-Match": "*"}, json=body
    )
    assert tried.status_code == 200, tried.text
    assert (await on(), (await client.get(path, headers=leader)).json()) == before
    assert await session.scalar(select(func.count()).select_from(Amendment)) == 0
    made = (await amend(plan, tasks=body["tasks"])).json()
    assert (tried.json()["number"], tried.json()["changes"]) == (made["number"], made["changes"])


async def test_what_audiences_owe_is_said_with_the_tasks(client, plan, amend, leader):
    schools = {"audience": "hp-dt-csgd", "owes": "yes_no", "education_levels": ["primary"]}
    named = {"participations": [{"role": "coordinate", "audience": "hp-dt-csgd"}]}
    await amend(plan, tasks={"add": [{"title": "Nhiệm vụ mới", "number": "9"} | named | {"engagements": [schools]}]})

    async def owed():
        answer = await client.get(f"{PLANS}/{plan.id}/engagements", headers=leader)
        return [(each["task"]["code"], each["owes"], each["education_levels"]) for each in answer.json()["items"]]

    assert await owed() == [("9", "yes_no", ["primary"])]
    more = [{"audience": "hp-dt-csgd", "owes": "product"}]
    changes = [{"task": "9", "title": "Tên mới"}, {"task": "1", "engagements": more}]
    answer = await amend(plan, tasks={"change": changes})
    assert await owed() == [("9", "yes_no", ["primary"]), ("1", "product", [])]
    fields = {each["number"]: [field["field"] for field in each["fields"]] for each in answer.json()["changes"]}
    assert fields == {"9": ["title"], "1": ["engagements"]}
    (field,) = next(each for each in answer.json()["changes"] if each["number"] == "1")["fields"]
    assert (field["before"], [each["owes"] for each in field["after"]]) == ([], ["product"])


async def test_progress_made_after_the_day_of_an_amendment_is_kept(session, plan, amend, on, clock):
    """Work went on until the amendment was entered: the days between show the new words and the old progress."""
    task = await session.get_one(Task, await id_of(session, "1"))
    for day, status in ((16, "in_progress"), (18, "awaiting_confirmation")):
        session.info["now"] = clock().replace(day=day)
        task.status = status
        await render(session, Task.id == task.id)
        await session.commit()
    await amend(plan, effective_on="2026-05-17", tasks={"change": [{"task": "1", "title": "Mới"}]})
    old = "Triển khai chữ ký số"
    for day, seen in (
        (15, (old, "not_started")),
        (16, (old, "in_progress")),
        (17, ("Mới", "in_progress")),
        (18, ("Mới", "awaiting_confirmation")),
        (20, ("Mới", "awaiting_confirmation")),
    ):
        task_then = (await on(f"2026-05-{day}"))["1"]
        assert (task_then["title"], task_then["status"]) == seen, day


async def test_a_deliverable_named_by_id_keeps_its_state(session, plan, amend, on):
    deliverable = (await on())["1"]["deliverables"][0]
    kept = {"id": deliverable["id"], "title": "Báo cáo quý", "kind": "document"}
    done = kept | {"status": "done"}
    new = {"title": "Quyết định", "kind": "document"}
    await amend(plan, tasks={"change": [{"task": "1", "deliverables": [done, new]}]})
    await amend(plan, tasks={"change": [{"task": "1", "deliverables": [kept, new]}]})
    assert [(each["title"], each["status"]) for each in (await on())["1"]["deliverables"]] == [
        ("Báo cáo quý", "done"),
        ("Quyết định", "open"),
    ]


@pytest.mark.parametrize(
    ("what", "pointer", "code"),
    [
        ({"effective_on": "2026-05-21"}, "/effective_on", "after_today"),
        ({"effective_on": "2025-12-31"}, "/effective_on", "before_the_last_change"),
        ({"reason": ""}, "/reason", "string_too_short"),
        ({"legal_bases": []}, "/legal_bases", "too_short"),
        ({"tasks": {}}, "/tasks", "nothing_changes"),
        ({"tasks": {"change": [{"task": "1", "title": "Triển khai chữ ký số"}]}}, "/tasks", "nothing_changes"),
        ({"tasks": {"cancel": ["9"]}}, "/tasks/cancel/0", "unknown_task"),
        ({"tasks": {"cancel": ["1", "1"]}}, "/tasks/cancel/1", "given_twice"),
        ({"tasks": {"change": [{"task": "1"}], "cancel": ["1"]}}, "/tasks/cancel/0", "given_twice"),
        ({"tasks": {"change": [{"task": "1", "code": "2"}]}}, "/tasks/change/0/code", "code_taken"),
        ({"tasks": {"change": [{"task": "1", "group": "IX"}]}}, "/tasks/change/0/group", "unknown_task_group"),
        (
            {"tasks": {"add": [{"title": "A"}, {"title": "B", "participations": [{"role": "lead", "unit": "qng"}]}]}},
            "/tasks/add/1/participations/0/unit",
            "unknown_unit",
        ),
        (
            {"tasks": {"change": [{"task": "1", "engagements": [{"audience": "xa-la", "owes": "inform"}]}]}},
            "/tasks/change/0/engagements/0/audience",
            "unknown_audience",
        ),
        (
            {"tasks": {"add": [{"title": "A", "engagements": [{"audience": "hp-dt-csgd", "owes": "inform"}] * 2}]}},
            "/tasks/add/0/engagements/1",
            "given_twice",
        ),
        ({"targets": {"cancel": [str(uuid7())]}}, "/targets/cancel/0", "unknown_target"),
        ({"targets": {"add": [{"indicator": "x"}]}}, "/targets/add/0/indicator", "unknown_indicator"),
    ],
)
async def test_a_bad_amendment_is_named_and_nothing_changes(session, plan, amend, on, what, pointer, code):
    version = select(Plan.version).where(Plan.id == plan.id)
    before = await on(), await session.scalar(version)
    body = {"tasks": {"cancel": ["2"]}, "targets": {}} | what
    answer = await amend(plan, 422, **body)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert (await on(), await session.scalar(version)) == before
    assert await session.scalar(select(func.count()).select_from(Amendment)) == 0


async def test_what_was_cancelled_stays_cancelled(session, plan, amend):
    await amend(plan, tasks={"cancel": ["2.1"]})
    answer = await amend(plan, tasks={"cancel": ["2"]})
    assert [each["number"] for each in answer.json()["changes"]] == ["2"]
    again = await amend(plan, 422, tasks={"change": [{"task": "2", "title": "Lại"}]})
    assert [(each["pointer"], each["code"]) for each in again.json()["errors"]] == [
        ("/tasks/change/0/task", "cancelled")
    ]


async def test_amendments_follow_one_another_in_time(session, plan, amend):
    await amend(plan, tasks={"cancel": ["1"]})
    answer = await amend(plan, 422, effective_on="2026-05-14", tasks={"cancel": ["2"]})
    assert [each["code"] for each in answer.json()["errors"]] == ["before_the_last_change"]


async def test_an_amendment_is_audited_and_told(session, plan, amend):
    body = (await amend(plan, tasks={"cancel": ["1"]})).json()
    actions = await session.scalars(select(AuditEntry.action).where(AuditEntry.entity_id == str(plan.id)))
    assert "plan.amend" in set(actions)
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "plan.amended"))).one()
    assert (event.entity_id, event.data["amendment"], event.data["amendment_id"]) == (str(plan.id), 1, body["id"])


async def test_only_an_issued_plan_is_amended_and_only_the_version_read(client, session, plan, leader, coordinator):
    draft, _ = await draft_plan(session, title="Dự thảo")
    closed = await issued_plan(session, title="Đã kết thúc")
    closed.status = "closed"
    await session.commit()
    body = FACTS | {"task_groups": []}
    for each in (draft, closed):
        answer = await client.post(f"{PLANS}/{each.id}/amendments", headers=leader | {"If-Match": "*"}, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "plan_not_issued")
    path = f"{PLANS}/{plan.id}/amendments"
    assert (await client.post(path, headers=leader, json=body)).status_code == 428
    assert (await client.post(path, headers=leader | {"If-Match": '"999.0"'}, json=body)).status_code == 412


async def test_who_may_amend_and_read_amendments(client, plan, as_, leader, coordinator, stranger, amend):
    head = await as_("school_head", "hp-th1")
    path = f"{PLANS}/{plan.id}/amendments"
    commune = await as_("commune_officer", "hp-xa1")
    any_version, body = {"If-Match": "*"}, FACTS | {"tasks": {"cancel": ["1"]}}
    for headers, expected in (({}, 401), (stranger, 404), (head, 403), (commune, 403)):
        assert (await client.post(path, headers=headers | any_version, json=body)).status_code == expected
    made = (await amend(plan, headers=coordinator, tasks={"cancel": ["1"]})).json()
    comparison = f"{PLANS}/{plan.id}/comparison?from=2026-01-01&to=2026-05-20"
    for url in (path, f"{path}/{made['id']}", comparison):
        for headers, expected in (({}, 401), (stranger, 404), (head, 200), (leader, 200)):
            assert (await client.get(url, headers=headers)).status_code == expected
    assert (await client.get(f"{path}/{uuid7()}", headers=leader)).status_code == 404


async def test_a_list_of_amendments_costs_the_same_however_many(client, plan, amend, leader, count_queries):
    path, sent = f"{PLANS}/{plan.id}/amendments", []
    for title in ("Một", "Hai", "Ba"):
        await amend(plan, tasks={"change": [{"task": "1", "title": title}]})
        with count_queries() as queries:
            await client.get(path, headers=leader)
        sent.append(len(queries))
    assert len(set(sent)) == 1
    with count_queries() as queries:
        await client.get(TASKS, headers=leader, params={"as_of": "2026-05-14"})
    assert len(queries) == 1


async def test_two_days_are_compared(client, session, plan, amend, leader):
    path = f"{PLANS}/{plan.id}/comparison"
    first = (await amend(plan, effective_on="2026-03-01", tasks={"change": [{"task": "1", "title": "Một"}]})).json()
    target = (await client.get(TARGETS, headers=leader)).json()["items"][0]["id"]
    second = await amend(
        plan,
        effective_on="2026-04-01",
        tasks={"add": [{"title": "Thêm", "number": "9"}], "change": [{"task": "1", "title": "Hai"}], "cancel": ["2"]},
        targets={"change": [{"target": target, "text": "100%", "value": 100}]},
    )

    async def compare(first, last):
        answer = await client.get(path, headers=leader, params={"from": first, "to": last})
        assert answer.status_code == 200, answer.text
        return answer.json()

    whole = await compare("2026-02-01", "2026-05-20")
    assert [(each["id"], each["number"]) for each in whole["amendments"]] == [
        (first["id"], 1),
        (second.json()["id"], 2),
    ]
    assert [(each["entity"], each["change"], each["number"]) for each in whole["changes"]] == [
        ("task", "changed", "1"),
        ("task", "cancelled", "2"),
        ("task", "cancelled", "2.1"),
        ("task", "added", "9"),
        ("target", "changed", "1"),
    ]
    assert whole["changes"][0]["fields"] == [{"field": "title", "before": "Triển khai chữ ký số", "after": "Hai"}]
    assert (await client.get(path, headers=leader)).json()["changes"] == whole["changes"]
    part = await compare("2026-03-01", "2026-03-31")
    assert (part["amendments"], part["changes"]) == ([], [])
    begun = await compare("2025-12-31", "2026-01-01")
    assert {each["change"] for each in begun["changes"]} == {"added"}
    wrong = await client.get(path, headers=leader, params={"from": "2026-02-01", "to": "2026-01-01"})
    assert [(each["pointer"], each["code"]) for each in wrong.json()["errors"]] == [("/query/to", "before_the_first")]
