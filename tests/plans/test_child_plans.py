"""/plans/{id}/child-plans and its call: units' own plans under the department's, and who has none."""

from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.kit.events import OutboxEvent
from api.plans.models import Plan
from api.plans.service import missing
from tests.factories.plans import a_task, issued_plan
from tests.factories.units import TODAY, a_unit, plant

SIGNED: dict[str, Any] = {
    "number": "3/KH-THCS",
    "issued_on": "2026-05-10",
    "signer": {"name": "Trần Thị B", "title": "Hiệu trưởng"},
}


@pytest_asyncio.fixture
async def above(session, ids):
    """The department's plan."""
    return await issued_plan(session, tasks=[a_task("1")])


def url(plan, part="child-plans"):
    return f"/api/v1/plans/{plan.id}/{part}"


def call(client, plan, headers, **more):
    body = {"due_on": "2026-05-15", "audience": "hp-dt-csgd"} | more
    return client.put(url(plan, "child-plan-call"), json=body, headers=headers)


async def listed(client, plan, headers, **filters):
    answer = await client.get(url(plan), headers=headers, params=filters)
    assert answer.status_code == 200, answer.text
    return {each["unit"]["code"]: each["status"] for each in answer.json()["items"]}


async def traces(session):
    counted = select(func.count(AuditEntry.id)), select(func.count(OutboxEvent.seq))
    return [await session.scalar(each) for each in counted]


async def test_who_says_by_when_plans_are_wanted(client, above, as_, leader, coordinator, stranger):
    head = await as_("school_head", "hp-th1")
    outcomes: tuple[tuple[dict[str, str], int], ...] = (
        ({}, 401),
        (stranger, 404),
        (head, 403),
        (leader, 200),
        (coordinator, 200),
    )
    for headers, expected in outcomes:
        assert (await call(client, above, headers)).status_code == expected
    shown = (await client.get(url(above, "child-plan-call"), headers=leader)).json()
    assert (shown["due_on"], shown["audience"]["code"]) == ("2026-05-15", "hp-dt-csgd")
    assert shown["counts"] == {"on_time": 0, "late": 0, "pending": 0, "missing": 3}


async def test_the_same_call_again_leaves_no_trace(client, session, above, coordinator):
    await call(client, above, coordinator)
    before = await traces(session)
    assert (await call(client, above, coordinator)).status_code == 200
    assert await traces(session) == before
    await call(client, above, coordinator, due_on="2026-06-01")
    assert await traces(session) == [each + 1 for each in before]


async def test_a_call_names_an_audience_that_is_there(client, above, coordinator):
    answer = await call(client, above, coordinator, audience="qng-dt-csgd")
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/audience", "unknown_audience")]


async def test_who_reads_the_call(client, above, as_, stranger):
    for part in ("child-plan-call", "child-plans"):
        for headers, expected in (({}, 401), (stranger, 404), (await as_("school_head", "hp-th1"), 200)):
            assert (await client.get(url(above, part), headers=headers)).status_code == expected


async def test_a_unit_records_the_plan_it_signed(client, session, above, as_):
    head = await as_("school_head", "hp-th1")
    answer = await client.post(url(above), json=SIGNED, headers=head)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert (shown["unit"]["code"], shown["status"], shown["parent_plan_id"]) == ("hp-th1", "issued", str(above.id))
    assert (shown["number"], shown["title"], shown["year"]) == ("3/KH-THCS", above.title, 2026)
    before = await traces(session)
    again = await client.post(url(above), json=SIGNED, headers=head)
    assert (again.status_code, again.json()["version"]) == (200, shown["version"])
    assert await traces(session) == before
    mended = await client.post(url(above), json=SIGNED | {"number": "4/KH"}, headers=head)
    assert (mended.json()["id"], mended.json()["number"]) == (shown["id"], "4/KH")


async def test_who_records_one(client, above, as_, stranger, leader, coordinator):
    outcomes: tuple[tuple[dict[str, str], int], ...] = (
        ({}, 401),
        (stranger, 404),
        (leader, 403),
        (await as_("viewer", "hp-th1"), 403),
        (await as_("school_head", "hp-mn2"), 403),
        (await as_("school_officer", "hp-mn2"), 403),
        (await as_("commune_officer", "hp-xa2"), 403),
        (await as_("commune_leader", "hp-xa1"), 403),
        (await as_("school_officer", "hp-th1"), 201),
        (await as_("commune_officer", "hp-xa1"), 200),
        (coordinator, 200),
    )
    for headers, expected in outcomes:
        answer = await client.post(url(above), json=SIGNED | {"unit": "hp-th1"}, headers=headers)
        assert answer.status_code == expected, answer.text


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"issued_on": "2026-05-21"}, "/issued_on", "not_yet"),
        ({"unit": "qng-th1"}, "/unit", "unknown_unit"),
        ({"unit": "hp"}, "/unit", "plan_of_its_own"),
        ({"status": "issued"}, "/status", "extra_forbidden"),
    ],
)
async def test_what_cannot_be_is_refused(client, session, above, coordinator, change, pointer, code):
    answer = await client.post(url(above), json=SIGNED | {"unit": "hp-th1"} | change, headers=coordinator)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await session.scalar(select(func.count(Plan.id))) == 1


@pytest.mark.parametrize(
    ("role", "unit", "on_behalf"),
    [("school_officer", "hp-th1", False), ("commune_officer", "hp-xa1", True), ("coordinator", "hp", True)],
)
async def test_what_was_entered_for_a_unit_is_known_as_such(client, session, above, as_, role, unit, on_behalf):
    body = SIGNED | {"unit": "hp-th1"}
    answer = await client.post(url(above), json=body, headers=await as_(role, unit))
    assert answer.status_code == 201, answer.text
    (changes,) = await session.scalars(select(AuditEntry.changes).where(AuditEntry.entity_id == answer.json()["id"]))
    assert changes == {"number": SIGNED["number"], "on_behalf": on_behalf}


async def test_a_plan_entered_row_by_row_is_not_written_over(client, session, above, as_):
    await issued_plan(session, "hp-th1", tasks=[a_task("1")])
    child = await session.scalar(select(Plan).where(Plan.id != above.id))
    child.parent_plan_id = above.id
    await session.commit()
    answer = await client.post(url(above), json=SIGNED, headers=await as_("school_head", "hp-th1"))
    assert (answer.status_code, answer.json()["code"]) == (409, "child_plan_has_tasks")


async def test_nothing_is_recorded_under_a_draft(client, session, above, coordinator):
    above.status = "draft"
    await session.commit()
    answer = await client.post(url(above), json=SIGNED | {"unit": "hp-th1"}, headers=coordinator)
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_not_issued")


async def test_who_has_issued_one_and_who_has_not(client, above, as_, coordinator, clock):
    assert await listed(client, above, coordinator) == {}
    await call(client, above, coordinator)
    on_time, late = {"issued_on": "2026-05-15"}, {"issued_on": "2026-05-16"}
    await client.post(url(above), json=SIGNED | {"unit": "hp-th1"} | on_time, headers=coordinator)
    await client.post(url(above), json=SIGNED | {"unit": "hp-xa1"} | late, headers=coordinator)
    everyone = {"hp-th1": "on_time", "hp-xa1": "late", "hp-mn2": "missing", "hp-thpt": "missing"}
    assert await listed(client, above, coordinator) == everyone
    assert await listed(client, above, coordinator, status="missing") == {"hp-mn2": "missing", "hp-thpt": "missing"}
    assert await listed(client, above, coordinator, under="hp-xa1") == {"hp-th1": "on_time", "hp-xa1": "late"}
    assert await listed(client, above, coordinator, q="MN2") == {"hp-mn2": "missing"}
    assert await listed(client, above, await as_("commune_officer", "hp-xa2")) == {"hp-mn2": "missing"}
    assert await listed(client, above, await as_("school_head", "hp-th1")) == {"hp-th1": "on_time"}
    counted = (await client.get(url(above, "child-plan-call"), headers=coordinator)).json()["counts"]
    assert counted == {"on_time": 1, "late": 1, "pending": 0, "missing": 2}
    await call(client, above, coordinator, due_on="2026-05-20")
    assert (await listed(client, above, coordinator))["hp-thpt"] == "pending"
    clock.advance(hours=12)
    assert (await listed(client, above, coordinator))["hp-thpt"] == "missing"


async def test_an_item_says_which_plan(client, above, as_, coordinator):
    head = await as_("school_head", "hp-th1")
    plan = (await client.post(url(above), json=SIGNED, headers=head)).json()
    (item,) = (await client.get(url(above), headers=head)).json()["items"]
    assert item["plan"] == {"id": plan["id"], "code": SIGNED["number"], "name": plan["title"]}
    assert item["signer"] == SIGNED["signer"] | {"on_behalf": None}
    assert (item["issued_on"], item["status"]) == ("2026-05-10", "on_time")


async def test_the_signed_paper_hangs_on_it_as_evidence(client, above, as_, coordinator, stranger):
    head, other = await as_("school_officer", "hp-th1"), await as_("school_head", "hp-mn2")
    plan = (await client.post(url(above), json=SIGNED, headers=head)).json()

    def hang(headers):
        links = {"links": f"plan:{plan['id']}"}
        paper = {"file": ("ke-hoach.pdf", b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", "application/pdf")}
        return client.post("/api/v1/evidence", files=paper, data=links, headers=headers)

    assert (await hang(head)).status_code == 201
    for headers in (other, stranger):
        assert (await hang(headers)).status_code == 422
    for headers in (head, coordinator):
        (item,) = (await client.get(url(above), headers=headers)).json()["items"]
        assert item["documents"] == 1


async def test_nine_hundred_schools_cost_no_more_statements_than_one(
    client, session, above, coordinator, count_queries
):
    await call(client, above, coordinator)
    await plant(session, [a_unit(f"hp-x{number}", parent="hp-xa1") for number in range(900)])
    for limit in (1, 200):
        with count_queries() as queries:
            answer = await client.get(url(above), headers=coordinator, params={"limit": limit, "include": "total"})
        assert (len(queries), answer.json()["total"]) == (4, 903)
    with count_queries() as queries:
        await client.get(url(above, "child-plan-call"), headers=coordinator)
    assert len(queries) == 3


async def test_who_owes_one_is_known_to_whoever_reminds(client, session, above, ids, coordinator):
    await call(client, above, coordinator, due_on="2026-06-15")
    await client.post(url(above), json=SIGNED | {"unit": "hp-th1"}, headers=coordinator)
    found = await missing(session, {date(2026, 6, 15)}, TODAY)
    assert {each.unit_id for each in found} == {ids["hp-mn2"], ids["hp-thpt"]}
    assert {(each.plan_id, each.department_id, each.due_at.isoformat()[:19]) for each in found} == {
        (above.id, ids["hp"], "2026-06-15T16:59:59")
    }
    assert found[0].task == f"Ban hành kế hoạch của đơn vị thực hiện: {above.title}"
    assert await missing(session, {date(2026, 6, 14)}, TODAY) == []
