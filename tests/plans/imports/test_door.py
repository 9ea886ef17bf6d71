"""/plan-imports: sending, reading, correcting, committing, throwing away; who may, and what leaves nothing behind."""

from typing import Any

import pytest
from sqlalchemy import func, select

from api.indicators.models import Indicator
from api.plans.models import Plan, PlanImport
from tests.factories.plans import issued_plan

ALL = "/api/v1/plan-imports"


def _row(found: dict[str, Any], kind: str, number: str | None = None) -> dict[str, Any]:
    return next(
        row for row in found["rows"] if row["kind"] == kind and number in (None, row["understood"].get("number"))
    )


@pytest.fixture
def correct(client, coordinator):
    """`await correct(found, etag, position, **patch)`: the import after a correction, and its ETag."""

    async def patch(found: dict[str, Any], etag: str, position: int, **body: Any) -> tuple[dict[str, Any], str]:
        path = f"{ALL}/{found['id']}/rows/{position}"
        answer = await client.patch(path, json=body, headers={**coordinator, "If-Match": etag})
        assert answer.status_code == 200, answer.text
        return answer.json(), answer.headers["etag"]

    return patch


# Sending


async def test_a_document_sent_is_read_in_the_background(send, run_jobs, client, coordinator) -> None:
    sent = await send()
    assert sent.status_code == 202
    made = sent.json()
    assert sent.headers["location"] == f"/api/v1/jobs/{made['job']}"
    assert (made["status"], made["progress"], made["rows"]) == ("reading", 0, [])
    assert made["filename"] == "ke-hoach.docx"
    await run_jobs()
    read = (await client.get(f"{ALL}/{made['id']}", headers=coordinator)).json()
    assert (read["status"], read["progress"]) == ("ready", 100)
    assert read["header"]["year"] == 2026
    assert [row["position"] for row in read["rows"]] == list(range(1, len(read["rows"]) + 1))


async def test_a_raw_body_has_its_name_in_content_disposition(client, coordinator, document) -> None:
    named = {"Content-Disposition": "attachment; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.docx"}
    sent = await client.post(f"{ALL}?year=2027", content=document, headers={**coordinator, **named})
    assert sent.status_code == 202
    assert sent.json()["filename"] == "Kế hoạch.docx"


async def test_a_raw_body_without_a_name_is_refused(client, coordinator, document, session) -> None:
    sent = await client.post(ALL, content=document, headers=coordinator)
    assert sent.status_code == 422
    assert sent.json()["errors"][0]["pointer"] == "/header/Content-Disposition"
    assert await session.scalar(select(func.count()).select_from(PlanImport)) == 0


async def test_the_year_its_sender_names_is_the_plans(ready) -> None:
    found, _ = await ready(year="2027")
    assert found["header"]["year"] == 2027
    due = _row(found, "task", "1")["understood"]["schedule"]["occurrences"]
    assert due[-1]["due_at"].startswith("2027-")


@pytest.mark.parametrize(
    ("fields", "pointer"), [({"unit": "khong-co"}, "/unit"), ({"year": "x"}, "/year"), ({"colour": "red"}, "/colour")]
)
async def test_what_is_said_wrongly_beside_a_file_is_refused(send, fields, pointer) -> None:
    answer = await send(**fields)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_file_of_another_kind_is_refused_at_the_door(send, app) -> None:
    answer = await send(b"\x89PNG\r\n\x1a\n" + bytes(5000), "anh.png")
    assert answer.status_code == 415
    assert not list((app.state.settings.home / "files" / "incoming").iterdir())


async def test_a_file_too_large_is_refused_and_leaves_nothing(client, app, coordinator, document) -> None:
    limit = app.state.settings.max_plan_document_bytes

    async def endless():
        yield document
        for _ in range(2 * limit >> 20):
            yield bytes(1 << 20)

    named = {"Content-Disposition": "attachment; filename=lon.docx"}
    answer = await client.post(ALL, content=endless(), headers={**coordinator, **named})
    assert answer.status_code == 413
    assert not list((app.state.settings.home / "files" / "incoming").iterdir())


async def test_a_form_cut_off_is_refused(client, app, coordinator) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\nPK\x03\x04'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await client.post(ALL, content=body, headers={**coordinator, **kind})
    assert answer.status_code == 400
    assert not list((app.state.settings.home / "files" / "incoming").iterdir())


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"PK\x03\x04" + bytes(2000), "hong.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "cu.doc", "old_office"),
        (None, "macro.docm", "macros"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_words(send, run_jobs, client, coordinator, data, name, code) -> None:
    sent = await send(data, name)
    await run_jobs()
    messages = []
    for language in ("vi", "en"):
        answer = await client.get(f"{ALL}/{sent.json()['id']}", headers={**coordinator, "Accept-Language": language})
        assert (answer.json()["status"], answer.json()["refusal"]["code"]) == ("refused", code)
        messages.append(answer.json()["refusal"]["message"])
    assert messages[0] != messages[1]


async def test_a_fault_of_ours_is_a_refusal_and_no_import_reads_for_ever(
    send, run_jobs, client, coordinator, monkeypatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.plans.service.importing.reading.lay_out", fail)
    sent = await send()
    await run_jobs()
    found = (await client.get(f"{ALL}/{sent.json()['id']}", headers=coordinator)).json()
    assert (found["status"], found["refusal"]["code"]) == ("refused", "failed")


async def test_the_same_key_and_file_is_one_import(send, coordinator, session) -> None:
    headers = {**coordinator, "Idempotency-Key": "ke-hoach-1"}
    first, again = await send(headers=headers), await send(headers=headers)
    assert first.json()["id"] == again.json()["id"]
    other = await send(b"PK\x03\x04" + bytes(2000), headers=headers)
    assert other.status_code == 422
    assert await session.scalar(select(func.count()).select_from(PlanImport)) == 1


# Who may


async def test_nobody_learns_of_imports(client, send) -> None:
    made = (await send()).json()
    for method, path in (("POST", ""), ("GET", ""), ("GET", f"/{made['id']}"), ("POST", f"/{made['id']}/commit")):
        assert (await client.request(method, ALL + path)).status_code == 401


_ACTS = (
    ("GET", "", None),
    ("PATCH", "", {"header": {"year": 2027}}),
    ("POST", "/rows", {"kind": "task"}),
    ("PATCH", "/rows/1", {"included": False}),
    ("DELETE", "/rows/1", None),
    ("POST", "/names", {"names": [{"printed_name": "Phòng lạ"}]}),
    ("POST", "/commit", None),
    ("POST", "/discard", None),
)


@pytest.mark.parametrize(("method", "path", "body"), _ACTS)
async def test_another_department_finds_no_import(ready, client, stranger, method, path, body) -> None:
    found, _ = await ready()
    headers = {**stranger, "If-Match": "*"}
    answer = await client.request(method, f"{ALL}/{found['id']}{path}", json=body, headers=headers)
    assert answer.status_code == 404
    assert (await client.get(ALL, headers=stranger)).json()["items"] == []


@pytest.mark.parametrize(("method", "path", "body"), _ACTS[1:])
async def test_who_reads_drafts_sees_imports_and_changes_none(ready, client, leader, method, path, body) -> None:
    found, _ = await ready()
    headers = {**leader, "If-Match": "*"}
    answer = await client.request(method, f"{ALL}/{found['id']}{path}", json=body, headers=headers)
    assert answer.status_code == 403
    assert (await client.get(f"{ALL}/{found['id']}", headers=leader)).status_code == 200
    assert len((await client.get(f"{ALL}?status=ready", headers=leader)).json()["items"]) == 1


async def test_who_may_not_draft_sends_nothing(send, leader, as_, session) -> None:
    assert (await send(headers=leader)).status_code == 403
    assert (await send(headers=await as_("coordinator", "qng"), unit="hp")).status_code in {403, 422}
    assert await session.scalar(select(func.count()).select_from(PlanImport)) == 0


async def test_a_school_imports_its_own_plan_under_one_in_force(send, run_jobs, client, as_, session, ids) -> None:
    head = await as_("school_head", "hp-th1")
    sent = await send(headers=head)
    assert sent.json()["unit"]["code"] == "hp-th1"
    await run_jobs()
    path = f"{ALL}/{sent.json()['id']}"
    refused = await client.post(f"{path}/commit", headers=head)
    assert refused.json()["errors"][0]["pointer"] == "/parent_plan"
    above = await issued_plan(session)
    named = await client.patch(path, json={"parent_plan": str(above.id)}, headers={**head, "If-Match": "*"})
    assert named.json()["parent_plan_id"] == str(above.id)
    refused = await client.post(f"{path}/commit", headers=head)  # a school defines no indicators
    assert {error["code"] for error in refused.json()["errors"]} == {"unknown_indicator"}
    assert refused.json()["errors"][0]["pointer"].startswith("/rows/")
    assert await session.scalar(select(func.count()).select_from(Plan).where(Plan.status == "draft")) == 0


# Correcting


async def test_a_new_deadline_gives_a_new_schedule(ready, correct) -> None:
    found, etag = await ready()
    row = _row(found, "task", "1")
    found, etag = await correct(found, etag, row["position"], understood={"deadline_text": "Trước ngày 15/9/2026"})
    row = _row(found, "task", "1")
    assert row["understood"]["schedule"]["occurrences"][0]["due_at"] == "2026-09-14T16:59:59Z"
    assert row["corrected"] == ["deadline_text"]
    found, _ = await correct(found, etag, row["position"], understood={"deadline_text": "khi nào xong thì xong"})
    codes = [problem["code"] for problem in _row(found, "task", "1")["problems"]]
    assert codes == ["deadline_not_understood"] or "deadline_not_understood" in codes


async def test_terms_a_person_sets_stay_when_the_year_changes(ready, correct, client, coordinator) -> None:
    found, etag = await ready()
    row = _row(found, "task", "1")
    terms = [{"kind": "date", "on": "2026-11-30"}]
    schedule = {"text": "Cuối tháng 11", "terms": terms}
    found, etag = await correct(found, etag, row["position"], understood={"schedule": schedule})
    headers = {**coordinator, "If-Match": etag}
    moved = (await client.patch(f"{ALL}/{found['id']}", json={"header": {"year": 2027}}, headers=headers)).json()
    kept = _row(moved, "task", "1")["understood"]["schedule"]
    assert kept["occurrences"][0]["due_at"] == "2026-11-30T16:59:59Z"
    reread = _row(moved, "task", "2")["understood"]["schedule"]["occurrences"]
    assert all(each["due_at"].startswith("2027-") for each in reread)


async def test_new_names_are_matched_and_a_person_may_say_who_is_meant(ready, correct) -> None:
    found, etag = await ready()
    position = _row(found, "task", "1")["position"]
    names = ["các cơ sở giáo dục", "Tổ công tác số 9"]
    found, etag = await correct(found, etag, position, understood={"lead": names})
    row = _row(found, "task", "1")
    assert [each["code"] for each in row["understood"]["matched"]["lead"]] == ["hp-dt-csgd"]
    assert ("unit_not_matched", "lead") in {(problem["code"], problem["field"]) for problem in row["problems"]}
    chosen = {"lead": [{"printed_name": names[1], "unit": "hp-vp"}]}
    found, _ = await correct(found, etag, position, understood={"matched": chosen})
    row = _row(found, "task", "1")
    assert {each["code"] for each in row["understood"]["matched"]["lead"]} == {"hp-dt-csgd", "hp-vp"}
    assert not any(problem["field"] == "lead" for problem in row["problems"])


async def test_a_person_may_name_only_who_they_see(ready, client, coordinator) -> None:
    found, etag = await ready()
    row = _row(found, "task", "1")
    name = row["understood"]["lead"][0]
    for chosen in ({"unit": "qng-vp"}, {"audience": "qng-dt-csgd"}):
        body = {"understood": {"matched": {"lead": [{"printed_name": name, **chosen}]}}}
        answer = await client.patch(
            f"{ALL}/{found['id']}/rows/{row['position']}", json=body, headers={**coordinator, "If-Match": etag}
        )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].startswith("/understood/matched/lead/0/")


async def test_a_figure_is_read_anew(ready, correct) -> None:
    found, etag = await ready()
    position = _row(found, "target", "2")["position"]
    found, _ = await correct(found, etag, position, understood={"target_text": "từ 90 - 95%"})
    said = _row(found, "target", "2")["understood"]
    assert (said["comparator"], said["value"], said["value_max"]) == ("range", 90, 95)


async def test_a_row_taken_for_a_task_becomes_a_heading_and_takes_those_below(ready, correct) -> None:
    found, etag = await ready()
    position = _row(found, "task", "3")["position"]
    below = found["rows"][position]["understood"]
    found, etag = await correct(found, etag, position, kind="task_group", understood={"code": "X"})
    assert found["rows"][position - 1]["understood"]["title"]
    assert found["rows"][position]["understood"]["group"] == "X"
    found, _ = await correct(found, etag, position, included=False)
    assert found["rows"][position]["understood"]["group"] == below["group"]
    assert found["row_count"] == len(found["rows"]) - 1


async def test_a_row_the_reading_missed_is_added(ready, client, coordinator) -> None:
    found, etag = await ready()
    position = _row(found, "task", "1")["position"]
    said = {"number": "1b", "title": "Việc bị sót", "lead": ["Văn phòng Sở"], "deadline_text": "Quý III"}
    body = {"kind": "task", "after": position, "understood": said}
    headers = {**coordinator, "If-Match": etag}
    answer = await client.post(f"{ALL}/{found['id']}/rows", json=body, headers=headers)
    assert answer.status_code == 201
    row = answer.json()["rows"][position]
    assert (row["position"], row["understood"]["title"]) == (position + 1, "Việc bị sót")
    assert row["understood"]["group"] == _row(found, "task", "1")["understood"]["group"]
    assert row["understood"]["schedule"]["occurrences"][0]["due_at"] == "2026-09-30T16:59:59Z"
    beyond = await client.post(f"{ALL}/{found['id']}/rows", json={"kind": "task", "after": 9999}, headers=coordinator)
    assert beyond.status_code == 422


async def test_only_a_row_added_by_hand_is_deleted(ready, client, coordinator) -> None:
    found, etag = await ready()
    path = f"{ALL}/{found['id']}/rows"
    printed = await client.delete(f"{path}/1", headers={**coordinator, "If-Match": etag})
    assert printed.json()["code"] == "import_row_printed"
    place = _row(found, "task", "1")["position"]
    heading = {"kind": "task_group", "after": place - 1, "understood": {"code": "X", "title": "Nhóm thêm"}}
    added = await client.post(path, json=heading, headers=coordinator)
    assert added.json()["rows"][place]["understood"]["group"] == "X"
    assert (await client.delete(f"{path}/{place}", headers=coordinator)).status_code == 428
    gone = await client.delete(f"{path}/{place}", headers={**coordinator, "If-Match": added.headers["etag"]})
    assert gone.status_code == 200
    assert [row["understood"] for row in gone.json()["rows"]] == [row["understood"] for row in found["rows"]]
    assert (await client.delete(f"{path}/9999", headers={**coordinator, "If-Match": "*"})).status_code == 404


async def test_a_row_looked_at_and_found_right_is_doubted_no_more(ready, correct) -> None:
    found, etag = await ready()
    position = _row(found, "task", "1")["position"]
    doubted = {"lead": ["Phòng không có"], "deadline_text": "khi thuận tiện"}
    found, etag = await correct(found, etag, position, understood=doubted)
    row, doubtful = found["rows"][position - 1], found["doubtful_count"]
    assert row["confidence"] < 0.9
    found, etag = await correct(found, etag, position, checked=True)
    row = found["rows"][position - 1]
    assert (row["confidence"], row["problems"], row["corrected"][0]) == (1.0, [], "checked")
    assert found["doubtful_count"] == doubtful - 1
    assert row["understood"]["lead"] == ["Phòng không có"]


async def test_a_row_found_right_stays_so_when_the_year_changes(ready, correct, client, coordinator) -> None:
    found, etag = await ready()
    position = _row(found, "task", "1")["position"]
    found, etag = await correct(found, etag, position, understood={"lead": ["Phòng không có"]}, checked=True)
    headers = {**coordinator, "If-Match": etag}
    answer = await client.patch(f"{ALL}/{found['id']}", json={"header": {"year": 2027}}, headers=headers)
    row = answer.json()["rows"][position - 1]
    assert row["problems"] == []
    assert row["understood"]["schedule"]["occurrences"][-1]["due_at"].startswith("2027-")


async def test_a_name_is_settled_once_for_every_row_that_prints_it(ready, correct, client, coordinator) -> None:
    found, etag = await ready()
    places = [row["position"] for row in found["rows"] if row["kind"] == "task"][:2]
    for place in places:
        found, etag = await correct(found, etag, place, understood={"coordinating": ["Phòng lạ", "Công ty A"]})
    open_names = {each["printed_name"]: each["row_count"] for each in found["open_names"]}
    assert (open_names["Phòng lạ"], open_names["Công ty A"]) == (2, 2)
    body = {"names": [{"printed_name": "Phòng lạ", "unit": "hp-vp"}, {"printed_name": "Công ty A"}]}
    answer = await client.post(f"{ALL}/{found['id']}/names", json=body, headers=coordinator)
    after = answer.json()
    assert open_names.keys() - {each["printed_name"] for each in after["open_names"]} == {"Phòng lạ", "Công ty A"}
    for place in places:
        row = after["rows"][place - 1]
        meant = row["understood"]["matched"]["coordinating"]
        assert [(each["printed_name"], each["code"], each["confidence"]) for each in meant] == [
            ("Phòng lạ", "hp-vp", 1)
        ]
        assert not [problem for problem in row["problems"] if problem["field"] == "coordinating"]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [({"printed_name": "Không dòng nào có"}, "/names/0/printed_name"),
     ({"printed_name": "Văn phòng Sở", "unit": "khong-co"}, "/names/0/unit"),
     ({"printed_name": "Văn phòng Sở", "unit": "hp-vp", "audience": "khong-co"}, "/names/0")],
)  # fmt: skip
async def test_a_name_no_row_prints_and_a_unit_not_there_are_refused(ready, client, coordinator, said, pointer) -> None:
    found, _ = await ready()
    answer = await client.post(f"{ALL}/{found['id']}/names", json={"names": [said]}, headers=coordinator)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_correction_says_which_version_it_was_made_on(ready, client, coordinator) -> None:
    found, etag = await ready()
    path = f"{ALL}/{found['id']}/rows/1"
    body = {"included": False}
    assert (await client.patch(path, json=body, headers=coordinator)).status_code == 428
    assert (await client.patch(path, json=body, headers={**coordinator, "If-Match": etag})).status_code == 200
    stale = await client.patch(path, json=body, headers={**coordinator, "If-Match": etag})
    assert stale.status_code == 412


@pytest.mark.parametrize(
    "body",
    [
        {"understood": {"name": "Không phải của nhiệm vụ"}},
        {"understood": {"colour": "red"}},
        {"understood": {"schedule": {"text": "x", "terms": [{"kind": "period", "period": "không"}]}}},
        {"kind": "không"},
    ],
)
async def test_a_correction_that_means_nothing_changes_nothing(ready, client, coordinator, body) -> None:
    found, etag = await ready()
    position = _row(found, "task", "1")["position"]
    headers = {**coordinator, "If-Match": etag}
    assert (await client.patch(f"{ALL}/{found['id']}/rows/{position}", json=body, headers=headers)).status_code == 422
    after = await client.get(f"{ALL}/{found['id']}", headers=coordinator)
    assert after.json() == found


async def test_a_position_that_is_not_there_is_not_found(ready, client, coordinator) -> None:
    found, etag = await ready()
    path = f"{ALL}/{found['id']}/rows/9999"
    answer = await client.patch(path, json={"included": False}, headers={**coordinator, "If-Match": etag})
    assert answer.status_code == 404


# Committing and throwing away


async def test_an_import_becomes_a_draft_once(ready, correct, client, coordinator, session) -> None:
    found, etag = await ready()
    left = _row(found, "task", "2")["position"]
    found, etag = await correct(found, etag, left, included=False)
    stale = await client.post(f"{ALL}/{found['id']}/commit", headers={**coordinator, "If-Match": '"1.0"'})
    assert stale.status_code == 412
    answer = await client.post(f"{ALL}/{found['id']}/commit", headers={**coordinator, "If-Match": etag})
    assert answer.status_code == 201, answer.text
    draft = answer.json()
    assert (draft["status"], draft["task_count"], draft["target_count"]) == ("draft", 29, 22)
    assert answer.headers["location"] == f"/api/v1/plans/{draft['id']}"
    shown = await client.get(f"/api/v1/plans/{draft['id']}", headers=coordinator)
    assert shown.headers["etag"] == answer.headers["etag"]
    tasks = (await client.get(f"/api/v1/tasks?plan={draft['id']}&limit=200", headers=coordinator)).json()["items"]
    assert "2" not in {task["number"] for task in tasks}
    told = {each["code"] for each in draft["left_out"]}
    assert {"indicator_new", "unit_not_matched"} <= told
    after = (await client.get(f"{ALL}/{found['id']}", headers=coordinator)).json()
    assert (after["status"], after["plan_id"]) == ("committed", draft["id"])
    assert after["left_out"] == draft["left_out"]
    again = await client.post(f"{ALL}/{found['id']}/commit", headers=coordinator)
    assert (again.status_code, again.json()["code"]) == (409, "import_not_ready")
    assert await session.scalar(select(func.count()).select_from(Plan)) == 1


async def test_without_a_title_or_a_year_there_is_no_draft(ready, client, coordinator, session) -> None:
    found, etag = await ready()
    body = {"header": {"year": None, "title": None}}
    unsaid = await client.patch(f"{ALL}/{found['id']}", json=body, headers={**coordinator, "If-Match": etag})
    assert _row(unsaid.json(), "task", "1")["understood"]["schedule"] is None
    answer = await client.post(f"{ALL}/{found['id']}/commit", headers=coordinator)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/header/year", "/header/title"}
    assert await session.scalar(select(func.count()).select_from(Plan)) == 0


async def test_a_row_without_a_title_is_left_out_and_said_so(ready, correct, client, coordinator) -> None:
    found, etag = await ready()
    position = _row(found, "task", "2")["position"]
    found, _ = await correct(found, etag, position, understood={"title": None})
    assert "title_missing" in {problem["code"] for problem in found["rows"][position - 1]["problems"]}
    draft = (await client.post(f"{ALL}/{found['id']}/commit", headers=coordinator)).json()
    assert draft["task_count"] == 29
    (left,) = (each for each in draft["left_out"] if each["code"] == "row_not_taken")
    assert (left["position"], left["field"]) == (position, "title")


async def test_nothing_is_written_once_it_is_thrown_away(ready, client, coordinator, session) -> None:
    found, _ = await ready()
    thrown = await client.post(f"{ALL}/{found['id']}/discard", headers=coordinator)
    assert thrown.json()["status"] == "discarded"
    for path in ("commit", "discard"):
        assert (await client.post(f"{ALL}/{found['id']}/{path}", headers=coordinator)).status_code == 409
    assert await session.scalar(select(func.count()).select_from(Plan)) == 0
    assert await session.scalar(select(func.count()).select_from(Indicator)) == 0


async def test_a_document_thrown_away_while_it_waits_is_not_read(send, run_jobs, client, coordinator) -> None:
    made = (await send()).json()
    assert (await client.post(f"{ALL}/{made['id']}/discard", headers=coordinator)).status_code == 200
    await run_jobs()
    found = (await client.get(f"{ALL}/{made['id']}", headers=coordinator)).json()
    assert (found["status"], found["rows"]) == ("discarded", [])


async def test_a_list_of_imports_sends_no_more_for_more(send, client, coordinator, count_queries) -> None:
    counts = []
    for _ in range(2):
        await send()
        with count_queries() as queries:
            await client.get(ALL, headers=coordinator)
        counts.append(len(queries))
    assert counts[0] == counts[1]


async def test_names_are_looked_up_in_a_constant_number_of_statements(
    ready, client, coordinator, count_queries
) -> None:
    found, _ = await ready()
    counts = []
    for names in (["Văn phòng Sở"], [f"Phòng số {n}" for n in range(40)]):
        body = {"understood": {"coordinating": names}}
        position = _row(found, "task", "1")["position"]
        with count_queries() as queries:
            await client.patch(
                f"{ALL}/{found['id']}/rows/{position}", json=body, headers={**coordinator, "If-Match": "*"}
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]
