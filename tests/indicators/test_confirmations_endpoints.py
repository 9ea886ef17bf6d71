"""Figures from elsewhere over HTTP: confirmed, disputed, settled, reconciled; never retyped."""

import io

import docx
import pytest_asyncio
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.indicators.models import Confirmation, IndicatorValue
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.units.service import expand
from tests.factories.indicators import an_indicator
from tests.factories.units import TODAY

VALUES = "/api/v1/indicator-values"
WORDS = "/api/v1/confirmations"


def errors(answer):
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


@pytest_asyncio.fixture
async def indicator(session, ids):
    return await an_indicator(session)


@pytest_asyncio.fixture
async def head(as_):
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def system(session, ids, callers):
    """Headers of a connected system of the department."""
    scopes = frozenset({"indicator_value:write", "indicator_value:read", "confirmation:settle"})
    reach = await expand(session, [("coordinator", ids["hp"])], TODAY)
    return callers.sign_in(Subject("client", uuid7(), "CSDL ngành", reach, scopes=scopes))


@pytest_asyncio.fixture
async def push(client, indicator, system):
    """`await push(numerator, …)`: a figure of the school, by the system unless said otherwise."""

    async def push(numerator=42, headers=None, unit="hp-th1", **more):
        given = {"indicator": "chu-ky-so", "unit": unit, "period": "2026-Q2", "numerator": numerator}
        return await client.put(VALUES, json=given | {"denominator": 45} | more, headers=headers or system)

    return push


@pytest_asyncio.fixture
async def told(push):
    """A figure the system told; its address."""
    return f"{VALUES}/{(await push()).json()['id']}"


@pytest_asyncio.fixture
async def dispute(client, told, head):
    async def dispute(numerator=40, headers=None, **more):
        body = {"numerator": numerator, "denominator": 45, "reason": "Hai giáo viên đã nghỉ hưu."} | more
        return await client.post(f"{told}/dispute", json=body, headers=headers or head)

    return dispute


def words_of(data):
    """All that a DOCX says."""
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " | ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


async def numerator(session):
    return await session.scalar(select(IndicatorValue.numerator).execution_options(populate_existing=True))


async def test_nobody_says_anything(client, told):
    for method, path in (
        ("POST", f"{told}/confirm"), ("POST", f"{told}/dispute"), ("GET", WORDS),
        ("POST", f"{WORDS}/{uuid7()}/settle"), ("GET", f"{WORDS}/document?unit=hp&period=2026-Q2"),
    ):  # fmt: skip
        assert (await client.request(method, path)).status_code == 401


async def test_who_confirms_and_who_settles(client, told, dispute, as_, stranger, system, leader):
    for headers, expected in (
        (stranger, 404), (await as_("school_head", "hp-thpt"), 404), (leader, 403), (system, 403),
        (await as_("viewer", "hp-th1"), 403), (await as_("commune_leader", "hp-xa1"), 403),
    ):  # fmt: skip
        assert (await client.post(f"{told}/confirm", headers=headers)).status_code == expected
        assert (await dispute(headers=headers)).status_code == expected
    assert (await client.post(f"{VALUES}/x/confirm", headers=leader)).status_code == 422
    assert (await client.post(f"{VALUES}/{uuid7()}.{uuid7()}.2026-Q2/confirm", headers=leader)).status_code == 404
    id_ = (await dispute()).json()["id"]
    settle = {"in_favour_of": "unit"}
    for headers, expected in ((stranger, 404), (leader, 403), (await as_("commune_officer", "hp-xa1"), 403)):
        assert (await client.post(f"{WORDS}/{id_}/settle", json=settle, headers=headers)).status_code == expected


async def test_a_unit_confirms_and_once_is_enough(client, session, told, head, ids, as_):
    answer = await client.post(f"{told}/confirm", headers=head)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body | {"status": "confirmed", "source": "client", "on_behalf": False, "believed": None} == body
    assert (body["told"]["numerator"], body["told"]["value"], body["unit"]["code"]) == (42, 93.333333, "hp-th1")
    audited = select(func.count(AuditEntry.id)).where(AuditEntry.entity == "confirmation")
    assert await session.scalar(audited) == 1
    again = await client.post(f"{told}/confirm", headers=await as_("commune_officer", "hp-xa1"))
    assert again.json()["id"] == body["id"]
    assert await session.scalar(audited) == 1
    sent = (await session.scalars(select(OutboxEvent).where(OutboxEvent.entity == "confirmation"))).one()
    assert (sent.type, sent.data["status"], sent.unit_id) == ("confirmation.confirmed", "confirmed", ids["hp-th1"])


async def test_what_a_unit_entered_is_not_confirmed(client, push, head):
    own = (await push(headers=head)).json()["id"]
    answer = await client.post(f"{VALUES}/{own}/confirm", headers=head)
    assert (answer.status_code, answer.json()["code"]) == (409, "value_not_from_elsewhere")


async def test_what_came_from_elsewhere_is_not_retyped(client, push, told, head, coordinator):
    for headers in (head, coordinator):
        answer = await push(41, headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "value_from_elsewhere")
    assert (await push(42, head)).json()["version"] == 1
    assert (await push(42, head, note="Đã rà soát")).status_code == 409
    rows = [{"indicator": "chu-ky-so", "unit": "hp-th1", "period": "2026-Q2", "numerator": 1, "denominator": 45}]
    assert errors(await client.post(f"{VALUES}/bulk", json=rows, headers=head)) == [("/0", "value_from_elsewhere")]
    assert (await push(43)).json()["version"] == 2
    assert (await push(43, state="withdrawn")).status_code == 200
    assert (await push(41, head)).json()["source"] == "reported"


async def test_a_coordinator_loads_what_a_system_exports_and_nobody_else_says_so(push, told, head, coordinator, as_):
    assert (await push(43, coordinator, source="client")).json()["version"] == 2
    for headers in (head, await as_("commune_officer", "hp-xa1")):
        assert errors(await push(44, headers, source="client")) == [("/source", "not_a_system")]


async def test_a_dispute_says_what_is_right_and_why(client, session, dispute, told, head):
    assert errors(await dispute(46)) == [("/numerator", "above_the_whole")]
    assert errors(await dispute(42)) == [("", "same_figure")]
    assert errors(await dispute(reason="")) == [("/reason", "string_too_short")]
    body = (await dispute()).json()
    assert (body["status"], body["told"]["numerator"], body["believed"]["numerator"]) == ("disputed", 42, 40)
    assert (await dispute()).json()["version"] == 1
    assert await numerator(session) == 42
    other = (await dispute(39)).json()
    statuses = select(Confirmation.status).order_by(Confirmation.created_at, Confirmation.id)
    assert (await session.scalars(statuses)).all() == ["withdrawn", "disputed"]
    confirmed = (await client.post(f"{told}/confirm", headers=head)).json()
    assert (await session.scalars(statuses)).all() == ["withdrawn", "withdrawn", "confirmed"]
    assert len({body["id"], other["id"], confirmed["id"]}) == 3


async def test_beside_each_value_stands_where_it_is_with_its_unit(
    client, session, told, push, dispute, head, coordinator, system
):
    async def stands(headers=coordinator):
        items = (await client.get(VALUES, headers=headers, params={"period": "2026-Q2"})).json()["items"]
        assert (await client.get(f"{VALUES}/{items[0]['id']}", headers=headers)).json() == items[0]
        return {each["unit"]["code"]: each["confirmation"] for each in items}

    await push(42, coordinator, unit="hp-thpt")
    waiting = dict.fromkeys(("id", "by", "at", "on_behalf", "reason", "settled_by", "settled_at", "remark"))
    assert await stands() == {"hp-th1": waiting | {"status": "unconfirmed"}, "hp-thpt": None}
    await client.post(f"{told}/confirm", headers=head)
    word = (await client.get(told, headers=system)).json()["confirmation"]
    assert (word["status"], word["by"], word["on_behalf"]) == ("confirmed", "Người thử", False)
    await push(43)
    assert (await stands())["hp-th1"]["status"] == "unconfirmed"
    id_ = (await dispute(40.5)).json()["id"]
    word = (await stands(system))["hp-th1"]
    assert (word["status"], word["id"], word["reason"]) == ("disputed", id_, "Hai giáo viên đã nghỉ hưu.")
    settled = {"in_favour_of": "unit", "remark": "Theo quyết định nghỉ hưu."}
    await client.post(f"{WORDS}/{id_}/settle", json=settled, headers=coordinator)
    word = (await stands())["hp-th1"]
    assert (word["status"], word["settled_by"], word["remark"]) == ("settled_for_unit", "Người thử", settled["remark"])


async def test_what_is_said_of_a_figure_reaches_whoever_sent_it_with_the_reason(
    client, session, dispute, coordinator, system, ids
):
    id_ = (await dispute()).json()["id"]
    await client.post(f"{WORDS}/{id_}/settle", json={"in_favour_of": "source"}, headers=coordinator)
    found = select(OutboxEvent).where(OutboxEvent.entity == "confirmation").order_by(OutboxEvent.seq)
    disputed, settled = (await session.scalars(found)).all()
    value = (await session.scalars(select(IndicatorValue))).one()
    assert (disputed.type, settled.type) == ("confirmation.disputed", "confirmation.settled")
    data = disputed.data
    assert (data["told_by_id"], data["reason"]) == (str(value.by_id), "Hai giáo viên đã nghỉ hưu.")
    assert (data["told"]["numerator"], data["believed"]["numerator"], data["period"]) == ("42", "40", "2026-Q2")
    assert ("said_by" in data, data["source"]) == (False, "client")
    assert settled.data["status"] == "settled_for_source"


async def test_the_coordinator_settles_for_the_unit(client, session, dispute, push, coordinator, indicator):
    id_ = (await dispute()).json()["id"]

    async def settle():
        body = {"in_favour_of": "unit", "remark": "Theo quyết định nghỉ hưu."}
        return await client.post(f"{WORDS}/{id_}/settle", json=body, headers=coordinator)

    answer = await settle()
    assert (answer.status_code, answer.json()["status"]) == (200, "settled_for_unit"), answer.text
    assert (answer.json()["settled_by"], answer.json()["remark"]) == ("Người thử", "Theo quyết định nghỉ hưu.")
    value = (await session.scalars(select(IndicatorValue).execution_options(populate_existing=True))).one()
    assert (value.numerator, value.source, value.version) == (40, "reported", 2)
    assert (await settle()).json()["code"] == "dispute_not_open"
    again = await push(42)
    assert (again.status_code, again.json()["code"]) == (409, "unit_figure_stands")
    assert (await push(42, coordinator, source="client")).json()["code"] == "unit_figure_stands"
    assert (await push(41)).json()["source"] == "client"


async def test_the_coordinator_settles_for_the_source(client, session, dispute, told, coordinator):
    id_ = (await dispute()).json()["id"]
    answer = await client.post(f"{WORDS}/{id_}/settle", json={"in_favour_of": "source"}, headers=coordinator)
    assert answer.json()["status"] == "settled_for_source"
    assert await numerator(session) == 42


async def test_where_the_unit_prevails_its_figure_counts_at_once(
    client, session, indicator, dispute, push, coordinator
):
    indicator.prevails = "unit"
    await session.commit()
    id_ = (await dispute()).json()["id"]
    assert await numerator(session) == 40
    assert (await push(41)).json()["code"] == "unit_figure_stands"
    back = await client.post(f"{WORDS}/{id_}/settle", json={"in_favour_of": "source"}, headers=coordinator)
    assert back.status_code == 200
    assert await numerator(session) == 42


async def test_what_was_received_is_not_settled_otherwise(client, session, dispute, coordinator):
    id_ = (await dispute()).json()["id"]
    (await session.scalars(select(IndicatorValue))).one().state = "received"
    await session.commit()
    answer = await client.post(f"{WORDS}/{id_}/settle", json={"in_favour_of": "unit"}, headers=coordinator)
    assert answer.json()["code"] == "value_received"


async def test_the_list_narrows_and_keeps_to_its_scope(client, dispute, push, leader, as_, stranger, count_queries):
    await dispute()

    async def found(headers=leader, **query):
        answer = await client.get(WORDS, headers=headers, params=query)
        assert answer.status_code == 200, answer.text
        return [each["unit"]["code"] for each in answer.json()["items"]]

    assert await found() == await found(status="disputed", under="hp-xa1", indicator="chu-ky-so") == ["hp-th1"]
    assert await found(unit="hp-th1", period="2026-Q2", updated_since="2026-01-01T00:00:00Z") == ["hp-th1"]
    assert await found(status="confirmed") == await found(under="hp-xa2") == await found(period="2026-Q1") == []
    assert await found(stranger) == await found(await as_("school_head", "hp-thpt")) == []
    assert await found(await as_("school_officer", "hp-th1")) == ["hp-th1"]
    with count_queries() as queries:
        await found()
    assert len(queries) == 1


async def test_the_school_s_form_says_where_a_figure_stands(client, session, ids, head, told, dispute):
    await an_indicator(session, ids["hp"], code="cua-so", source="client")

    async def word():
        items = (await client.get(f"{VALUES}/expected", headers=head)).json()["items"]
        return {each["indicator"]["code"]: each["present"] and each["present"]["confirmation"] for each in items}

    own = await an_indicator(session, ids["hp"])
    assert await word() == {"chu-ky-so": None, "cua-so": None}
    value = (await session.scalars(select(IndicatorValue))).one()
    value.indicator_id = own.id
    await session.commit()
    unsaid = {"status": "unconfirmed", "id": None, "believed": None, "reason": None}
    assert (await word())["chu-ky-so"] == unsaid
    path = f"{VALUES}/{own.id}.{ids['hp-th1']}.2026-Q2"
    body = {"numerator": 40, "denominator": 45, "reason": "Đã nghỉ."}
    assert (await client.post(f"{path}/dispute", json=body, headers=head)).status_code == 200
    said = (await word())["chu-ky-so"]
    assert (said["status"], said["believed"]["numerator"], said["reason"]) == ("disputed", 40, "Đã nghỉ.")


async def test_the_reconciliation_sheet_says_who_said_what(client, dispute, push, head, as_, stranger, leader):
    await push(30, unit="hp-mn2")
    await dispute()
    path = f"{WORDS}/document"

    async def sheet(unit, headers, **more):
        return await client.get(path, params={"unit": unit, "period": "2026-Q2", **more}, headers=headers)

    words = words_of((await sheet("hp-th1", head)).content)
    for part in ("BIÊN BẢN", "quý II năm 2026", "Đơn vị báo sai, chưa xử lý: 1 số liệu", "42/45 (93,33%)",
                 "40/45 (88,89%)", "Báo sai: Hai giáo viên đã nghỉ hưu. (Người thử, 20/05/2026)",
                 "Chưa xử lý"):  # fmt: skip
        assert part in words
    assert "hp-mn2" in words_of((await sheet("hp-xa2", leader)).content)
    of_department = words_of((await sheet("hp", leader)).content)
    assert ("hp-th1" in of_department, "hp-mn2" in of_department) == (True, False)
    assert errors(await sheet("hp-th1", stranger)) == [("/query/unit", "unknown_unit")]
    assert errors(await sheet("hp-th1", head, period="quý")) == [("/query/period", "string_too_short")]
    assert errors(await sheet("hp-th1", head, period="2026-Q9")) == [("/query/period", "bad_period")]
    assert (await sheet("hp-th1", await as_("admin", "hp"))).status_code == 403
    assert (await sheet("hp-th1", head, format="xlsx")).content[:2] == b"PK"
