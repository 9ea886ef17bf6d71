"""/difficulties over HTTP: raised, read, changed, passed on."""

import pytest
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.followup.models import Difficulty
from api.kit.events import OutboxEvent
from tests.factories.indicators import an_indicator
from tests.factories.units import callers_of
from tests.followup.conftest import DIFFICULTIES, SAID, Expected


async def listed(client, headers, **filters):
    answer = await client.get(DIFFICULTIES, headers=headers, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_school_raises_one_to_the_unit_above_it(client, session, work, head, ids):
    task = work[1]
    answer = await client.post(DIFFICULTIES, headers=head, json={"task": str(task.id), **SAID})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["unit"]["code"], made["put_to"]["code"], made["status"]) == ("hp-th1", "hp-xa1", "open")
    assert made["task"] == {"id": str(task.id), "code": "1", "name": task.title}
    assert (made["answers"], made["report_id"], made["may"]) == ([], None, ["change", "resolve"])
    assert [(each["act"], each["by"], each["on_behalf"]) for each in made["history"]] == [
        ("raised", "Người thử", False)
    ]
    assert (await client.get(answer.headers["location"], headers=head)).json() == made
    entry = await session.scalar(select(AuditEntry).where(AuditEntry.action == "difficulty.raised"))
    assert (entry.unit_id, entry.changes["on_behalf"]) == (ids["hp-th1"], False)
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.type == "difficulty.raised"))
    assert (event.entity, event.entity_id, event.data["put_to_id"]) == ("difficulty", made["id"], str(ids["hp-xa1"]))


async def test_it_may_be_about_an_indicator_or_nothing_named(client, session, head, ids):
    indicator = await an_indicator(session, ids["hp"])
    about = (await client.post(DIFFICULTIES, headers=head, json={"indicator": "chu-ky-so", **SAID})).json()
    assert about["indicator"]["id"] == str(indicator.id)
    free = (await client.post(DIFFICULTIES, headers=head, json=SAID)).json()
    assert (free["task"], free["indicator"], free["plan_id"]) == (None, None, None)
    assert [each["id"] for each in await listed(client, head, indicator="chu-ky-so")] == [about["id"]]


async def test_a_task_is_named_by_its_code_too(client, work, head):
    plan, task = work
    for more in ({}, {"plan": str(plan.id)}):
        made = (await client.post(DIFFICULTIES, headers=head, json={"task": "1", **more, **SAID})).json()
        assert made["task"]["id"] == str(task.id)


async def test_the_commune_and_the_coordinator_raise_for_a_school_and_are_named(client, work, officer, coordinator):
    for headers in (officer, coordinator):
        made = (await client.post(DIFFICULTIES, headers=headers, json={"unit": "hp-th1", **SAID})).json()
        assert (made["unit"]["code"], made["history"][0]["on_behalf"]) == ("hp-th1", True)


async def test_it_is_put_to_those_above_or_to_the_division_that_leads(client, work, head):
    task = str(work[1].id)
    answer = await client.get(f"{DIFFICULTIES}/recipients", headers=head, params={"task": task})
    found = [(each["unit"]["code"], each["relation"], each["usual"]) for each in answer.json()["items"]]
    assert found == [
        ("hp-xa1", "above", True), ("hp", "above", False), ("bgddt", "above", False), ("hp-vp", "leads_task", False)
    ]  # fmt: skip
    for code in ("hp", "hp-vp"):
        made = await client.post(DIFFICULTIES, headers=head, json={"task": task, "put_to": code, **SAID})
        assert made.json()["put_to"]["code"] == code


async def test_recipients_of_a_unit_without_a_task_are_those_above(client, work, officer):
    answer = await client.get(f"{DIFFICULTIES}/recipients", headers=officer, params={"unit": "hp-th1"})
    assert [each["unit"]["code"] for each in answer.json()["items"]] == ["hp-xa1", "hp", "bgddt"]


NOWHERE = "0197c0de-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"title": ""}, "/title", "string_too_short"),
        ({"status": "resolved"}, "/status", "extra_forbidden"),
        ({"task": NOWHERE}, "/task", "unknown_task"),
        ({"task": "99"}, "/task", "unknown_task"),
        ({"indicator": "khong-co"}, "/indicator", "unknown_indicator"),
        ({"unit": "qng-th1"}, "/unit", "unknown_unit"),
        ({"put_to": "hp-vp"}, "/put_to", "not_above"),
        ({"put_to": "hp-xa2"}, "/put_to", "not_above"),
        ({"put_to": "qng"}, "/put_to", "not_above"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(client, session, work, head, body, pointer, code):
    answer = await client.post(DIFFICULTIES, headers=head, json=SAID | body)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await session.scalar(select(func.count()).select_from(Difficulty)) == 0


async def test_who_acts_for_several_units_says_for_which(client, session, callers, ids):
    headers = callers.sign_in(
        await callers_of(session, [("school_head", ids["hp-th1"]), ("school_head", ids["hp-mn2"])])
    )
    answer = await client.post(DIFFICULTIES, headers=headers, json=SAID)
    assert answer.json()["errors"][0]["code"] == "unit_required"


async def test_a_draft_plans_task_is_no_task_yet(client, session, work, head, coordinator):
    work[0].status = "draft"
    await session.commit()
    answer = await client.post(DIFFICULTIES, headers=coordinator, json={"unit": "hp-th1", "task": "1", **SAID})
    assert answer.json()["errors"][0]["code"] == "unknown_task"


async def test_who_raises(client, work, as_, stranger, leader):
    body = {"unit": "hp-th1", **SAID}
    viewer, other = await as_("viewer", "hp"), await as_("school_head", "hp-mn2")
    for headers, expected in (({}, 401), (stranger, 422), (other, 403), (viewer, 403), (leader, 403)):
        assert (await client.post(DIFFICULTIES, headers=headers, json=body)).status_code == expected


async def test_who_reads(client, raised, as_, head, officer, leader, stranger):
    url = f"{DIFFICULTIES}/{(await raised())['id']}"
    other, elsewhere = await as_("school_head", "hp-mn2"), await as_("commune_officer", "hp-xa2")
    admin, division, viewer = await as_("admin", "hp"), await as_("officer", "hp-vp"), await as_("viewer", "hp")
    refused: Expected = (({}, 401), (stranger, 404), (other, 404), (elsewhere, 404), (admin, 403))
    for headers, expected in (*refused, *((each, 200) for each in (head, officer, leader, division, viewer))):
        assert (await client.get(url, headers=headers)).status_code == expected
        if expected not in {401, 403}:
            assert len(await listed(client, headers)) == (expected == 200)


async def test_a_division_reads_what_is_put_to_it_and_nothing_of_others(client, raised, head, as_):
    division = await as_("officer", "hp-vp")
    free = await client.post(DIFFICULTIES, headers=head, json=SAID)
    assert (await client.get(free.headers["location"], headers=division)).status_code == 404
    theirs = await raised(put_to="hp-vp")
    assert [each["id"] for each in await listed(client, division)] == [theirs["id"]]


async def test_an_unchanged_one_is_not_sent_again(client, raised, head):
    url = f"{DIFFICULTIES}/{(await raised())['id']}"
    tag = (await client.get(url, headers=head)).headers["etag"]
    assert (await client.get(url, headers=head | {"If-None-Match": tag})).status_code == 304


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"unit": "hp-th1"}, 1),
        ({"under": "hp-xa1"}, 1),
        ({"under": "hp"}, 2),
        ({"task": "1"}, 2),
        ({"task": "2"}, 0),
        ({"put_to": "hp"}, 1),
        ({"put_to": "hp-xa2"}, 1),
        ({"status": "open"}, 2),
        ({"status": "answered"}, 0),
        ({"q": "may quet"}, 2),
        ({"q": "Đường truyền"}, 1),
        ({"updated_since": "2026-05-21T00:00:00Z"}, 0),
        ({"sort": "updated_at"}, 2),
    ],
)
async def test_filters_narrow_the_list(client, raised, as_, leader, filters, expected):
    await raised()
    await raised(await as_("school_head", "hp-mn2"), put_to="hp-xa2", title="Đường truyền chậm")
    assert len(await listed(client, leader, **filters)) == expected


async def test_by_id_means_the_same(client, raised, leader, work, ids):
    await raised()
    plan, task = work
    named = {"plan": plan.id, "task": task.id, "unit": ids["hp-th1"], "under": ids["hp-xa1"], "put_to": ids["hp"]}
    assert len(await listed(client, leader, **{name: str(id_) for name, id_ in named.items()})) == 1


async def test_pages_go_through_all_of_it_in_one_statement(client, raised, leader, count_queries):
    made = {(await raised())["id"] for _ in range(3)}
    seen: set[str] = set()
    more: dict[str, str] | None = {}
    while more is not None:
        with count_queries() as queries:
            body = (await client.get(DIFFICULTIES, headers=leader, params={"limit": 2, **more})).json()
        assert len(queries) == 1
        seen |= {each["id"] for each in body["items"]}
        more = {"cursor": body["next_cursor"]} if body["next_cursor"] else None
    assert seen == made


async def test_it_is_said_better_until_it_is_answered(client, raised, head, coordinator):
    made = await raised()
    url = f"{DIFFICULTIES}/{made['id']}"
    body = {"title": "Thiếu máy scan", "put_to": "hp-xa1"}
    answer = await client.patch(url, headers=head | {"If-Match": f'"{made["version"]}.0"'}, json=body)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["title"], answer.json()["put_to"]["code"]) == ("Thiếu máy scan", "hp-xa1")
    assert [each["act"] for each in answer.json()["history"]] == ["raised", "passed_on"]
    better = await client.patch(url, headers=head | {"If-Match": "*"}, json={"text": "Cần 2 máy."})
    assert [each["act"] for each in better.json()["history"]] == ["raised", "passed_on", "changed"]
    same = await client.patch(url, headers=head | {"If-Match": "*"}, json={"text": "Cần 2 máy."})
    assert same.json()["version"] == better.json()["version"]


async def test_who_is_to_answer_passes_it_on_and_changes_nothing_else(client, raised, as_, coordinator):
    made = await raised()
    url, headers = f"{DIFFICULTIES}/{made['id']}", coordinator | {"If-Match": "*"}
    passed = await client.patch(url, headers=headers, json={"put_to": "hp-vp"})
    assert passed.json()["put_to"]["code"] == "hp-vp"
    division = await as_("officer", "hp-vp") | {"If-Match": "*"}
    assert (await client.patch(url, headers=division, json={"title": "Khác"})).status_code == 403
    assert (await client.patch(url, headers=division, json={"put_to": "hp"})).status_code == 200


async def test_who_changes(client, raised, as_, head, leader, stranger):
    made = await raised(put_to="hp-xa1")
    url = f"{DIFFICULTIES}/{made['id']}"
    viewer, other = await as_("viewer", "hp"), await as_("school_head", "hp-mn2")
    refused: Expected = (({}, 401), (stranger, 404), (other, 404), (viewer, 403), (leader, 403), (head, 428))
    for headers, expected in refused:
        assert (await client.patch(url, headers=headers, json={"title": "Khác"})).status_code == expected
    stale = head | {"If-Match": '"99.0"'}
    assert (await client.patch(url, headers=stale, json={"title": "Khác"})).status_code == 412


async def test_counts_say_what_waits_and_for_whom(client, raised, head, coordinator, stranger, work, as_):
    first = await raised()
    await raised(put_to="hp-xa1")
    await client.post(f"{DIFFICULTIES}/{first['id']}/answers", headers=coordinator, json={"text": "Đã cấp máy."})
    url = f"{DIFFICULTIES}/counts"
    mine = (await client.get(url, headers=head)).json()
    assert (mine["open"], mine["answered"], mine["to_answer"], mine["to_resolve"]) == (1, 1, 0, 1)
    assert mine["items"] == []
    theirs = (await client.get(url, headers=coordinator)).json()
    assert (theirs["open"], theirs["to_answer"], theirs["to_resolve"]) == (1, 0, 0)
    for by, name in (("task", work[1].title), ("unit", "Đơn vị hp-th1"), ("plan", work[0].title)):
        (group,) = (await client.get(url, headers=coordinator, params={"by": by})).json()["items"]
        assert (group["of"]["name"], group["open"], group["answered"], group["resolved"]) == (name, 1, 1, 0)
    nothing = (await client.get(url, headers=stranger, params={"by": "unit"})).json()
    assert (nothing["open"], nothing["items"]) == (0, [])
    assert (await client.get(url)).status_code == 401
    assert (await client.get(url, headers=await as_("admin", "hp"))).status_code == 403
