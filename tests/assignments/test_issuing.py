"""Proposals, the load they make, issuing and closing over HTTP."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from api.assignments import jobs as work
from api.assignments.models import Assignment
from api.kit.jobs import Job
from api.plans.models import Plan, Task
from tests.factories.plans import a_task, draft_plan, issued_plan

FACTS = {
    "number": "12/KH-SGDĐT",
    "issued_on": "2026-01-05",
    "signer": {"name": "Nguyễn Văn A", "title": "Giám đốc"},
}
SCHOOLS = {"role": "coordinate", "audience": "hp-dt-csgd", "printed_name": "Các CSGD"}
OWN = {"title": "100% trường triển khai", "kind": "figure"}


def url(plan, part) -> str:
    return f"/api/v1/plans/{plan.id}/{part}"


def asking(code: str, **more):
    return a_task(code, participations=[SCHOOLS], deliverables=[OWN], **more)


async def at_version(client, plan, headers):
    answer = await client.get(f"/api/v1/plans/{plan.id}", headers=headers)
    return headers | {"If-Match": answer.headers["etag"]}


async def test_each_audience_named_gets_a_proposal(client, session, coordinator):
    plan, _ = await draft_plan(session, tasks=[asking("1"), a_task("2", participations=[SCHOOLS]), a_task("3")])
    found = (await client.get(url(plan, "engagement-proposals"), headers=coordinator)).json()["items"]
    assert [(each["task"]["code"], each["owes"], each["why"]) for each in found] == [
        ("1", "yes_no", "own_product"),
        ("2", "inform", "named"),
    ]
    items = [{key: each[key] for key in ("owes", "education_levels", "ownership")} for each in found]
    for item, each in zip(items, found, strict=True):
        item |= {"task": each["task"]["code"], "audience": each["audience"]["code"]}
    kept = await client.put(url(plan, "engagements"), headers=coordinator, json={"items": items})
    assert [each["owes"] for each in kept.json()["items"]] == ["yes_no", "inform"]


async def test_the_load_is_counted_for_each_kind_of_school(client, session, coordinator, engage):
    plan, (one, two) = await draft_plan(session, tasks=[asking("1"), asking("2", schedule={"text": "Quý III"})])
    await engage(plan, one, education_levels=["primary"])
    await engage(plan, two, ownership=["public"])
    items = (await client.get(url(plan, "load"), headers=coordinator)).json()["items"]
    asked = {(each["education_levels"][0], each["ownership"]): each for each in items}
    assert {kind: each["periods"] for kind, each in asked.items()} == {
        ("primary", "public"): [{"period": "2026-Q2", "count": 1}, {"period": "2026-Q3", "count": 1}],
        ("upper_secondary", "public"): [{"period": "2026-Q3", "count": 1}],
    }
    assert asked["primary", "public"]["schools"] == 1
    proposed = (await client.get(url(plan, "load?proposed=true"), headers=coordinator)).json()
    assert (len(proposed["items"]), proposed["limit"]) == (3, 10)


async def test_plans_in_force_count_beside_the_draft(client, session, coordinator, engage):
    plan, (task,) = await draft_plan(session, tasks=[asking("1")])
    await engage(plan, task)
    other = await issued_plan(session, tasks=[asking("1")], title="Kế hoạch khác")
    await engage(other, await session.scalar(select(Task).where(Task.plan_id == other.id)))
    items = (await client.get(url(plan, "load"), headers=coordinator)).json()["items"]
    assert {each["peak"]["count"] for each in items} == {2}


async def test_issuing_makes_a_job_that_hands_out_the_work(client, session, leader, engage, run_jobs):
    plan, (task,) = await draft_plan(session, tasks=[asking("1")])
    await engage(plan, task, owes="yes_no")
    answer = await client.post(url(plan, "issue"), headers=await at_version(client, plan, leader), json=FACTS)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['job']}"
    await run_jobs()
    job = await session.get_one(Job, UUID(answer.json()["job"]), populate_existing=True)
    assert (job.status, job.result) == ("succeeded", {"created": 3, "changed": 0, "cancelled": 0, "units": 3})
    assert await session.scalar(select(func.count()).select_from(Assignment)) == 3
    shown = (await client.get(f"/api/v1/plans/{plan.id}", headers=leader)).json()
    assert (shown["status"], shown["number"], shown["effective_on"]) == ("issued", "12/KH-SGDĐT", "2026-01-05")
    again = await client.post(url(plan, "issue"), headers=await at_version(client, plan, leader), json=FACTS)
    assert (again.status_code, again.json()["code"]) == (409, "plan_not_draft")


async def test_the_planner_is_told_of_much_work_at_once(client, session, leader, engage, run_jobs, monkeypatch):
    monkeypatch.setattr(work, "_MANY", 1)
    plan, (task,) = await draft_plan(session, tasks=[asking("1")])
    await engage(plan, task, owes="yes_no")
    headers = await at_version(client, plan, leader)
    assert (await client.post(url(plan, "issue"), headers=headers, json=FACTS)).status_code == 202
    await run_jobs()
    believed = await session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'assignments'"))
    assert believed == await session.scalar(select(func.count()).select_from(Assignment)) > 0


async def test_asking_for_more_than_ten_things_demands_a_reason(client, session, leader, engage):
    plan, tasks = await draft_plan(session, tasks=[asking(str(number)) for number in range(1, 12)])
    for task in tasks:
        await engage(plan, task)
    headers = await at_version(client, plan, leader)
    refused = await client.post(url(plan, "issue"), headers=headers, json=FACTS)
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [("/reason", "too_much_asked")]
    assert (await session.get_one(Plan, plan.id, populate_existing=True)).status == "draft"
    reasoned = await client.post(url(plan, "issue"), headers=headers, json=FACTS | {"reason": "Năm đầu triển khai"})
    assert reasoned.status_code == 202, reasoned.text


async def test_a_plan_in_force_is_closed(client, session, leader, coordinator):
    plan = await issued_plan(session)
    answer = await client.post(url(plan, "close"), headers=await at_version(client, plan, leader))
    assert (answer.status_code, answer.json()["status"]) == (200, "closed")
    again = await client.post(url(plan, "close"), headers=await at_version(client, plan, coordinator))
    assert (again.status_code, again.json()["code"]) == (409, "plan_not_in_force")


async def test_a_plan_is_read_as_it_was_before_it_was_closed(client, session, leader):
    plan = await issued_plan(session)
    await client.post(url(plan, "close"), headers=await at_version(client, plan, leader))
    for params, seen in (
        ({}, ("closed", "2026-05-20")),
        ({"as_of": "2026-05-20"}, ("closed", "2026-05-20")),
        ({"as_of": "2026-05-19"}, ("issued", None)),
    ):
        body = (await client.get(f"/api/v1/plans/{plan.id}", headers=leader, params=params)).json()
        assert (body["status"], body["closed_on"]) == seen


@pytest.mark.parametrize("part", ["engagement-proposals", "load"])
async def test_who_reads_what_would_be_asked(client, session, as_, leader, stranger, part):
    plan, _ = await draft_plan(session)
    head = await as_("school_head", "hp-th1")
    for headers, expected in (({}, 401), (stranger, 404), (head, 404), (leader, 200)):
        assert (await client.get(url(plan, part), headers=headers)).status_code == expected


@pytest.mark.parametrize(("part", "body"), [("issue", FACTS), ("close", None)])
async def test_who_issues_and_closes(client, session, as_, leader, stranger, part, body):
    plan = await issued_plan(session)
    officer, head = await as_("officer", "hp-vp"), await as_("school_head", "hp-th1")
    for headers, expected in (({}, 401), (stranger, 404), (officer, 403), (head, 403), (leader, 428)):
        assert (await client.post(url(plan, part), headers=headers, json=body)).status_code == expected
    stale = leader | {"If-Match": '"999.0"'}
    assert (await client.post(url(plan, part), headers=stale, json=body)).status_code == 412


@pytest.mark.parametrize("missing", ["number", "issued_on", "signer"])
async def test_issuing_demands_number_date_and_signer(client, session, leader, missing):
    plan, _ = await draft_plan(session)
    body = {key: value for key, value in FACTS.items() if key != missing}
    answer = await client.post(url(plan, "issue"), headers=await at_version(client, plan, leader), json=body)
    assert [each["pointer"] for each in answer.json()["errors"]] == [f"/{missing}"]
    assert (await session.get_one(Plan, plan.id, populate_existing=True)).status == "draft"
