"""`/indicator-codes`: a system names indicators by codes of its own, and is told them by these."""

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.audit.models import AuditEntry
from api.identity.rules.tokens import Principal
from api.identity.service import subjects
from api.indicators.models import IndicatorValue
from api.indicators.service import take_turn
from api.kit.events import OutboxEvent
from tests.factories.identity import make_client, make_grant
from tests.factories.indicators import an_indicator

URL = "/api/v1/indicator-codes"
VALUES = "/api/v1/indicator-values"
SCOPES = ("indicator_value:read", "indicator_value:write", "indicator:read", "unit:read", "indicator_code:read")


@pytest_asyncio.fixture
async def ioc(session, ids, callers):
    """An operations centre's client at the department, and its headers."""
    system = await make_client(session, "ioc", ids["hp"], SCOPES)
    await make_grant(session, system, "coordinator", ids["hp"])
    return callers.sign_in(await subjects.load(session, Principal("client", system.id, "ioc", None, frozenset(SCOPES))))


@pytest_asyncio.fixture
async def indicators(session, ids, ioc):
    """A shared one, and one of the department."""
    return await an_indicator(session), await an_indicator(session, ids["hp"], code="rieng", name="Của Sở")


@pytest.fixture
def put(client, coordinator):
    """`await put(indicator, value)`: the answer."""

    async def send(indicator="chu-ky-so", value="CDS.01", headers=None, system="ioc"):
        body = {"client": system, "indicator": indicator, "value": value}
        return await client.put(URL, json=body, headers=headers or coordinator)

    return send


async def listed(http, headers, **query):
    answer = await http.get(URL, headers=headers, params=query)
    return [(each["client"]["code"], each["indicator"]["code"], each["value"]) for each in answer.json()["items"]]


async def test_who_gives_and_sees_codes(client, indicators, put, as_, stranger, leader, ioc):
    made = await put()
    assert made.status_code == 201, made.text
    path = f"{URL}/{made.json()['id']}"
    for refused, status in (({"Authorization": ""}, 401), (leader, 403), (await as_("school_head", "hp-th1"), 403)):
        assert (await put(headers=refused)).status_code == status
        assert (await client.delete(path, headers=refused | {"If-Match": "*"})).status_code == status
    assert (await put(headers=stranger)).status_code == 404
    assert (await client.delete(path, headers=stranger | {"If-Match": "*"})).status_code == 404
    assert (await put(value="CDS.02", headers=await as_("admin", "hp"))).status_code == 200
    for sees in (leader, ioc):
        assert await listed(client, sees) == [("ioc", "chu-ky-so", "CDS.02")]
    assert await listed(client, stranger) == []
    assert (await client.get(URL, headers=await as_("school_head", "hp-th1"))).status_code == 403


async def test_a_code_means_one_indicator_of_a_system(client, session, ids, indicators, put):
    await make_client(session, "khac", ids["hp"], SCOPES)
    assert (await put()).status_code == 201
    assert (await put("rieng")).json()["errors"][0]["code"] == "code_taken"
    assert (await put("rieng", system="khac")).status_code == 201
    assert (await put("rieng", "chu-ky-so")).json()["errors"][0]["code"] == "code_is_ours"
    assert (await put("rieng", str(indicators[0].id))).json()["errors"][0]["code"] == "code_is_ours"
    assert (await put("rieng", "rieng")).status_code == 201
    assert (await put("khong-co")).json()["errors"][0]["code"] == "unknown_indicator"


async def test_each_change_is_audited_and_told_and_the_same_again_is_none(
    client, session, indicators, put, coordinator
):
    first = (await put()).json()
    assert (await put()).json() == first
    changed = await put(value="CDS.02")
    assert changed.json()["version"] == 2
    tag = {"If-Match": changed.headers["etag"]}
    assert (await client.delete(f"{URL}/{first['id']}", headers=coordinator)).status_code == 428
    assert (await client.delete(f"{URL}/{first['id']}", headers=coordinator | tag)).status_code == 204
    assert await listed(client, coordinator) == []
    again = (await put()).json()
    assert (again["id"], again["version"]) == (first["id"], 4)
    acts = await session.scalars(select(AuditEntry.action).where(AuditEntry.entity == "indicator_code"))
    wanted = ["create", "update", "delete", "create"]
    assert acts.all() == [f"indicator_code.{verb}" for verb in wanted]
    told = await session.scalars(select(OutboxEvent.type).where(OutboxEvent.entity == "indicator_code"))
    assert told.all() == [f"indicator_code.{verb}d" for verb in wanted]


async def test_it_writes_and_reads_figures_by_its_own_codes(client, session, indicators, put, ioc, coordinator):
    await put()
    rows = [{"indicator": "CDS.01", "unit": "hp-th1", "period": "2026-Q2", "numerator": 1, "denominator": 2}]
    assert (await client.post(f"{VALUES}/bulk", json=rows, headers=ioc)).json()["created"] == 1
    one = rows[0] | {"unit": "hp-mn2"}
    assert (await client.put(VALUES, json=one, headers=ioc)).status_code == 201
    assert set(await session.scalars(select(IndicatorValue.indicator_id))) == {indicators[0].id}
    for name in ("CDS.01", "chu-ky-so"):
        found = await client.get(VALUES, headers=ioc, params={"indicator": name})
        assert len(found.json()["items"]) == 2
    # Nobody else's.
    assert (await client.get(VALUES, headers=coordinator, params={"indicator": "CDS.01"})).json()["items"] == []
    mine = await client.post(f"{VALUES}/bulk", json=rows, headers=coordinator)
    assert mine.json()["errors"][0]["code"] == "unknown_indicator"


async def test_its_call_for_all_targets_tells_them_by_its_codes(client, session, indicators, put, ioc, coordinator):
    await put()
    row = {"indicator": "chu-ky-so", "unit": "hp-th1", "period": "2026-Q2", "numerator": 1, "denominator": 2}
    await client.put(VALUES, json=row, headers=coordinator)
    while await take_turn(session):
        await session.commit()
    query = {"unit": "hp", "period": "2026-Q2", "by": "child", "include": "codes"}
    for headers, code in ((ioc, "CDS.01"), (coordinator, None)):
        items = (await client.get("/api/v1/roll-ups", headers=headers, params=query)).json()["items"]
        assert {each["indicator_code"] for each in items if each["indicator"]["code"] == "chu-ky-so"} == {code}
    named = await client.get(
        "/api/v1/roll-ups", headers=ioc, params={"unit": "hp", "period": "2026-Q2", "indicator": "CDS.01"}
    )
    assert len(named.json()["items"]) == 1


async def test_the_list_costs_one_statement(client, session, indicators, put, coordinator, count_queries):
    await put()
    await put("rieng", "CDS.02")
    with count_queries() as queries:
        assert len(await listed(client, coordinator, client="ioc")) == 2
    assert len(queries) == 1
    assert len(await listed(client, coordinator, indicator="rieng")) == 1
