"""/clarification-requests over HTTP."""

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.assignments.models import Assignment
from api.audit.models import AuditEntry
from api.followup.models import Clarification
from api.kit.events import OutboxEvent
from tests.followup.conftest import CLARIFICATIONS, Expected

WHY = {"title": "Chậm tiến độ", "text": "Vì sao chưa có trường nào hoàn thành?", "due_on": "2026-05-22"}


@pytest_asyncio.fixture
async def asked(client, work, leader):
    """`await asked(unit, **body)`: the leader asks a unit."""

    async def add(unit="hp-th1", headers=leader, **more):
        answer = await client.post(CLARIFICATIONS, headers=headers, json={"unit": unit, **WHY, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return add


async def act(client, made, verb, headers, **body):
    return await client.post(f"{CLARIFICATIONS}/{made['id']}/{verb}", headers=headers, json=body)


async def test_a_leader_asks_and_the_unit_answers(client, session, asked, work, leader, head):
    made = await asked(task=str(work[1].id))
    assert (made["unit"]["code"], made["asked_by"]["code"], made["status"]) == ("hp-th1", "hp", "open")
    assert (made["wording"], made["overdue"], made["may"]) == ("require", False, ["change", "close"])
    (inbox,) = (await client.get(CLARIFICATIONS, headers=head)).json()["items"]
    assert (inbox["id"], inbox["task"]["code"], inbox["text"]) == (made["id"], "1", WHY["text"])
    answer = await act(client, made, "answers", head, text="Đang chờ cấp chứng thư số.")
    assert answer.status_code == 201, answer.text
    assert (answer.json()["status"], answer.json()["may"]) == ("answered", ["answer"])
    assert answer.json()["answers"][0]["text"] == "Đang chờ cấp chứng thư số."
    closed = await act(client, made, "close", leader, text="Đã rõ.")
    assert (closed.json()["status"], closed.json()["may"]) == ("closed", ["reopen"])
    assert [each["act"] for each in closed.json()["history"]] == ["asked", "answered", "closed"]
    actions = await session.scalars(
        select(AuditEntry.action).where(AuditEntry.entity == "clarification_request").order_by(AuditEntry.id)
    )
    assert list(actions) == ["clarification.asked", "clarification.answered", "clarification.closed"]
    events = await session.scalars(select(OutboxEvent.version).where(OutboxEvent.entity == "clarification_request"))
    assert sorted(events) == [1, 2, 3]


@pytest.mark.parametrize(
    ("unit", "wording"),
    [("hp-th1", "require"), ("hp-vp", "require"), ("hp", "require"), ("hp-xa1", "request")],
)
async def test_units_are_spoken_to_by_rank(asked, unit, wording):
    assert (await asked(unit))["wording"] == wording


async def test_the_ministry_requests_of_a_committee(asked, as_):
    made = await asked("ubnd-hp", headers=await as_("leader", "bgddt"))
    assert (made["wording"], made["asked_by"]["code"]) == ("request", "bgddt")


async def test_it_may_be_about_an_assignment(client, session, asked, work, ids, leader):
    mine = await session.scalar(select(Assignment).where(Assignment.unit_id == ids["hp-th1"]))
    made = await asked(assignment=str(mine.id))
    assert (made["assignment_id"], made["task"]["id"], made["plan_id"]) == (
        str(mine.id),
        str(work[1].id),
        str(work[0].id),
    )
    await asked("hp-mn2")
    found = await client.get(CLARIFICATIONS, headers=leader, params={"assignment": str(mine.id)})
    assert [each["id"] for each in found.json()["items"]] == [made["id"]]
    body = {"unit": "hp-mn2", "assignment": str(mine.id), **WHY}
    answer = await client.post(CLARIFICATIONS, headers=leader, json=body)
    assert answer.json()["errors"][0]["code"] == "unknown_assignment"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"unit": "qng-th1"}, "/unit", "unknown_unit"),
        ({"task": "99"}, "/task", "unknown_task"),
        ({"indicator": "khong-co"}, "/indicator", "unknown_indicator"),
        ({"due_on": "2026-05-19"}, "/due_on", "in_the_past"),
        ({"wording": "require"}, "/wording", "extra_forbidden"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(client, session, work, leader, body, pointer, code):
    answer = await client.post(CLARIFICATIONS, headers=leader, json={"unit": "hp-th1", **WHY, **body})
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await session.scalar(select(func.count()).select_from(Clarification)) == 0


async def test_who_asks(client, work, as_, head, coordinator, leader, stranger):
    abroad, body = await as_("leader", "qng"), {"unit": "hp-th1", **WHY}
    for headers, expected in (({}, 401), (stranger, 403), (abroad, 422), (coordinator, 403), (head, 403)):
        assert (await client.post(CLARIFICATIONS, headers=headers, json=body)).status_code == expected
    upward = await client.post(CLARIFICATIONS, headers=leader, json={"unit": "bgddt", **WHY})
    assert upward.status_code == 403


async def test_who_reads_and_answers(client, asked, work, as_, head, officer, leader, coordinator, stranger):
    made = await asked(task=str(work[1].id))
    url = f"{CLARIFICATIONS}/{made['id']}"
    other, admin = await as_("school_head", "hp-mn2"), await as_("admin", "hp")
    division, viewer = await as_("officer", "hp-vp"), await as_("viewer", "hp-th1")
    refused: Expected = (({}, 401), (stranger, 404), (other, 404), (admin, 403))
    for headers, expected in (*refused, (division, 200), (viewer, 200), (head, 200), (officer, 200)):
        assert (await client.get(url, headers=headers)).status_code == expected
    for headers, expected in (*refused, (division, 403), (viewer, 403), (leader, 403), (head, 201), (officer, 201)):
        assert (await act(client, made, "answers", headers, text="Vì…")).status_code == expected
    shown = (await client.get(url, headers=leader)).json()["history"]
    assert [(each["act"], each["on_behalf"]) for each in shown] == [
        ("asked", False), ("answered", False), ("answered", True)
    ]  # fmt: skip
    tag = (await client.get(url, headers=leader)).headers["etag"]
    assert (await client.get(url, headers=leader | {"If-None-Match": tag})).status_code == 304


async def test_who_closes_reopens_and_changes(client, asked, as_, head, leader, coordinator, stranger):
    made = await asked()
    url, abroad = f"{CLARIFICATIONS}/{made['id']}", await as_("leader", "qng")
    for headers, expected in (({}, 401), (stranger, 403), (abroad, 404), (coordinator, 403), (head, 403)):
        assert (await act(client, made, "close", headers)).status_code == expected
        assert (await act(client, made, "reopen", headers, text="?", due_on="2026-06-01")).status_code == expected
        assert (await client.patch(url, headers=headers, json={"title": "Khác"})).status_code == expected
    assert (await client.patch(url, headers=leader, json={"title": "Khác"})).status_code == 428
    assert (await client.patch(url, headers=leader | {"If-Match": '"9.0"'}, json={})).status_code == 412


async def test_a_question_is_put_better_until_it_is_answered(client, asked, head, leader):
    made = await asked()
    url, headers = f"{CLARIFICATIONS}/{made['id']}", leader | {"If-Match": "*"}
    more = await client.patch(url, headers=headers, json={"due_on": "2026-05-29", "text": "Vì sao chậm?"})
    assert (more.json()["due_on"], more.json()["version"], more.json()["history"][-1]["act"]) == (
        "2026-05-29",
        2,
        "changed",
    )
    assert (await client.patch(url, headers=headers, json={"due_on": "2026-05-29"})).json()["version"] == 2
    assert (await client.patch(url, headers=headers, json={"due_on": "2026-05-01"})).status_code == 422
    await act(client, made, "answers", head, text="Vì…")
    late = await client.patch(url, headers=headers, json={"title": "Khác"})
    assert (late.status_code, late.json()["code"]) == (409, "clarification_not_open")


async def test_it_is_asked_on_where_the_answer_does_not_do(client, asked, head, leader):
    made = await asked()
    again = {"text": "Xin nêu rõ số liệu.", "due_on": "2026-05-25"}
    early = await act(client, made, "reopen", leader, **again)
    assert (early.status_code, early.json()["code"]) == (409, "clarification_open")
    await act(client, made, "answers", head, text="Vì…")
    assert (await act(client, made, "reopen", leader, **again | {"due_on": "2026-05-01"})).status_code == 422
    opened = (await act(client, made, "reopen", leader, **again)).json()
    assert (opened["status"], opened["due_on"]) == ("open", "2026-05-25")
    await act(client, made, "close", leader)
    for verb, headers, body in (("close", leader, {}), ("answers", head, {"text": "Vì…"})):
        answer = await act(client, made, verb, headers, **body)
        assert (answer.status_code, answer.json()["code"]) == (409, "clarification_closed")


async def test_lateness_follows_the_day_in_viet_nam(client, asked, head, clock):
    made = await asked()
    clock.advance(days=2, hours=11, minutes=59)
    assert not (await client.get(f"{CLARIFICATIONS}/{made['id']}", headers=head)).json()["overdue"]
    clock.advance(minutes=1)
    assert (await client.get(f"{CLARIFICATIONS}/{made['id']}", headers=head)).json()["overdue"]
    for late, expected in (("true", 1), ("false", 0)):
        found = await client.get(CLARIFICATIONS, headers=head, params={"overdue": late})
        assert len(found.json()["items"]) == expected
    counts = (await client.get(f"{CLARIFICATIONS}/counts", headers=head)).json()
    assert (counts["open"], counts["overdue"], counts["to_answer"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"unit": "hp-th1"}, 1),
        ({"under": "hp-xa1"}, 1),
        ({"under": "hp"}, 2),
        ({"task": "1"}, 1),
        ({"status": "open"}, 2),
        ({"status": "closed"}, 0),
        ({"q": "cham tien do"}, 2),
        ({"updated_since": "2026-05-21T00:00:00Z"}, 0),
        ({"sort": "due_on"}, 2),
    ],
)
async def test_filters_narrow_the_list_in_one_statement(client, asked, work, leader, filters, expected, count_queries):
    await asked(task=str(work[1].id))
    await asked("hp-xa2", plan=str(work[0].id))
    with count_queries() as queries:
        answer = await client.get(CLARIFICATIONS, headers=leader, params=filters)
    assert (len(answer.json()["items"]), len(queries)) == (expected, 1)


async def test_counts_say_what_waits_and_for_whom(client, asked, head, leader, stranger, as_):
    made = await asked()
    await asked("hp-xa1")
    await act(client, made, "answers", head, text="Vì…")
    url = f"{CLARIFICATIONS}/counts"
    counts = (await client.get(url, headers=leader)).json()
    assert counts == {"open": 1, "overdue": 0, "answered": 1, "closed": 0, "to_answer": 0, "to_close": 1}
    assert (await client.get(url, headers=stranger)).json()["open"] == 0
    assert (await client.get(url)).status_code == 401
    assert (await client.get(url, headers=await as_("admin", "hp"))).status_code == 403
