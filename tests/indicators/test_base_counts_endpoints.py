"""/base-counts and /indicator-values/expected over HTTP."""

import pytest_asyncio
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.indicators.models import BaseCount
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.kit.events import OutboxEvent
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan

URL = "/api/v1/base-counts"
BULK = f"{URL}/bulk"
VALUES = "/api/v1/indicator-values"
EXPECTED = f"{VALUES}/expected"
COUNTS = ("received", "created", "updated", "unchanged", "rejected")


def row(unit="hp-th1", kind="teachers", count=45, on="2026-01-31", **more):
    return {"unit": unit, "kind": kind, "count": count, "on": on, **more}


def counts(answer):
    return [answer.json()[name] for name in COUNTS]


def errors(answer):
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


@pytest_asyncio.fixture
async def send(client, coordinator):
    """`await send(*rows, …)`: a load, by the coordinator unless said otherwise."""

    async def send(*rows, headers=None, **query):
        return await client.post(BULK, json=list(rows), headers=headers or coordinator, params=query)

    return send


async def traces(session):
    found = select(*(select(func.count(each)).scalar_subquery() for each in (AuditEntry.id, OutboxEvent.seq)))
    return tuple((await session.execute(found)).one())


async def test_nobody_reads_or_sends_counts(client, ids):
    assert (await client.get(URL)).status_code == 401
    assert (await client.post(BULK, json=[row()])).status_code == 401
    assert (await client.get(EXPECTED)).status_code == 401


async def test_a_coordinator_sends_them_and_no_school_types_one(client, send, as_, stranger, leader):
    for role, unit in (("school_head", "hp-th1"), ("commune_officer", "hp-xa1"), ("leader", "hp"), ("viewer", "hp")):
        assert (await send(row(), headers=await as_(role, unit))).status_code == 403
    assert errors(await send(row(), headers=stranger)) == [("/0/unit", "unknown_unit")]
    assert counts(await send(row(), row(kind="pupils", count="1.200"))) == [2, 2, 0, 0, 0]
    for role, unit, seen in (
        ("school_head", "hp-th1", 2), ("commune_leader", "hp-xa1", 2), ("leader", "hp", 2),
        ("school_head", "hp-thpt", 0), ("commune_leader", "hp-xa2", 0), ("coordinator", "qng", 0),
    ):  # fmt: skip
        items = (await client.get(URL, headers=await as_(role, unit))).json()["items"]
        assert len(items) == seen
    assert (await client.get(URL, headers=await as_("admin", "hp"))).status_code == 403


async def test_the_same_again_leaves_no_trace_and_what_is_put_right_is_kept(client, session, send, leader, ids):
    await send(row())
    before = await traces(session)
    assert counts(await send(row())) == [1, 0, 0, 1, 0]
    assert counts(await send(row(count=50), dry_run=True)) == [1, 0, 1, 0, 0]
    assert await traces(session) == before
    assert counts(await send(row(count=46, version=1))) == [1, 0, 1, 0, 0]
    assert errors(await send(row(count=47, version=1))) == [("/0/version", "stale")]
    (now,) = (await client.get(URL, headers=leader)).json()["items"]
    assert now == {
        "id": f"teachers.{ids['hp-th1']}.2026-01-31", "kind": "teachers", "on": "2026-01-31", "count": 46,
        "unit": {"id": str(ids["hp-th1"]), "code": "hp-th1", "name": "Đơn vị hp-th1"},
        "source": "Người thử", "replaced": False, "version": 2, "updated_at": now["updated_at"], "by": "Người thử",
    }  # fmt: skip
    every = (await client.get(URL, headers=leader, params={"replaced": True})).json()["items"]
    assert {(each["version"], each["count"], each["replaced"]) for each in every} == {(1, 45, True), (2, 46, False)}
    told = (await session.scalars(select(OutboxEvent).order_by(OutboxEvent.seq.desc()).limit(1))).one()
    assert (told.type, told.version, told.data["count"]) == ("base_count.updated", 2, 46)


async def test_bad_rows_are_named_and_the_others_written(session, send, ids):
    rows = [
        row(), row(unit=str(ids["hp-th1"])), row("nowhere"), row("hp-mn2", on="2026-05-21"), row("hp-mn2", count="4,5"),
        row("hp-mn2", kind="cats"), row("hp-thpt", colour=1),
    ]  # fmt: skip
    refused = await send(*rows)
    assert refused.status_code == 422
    assert await session.scalar(select(func.count()).select_from(BaseCount)) == 0
    answer = await send(*rows, mode="partial")
    assert (answer.status_code, counts(answer)) == (207, [7, 1, 0, 0, 6])
    assert errors(answer) == [
        ("/1", "repeated_row"), ("/2/unit", "unknown_unit"), ("/3/on", "not_yet"), ("/4/count", "not_a_count"),
        ("/5/kind", "enum"), ("/6/colour", "extra_forbidden"),
    ]  # fmt: skip


async def test_an_export_is_read_as_a_table(client, session, coordinator, ids):
    table = "unit;kind;on;count;source\nhp-th1;pupils;2026-01-31;1.150;CSDL ngành\n"
    answer = await client.post(BULK, content=table.encode(), headers=coordinator | {"Content-Type": "text/csv"})
    assert counts(answer) == [1, 1, 0, 0, 0], answer.text
    found = (await session.scalars(select(BaseCount))).one()
    assert (found.count, found.source, found.department_id) == (1150, "CSDL ngành", ids["hp"])


async def test_the_list_narrows_to_what_holds_on_a_day(client, send, leader, count_queries):
    await send(
        row(on="2025-10-15", count=40), row(), row(kind="pupils", count=600), row("hp-thpt", on="2025-10-15", count=70)
    )

    async def found(**query):
        answer = await client.get(URL, headers=leader, params=query)
        assert answer.status_code == 200, answer.text
        return [(each["unit"]["code"], each["kind"], each["count"]) for each in answer.json()["items"]]

    assert len(await found()) == 4
    assert sorted(await found(on="2025-12-31", sort="updated_at,on")) == [
        ("hp-th1", "teachers", 40),
        ("hp-thpt", "teachers", 70),
    ]
    assert set(await found(on="2026-02-01", kind="teachers")) == {
        ("hp-th1", "teachers", 45),
        ("hp-thpt", "teachers", 70),
    }
    assert await found(under="hp-xa1", kind="pupils") == [("hp-th1", "pupils", 600)]
    assert await found(unit="hp-thpt") == [("hp-thpt", "teachers", 70)]
    assert await found(updated_since="2030-01-01T00:00:00Z") == []
    assert len(await found(limit=1, include="total")) == 1
    with count_queries() as queries:
        await found()
    assert len(queries) == 1


async def test_a_value_that_disagrees_with_the_count_asks_for_a_note(client, session, send, as_, coordinator):
    await an_indicator(session, base_count="teachers")
    await send(row(on="2026-04-01"))
    head = await as_("school_head", "hp-th1")
    given = {"indicator": "chu-ky-so", "unit": "hp-th1", "period": "2026-Q2", "numerator": 30, "denominator": 33}

    async def put(**more):
        return await client.put(VALUES, json=given | more, headers=head)

    assert errors(await put()) == [("/note", "off_base_count")]
    kept = await put(note="Có 12 giáo viên nghỉ thai sản.")
    assert (kept.status_code, kept.json()["warnings"]) == (201, ["off_base_count"])
    assert (await put(denominator=44)).json()["warnings"] == []
    # Counted after the period's end, it says nothing of the period.
    assert (await put(period="2026-Q1")).status_code == 201
    assert (await put(period="2025-Q4", numerator=None, denominator=None, answer="nothing_arose")).status_code == 201


async def test_an_indicator_without_a_denominator_takes_none(client, coordinator, ids):
    facts = {
        "code": "moi", "name": "Mới", "unit_of_measure": "%", "kind": "share_of_units", "frequency": "year",
        "time_behaviour": "point", "base_count": "pupils", "department": "hp",
    }  # fmt: skip
    made = await client.post("/api/v1/indicators", json=facts, headers=coordinator)
    assert errors(made) == [("/base_count", "no_denominator")]
    made = await client.post("/api/v1/indicators", json=facts | {"kind": "ratio"}, headers=coordinator)
    assert (made.status_code, made.json()["base_count"]) == (201, "pupils")
    path = f"/api/v1/indicators/{made.json()['id']}"
    answer = await client.patch(path, json={"kind": "number"}, headers=coordinator | {"If-Match": "*"})
    assert errors(answer) == [("/base_count", "no_denominator")]


@pytest_asyncio.fixture
async def asked(session, ids):
    """What schools are asked: a ratio of a plan's audience, a yes or no of all; what is not of them, or worked out."""
    await an_indicator(session, code="ty-le", base_count="teachers", numerator_label="Số giáo viên dùng chữ ký số")
    await an_indicator(session, code="hoc-ba", kind="share_of_units", frequency="half_year", name="Học bạ số")
    await an_indicator(session, code="cua-so", measured_on=["department"])
    await an_indicator(session, code="tu-tinh", source="derived")
    await an_indicator(session, code="khong-ai-hoi")
    await an_indicator(session, ids["hp"], code="rieng", kind="count", unit_of_measure="máy")
    plan = await issued_plan(session)
    rows = [
        TargetRow(indicator="ty-le", value=95, audience="hp-dt-csgd"),
        *(TargetRow(indicator=code, value=95) for code in ("hoc-ba", "cua-so", "tu-tinh")),
    ]
    await store_targets(session, SYSTEM, plan, rows)
    await session.commit()
    return plan


async def test_a_school_sees_what_it_is_asked_with_what_is_known(client, session, send, as_, asked, ids):
    await send(row())
    head = await as_("school_head", "hp-th1")
    for period, numerator in (("2026-Q1", 40), ("2026-Q2", 42)):
        given = {"indicator": "ty-le", "unit": "hp-th1", "period": period, "numerator": numerator, "denominator": 45}
        assert (await client.put(VALUES, json=given, headers=head)).status_code == 201
    answer = await client.get(EXPECTED, headers=head)
    body = answer.json()
    assert body["unit"]["code"] == "hp-th1"
    assert sorted((each["indicator"]["code"], each["period"]) for each in body["items"]) == [
        ("hoc-ba", "2026-H1"), ("rieng", "2026-Q2"), ("ty-le", "2026-Q2"),
    ]  # fmt: skip
    (ratio,) = (each for each in body["items"] if each["indicator"]["code"] == "ty-le")
    assert ratio["question"] == "Bao nhiêu giáo viên dùng chữ ký số?"
    assert ratio["suggested"] == {"denominator": 45, "base_count": "teachers", "on": "2026-01-31"}
    assert (ratio["last"]["numerator"], ratio["last"]["value"]) == (40, 88.888889)
    assert (ratio["present"]["numerator"], ratio["present"]["state"], ratio["present"]["version"]) == (42, "draft", 1)
    (other,) = (each for each in body["items"] if each["indicator"]["code"] == "hoc-ba")
    assert (other["suggested"], other["last"], other["present"]) == (None, None, None)


async def test_whose_questions_one_may_see(client, as_, asked, leader, stranger, coordinator, count_queries):
    async def codes(headers, **query):
        answer = await client.get(EXPECTED, headers=headers, params=query)
        return answer.status_code, sorted(each["indicator"]["code"] for each in answer.json().get("items", []))

    assert await codes(leader, unit="hp-thpt", period="2026-Q2") == (200, ["rieng", "ty-le"])
    assert await codes(leader, unit="hp-thpt", period="2026-H2") == (200, ["hoc-ba"])
    assert await codes(leader, unit="hp-thpt", period="2030-Q1") == (200, ["rieng"])
    assert await codes(leader, unit="hp-thpt", period="2026") == (200, [])
    assert await codes(coordinator, unit="hp", period="2026-Q2") == (200, ["cua-so"])
    assert await codes(leader, unit="hp-thpt", period="quý 2") == (422, [])
    assert await codes(stranger, unit="hp-thpt") == (404, [])
    assert await codes(leader) == (200, ["cua-so"])
    assert await codes(await as_("viewer", "hp-mn2")) == (200, ["hoc-ba", "rieng", "ty-le"])
    assert await codes(await as_("admin", "hp"), unit="hp-thpt") == (403, [])
    with count_queries() as queries:
        await codes(leader, unit="hp-thpt", period="2026-Q2")
    assert len(queries) <= 9


async def test_a_draft_asks_nobody(client, session, as_, asked):
    asked.status = "draft"
    await session.commit()
    answer = await client.get(EXPECTED, headers=await as_("school_head", "hp-th1"))
    assert [each["indicator"]["code"] for each in answer.json()["items"]] == ["rieng"]
