"""`POST /tasks/outside-plan`: what a công văn or a thông báo kết luận asks for, handed out at once."""

from sqlalchemy import func, select

from api.assignments.models import Assignment
from api.kit.events import OutboxEvent
from api.plans.models import Plan, Task

URL = "/api/v1/tasks/outside-plan"
SOURCE = {
    "type": "Thông báo kết luận", "number": "45/TB-UBND", "issued_on": "2026-05-18",
    "issuer": "UBND thành phố", "title": "Kết luận về rà soát dữ liệu học sinh",
}  # fmt: skip


def body(*tasks, **more):
    return {"source": SOURCE, "tasks": list(tasks) or [for_schools()], **more}


def for_schools(title="Rà soát dữ liệu", **more):
    asked = {"audience": "hp-dt-csgd", "owes": "yes_no", "education_levels": ["primary", "preschool"]}
    return {
        "title": title, "schedule": {"text": "Trước ngày 10/6/2026"},
        "deliverables": [{"title": "Báo cáo rà soát", "kind": "document"}], "engagements": [asked],
    } | more  # fmt: skip


def for_the_office(**more):
    return {
        "title": "Tổng hợp kết quả", "schedule": {"text": "15/01/2027"},
        "participations": [{"role": "lead", "unit": "hp-vp"}],
    } | more  # fmt: skip


async def test_who_hands_out_work(client, ids, as_, stranger, leader, coordinator):
    head, viewer = await as_("school_head", "hp-th1"), await as_("viewer", "hp")
    outcomes: tuple[tuple[dict[str, str], int], ...] = (
        ({}, 401),
        (head, 403),
        (viewer, 403),
        (leader, 202),
        (coordinator, 202),
    )
    for headers, expected in outcomes:
        answer = await client.post(URL, json=body(), headers=headers)
        assert answer.status_code == expected, answer.text
    answer = await client.post(URL, json=body(unit="hp"), headers=stranger)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_unit")
    answer = await client.post(URL, json=body(unit="bgddt"), headers=coordinator)
    assert answer.status_code == 403


async def test_it_becomes_everyones_work_at_once(client, session, ids, as_, coordinator, run_jobs):
    answer = await client.post(URL, json=body(for_schools(), for_the_office()), headers=coordinator)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['job']}"
    assert [each["name"] for each in answer.json()["tasks"]] == ["Rà soát dữ liệu", "Tổng hợp kết quả"]
    await run_jobs()
    head = await as_("school_head", "hp-th1")
    mine = (await client.get("/api/v1/me/work", headers=head)).json()
    (one,) = mine["later"]
    assert (one["task"]["name"], one["owes"], one["due_at"][:10]) == ("Rà soát dữ liệu", "yes_no", "2026-06-09")
    everyone = (await client.get("/api/v1/assignments", headers=coordinator)).json()["items"]
    assert sorted((each["unit"]["code"], each["due_at"][:10]) for each in everyone) == [
        ("hp-mn2", "2026-06-09"), ("hp-th1", "2026-06-09"), ("hp-vp", "2027-01-15"),
    ]  # fmt: skip
    told = set(await session.scalars(select(OutboxEvent.type)))
    assert {"plan.created", "task.created", "plan.issued", "plan.work_resolved"} <= told


async def test_the_document_stands_beside_plans_and_not_among_them(client, session, ids, as_, coordinator):
    made = (await client.post(URL, json=body(), headers=coordinator)).json()
    head = await as_("school_head", "hp-th1")
    plain = (await client.get("/api/v1/plans", headers=head)).json()["items"]
    beside = (await client.get("/api/v1/plans?outside=true", headers=head)).json()["items"]
    assert (plain, [each["id"] for each in beside]) == ([], [made["plan_id"]])
    shown = (await client.get(f"/api/v1/plans/{made['plan_id']}", headers=head)).json()
    assert shown["source"] == SOURCE
    assert (shown["status"], shown["number"], shown["title"]) == ("issued", SOURCE["number"], SOURCE["title"])
    tasks = (await client.get("/api/v1/tasks", params={"q": "ra soat"}, headers=head)).json()["items"]
    assert [each["plan_id"] for each in tasks] == [made["plan_id"]]


async def test_it_counts_among_what_schools_are_asked(client, ids, coordinator):
    many = [for_schools(f"Việc {number}") for number in range(11)]
    answer = await client.post(URL, json=body(*many), headers=coordinator)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "too_much_asked")
    answer = await client.post(URL, json=body(*many, reason="Theo chỉ đạo"), headers=coordinator)
    assert answer.status_code == 202
    again = await client.post(URL, json=body(), headers=coordinator)
    assert again.json()["errors"][0]["code"] == "too_much_asked"


async def test_it_is_amended_cancelled_and_closed_as_a_plan_is(client, session, ids, coordinator, run_jobs):
    made = (await client.post(URL, json=body(for_schools(), for_the_office()), headers=coordinator)).json()
    await run_jobs()
    url = f"/api/v1/plans/{made['plan_id']}"
    etag = (await client.get(url, headers=coordinator)).headers["etag"]
    amendment = {
        "effective_on": "2026-05-20", "reason": "Không còn cần", "legal_bases": [{"type": "Công văn"}],
        "tasks": {"cancel": [made["tasks"][0]["id"]]},
    }  # fmt: skip
    answer = await client.post(f"{url}/amendments", json=amendment, headers=coordinator | {"If-Match": etag})
    assert answer.status_code == 201, answer.text
    task = await session.scalar(select(Task).where(Task.title == "Rà soát dữ liệu"))
    assert task.status == "cancelled"
    etag = (await client.get(url, headers=coordinator)).headers["etag"]
    closed = await client.post(f"{url}/close", headers=coordinator | {"If-Match": etag})
    assert closed.json()["status"] == "closed"


async def test_what_is_named_and_not_there_is_refused_where_it_was_said(client, session, ids, coordinator):
    def refused(*tasks, **more):
        return client.post(URL, json=body(*tasks, **more), headers=coordinator)

    foreign = {"audience": "qng-dt-csgd", "owes": "product"}
    twice = [{"audience": "hp-dt-csgd", "owes": "product"}] * 2
    cases = (
        (for_schools(engagements=[]), "/tasks/1", "nobody_asked"),
        (for_schools(engagements=[{"audience": "hp-dt-csgd", "owes": "inform"}]), "/tasks/1", "nobody_asked"),
        (for_schools(engagements=[foreign]), "/tasks/1/engagements/0/audience", "unknown_audience"),
        (for_schools(engagements=twice), "/tasks/1/engagements/1", "given_twice"),
        (for_the_office(participations=[{"role": "lead", "unit": "qng-vp"}]),
         "/tasks/1/participations/0/unit", "unknown_unit"),
        (for_schools(percent=3), "/tasks/1/percent", "extra_forbidden"),
    )  # fmt: skip
    for task, pointer, code in cases:
        answer = await refused(for_schools(), task)
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)], answer.text
    answer = await refused(source=SOURCE | {"issued_on": "2026-05-21"})
    assert answer.json()["errors"][0]["pointer"] == "/source/issued_on"
    assert (await refused(source={"type": "Công văn"})).status_code == 422
    assert await session.scalar(select(func.count(Plan.id))) == 0
    assert await session.scalar(select(func.count(Assignment.id))) == 0
