"""/me/owed: all that somebody's unit owes, in one list."""

from datetime import timedelta

import pytest_asyncio
from sqlalchemy import select

from api.dashboard.rules import urgency
from api.reporting import service
from api.units.models import Unit
from tests.factories.units import caller
from tests.reporting.conftest import REGIMES, STEPS
from tests.support.clock import NOON

OWED = "/api/v1/me/owed"


@pytest_asyncio.fixture
async def owing(client, session, database, clock, coordinator, leader, target, work, ids):
    """A school owes work, a quarter's report, an answer by tonight and one to a leader."""
    headers = coordinator
    body = {"title": "Báo cáo quý", "cadence": "quarter", "plan": str(work[0].id), "first_on": "2026-01-01",
            "steps": STEPS[:1]}  # fmt: skip
    assert (await client.post(REGIMES, headers=headers, json=body)).status_code == 201
    async with database.session(clock()) as other:
        await service.tick(other, before_includes_day=False)
        await other.commit()
    quick = {"title": "Số máy quét", "text": "", "audience": "hp-dt-csgd", "due_at": "2026-05-20T10:00:00Z",
             "columns": [{"label": "Số máy", "kind": "number"}]}  # fmt: skip
    asked = await client.post("/api/v1/data-requests", headers=headers, json=quick)
    assert asked.status_code == 201, asked.text
    why = {"unit": "hp-th1", "title": "Vì sao chậm", "text": "Nêu lý do.", "due_on": "2026-05-22"}
    said = await client.post("/api/v1/clarification-requests", headers=leader, json=why)
    assert said.status_code == 201, said.text


async def _told(client, headers):
    answer = await client.get(OWED, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_everything_owed_stands_in_one_list_what_is_due_first_before(client, owing, as_, stranger):
    items = await _told(client, await as_("school_head", "hp-th1"))
    assert [(each["kind"], each["title"], each["due_at"]) for each in items] == [
        ("data_request", "Số máy quét", "2026-05-20T10:00:00Z"),
        ("clarification_request", "Vì sao chậm", "2026-05-22T16:59:59Z"),
        ("report", "Báo cáo quý", "2026-05-31T16:59:59Z"),
        ("assignment", "Triển khai chữ ký số", "2026-06-30T16:59:59Z"),
    ]
    assert [each["owed_to"] and each["owed_to"]["code"] for each in items] == ["hp", "hp", "hp-xa1", None]
    assert (items[2]["period"], items[2]["answers_questions"]) == ("2026-Q2", True)
    assert items[3]["assignment"]["owes"] == "figure"
    assert {each["unit"]["code"] for each in items} == {"hp-th1"}
    assert await _told(client, await as_("school_officer", "hp-th1")) == items
    assert await _told(client, stranger) == []
    assert (await client.get(OWED)).status_code == 401
    assert (await client.get(OWED, headers=await as_("admin", "hp"))).status_code == 403


async def test_what_is_done_leaves_the_list_and_what_is_late_says_so(client, session, owing, as_, clock):
    head = await as_("school_head", "hp-th1")
    clock.now = NOON + timedelta(days=14)
    items = await _told(client, head)
    assert [(each["kind"], each["overdue"]) for each in items] == [
        ("clarification_request", True), ("report", True), ("assignment", False),
    ]  # fmt: skip
    answers = f"/api/v1/clarification-requests/{items[0]['id']}/answers"
    assert (await client.post(answers, headers=head, json={"text": "Mạng yếu"})).status_code == 201
    sent = await client.post(f"/api/v1/reports/{items[1]['id']}/send", headers=head | {"If-Match": "*"})
    assert sent.status_code == 200
    done = {"status": "completed", "text": "42"}
    work = items[2]["assignment"]
    url = f"/api/v1/assignments/{work['id']}"
    assert (await client.patch(url, headers=head | {"If-Match": "*"}, json=done)).status_code == 200
    assert [(each["kind"], each["handed_in"]) for each in await _told(client, head)] == []


async def test_it_takes_a_constant_number_of_statements(client, session, owing, as_, callers, count_queries):
    school = await as_("school_head", "hp-th1")
    with count_queries() as few:
        await _told(client, school)
    units = (await session.scalars(select(Unit.id).where(Unit.code.in_(("hp-th1", "hp-mn2", "hp-thpt"))))).all()
    many_units = [await caller(session, "school_head", unit) for unit in units]
    all_ = callers.sign_in(
        many_units[0].__class__("user", many_units[0].id, "x", sum((each.reaches for each in many_units), ()))
    )
    with count_queries() as many:
        assert len(await _told(client, all_)) > 8
    assert len(few) == len(many)


def test_what_waits_for_others_comes_last_and_what_has_no_day_before_it():
    soon, later = NOON, NOON + timedelta(days=1)
    rows = [(None, False), (later, False), (soon, True), (soon, False)]
    assert sorted(rows, key=lambda row: urgency(row[0], handed_in=row[1])) == [
        (soon, False), (later, False), (None, False), (soon, True),
    ]  # fmt: skip
