"""/indicator-values over HTTP: one value, its history, the list, a load."""

import asyncio

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM, Actor
from api.indicators.models import IndicatorValue, IndicatorValueVersion
from api.indicators.schemas import TargetRow
from api.indicators.schemas.value import ValueRow
from api.indicators.service import Values, store_targets
from api.kit.bulk import Columns
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan, two_provinces
from tests.factories.units import caller
from tests.support.clock import NOON

URL = "/api/v1/indicator-values"
BULK = f"{URL}/bulk"
COUNTS = ("received", "created", "updated", "unchanged", "rejected")


def value(unit="hp-th1", numerator=42, denominator=45, **more):
    return {
        "indicator": "chu-ky-so", "unit": unit, "period": "2026-Q2",
        "numerator": numerator, "denominator": denominator, **more,
    }  # fmt: skip


def errors(answer):
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


def counts(answer):
    return [answer.json()[name] for name in COUNTS]


@pytest_asyncio.fixture
async def indicator(session, ids):
    """A ratio asked of schools each quarter."""
    return await an_indicator(session)


@pytest_asyncio.fixture
async def head(as_):
    """The head of a school."""
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def put(client, indicator, coordinator):
    """`await put(body, headers=…)`: PUT, by the coordinator unless said otherwise."""

    async def send(body, headers=None, expected=None, **more):
        answer = await client.put(URL, json=body, headers=(headers or coordinator) | more)
        assert expected is None or answer.status_code == expected, answer.text
        return answer

    return send


async def traces(session):
    """How many audit entries, events, earlier versions there are."""
    counted = (
        func.count(AuditEntry.id),
        func.coalesce(func.sum(OutboxEvent.count), 0),
        func.count(IndicatorValueVersion.version),
    )
    found = select(*(select(each).scalar_subquery() for each in counted))
    return tuple((await session.execute(found)).one())


async def test_nobody_reads_or_enters_values(client, indicator):
    for path in (URL, f"{URL}/x", f"{URL}/x/history"):
        assert (await client.get(path)).status_code == 401
    assert (await client.put(URL, json=value())).status_code == 401
    assert (await client.post(BULK, json=[value()])).status_code == 401


async def test_a_school_answers_and_those_above_read(client, session, put, head, as_, leader, stranger, ids, indicator):
    answer = await put(value(), head, 201)
    body = answer.json()
    assert body == {
        "id": f"{indicator.id}.{ids['hp-th1']}.2026-Q2",
        "indicator": {"id": str(indicator.id), "code": "chu-ky-so", "name": indicator.name},
        "unit": {"id": str(ids["hp-th1"]), "code": "hp-th1", "name": "Đơn vị hp-th1"},
        "period": "2026-Q2", "answer": "given", "numerator": 42, "denominator": 45, "value": 93.333333, "yes": None,
        "state": "draft", "source": "reported", "note": None, "warnings": [], "version": 1,
        "updated_at": body["updated_at"], "by": "Người thử", "on_behalf": False, "confirmation": None,
    }  # fmt: skip
    path = f"{URL}/{body['id']}"
    for reader in (head, leader, await as_("commune_leader", "hp-xa1"), await as_("viewer", "hp")):
        read = await client.get(path, headers=reader)
        assert (read.json(), read.headers["etag"]) == (body, answer.headers["etag"])
    again = await client.get(path, headers=head | {"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    for other in (stranger, await as_("commune_leader", "hp-xa2"), await as_("school_head", "hp-thpt")):
        assert (await client.get(path, headers=other)).status_code == 404
        assert (await client.get(f"{path}/history", headers=other)).status_code == 404
        assert (await client.get(URL, headers=other)).json()["items"] == []
    assert (await client.get(URL, headers=await as_("admin", "hp"))).status_code == 403


async def test_who_enters_for_whom(client, put, as_, stranger, leader):
    for role, unit, expected in (
        ("viewer", "hp", 403), ("leader", "hp", 403), ("officer", "hp-vp", 404), ("school_head", "hp-mn2", 404),
        ("commune_leader", "hp-xa1", 403), ("commune_officer", "hp-xa2", 404), ("commune_officer", "hp-xa1", 201),
    ):  # fmt: skip
        await put(value(), await as_(role, unit), expected)
    await put(value(), stranger, 404)
    unseen = await put(value(unit="no-such"), expected=404)
    assert unseen.json()["code"] == "not_found"


async def test_entered_for_a_school_it_is_logged_so(client, session, put, as_, ids):
    body = (await put(value(), await as_("commune_officer", "hp-xa1"), 201)).json()
    assert body["on_behalf"]
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "indicator_value.write"))).one()
    assert (entry.entity_id, entry.unit_id) == (body["id"], ids["hp-th1"])
    assert entry.changes == {"created": 1, "units": 1, "on_behalf": 1}


async def test_every_version_is_kept(client, session, put, head, ids):
    body = (await put(value(), head, 201)).json()
    await put(value(43, numerator=43) | {"unit": "hp-th1", "state": "sent"}, None, 200)
    await put(value() | {"numerator": 44, "state": "withdrawn"}, head, 200)
    back = (await put(value(), head, 200)).json()
    assert (back["state"], back["version"]) == ("draft", 4)
    history = (await client.get(f"{URL}/{body['id']}/history", headers=head)).json()
    assert history["id"] == body["id"]
    shown = [(each["version"], each["numerator"], each["state"], each["on_behalf"]) for each in history["items"]]
    assert shown == [
        (4, 42, "draft", False), (3, 44, "withdrawn", False), (2, 43, "sent", True), (1, 42, "draft", False),
    ]  # fmt: skip
    of_values = select(OutboxEvent).where(OutboxEvent.entity == "indicator_value").order_by(OutboxEvent.seq)
    told = (await session.scalars(of_values)).all()
    assert [(each.type, each.version) for each in told] == [
        ("indicator_value.created", 1), *[("indicator_value.updated", version) for version in (2, 3, 4)],
    ]  # fmt: skip
    assert {each.entity_id for each in told} == {body["id"]}
    assert (told[0].unit_id, told[0].department_id) == (ids["hp-th1"], ids["hp"])


async def test_the_same_again_leaves_no_trace(session, put, head):
    await put(value(note="Đã rà soát."), head, 201)
    before = await traces(session)
    again = await put(value(numerator="42", note="Đã rà soát."), head, 200)
    assert again.json()["version"] == 1
    assert await traces(session) == before


async def test_a_version_is_asked_for_only_where_it_is_given(put, head):
    await put(value(), head, 412, **{"If-Match": '"1.0"'})
    await put(value(unit="hp-th1", period="2026-09"), head, 422, **{"If-Match": '"1.0"'})
    first = await put(value(), head, 201)
    await put(value(numerator=43), head, 200, **{"If-Match": first.headers["etag"]})
    stale = await put(value(numerator=44), head, 412, **{"If-Match": first.headers["etag"]})
    assert stale.json()["code"] == "stale"
    await put(value(numerator=44), head, 200, **{"If-Match": "*"})
    await put(value(numerator=40), head, 200)


async def test_what_was_received_stays(session, put, head, client):
    await put(value(), head, 201)
    row = (await session.scalars(select(IndicatorValue))).one()
    row.state = "received"
    await session.commit()
    assert (await put(value(numerator=1), head, 409)).json()["code"] == "value_received"
    loaded = await client.post(BULK, json=[value(numerator=1)], headers=head)
    assert errors(loaded) == [("/0", "value_received")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"numerator": 46}, [("/numerator", "above_the_whole")]),
        ({"numerator": None}, [("/numerator", "missing")]),
        ({"period": "2026-05"}, [("/period", "other_rhythm")]),
        ({"period": "2026-Q3"}, [("/period", "not_begun")]),
        ({"period": "quý 2"}, [("/period", "bad_period")]),
        ({"period": "1900-Q1"}, [("/period", "bad_period")]),
        ({"indicator": "no-such"}, [("/indicator", "unknown_indicator")]),
        ({"unit": "hp"}, [("/unit", "not_asked")]),
        ({"numerator": "12,500"}, [("/numerator", "ambiguous_number")]),
        ({"numerator": "nhiều"}, [("/numerator", "not_a_number")]),
        ({"numerator": True}, [("/numerator", "decimal_type")]),
        ({"state": "received"}, [("/state", "literal_error")]),
        ({"colour": 1}, [("/colour", "extra_forbidden")]),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_written(session, put, change, expected):
    before = await traces(session)
    answer = await put(value() | change, None, 422)
    assert errors(answer) == expected
    assert await traces(session) == before


async def test_numbers_are_read_as_people_write_them(put, head):
    body = (await put(value(numerator="1.150", denominator="1.200,0"), head, 201)).json()
    assert (body["numerator"], body["denominator"], body["value"]) == (1150, 1200, 95.833333)


async def test_what_is_unusual_asks_for_a_note_which_is_kept(session, put, head):
    await put(value(numerator=10, period="2026-Q1"), head, 201)
    refused = await put(value(), head, 422)
    assert errors(refused) == [("/note", "jump")]
    assert "22,222222" in refused.json()["errors"][0]["message"]
    body = (await put(value(note="Đã cấp thêm chữ ký số."), head, 201)).json()
    assert (body["warnings"], body["note"]) == (["jump"], "Đã cấp thêm chữ ký số.")


async def test_a_share_of_units_takes_a_yes_and_there_may_be_nothing_to_answer(session, put, head):
    await an_indicator(session, code="lms", kind="share_of_units")
    plain = {"indicator": "lms", "unit": "hp-th1", "period": "2026-Q2"}
    assert (await put(plain | {"yes": "Có"}, head, 201)).json()["yes"] is True
    assert (await put(plain | {"yes": "chưa"}, head, 200)).json()["yes"] is False
    body = (await put(plain | {"answer": "not_applicable"}, head, 200)).json()
    assert (body["answer"], body["yes"], body["value"]) == ("not_applicable", None, None)
    assert errors(await put(plain | {"answer": "nothing_arose", "yes": True}, head, 422)) == [
        ("/yes", "figure_without_answer")
    ]


async def test_what_the_system_works_out_is_not_entered(session, put, head):
    await an_indicator(session, code="tu-tinh", source="derived")
    assert errors(await put(value(indicator="tu-tinh"), head, 422)) == [("/indicator", "derived_indicator")]


async def test_a_department_s_own_indicator_goes_before_a_shared_one(session, put, head, ids):
    own = await an_indicator(session, ids["hp"], name="Của Sở")
    body = (await put(value(), head, 201)).json()
    assert body["indicator"]["id"] == str(own.id)
    await an_indicator(session, ids["qng"], code="cua-ho")
    assert errors(await put(value(indicator="cua-ho"), head, 422)) == [("/indicator", "unknown_indicator")]


async def test_an_indicator_with_values_keeps_its_meaning(client, put, coordinator, session, ids):
    own = await an_indicator(session, ids["hp"], code="rieng")
    await put(value(indicator="rieng"), None, 201)
    path = f"/api/v1/indicators/{own.id}"
    for change in ({"kind": "number"}, {"frequency": "year"}):
        answer = await client.patch(path, json=change, headers=coordinator | {"If-Match": "*"})
        assert answer.json()["code"] == "indicator_in_use"
    renamed = await client.patch(
        path, json={"name": "Tên mới", "frequency": "quarter"}, headers=coordinator | {"If-Match": "*"}
    )
    assert renamed.status_code == 200
    assert (await client.delete(path, headers=coordinator | {"If-Match": "*"})).status_code == 409


async def test_the_list_narrows_and_walks(client, put, coordinator, session, ids, as_):
    await an_indicator(session, code="khac")
    for unit in ("hp-th1", "hp-mn2", "hp-thpt"):
        for period in ("2026-Q1", "2026-Q2"):
            await put(value(unit, period=period), None, 201)
    await put(value(indicator="khac", state="withdrawn"), None, 201)

    async def found(headers=coordinator, **query):
        answer = await client.get(URL, headers=headers, params=query)
        assert answer.status_code == 200, answer.text
        return [(each["unit"]["code"], each["period"]) for each in answer.json()["items"]]

    assert len(await found()) == 6
    assert [period for _, period in await found(sort="period")] == ["2026-Q1"] * 3 + ["2026-Q2"] * 3
    assert await found(under="hp-xa1", sort="period") == [("hp-th1", "2026-Q1"), ("hp-th1", "2026-Q2")]
    assert await found(under=str(ids["hp-xa1"]), period="2026-Q1") == [("hp-th1", "2026-Q1")]
    assert len(await found(under="hp")) == 6
    assert await found(unit="hp-mn2", period="2026-Q2") == [("hp-mn2", "2026-Q2")]
    assert await found(unit=str(ids["hp-mn2"]), indicator="khac") == []
    assert await found(indicator="khac", state="withdrawn") == [("hp-th1", "2026-Q2")]
    assert len(await found(updated_since="2026-05-01T00:00:00Z")) == 7
    assert await found(updated_since="2030-01-01T00:00:00Z") == []
    assert await found(await as_("school_head", "hp-thpt"), period="2026-Q1") == [("hp-thpt", "2026-Q1")]
    whole = await found()
    walked, path = [], f"{URL}?limit=2"
    while path:
        answer = await client.get(path, headers=coordinator)
        walked += [(each["unit"]["code"], each["period"]) for each in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url")
    assert walked == whole
    assert (await client.get(URL, headers=coordinator, params={"include": "total"})).json()["total"] == 6
    assert (await client.get(URL, headers=coordinator, params={"state": "x"})).status_code == 422


async def test_a_list_of_any_length_takes_one_statement(client, put, coordinator, count_queries):
    for unit in ("hp-th1", "hp-mn2", "hp-thpt"):
        await put(value(unit), None, 201)
    with count_queries() as queries:
        assert len((await client.get(URL, headers=coordinator)).json()["items"]) == 3
    assert len(queries) == 1


async def test_a_division_reads_the_indicators_it_leads(client, put, session, as_, indicator):
    plan = await issued_plan(session)
    lead = {"role": "lead", "unit": "hp-vp", "printed_name": "Văn phòng Sở"}
    await store_targets(session, SYSTEM, plan, [TargetRow(indicator="chu-ky-so", value=95, participations=[lead])])
    await an_indicator(session, code="khac")
    await put(value(), None, 201)
    await put(value(indicator="khac"), None, 201)
    officer = await as_("officer", "hp-vp")
    seen = (await client.get(URL, headers=officer)).json()["items"]
    assert [each["indicator"]["code"] for each in seen] == ["chu-ky-so"]
    assert (await client.get(f"{URL}/{seen[0]['id']}", headers=officer)).status_code == 200
    await put(value(), officer, 404)


async def test_an_identifier_that_is_none_is_not_found(client, coordinator, indicator):
    for id_ in (f"{uuid7()}", f"{uuid7()}.{uuid7()}.2026-Q1", "a.b.2026"):
        assert (await client.get(f"{URL}/{id_}", headers=coordinator)).status_code == 404
    assert (await client.get(f"{URL}/x", headers=coordinator)).status_code == 422


async def test_a_load_says_what_became_of_each_row(client, session, put, coordinator):
    await put(value("hp-mn2"), None, 201)
    rows = [value(), value("hp-mn2"), value("hp-thpt", numerator=1)]
    before = await traces(session)
    tried = await client.post(BULK, json=rows, params={"dry_run": "true"}, headers=coordinator)
    assert tried.json()["effects"] == ["created", "unchanged", "created"]
    assert await traces(session) == before
    answer = await client.post(BULK, json=rows, headers=coordinator)
    assert (answer.status_code, counts(answer)) == (200, [3, 2, 0, 1, 0])
    after = await traces(session)
    assert after == (before[0] + 1, before[1] + 2, before[2])
    assert counts(await client.post(BULK, json=rows, headers=coordinator)) == [3, 0, 0, 3, 0]
    assert await traces(session) == after


async def test_bad_rows_are_named_and_the_others_written(client, session, coordinator, head, indicator, ids):
    rows = [
        value(), value(numerator=1), value(unit=str(ids["hp-th1"])), value("hp-mn2"), value("qng-th1"),
        value("hp-thpt", indicator="x"), value("hp-thpt", numerator=99), value("hp-thpt", period="2026-Q1", version=4),
    ]  # fmt: skip
    refused = await client.post(BULK, json=rows, headers=head)
    assert refused.status_code == 422
    assert await session.scalar(select(func.count()).select_from(IndicatorValue)) == 0
    answer = await client.post(BULK, json=rows, params={"mode": "partial"}, headers=coordinator)
    assert (answer.status_code, counts(answer)) == (207, [8, 2, 0, 0, 6])
    assert errors(answer) == [
        ("/1", "repeated_row"), ("/2", "repeated_row"), ("/4/unit", "unknown_unit"),
        ("/5/indicator", "unknown_indicator"), ("/6/numerator", "above_the_whole"), ("/7/version", "stale"),
    ]  # fmt: skip
    own = await client.post(BULK, json=[value("hp-mn2")], headers=head)
    assert errors(own) == [("/0/unit", "unknown_unit")]


async def test_a_table_is_read_as_people_fill_it(client, session, coordinator, indicator):
    await an_indicator(session, code="lms", kind="share_of_units")
    table = (
        "indicator;unit;period;numerator;denominator;yes;note\n"
        "chu-ky-so;hp-th1;2026-Q2;1.150;1.200;;Đã rà soát\n"
        "lms;hp-th1;2026-Q2;;;Có;\n"
    )
    headers = coordinator | {"Content-Type": "text/csv"}
    answer = await client.post(BULK, content=table.encode(), headers=headers)
    assert counts(answer) == [2, 2, 0, 0, 0], answer.text
    rows = {row.numerator: row for row in await session.scalars(select(IndicatorValue))}
    assert (rows[1150].denominator, rows[1150].note, rows[None].yes) == (1200, "Đã rà soát", True)
    lines = '{"indicator":"lms","unit":"hp-mn2","period":"2026-Q2","yes":false}\n'
    again = await client.post(BULK, content=lines, headers=coordinator | {"Content-Type": "application/x-ndjson"})
    assert counts(again) == [1, 1, 0, 0, 0]


async def test_a_load_takes_a_constant_number_of_statements(client, session, coordinator, count_queries, indicator):
    def rows(*units):
        return [value(unit, period=f"2025-Q{quarter}") for unit in units for quarter in (1, 2, 3, 4)]

    with count_queries() as few:
        await client.post(BULK, json=rows("hp-th1"), headers=coordinator)
    with count_queries() as many:
        assert counts(await client.post(BULK, json=rows("hp-mn2", "hp-thpt"), headers=coordinator))[1] == 8
    assert len(few) == len(many)


async def test_of_two_who_make_one_value_at_once_both_are_kept(real):
    async with real.session(NOON) as session:
        ids = await two_provinces(session)
        await an_indicator(session)
    start = asyncio.Barrier(4)

    async def enter(numerator):
        async with real.session(NOON) as session:
            subject = await caller(session, "school_head", ids["hp-th1"])
            actor = Actor("user", subject.id, subject=subject)
            values = Values(session, actor, subject)
            await values._asking.of(Columns.of(ValueRow, [ValueRow.model_validate(value())]))
            await start.wait()
            (outcome,) = await values.load([ValueRow.model_validate(value(numerator=numerator))])
            await session.commit()
            return outcome

    outcomes = await asyncio.gather(*(enter(numerator) for numerator in range(1, 5)))
    assert sorted(outcomes) == ["created", "updated", "updated", "updated"]
    async with real.session(NOON) as session:
        now = (await session.scalars(select(IndicatorValue))).one()
        earlier = (await session.scalars(select(IndicatorValueVersion))).all()
    assert (now.version, sorted(each.version for each in earlier)) == (4, [1, 2, 3])
    assert {now.numerator, *(each.numerator for each in earlier)} == {1, 2, 3, 4}
