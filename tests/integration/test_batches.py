"""`/batches`: what a load wrote and refused, and taking it back."""

import csv
import io

import pytest_asyncio
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.indicators.models import IndicatorValue, IndicatorValueVersion
from api.indicators.service import take_turn
from api.kit.bulk import Batch
from api.kit.events import OutboxEvent
from tests.factories.indicators import an_indicator

BATCHES = "/api/v1/batches"
VALUES = "/api/v1/indicator-values"
BULK = f"{VALUES}/bulk"


def row(unit="hp-th1", numerator=42, **more):
    return {
        "indicator": "chu-ky-so", "unit": unit, "period": "2026-Q2", "numerator": numerator, "denominator": 45, **more,
    }  # fmt: skip


@pytest_asyncio.fixture
async def indicator(session, ids):
    """A ratio asked of schools each quarter."""
    return await an_indicator(session)


@pytest_asyncio.fixture
async def load(client, indicator, coordinator):
    """`await load(rows, headers)`: the answer to a load in part, by the coordinator unless said otherwise."""

    async def send(rows, headers=None, mode="partial"):
        answer = await client.post(BULK, json=rows, headers=headers or coordinator, params={"mode": mode})
        return answer.json()

    return send


@pytest_asyncio.fixture
async def undo(client, coordinator):
    """`await undo(batch)`: the answer."""

    async def send(batch, headers=None):
        return await client.post(f"{BATCHES}/{batch}/undo", headers=headers or coordinator)

    return send


async def figures(session):
    """What counts: unit, numerator, state."""
    rows = await session.execute(
        select(IndicatorValue.unit_id, IndicatorValue.numerator, IndicatorValue.state)
        .execution_options(populate_existing=True)
        .order_by(IndicatorValue.numerator)
    )
    return [(each.numerator, each.state) for each in rows]


async def test_who_sees_and_undoes_a_batch(client, load, undo, as_, stranger, coordinator, leader):
    batch = (await load([row()]))["batch"]
    paths = (f"{BATCHES}/{batch}", f"{BATCHES}/{batch}/rejects")
    for path in (BATCHES, *paths):
        assert (await client.get(path)).status_code == 401
        assert (await client.get(path, headers=await as_("viewer", "hp"))).status_code == 403
    assert (await client.post(f"{BATCHES}/{batch}/undo")).status_code == 401
    assert (await undo(batch, await as_("viewer", "hp"))).status_code == 403
    assert (await client.get(paths[0], headers=leader)).status_code == 200
    assert (await undo(batch, leader)).status_code == 403  # a leader enters no figures
    for other in (stranger, await as_("school_head", "hp-th1")):
        assert (await client.get(BATCHES, headers=other)).json()["items"] == []
        for path in paths:
            assert (await client.get(path, headers=other)).status_code == 404
        assert (await undo(batch, other)).status_code == 404
    head = await as_("school_head", "hp-mn2")
    own = (await load([row("hp-mn2")], head))["batch"]
    assert [each["id"] for each in (await client.get(BATCHES, headers=head)).json()["items"]] == [own]
    assert {each["id"] for each in (await client.get(BATCHES, headers=coordinator)).json()["items"]} == {own, batch}
    assert (await undo(own, head)).json()["undone_by"] == "Người thử"


async def test_a_batch_says_what_it_did_and_is_listed(client, load, undo, coordinator):
    first = await load([row(), row("hp-mn2"), row("hp-thpt", numerator=99)])
    shown = (await client.get(f"{BATCHES}/{first['batch']}", headers=coordinator)).json()
    assert {name: shown[name] for name in ("entity", "mode", "received", "created", "rejected", "by", "undone_at")} == {
        "entity": "indicator_value", "mode": "partial", "received": 3, "created": 2, "rejected": 1,
        "by": "Người thử", "undone_at": None,
    }  # fmt: skip
    assert (await load([row()]))["batch"] is None
    assert (await load([row(numerator=99)], mode="atomic"))["batch"] is None
    assert len((await client.get(BATCHES, headers=coordinator)).json()["items"]) == 1
    await undo(first["batch"])
    for query, found in (("undone=true", 1), ("undone=false", 0), ("entity=assignment", 0)):
        assert len((await client.get(f"{BATCHES}?{query}", headers=coordinator)).json()["items"]) == found


async def test_what_was_refused_is_mended_and_sent_again(client, load, coordinator, session):
    sent = [row(), row("hp-mn2", numerator=99, note="=1+1"), {"unit": "hp-thpt", "colour": 1}, 5]
    batch = (await load(sent))["batch"]
    path = f"{BATCHES}/{batch}/rejects"
    answer = await client.get(path, headers=coordinator | {"Accept-Language": "en"})
    assert answer.headers["content-type"].startswith("text/csv")
    table = [*csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]
    assert [(each["#row"], each["unit"]) for each in table] == [("2", "hp-mn2"), ("3", "hp-thpt"), ("4", "")]
    assert table[0]["#why"] == "numerator: This may not be more than the whole (45)."
    assert table[0]["note"] == "'=1+1"
    book = await client.get(path, headers=coordinator, params={"format": "xlsx"})
    assert book.content[:2] == b"PK"
    mended = answer.content.decode("utf-8-sig").replace("99", "40").splitlines()[:2]
    mended = [line.replace(",colour", ",#colour") for line in mended]
    headers = coordinator | {"Content-Type": "text/csv"}
    again = await client.post(BULK, content="\n".join(mended).encode(), headers=headers)
    assert (again.status_code, again.json()["created"]) == (200, 1), again.text


async def test_undone_each_value_is_what_it_was_and_figures_follow(client, session, load, undo, coordinator, indicator):
    await load([row("hp-th1", 10), row("hp-mn2", 20)])
    batch = (await load([row("hp-th1", 11, note="Rà soát"), row("hp-mn2", 20), row("hp-thpt", 30)]))["batch"]
    answer = await undo(batch)
    assert answer.status_code == 200, answer.text
    assert answer.json()["version"] == 2
    assert await figures(session) == [(10, "draft"), (20, "draft"), (30, "withdrawn")]
    assert await session.scalar(select(func.count()).select_from(IndicatorValueVersion)) == 3
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "batch.undo"))).one()
    assert (entry.entity_id, entry.changes) == (batch, {"entity": "indicator_value", "records": 2})
    told = select(OutboxEvent.type, OutboxEvent.entity_id).where(OutboxEvent.entity == "batch")
    assert (await session.execute(told)).all() == [("batch.updated", batch)]
    while await take_turn(session):
        pass
    await session.commit()
    query = {"indicator": "chu-ky-so", "unit": "hp", "period": "2026-Q2"}
    whole = (await client.get("/api/v1/roll-ups", params=query, headers=coordinator)).json()["items"][0]
    assert (whole["numerator"], whole["units_reported"]) == (30, 2)
    assert (await undo(batch)).json()["code"] == "batch_undone"


async def test_what_somebody_changed_since_is_not_undone(client, session, load, undo, coordinator, as_, ids, indicator):
    batch = (await load([row("hp-th1", 10), row("hp-mn2", 20)]))["batch"]
    await client.put(VALUES, json=row("hp-th1", 12), headers=await as_("school_head", "hp-th1"))
    before = await figures(session)
    answer = await undo(batch)
    assert (answer.status_code, answer.json()["code"]) == (409, "batch_overtaken")
    assert answer.json()["newer"] == [f"{indicator.id}.{ids['hp-th1']}.2026-Q2"]
    assert await figures(session) == before
    assert await session.scalar(select(Batch.undone_at)) is None
