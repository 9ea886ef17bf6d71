"""/data-requests over HTTP."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.followup.models import Chase
from api.kit.events import OutboxEvent
from api.requests.models import DataAnswer, DataRequest
from tests.requests.conftest import ASKED, COLUMNS, REQUESTS, SAID


def row_of(made, unit):
    return f"{REQUESTS}/{made['id']}/answers/{unit}"


def cells_of(workbook):
    """The rows of the first sheet that hold something: texts as texts, numbers and days as numbers."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        texts, sheet = (ET.fromstring(parts.read(f"xl/{name}.xml")) for name in ("sharedStrings", "worksheets/sheet1"))
    words = ["".join(part.text or "" for part in each.iterfind(".//{*}t")) for each in texts.iterfind("{*}si")]

    def value(cell):
        found = cell.find("{*}v")
        return None if found is None else words[int(found.text)] if cell.get("t") == "s" else float(found.text)

    return [[value(cell) for cell in row] for row in sheet.iterfind(".//{*}row")]


async def put(client, made, unit, headers, values=SAID, **more):
    return await client.put(row_of(made, unit), headers=headers | more, json={"values": values})


async def test_schools_answer_and_the_count_follows(client, session, asked, coordinator, head, ids):
    made = await asked()
    assert (made["unit"]["code"], made["status"], made["answered"], made["own"]) == ("hp", "open", 0, [])
    assert (made["asked"], made["may"]) == (3, ["change", "chase"])
    assert [each["key"] for each in made["columns"]] == ["c1", "c2", "c3"]
    (seen,) = (await client.get(REQUESTS, headers=head, params={"to_answer": True})).json()["items"]
    assert (seen["id"], seen["asked"], seen["to_answer"]) == (made["id"], 1, 1)
    answer = await put(client, made, "hp-th1", head)
    assert answer.status_code == 200, answer.text
    assert answer.json()["values"] == {"c1": 1200, "c2": True, "c3": None}
    assert (answer.json()["on_behalf"], answer.json()["under"]["code"]) == (False, "hp-xa1")
    again = (await client.get(f"{REQUESTS}/{made['id']}", headers=coordinator)).json()
    assert (again["answered"], again["version"]) == (1, made["version"])
    own = (await client.get(f"{REQUESTS}/{made['id']}", headers=head)).json()
    assert (own["to_answer"], own["may"], own["own"][0]["values"]["c1"]) == (0, ["answer"], 1200)
    assert (await client.get(REQUESTS, headers=head, params={"to_answer": True})).json()["items"] == []
    assert (await put(client, made, "hp-th1", head)).headers["etag"] == answer.headers["etag"]
    kept = select(func.count()).where(AuditEntry.action == "data_request.answered")
    assert await session.scalar(kept) == 1


async def test_who_asks(client, session, as_, coordinator, head, officer, leader, stranger):
    for headers, expected in (({}, 401), (stranger, 422), (leader, 403), (head, 403), (officer, 403)):
        answer = await client.post(REQUESTS, headers=headers, json=ASKED)
        assert answer.status_code == expected, answer.text
    assert await session.scalar(select(func.count()).select_from(DataRequest)) == 0
    assert (await client.post(REQUESTS, headers=coordinator, json=ASKED)).status_code == 201


async def test_who_sees_it_and_its_rows(client, asked, as_, coordinator, head, officer, leader, stranger, ids):
    made = await asked()
    one, rows, sheet = (f"{REQUESTS}/{made['id']}{part}" for part in ("", "/answers", "/document"))
    for headers, expected, units in (
        ({}, 401, 0), (stranger, 404, 0), (head, 200, 1), (officer, 200, 1), (leader, 200, 3),
    ):  # fmt: skip
        answers = [await client.get(path, headers=headers) for path in (one, rows, sheet)]
        assert [each.status_code for each in answers] == [expected] * 3
        if units:
            assert (answers[0].json()["asked"], len(answers[1].json()["items"])) == (units, units)
    assert (await client.get(REQUESTS, headers=stranger)).json()["items"] == []
    found = await client.get(rows, headers=coordinator, params={"q": "don vi", "under": "hp-xa1", "answered": False})
    assert [each["unit"]["code"] for each in found.json()["items"]] == ["hp-th1"]


async def test_who_answers(client, session, asked, as_, coordinator, head, officer, leader, stranger):
    made = await asked()
    viewer = await as_("viewer", "hp-th1")
    other = await as_("school_head", "hp-mn2")
    for headers, expected in (
        ({}, 401), (stranger, 404), (other, 404), (viewer, 403), (leader, 403), (head, 200),
    ):  # fmt: skip
        assert (await put(client, made, "hp-th1", headers)).status_code == expected
    entered = await put(client, made, "hp-th1", officer, {"c1": 3, "c2": False})
    assert (entered.status_code, entered.json()["on_behalf"]) == (200, True)
    entry = await session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert (entry.changes["before"]["c1"], entry.changes["on_behalf"]) == (1200, True)


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"c2": True}, "/values/c1", "missing"),
        ({"c1": "12,500", "c2": True}, "/values/c1", "ambiguous_number"),
        ({**SAID, "c9": 1}, "/values/c9", "unknown_column"),
    ],
)
async def test_a_wrong_answer_is_named_and_not_kept(client, session, asked, head, values, pointer, code):
    made = await asked()
    answer = await put(client, made, "hp-th1", head, values)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await session.scalar(select(func.count()).where(DataAnswer.answered_at.is_not(None))) == 0


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"audience": "qng-dt-csgd"}, "/audience", "unknown_audience"),
        ({"due_in_hours": None, "due_at": "2026-05-20T04:00:00Z"}, "/due_at", "in_the_past"),
        ({"columns": []}, "/columns", "too_short"),
        ({"columns": [{"label": "Chọn", "kind": "choice", "choices": ["A"]}]}, "/columns/0", "choices"),
        ({"due_at": "2026-05-21T04:00:00Z"}, "", "due"),
    ],
)
async def test_what_is_asked_wrongly_is_named(client, session, coordinator, body, pointer, code):
    answer = await client.post(REQUESTS, headers=coordinator, json=ASKED | body)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await session.scalar(select(func.count()).select_from(DataRequest)) == 0


async def test_it_closes_by_the_clock_and_more_time_opens_it(client, asked, clock, coordinator, head):
    made = await asked()
    clock.advance(hours=4, seconds=1)
    shown = await client.get(f"{REQUESTS}/{made['id']}", headers=coordinator)
    assert (shown.json()["status"], shown.json()["may"]) == ("closed", ["change"])
    refused = await put(client, made, "hp-th1", head)
    assert (refused.status_code, refused.json()["code"]) == (409, "data_request_closed")
    assert (await client.get(REQUESTS, headers=head, params={"status": "open"})).json()["items"] == []
    assert len((await client.get(REQUESTS, headers=head, params={"status": "closed"})).json()["items"]) == 1
    match = {"If-Match": shown.headers["etag"]}
    more = {"due_at": "2026-05-21T10:00:00Z"}
    longer = await client.patch(f"{REQUESTS}/{made['id']}", headers=coordinator | match, json=more)
    assert (longer.status_code, longer.json()["status"]) == (200, "open")
    assert (await put(client, made, "hp-th1", head)).status_code == 200


async def test_it_is_changed_and_closed_by_who_asked_at_the_version_read(
    client, asked, coordinator, leader, head, stranger, as_
):
    made = await asked()
    path, match = f"{REQUESTS}/{made['id']}", {"If-Match": '"1.00"'}
    for headers, expected in (
        ({}, 401),
        (stranger, 404),
        (leader, 403),
        (head, 403),
        (coordinator, 428),
    ):
        assert (await client.patch(path, headers=headers, json={"title": "Khác"})).status_code == expected
        assert (await client.post(f"{path}/close", headers=headers)).status_code == expected
    changed = await client.patch(path, headers=coordinator | match, json={"title": "Rà soát máy quét, máy in"})
    assert (changed.json()["title"], changed.json()["version"]) == ("Rà soát máy quét, máy in", 2)
    assert (await client.patch(path, headers=coordinator | match, json={"title": "X"})).status_code == 412
    past = {"due_at": "2026-05-01T00:00:00Z"}
    match = {"If-Match": changed.headers["etag"]}
    assert (await client.patch(path, headers=coordinator | match, json=past)).status_code == 422
    closed = await client.post(f"{path}/close", headers=coordinator | match)
    assert (closed.json()["status"], closed.json()["closed_at"] is not None) == ("closed", True)
    match = {"If-Match": closed.headers["etag"]}
    assert (await client.post(f"{path}/close", headers=coordinator | match)).status_code == 409


async def test_a_stale_answer_is_not_written_over_another(client, asked, head):
    made = await asked()
    first = await put(client, made, "hp-th1", head)
    match = {"If-Match": first.headers["etag"]}
    assert (await put(client, made, "hp-th1", head, {**SAID, "c1": 5}, **match)).status_code == 200
    assert (await put(client, made, "hp-th1", head, {**SAID, "c1": 6}, **match)).status_code == 412


async def test_the_silent_are_chased(client, session, asked, coordinator, officer, leader, head, stranger, as_):
    made = await asked()
    path = f"{REQUESTS}/{made['id']}/chase"
    for headers, expected, units in (
        ({}, 401, 0), (stranger, 404, 0), (head, 403, 0), (officer, 200, 1), (leader, 200, 3),
    ):  # fmt: skip
        answer = await client.post(path, headers=headers, json={})
        assert answer.status_code == expected, answer.text
        assert not units or answer.json() == {"units": units}
    under = await client.post(path, headers=coordinator, json={"under": "hp-xa1", "how": "phone"})
    assert under.json() == {"units": 1}
    await put(client, made, "hp-th1", head)
    nobody = await client.post(path, headers=coordinator, json={"unit": "hp-th1"})
    assert nobody.json() == {"units": 0}
    assert await session.scalar(select(func.count()).select_from(Chase)) == 5
    events = await session.scalars(select(OutboxEvent.data).where(OutboxEvent.type == "data_request.chased"))
    assert sorted(each["units"] for each in events) == [1, 1, 3]


async def test_the_workbook_has_a_row_for_each_unit_and_numbers_are_numbers(client, asked, coordinator, head):
    made = await asked(columns=[*COLUMNS, {"label": "Ngày", "kind": "date", "required": False}])
    await put(client, made, "hp-th1", head, {**SAID, "c3": "=1+1", "c4": "2026-05-19"})
    answer = await client.get(f"{REQUESTS}/{made['id']}/document", headers=coordinator)
    rows = cells_of(answer.content)[2:]
    assert rows[0][:5] == ["STT", "Mã đơn vị", "Đơn vị", "Trực thuộc", "Số máy quét hiện có"]
    assert len(rows) == 1 + made["asked"]
    (told,) = (row for row in rows if row[1] == "hp-th1")
    assert told[4:9] == [1200, "Có", "=1+1", 46161, "12:00 20/05/2026"]
    (silent,) = (row for row in rows if row[1] == "hp-mn2")
    assert set(silent[4:]) == {None}


async def test_lists_are_a_constant_number_of_statements(client, asked, coordinator, count_queries):
    made = await asked()
    with count_queries() as one:
        await client.get(REQUESTS, headers=coordinator)
    await asked()
    with count_queries() as two:
        await client.get(REQUESTS, headers=coordinator)
    with count_queries() as rows:
        await client.get(f"{REQUESTS}/{made['id']}/answers", headers=coordinator)
    assert (len(two) - len(one), len(rows) - len(one)) == (0, 1)
