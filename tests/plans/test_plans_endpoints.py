"""/plans over HTTP: who sees which, drafting, changing, deleting."""

import pytest
from sqlalchemy import select

from api.audit.models import AuditEntry
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.plans.models import Plan
from tests.factories.plans import a_task, draft_plan, issued_plan
from tests.factories.units import callers_of

URL = "/api/v1/plans"
BODY = {
    "year": 2026,
    "title": "Kế hoạch chuyển đổi số năm 2026",
    "legal_bases": [{"type": "Nghị quyết", "number": "57-NQ/TW", "issued_on": "2024-12-22", "issuer": "Bộ Chính trị"}],
    "duties": [
        {"unit_name": "Văn phòng Sở", "unit": "hp-vp", "text": "Đầu mối."},
        {"unit_name": "Các trường", "text": "Thực hiện."},
    ],
    "recipients": ["Như trên", "Lưu: VT"],
    "signer": {"name": "Nguyễn Văn A", "title": "GIÁM ĐỐC"},
    "target_groups": [{"code": "I", "title": "Hạ tầng số"}],
}


def titles(answer) -> list[str]:
    return [plan["title"] for plan in answer.json()["items"]]


async def changed(client, headers, plan_id, body, expected=200):
    """PATCH a plan as it is now."""
    tag = (await client.get(f"{URL}/{plan_id}", headers=headers)).headers["etag"]
    answer = await client.patch(f"{URL}/{plan_id}", headers=headers | {"If-Match": tag}, json=body)
    assert answer.status_code == expected, answer.text
    return answer


# Reading


async def test_nobody_reads_no_plans(client, session, ids):
    plan = await issued_plan(session)
    for path in (URL, f"{URL}/{plan.id}", f"{URL}/{plan.id}/task-groups", f"{URL}/{plan.id}/engagements"):
        assert (await client.get(path)).status_code == 401


async def test_an_outsider_cannot_tell_a_plan_from_none(client, session, stranger):
    plan = await issued_plan(session)
    assert titles(await client.get(URL, headers=stranger)) == []
    seen = await client.get(f"{URL}/{plan.id}", headers=stranger)
    none = await client.get(f"{URL}/{uuid7()}", headers=stranger)
    assert seen.status_code == none.status_code == 404
    assert seen.json()["detail"] == none.json()["detail"]


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("leader", "hp"),
        ("viewer", "hp"),
        ("officer", "hp-vp"),
        ("commune_officer", "hp-xa1"),
        ("school_officer", "hp-th1"),
        ("admin", "bgddt"),
    ],
)
async def test_an_issued_plan_is_read_above_and_below(client, session, as_, role, unit):
    plan = await issued_plan(session)
    headers = await as_(role, unit)
    answer = await client.get(f"{URL}/{plan.id}", headers=headers)
    assert answer.status_code == 200
    assert titles(await client.get(URL, headers=headers)) == [plan.title]


@pytest.mark.parametrize(
    ("role", "unit"), [("commune_officer", "hp-xa1"), ("school_head", "hp-th1"), ("officer", "hp-vp")]
)
async def test_a_draft_is_invisible_below(client, session, as_, role, unit):
    plan, (task,) = await draft_plan(session, tasks=[a_task("1")])
    headers = await as_(role, unit)
    assert titles(await client.get(URL, headers=headers)) == []
    for path in (f"{URL}/{plan.id}", f"/api/v1/tasks/{task.id}", f"{URL}/{plan.id}/task-groups"):
        assert (await client.get(path, headers=headers)).status_code == 404
    assert (await client.get("/api/v1/tasks", headers=headers)).json()["items"] == []


async def test_a_draft_of_a_commune_is_read_by_the_department_above(client, session, leader):
    plan, _ = await draft_plan(session, "hp-xa1")
    assert (await client.get(f"{URL}/{plan.id}", headers=leader)).json()["status"] == "draft"


async def test_a_school_does_not_see_another_school_s_plan(client, session, as_):
    plan = await issued_plan(session, "hp-th1")
    headers = await as_("school_head", "hp-mn2")
    assert (await client.get(f"{URL}/{plan.id}", headers=headers)).status_code == 404


async def test_the_list_narrows_sorts_and_finds_without_accents(client, session, leader):
    for year, title in ((2025, "Đề án 06"), (2026, "Chuyển đổi số"), (2026, "An toàn thông tin")):
        await issued_plan(session, year=year, title=title)

    async def found(**query):
        return titles(await client.get(URL, headers=leader, params=query))

    assert await found() == ["An toàn thông tin", "Chuyển đổi số", "Đề án 06"]
    assert await found(year=2025) == ["Đề án 06"]
    assert await found(q="chuyen DOI") == ["Chuyển đổi số"]
    assert await found(q="100%") == []
    assert await found(unit="hp", status="issued", sort="title") == ["An toàn thông tin", "Chuyển đổi số", "Đề án 06"]
    assert await found(unit="hp-xa1") == []
    assert await found(status="draft") == []
    assert await found(updated_since="2030-01-01T00:00:00Z") == []


async def test_a_list_of_any_length_takes_one_statement(client, session, leader, count_queries):
    with count_queries() as few:
        await issued_plan(session, title="Một")
        few.clear()
        await client.get(URL, headers=leader)
    for number in range(5):
        await issued_plan(session, title=f"Thêm {number}")
    with count_queries() as many:
        assert len((await client.get(URL, headers=leader)).json()["items"]) == 6
    assert len(many) == len(few) == 1


async def test_as_of_a_day_before_it_held_a_plan_is_not_there(client, session, leader):
    plan = await issued_plan(session, tasks=[a_task("1")])
    held = await client.get(f"{URL}/{plan.id}", headers=leader, params={"as_of": "2026-01-01"})
    assert held.status_code == 200
    assert "etag" not in held.headers
    before = {"as_of": "2025-12-31"}
    assert (await client.get(f"{URL}/{plan.id}", headers=leader, params=before)).status_code == 404
    assert titles(await client.get(URL, headers=leader, params=before)) == []


async def test_a_draft_is_not_readable_as_of_any_day(client, session, coordinator):
    plan, _ = await draft_plan(session)
    params = {"as_of": "2026-12-31"}
    assert (await client.get(f"{URL}/{plan.id}", headers=coordinator, params=params)).status_code == 404


async def test_an_unchanged_plan_is_answered_304(client, session, leader):
    plan = await issued_plan(session)
    tag = (await client.get(f"{URL}/{plan.id}", headers=leader)).headers["etag"]
    again = await client.get(f"{URL}/{plan.id}", headers=leader | {"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


# Drafting


async def test_nobody_drafts_no_plan(client, ids):
    assert (await client.post(URL, json=BODY)).status_code == 401


@pytest.mark.parametrize("role", ["leader", "viewer", "admin", "division_head", "school_officer", "commune_leader"])
async def test_who_does_not_draft_is_refused(client, session, as_, role):
    headers = await as_(role, "hp")
    assert (await client.post(URL, headers=headers, json=BODY)).status_code == 403
    assert (await session.scalars(select(Plan))).all() == []


async def test_a_coordinator_drafts_the_department_s_plan(client, session, coordinator, ids):
    answer = await client.post(URL, headers=coordinator, json=BODY)
    assert answer.status_code == 201, answer.text
    plan = answer.json()
    assert answer.headers["location"].endswith(f"{URL}/{plan['id']}")
    assert plan["unit"] == {"id": str(ids["hp"]), "code": "hp", "name": "Đơn vị hp"}
    assert (plan["status"], plan["version"], plan["effective_on"], plan["sample"]) == ("draft", 1, None, False)
    assert plan["duties"][0]["unit"]["code"] == "hp-vp"
    assert plan["duties"][1] == {"unit_name": "Các trường", "unit": None, "text": "Thực hiện."}
    assert plan["legal_bases"][0]["title"] is None
    assert plan["signer"] == {"name": "Nguyễn Văn A", "title": "GIÁM ĐỐC", "on_behalf": None}
    assert (plan["recipients"], plan["task_count"], plan["target_count"]) == (["Như trên", "Lưu: VT"], 0, 0)
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "plan.create"))).one()
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "plan.created"))).one()
    assert entry.unit_id == event.unit_id == event.department_id == ids["hp"]


async def test_the_same_key_drafts_once(client, session, coordinator):
    headers = coordinator | {"Idempotency-Key": "once"}
    first = await client.post(URL, headers=headers, json=BODY)
    second = await client.post(URL, headers=headers, json=BODY)
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"
    other = await client.post(URL, headers=headers, json=BODY | {"year": 2027})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_coordinator_does_not_draft_for_another_department(client, coordinator, ids):
    for unit in (str(ids["qng"]), "qng", "no-such"):
        answer = await client.post(URL, headers=coordinator, json=BODY | {"unit": unit})
        assert answer.status_code == 422
        assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/unit", "unknown_unit")]


async def test_a_coordinator_does_not_draft_for_the_ministry_above(client, coordinator):
    assert (await client.post(URL, headers=coordinator, json=BODY | {"unit": "bgddt"})).status_code == 403


async def test_a_commune_drafts_its_own_plan_under_the_department_s(client, session, as_, ids):
    above = await issued_plan(session)
    officer = await as_("commune_officer", "hp-xa1")
    body = {"year": 2026, "title": "Kế hoạch của xã"}
    without = await client.post(URL, headers=officer, json=body)
    assert [(e["pointer"], e["code"]) for e in without.json()["errors"]] == [("/parent_plan", "missing")]
    answer = await client.post(URL, headers=officer, json=body | {"parent_plan": str(above.id)})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["unit"]["code"], answer.json()["parent_plan_id"]) == ("hp-xa1", str(above.id))
    for unit in ("hp-th1", "hp"):
        refused = await client.post(URL, headers=officer, json=body | {"unit": unit, "parent_plan": str(above.id)})
        assert refused.status_code == 403
    listed = await client.get(URL, headers=officer, params={"parent_plan": str(above.id)})
    assert titles(listed) == ["Kế hoạch của xã"]


async def test_a_plan_above_must_be_seen_and_issued(client, session, coordinator):
    draft, _ = await draft_plan(session, title="Dự thảo")
    hidden = await issued_plan(session, "qng")
    for parent, code in ((draft.id, "plan_not_issued"), (hidden.id, "unknown_plan"), ("x", "unknown_plan")):
        answer = await client.post(URL, headers=coordinator, json=BODY | {"parent_plan": str(parent)})
        assert [e["code"] for e in answer.json()["errors"]] == [code]


async def test_who_acts_for_several_units_says_which(client, session, callers, ids):
    subject = await callers_of(session, [("coordinator", ids["hp"]), ("coordinator", ids["qng"])])
    answer = await client.post(URL, headers=callers.sign_in(subject), json=BODY | {"duties": []})
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/unit"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"year": 20266}, "/year"),
        ({"year": "năm 2026"}, "/year"),
        ({"title": ""}, "/title"),
        ({"title": "a\x00b"}, "/title"),
        ({"horizon_years": [1]}, "/horizon_years/0"),
        ({"effective_on": "2026-02-30"}, "/effective_on"),
        ({"status": "issued"}, "/status"),
        ({"sample": True}, "/sample"),
        ({"duties": [{"unit_name": "x", "unit": "qng-vp", "text": ""}]}, "/duties/0/unit"),
        ({"signer": {"name": "A"}}, "/signer/title"),
    ],
)
async def test_a_bad_field_is_named_and_nothing_is_drafted(client, session, coordinator, change, pointer):
    answer = await client.post(URL, headers=coordinator, json=BODY | change)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert (await session.scalars(select(Plan))).all() == []


@pytest.mark.parametrize(
    "query", [{"nope": "1"}, {"cursor": "x"}, {"sort": "unit"}, {"limit": "0"}, {"as_of": "9999-12-31"}, {"q": "\x00"}]
)
async def test_a_bad_query_is_refused(client, coordinator, query):
    assert (await client.get(URL, headers=coordinator, params=query)).status_code == 422


# Changing and deleting


async def test_a_draft_is_changed_field_by_field(client, session, coordinator):
    plan, _ = await draft_plan(session)
    answer = await changed(client, coordinator, plan.id, {"title": "Tên mới", "duties": BODY["duties"], "signer": None})
    body = answer.json()
    assert (body["title"], body["signer"], len(body["duties"]), body["year"]) == ("Tên mới", None, 2, 2026)
    assert body["version"] == plan.version + 1
    assert titles(await client.get(URL, headers=coordinator, params={"q": "ten moi"})) == ["Tên mới"]
    answer = await changed(client, coordinator, plan.id, {"duties": [], "legal_bases": BODY["legal_bases"]})
    assert (answer.json()["duties"], answer.json()["legal_bases"][0]["number"]) == ([], "57-NQ/TW")


async def test_null_does_not_empty_what_a_plan_needs(client, session, coordinator):
    plan, _ = await draft_plan(session)
    answer = await changed(client, coordinator, plan.id, {"title": None, "year": None}, expected=422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/title", "/year"}


async def test_another_year_reads_the_schedules_again(client, session, coordinator):
    given = {"text": "theo ý", "terms": [{"kind": "date", "on": "2026-05-01"}]}
    plan, tasks = await draft_plan(session, tasks=[a_task("1"), a_task("2", schedule=given)])
    await changed(client, coordinator, plan.id, {"year": 2027, "effective_on": "2027-01-01"})
    read = [(await client.get(f"/api/v1/tasks/{task.id}", headers=coordinator)).json() for task in tasks]
    assert [task["due_on"] for task in read] == ["2027-06-30", "2026-05-01"]
    assert "before_plan" in read[1]["schedule"]["warnings"]
    listed = (await client.get("/api/v1/tasks", headers=coordinator)).json()["items"]
    assert listed == read


async def test_a_stale_or_missing_version_changes_nothing(client, session, coordinator):
    plan, _ = await draft_plan(session)
    path, body = f"{URL}/{plan.id}", {"title": "Khác"}
    assert (await client.patch(path, headers=coordinator, json=body)).status_code == 428
    stale = coordinator | {"If-Match": '"0.0"'}
    assert (await client.patch(path, headers=stale, json=body)).status_code == 412
    assert (await client.delete(path, headers=stale)).status_code == 412
    assert (await client.delete(path, headers=coordinator)).status_code == 428
    assert (await client.get(path, headers=coordinator)).json()["title"] == plan.title


@pytest.mark.parametrize(
    ("role", "unit", "expected"), [("leader", "hp", 403), ("coordinator", "qng", 404), ("viewer", "hp", 403)]
)
async def test_who_does_not_draft_changes_nothing(client, session, as_, role, unit, expected):
    plan, _ = await draft_plan(session)
    headers = await as_(role, unit) | {"If-Match": "*"}
    assert (await client.patch(f"{URL}/{plan.id}", headers=headers, json={"title": "x"})).status_code == expected
    assert (await client.delete(f"{URL}/{plan.id}", headers=headers)).status_code == expected


async def test_a_commune_s_people_do_not_touch_the_department_s_or_a_school_s_plan(client, session, as_):
    department, _ = await draft_plan(session)
    school, _ = await draft_plan(session, "hp-th1")
    officer = await as_("commune_officer", "hp-xa1") | {"If-Match": "*"}
    for plan, expected in ((department, 404), (school, 403)):
        assert (await client.patch(f"{URL}/{plan.id}", headers=officer, json={"year": 2027})).status_code == expected


@pytest.mark.parametrize("status", ["issued", "closed"])
async def test_an_issued_plan_is_not_edited(client, session, coordinator, status):
    plan = await issued_plan(session)
    plan.status = status
    await session.commit()
    for method, headers in (("PATCH", coordinator | {"If-Match": "*"}), ("DELETE", coordinator)):
        body = {"title": "x"} if method == "PATCH" else None
        answer = await client.request(method, f"{URL}/{plan.id}", headers=headers, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "plan_not_draft")
    for part in ("engagements", "reporting-rules"):
        path = f"{URL}/{plan.id}/{part}"
        assert (await client.put(path, headers=coordinator, json={"items": []})).json()["code"] == "plan_not_draft"


async def test_a_deleted_draft_is_gone_with_its_parts(client, session, coordinator):
    plan, (task,) = await draft_plan(session, tasks=[a_task("1")])
    tag = (await client.get(f"{URL}/{plan.id}", headers=coordinator)).headers["etag"]
    gone = await client.delete(f"{URL}/{plan.id}", headers=coordinator | {"If-Match": tag})
    assert (gone.status_code, gone.content) == (204, b"")
    for path in (f"{URL}/{plan.id}", f"/api/v1/tasks/{task.id}"):
        assert (await client.get(path, headers=coordinator)).status_code == 404
    again = await client.delete(f"{URL}/{plan.id}", headers=coordinator | {"If-Match": "*"})
    assert again.status_code == 404
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "plan.deleted"))).one()
    assert event.version == plan.version + 1
