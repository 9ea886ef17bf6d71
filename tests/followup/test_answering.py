"""Difficulties answered one by one and many at once, resolved, raised again, and become amendments."""

from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import func, insert, select

from api.audit.models import AuditEntry
from api.followup.models import Difficulty, DifficultyAct
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.plans.models import Amendment
from tests.followup.conftest import DIFFICULTIES, SAID, Expected

TEXT = {"text": "Sở cấp kinh phí mua máy quét trong Quý III."}


async def act(client, made, verb, headers, **body):
    return await client.post(f"{DIFFICULTIES}/{made['id']}/{verb}", headers=headers, json=body)


async def test_an_answer_is_read_and_the_school_resolves(client, raised, head, coordinator):
    made = await raised()
    answered = await act(client, made, "answers", coordinator, **TEXT)
    assert answered.status_code == 201, answered.text
    assert (answered.json()["status"], answered.json()["version"]) == ("answered", made["version"] + 1)
    (said,) = (await client.get(f"{DIFFICULTIES}/{made['id']}", headers=head)).json()["answers"]
    assert (said["by"], said["text"]) == ("Người thử", TEXT["text"])
    more = await act(client, made, "answers", coordinator, text="Đã chuyển tiền.")
    assert [each["text"] for each in more.json()["answers"]] == [TEXT["text"], "Đã chuyển tiền."]
    done = await act(client, made, "resolve", head)
    assert (done.json()["status"], done.json()["may"], done.json()["answered_at"][:10]) == (
        "resolved", ["reopen"], "2026-05-20"
    )  # fmt: skip
    assert [each["act"] for each in done.json()["history"]] == ["raised", "answered", "answered", "resolved"]


async def test_it_is_raised_again_where_the_answer_does_not_do(client, raised, head, coordinator):
    made = await raised()
    early = await act(client, made, "reopen", head, text="Chưa")
    assert (early.status_code, early.json()["code"]) == (409, "difficulty_still_open")
    await act(client, made, "answers", coordinator, **TEXT)
    again = await act(client, made, "reopen", head, text="Chưa nhận được máy.")
    assert (again.json()["status"], again.json()["history"][-1]["text"]) == ("open", "Chưa nhận được máy.")
    await act(client, made, "resolve", head, text="Tự mua được rồi.")
    again = await act(client, made, "reopen", head, text="Máy hỏng.")
    assert (again.json()["status"], again.json()["resolved_at"]) == ("open", None)


async def test_what_is_resolved_is_over(client, raised, head, coordinator):
    made = await raised()
    await act(client, made, "resolve", head)
    for verb, headers, body in (("resolve", head, {}), ("answers", coordinator, TEXT)):
        answer = await act(client, made, verb, headers, **body)
        assert (answer.status_code, answer.json()["code"]) == (409, "difficulty_resolved")
    answer = await client.patch(f"{DIFFICULTIES}/{made['id']}", headers=head | {"If-Match": "*"}, json={"title": "x"})
    assert answer.json()["code"] == "difficulty_not_open"


async def test_who_answers_and_who_resolves(client, raised, as_, head, officer, coordinator, stranger, leader):
    made = await raised()
    viewer, other, division = (
        await as_("viewer", "hp"),
        await as_("school_head", "hp-mn2"),
        await as_("officer", "hp-vp"),
    )
    refused: Expected = (({}, 401), (stranger, 404), (other, 404), (viewer, 403), (division, 403))
    for headers, expected in (*refused, (head, 403), (officer, 403), (leader, 201), (coordinator, 201)):
        assert (await act(client, made, "answers", headers, **TEXT)).status_code == expected
    for headers, expected in (*refused, (leader, 403), (officer, 200)):
        assert (await act(client, made, "resolve", headers)).status_code == expected
    for headers, expected in (*refused, (leader, 403), (coordinator, 200)):
        assert (await act(client, made, "reopen", headers, text="Chưa")).status_code == expected


@pytest_asyncio.fixture
async def alike(raised, as_):
    """Three schools with one trouble, one with another."""
    first = await raised()
    second = await raised(await as_("school_head", "hp-mn2"), title="Chưa có máy quét", text=SAID["text"])
    third = await raised(await as_("school_head", "hp-thpt"), text="Trường không có máy quét để số hóa hồ sơ, học bạ.")
    other = await raised(title="Đường truyền chậm", text="Mạng của trường thường mất vào buổi chiều.")
    return first, second, third, other


async def test_what_reads_alike_is_shown_to_who_answers(client, alike, head, coordinator, as_, stranger):
    first, second, third, _other = alike
    url = f"{DIFFICULTIES}/{first['id']}/alike"
    found = (await client.get(url, headers=coordinator)).json()["items"]
    assert {each["id"] for each in found} == {second["id"], third["id"]}
    assert found == sorted(found, key=lambda each: -each["similarity"])
    for headers, expected in (({}, 401), (stranger, 404), (head, 403), (await as_("viewer", "hp"), 403)):
        assert (await client.get(url, headers=headers)).status_code == expected


async def test_one_answer_closes_many_alike(client, session, alike, coordinator, count_queries):
    ids = [each["id"] for each in alike[:3]]
    answer = await client.post(f"{DIFFICULTIES}/answers", headers=coordinator, json={"ids": ids, **TEXT})
    assert answer.json() == {"answered": 3, "units": 3}
    for id_ in ids:
        found = (await client.get(f"{DIFFICULTIES}/{id_}", headers=coordinator)).json()
        assert (found["status"], found["answers"][0]["text"], found["version"]) == ("answered", TEXT["text"], 2)
    told = await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "difficulty.answered"))
    assert {each.entity_id for each in told} == set(ids)
    entries = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "difficulty.answered"))).all()
    assert [each.changes["together"] for each in entries] == [3, 3, 3]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, 4),
        ({"task": "1"}, 4),
        ({"q": "may quet"}, 3),
        ({"under": "hp-xa1"}, 2),
        ({"under": "qng"}, 0),
        ({"status": "answered"}, 0),
    ],
)
async def test_or_all_that_a_filter_finds(client, alike, coordinator, scope, expected):
    answer = await client.post(f"{DIFFICULTIES}/answers", headers=coordinator, json={"filter": scope, **TEXT})
    assert answer.json()["answered"] == expected


async def test_a_filter_finds_only_what_the_caller_may_answer(client, alike, raised, officer, leader):
    await raised(put_to="hp-xa1")
    answer = await client.post(f"{DIFFICULTIES}/answers", headers=officer, json={"filter": {}, **TEXT})
    assert answer.json() == {"answered": 1, "units": 1}


async def test_many_are_answered_all_or_none(client, session, alike, raised, head, coordinator, stranger):
    url, nowhere = f"{DIFFICULTIES}/answers", "0197c0de-0000-7000-8000-000000000000"
    first, second, third, _ = alike
    await act(client, third, "resolve", coordinator)
    bad = await client.post(
        url, headers=coordinator, json={"ids": [first["id"], nowhere, third["id"], second["id"]], **TEXT}
    )
    assert [(each["pointer"], each["code"]) for each in bad.json()["errors"]] == [
        ("/ids/1", "unknown_difficulty"), ("/ids/2", "resolved")
    ]  # fmt: skip
    elsewhere = await raised(put_to="hp-xa1")
    mixed = {"ids": [first["id"], elsewhere["id"]], **TEXT}
    assert (await client.post(url, headers=coordinator, json=mixed)).status_code == 403
    assert (await client.post(url, headers=stranger, json={"ids": [first["id"]], **TEXT})).status_code == 422
    assert (await client.post(url, headers=head, json={"ids": [first["id"]], **TEXT})).status_code == 403
    assert (await client.post(url, json={"ids": [first["id"]], **TEXT})).status_code == 401
    assert await session.scalar(select(func.count()).where(DifficultyAct.act == "answered")) == 0


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": ["0197c0de-0000-7000-8000-000000000000"], "filter": {}}])
async def test_many_are_named_in_one_way(client, coordinator, body):
    answer = await client.post(f"{DIFFICULTIES}/answers", headers=coordinator, json=body | TEXT)
    assert answer.status_code == 422


async def test_nine_hundred_are_answered_in_as_many_statements_as_three(
    client, session, ids, coordinator, count_queries
):
    counted = []
    for number in (3, 900):
        await session.execute(insert(Difficulty), [_row(session, ids) for _ in range(number)])
        await session.commit()
        with count_queries() as queries:
            answer = await client.post(f"{DIFFICULTIES}/answers", headers=coordinator, json={"filter": {}, **TEXT})
        assert answer.json()["answered"] == number
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 6


def _row(session, ids):
    now = session.info["now"]
    return {
        "id": uuid7(), "version": 1, "created_at": now, "updated_at": now, "unit_id": ids["hp-th1"],
        "department_id": ids["hp"], "put_to_id": ids["hp"], "title": "x", "text": "x", "search": "x", "status": "open",
    }  # fmt: skip


@pytest_asyncio.fixture
async def amendment(session, work):
    """One of the plan."""
    made = Amendment(
        plan_id=work[0].id, number=1, effective_on=date(2026, 6, 1), reason="lùi thời hạn", legal_bases=[], changes=[]
    )
    session.add(made)
    await session.commit()
    return made


async def test_a_difficulty_becomes_an_amendment(client, session, raised, coordinator, head, amendment):
    made = await raised()
    answer = await act(client, made, "amendment", coordinator, amendment=str(amendment.id))
    assert answer.status_code == 201, answer.text
    shown = (await client.get(f"{DIFFICULTIES}/{made['id']}", headers=head)).json()
    assert shown["status"] == "answered"
    assert shown["amendments"] == [{"id": str(amendment.id), "number": 1, "effective_on": "2026-06-01"}]
    assert "lần thứ 1, có hiệu lực từ ngày 01/06/2026: lùi thời hạn" in shown["answers"][0]["text"]
    twice = await act(client, made, "amendment", coordinator, amendment=str(amendment.id))
    assert twice.json()["errors"][0]["code"] == "given_twice"


async def test_only_an_amendment_of_its_plan(client, session, raised, coordinator, head, amendment, as_, stranger):
    free = (await client.post(DIFFICULTIES, headers=head, json={"put_to": "hp", **SAID})).json()
    answer = await act(client, free, "amendment", coordinator, amendment=str(amendment.id))
    assert answer.json()["errors"][0]["code"] == "unknown_amendment"
    made, body = await raised(), {"amendment": str(amendment.id), "text": "Đã lùi."}
    for headers, expected in (({}, 401), (stranger, 404), (head, 403), (await as_("viewer", "hp"), 403)):
        assert (await act(client, made, "amendment", headers, **body)).status_code == expected
    assert (await act(client, made, "amendment", coordinator, **body)).json()["answers"][0]["text"] == "Đã lùi."
