"""/chases over HTTP."""

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.assignments.models import Assignment
from api.audit.models import AuditEntry
from api.followup.models import Chase
from api.kit.events import OutboxEvent
from tests.followup.conftest import CHASES, Expected

HOW = {"how": "phone", "note": "Đã gọi hiệu trưởng, hẹn xong trong tuần."}


@pytest_asyncio.fixture
async def theirs(session, work, ids):
    """What the primary school owes."""
    return await session.scalar(select(Assignment).where(Assignment.unit_id == ids["hp-th1"]))


async def listed(client, headers, **filters):
    answer = await client.get(CHASES, headers=headers, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_chase_over_an_assignment_is_recorded(client, session, theirs, work, officer, head):
    answer = await client.post(CHASES, headers=officer, json={"assignments": [str(theirs.id)], **HOW})
    assert (answer.status_code, answer.json()) == (201, {"recorded": 1, "units": 1})
    (seen,) = await listed(client, head, assignment=str(theirs.id))
    assert (seen["unit"]["code"], seen["task"]["id"], seen["plan_id"]) == ("hp-th1", str(work[1].id), str(work[0].id))
    assert (seen["how"], seen["note"], seen["by"], seen["at"][:10]) == ("phone", HOW["note"], "Người thử", "2026-05-20")
    entry = await session.scalar(select(AuditEntry).where(AuditEntry.action == "chase.create"))
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.type == "chase.created"))
    assert entry.entity_id == event.entity_id == seen["id"]


@pytest.mark.parametrize(
    ("scope", "recorded"),
    [
        ({}, 4),
        ({"task": "1"}, 4),
        ({"unit": "hp-th1"}, 1),
        ({"under": "hp-xa1"}, 1),
        ({"status": "not_started"}, 4),
        ({"owes": "product"}, 1),
        ({"owes": "figure"}, 3),
        ({"q": "ubnd xa khong co"}, 0),
        ({"overdue": True}, 0),
        ({"overdue": False, "status": "completed"}, 0),
        ({"status": "awaiting_confirmation"}, 0),
    ],
)
async def test_many_are_chased_by_a_filter_in_a_constant_number_of_statements(
    client, work, coordinator, scope, recorded, count_queries
):
    with count_queries() as queries:
        answer = await client.post(CHASES, headers=coordinator, json={"filter": scope, **HOW})
    assert answer.json()["recorded"] == recorded
    assert len(queries) <= 5


@pytest.mark.parametrize("status", ["awaiting_confirmation", "completed", "cancelled"])
async def test_only_work_of_plans_in_force_that_is_not_handed_in_is_chased(
    client, session, work, theirs, coordinator, status
):
    plan, _ = work
    theirs.status = status
    await session.commit()
    answer = await client.post(CHASES, headers=coordinator, json={"filter": {"plan": str(plan.id)}, **HOW})
    assert answer.json()["recorded"] == 3
    plan.status = "closed"
    await session.commit()
    assert (await client.post(CHASES, headers=coordinator, json={"filter": {}, **HOW})).json()["recorded"] == 0


async def test_a_unit_is_chased_by_name(client, work, coordinator, leader):
    for body in ({"unit": "hp-xa1"}, {"unit": "hp-th1", "task": "1"}):
        assert (await client.post(CHASES, headers=coordinator, json=body | HOW)).json()["recorded"] == 1
    assert [each["unit"]["code"] for each in await listed(client, leader, task="1")] == ["hp-th1"]
    for filters in ({"under": "hp-xa1"}, {"how": "phone"}, {"updated_since": "2026-05-20T00:00:00Z"}):
        assert len(await listed(client, leader, **filters)) == 2


async def test_the_division_that_leads_a_task_chases_over_it(client, theirs, as_):
    division = await as_("officer", "hp-vp")
    assert (
        await client.post(CHASES, headers=division, json={"assignments": [str(theirs.id)], **HOW})
    ).status_code == 201
    assert len(await listed(client, division)) == 1
    assert (await client.post(CHASES, headers=division, json={"unit": "hp-th1", "task": "1", **HOW})).status_code == 201
    assert (await client.post(CHASES, headers=division, json={"unit": "hp-th1", **HOW})).status_code == 403


NOWHERE = "0197c0de-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"assignments": []},
        {"assignments": [NOWHERE]},
        {"unit": "hp-th1", "filter": {}},
        {"filter": {}, "task": "1"},
        {"unit": "hp-th1", "task": "99"},
        {"unit": "qng-th1"},
        {"unit": "hp-th1", "how": "fax"},
    ],
)
async def test_what_is_wrong_is_refused_and_nothing_is_kept(client, session, work, coordinator, body):
    answer = await client.post(CHASES, headers=coordinator, json=HOW | body)
    assert answer.status_code == 422
    assert await session.scalar(select(func.count()).select_from(Chase)) == 0


async def test_who_chases_and_who_reads(client, theirs, as_, head, coordinator, stranger, leader):
    body = {"assignments": [str(theirs.id)], **HOW}
    viewer, elsewhere = await as_("viewer", "hp"), await as_("commune_officer", "hp-xa2")
    refused: Expected = (({}, 401), (stranger, 422), (elsewhere, 422), (head, 403), (viewer, 403))
    for headers, expected in (*refused, (leader, 201), (coordinator, 201)):
        assert (await client.post(CHASES, headers=headers, json=body)).status_code == expected
    for headers, expected in ((stranger, 0), (elsewhere, 0), (head, 2), (viewer, 2), (leader, 2)):
        assert len(await listed(client, headers)) == expected
    assert (await client.get(CHASES)).status_code == 401
    assert (await client.get(CHASES, headers=await as_("admin", "hp"))).status_code == 403


async def test_the_list_is_one_statement(client, work, coordinator, count_queries):
    await client.post(CHASES, headers=coordinator, json={"filter": {}, **HOW})
    for limit in (1, 4):
        with count_queries() as queries:
            assert len(await listed(client, coordinator, limit=limit)) == limit
        assert len(queries) == 1
