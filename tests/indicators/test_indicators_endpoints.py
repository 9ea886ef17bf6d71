"""/indicators over HTTP: the shared catalogue and a department's own."""

import pytest
from sqlalchemy import select

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.indicators.models import Indicator
from api.indicators.schemas import IndicatorIn, TargetRow
from api.indicators.service import ensure_indicator, store_targets
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from tests.factories.indicators import FACTS, an_indicator
from tests.factories.plans import draft_plan, issued_plan

URL = "/api/v1/indicators"


def codes(answer) -> list[str]:
    return [indicator["code"] for indicator in answer.json()["items"]]


async def changed(client, headers, indicator, body, expected=200):
    """PATCH an indicator as it is now."""
    path = f"{URL}/{indicator.id}"
    tag = (await client.get(path, headers=headers)).headers["etag"]
    answer = await client.patch(path, headers=headers | {"If-Match": tag}, json=body)
    assert answer.status_code == expected, answer.text
    return answer


async def test_nobody_reads_or_defines_no_indicators(client, session, ids):
    indicator = await an_indicator(session)
    for path in (URL, f"{URL}/{indicator.id}"):
        assert (await client.get(path)).status_code == 401
    assert (await client.post(URL, json=FACTS)).status_code == 401


async def test_the_shared_catalogue_is_everybody_s_and_a_department_s_own_is_not(client, session, ids, as_, stranger):
    shared, own = await an_indicator(session), await an_indicator(session, ids["hp"], code="rieng", name="Của Sở")
    school = await as_("school_officer", "hp-th1")
    assert codes(await client.get(URL, headers=school)) == ["chu-ky-so", "rieng"]
    assert codes(await client.get(URL, headers=stranger)) == ["chu-ky-so"]
    assert (await client.get(f"{URL}/{shared.id}", headers=stranger)).json()["department"] is None
    assert (await client.get(f"{URL}/{own.id}", headers=stranger)).status_code == 404
    assert (await client.get(f"{URL}/{own.id}", headers=school)).json()["department"]["code"] == "hp"


async def test_an_indicator_says_all_of_itself(client, session, leader):
    indicator = await an_indicator(session, note="Tính cả hợp đồng.")
    body = (await client.get(f"{URL}/{indicator.id}", headers=leader)).json()
    assert body == FACTS | {
        "id": str(indicator.id),
        "version": 1,
        "department": None,
        "direction": "up",
        "source": "reported",
        "provenance": "ours",
        "note": "Tính cả hợp đồng.",
        "base_count": None,
        "prevails": "source",
        "derivation": None,
        "proof": None,
        "updated_at": body["updated_at"],
    }


async def test_the_list_narrows_sorts_and_finds(client, session, ids, leader):
    await an_indicator(session)
    await an_indicator(
        session, ids["hp"], code="so-may", name="Ăn trưa", kind="count", frequency="year", source="client"
    )
    plan = await issued_plan(session)
    await store_targets(session, SYSTEM, plan, [TargetRow(indicator="so-may", value=5)])
    await session.commit()

    async def found(**query):
        return codes(await client.get(URL, headers=leader, params=query))

    assert await found() == ["so-may", "chu-ky-so"]
    assert await found(sort="-name") == await found(sort="code") == ["chu-ky-so", "so-may"]
    assert await found(department="hp") == await found(shared="false") == await found(kind="count") == ["so-may"]
    assert (
        await found(shared="true")
        == await found(frequency="quarter")
        == await found(source="reported")
        == ["chu-ky-so"]
    )
    assert await found(q="SU DUNG chu ky") == ["chu-ky-so"]
    assert await found(plan=str(plan.id)) == ["so-may"]
    assert await found(plan=str(uuid7())) == await found(updated_since="2030-01-01T00:00:00Z") == []
    assert (await client.get(URL, headers=leader, params={"kind": "x"})).status_code == 422


async def test_a_list_of_any_length_takes_one_statement(client, session, leader, count_queries):
    for number in range(5):
        await an_indicator(session, code=f"c{number}")
    with count_queries() as queries:
        assert len((await client.get(URL, headers=leader)).json()["items"]) == 5
    assert len(queries) == 1


async def test_a_coordinator_defines_the_department_s_indicator(client, session, coordinator, ids):
    await an_indicator(session)
    answer = await client.post(URL, headers=coordinator, json=FACTS)
    assert answer.status_code == 201, answer.text
    assert answer.json()["department"]["id"] == str(ids["hp"])
    again = await client.post(URL, headers=coordinator, json=FACTS | {"department": "hp"})
    assert [e["code"] for e in again.json()["errors"]] == ["code_taken"]
    created = select(AuditEntry).where(AuditEntry.action == "indicator.create", AuditEntry.unit_id == ids["hp"])
    assert (await session.scalars(created)).one().entity_id == answer.json()["id"]


@pytest.mark.parametrize(("role", "unit"), [("leader", "hp"), ("admin", "hp"), ("commune_officer", "hp-xa1")])
async def test_who_does_not_coordinate_defines_none(client, as_, role, unit):
    assert (await client.post(URL, headers=await as_(role, unit), json=FACTS)).status_code == 403


async def test_a_coordinator_defines_none_for_others(client, coordinator, as_):
    other = await client.post(URL, headers=coordinator, json=FACTS | {"department": "qng"})
    assert [(e["pointer"], e["code"]) for e in other.json()["errors"]] == [("/department", "unknown_unit")]
    above = await client.post(URL, headers=coordinator, json=FACTS | {"department": "bgddt"})
    assert [e["pointer"] for e in above.json()["errors"]] == ["/department"]
    commune = await as_("coordinator", "hp-xa1")
    assert (await client.post(URL, headers=commune, json=FACTS)).status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "mean"}, "/kind"),
        ({"code": "có dấu"}, "/code"),
        ({"name": ""}, "/name"),
        ({"measured_on": ["class"]}, "/measured_on/0"),
    ],
)
async def test_a_bad_field_is_named(client, session, coordinator, change, pointer):
    answer = await client.post(URL, headers=coordinator, json=FACTS | change)
    assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]
    assert (await session.scalars(select(Indicator))).all() == []


async def test_an_indicator_is_changed_until_targets_stand_on_what_it_means(client, session, coordinator, ids):
    own = await an_indicator(session, ids["hp"])
    await an_indicator(session, ids["hp"], code="khac")
    renamed = (await changed(client, coordinator, own, {"name": "Tên mới", "kind": "count", "code": "ma-moi"})).json()
    assert (renamed["name"], renamed["kind"], renamed["code"], renamed["version"]) == ("Tên mới", "count", "ma-moi", 2)
    taken = await changed(client, coordinator, own, {"code": "khac"}, expected=422)
    assert taken.json()["errors"][0]["code"] == "code_taken"
    assert codes(await client.get(URL, headers=coordinator, params={"q": "ten moi"})) == ["ma-moi"]
    plan, _ = await draft_plan(session)
    await store_targets(session, SYSTEM, plan, [TargetRow(indicator=str(own.id), value=5)])
    await session.commit()
    for body in (
        {"kind": "number"},
        {"unit_of_measure": "người"},
        {"direction": "down"},
        {"time_behaviour": "cumulative"},
    ):
        answer = await changed(client, coordinator, own, body, expected=409)
        assert answer.json()["code"] == "indicator_in_use"
    assert (await changed(client, coordinator, own, {"note": "Giữ cách tính", "kind": "count"})).json()["version"] == 3
    gone = await client.delete(f"{URL}/{own.id}", headers=coordinator | {"If-Match": "*"})
    assert (gone.status_code, gone.json()["code"]) == (409, "indicator_in_use")


async def test_an_unused_indicator_is_deleted_and_its_code_free_again(client, session, coordinator, ids):
    own = await an_indicator(session, ids["hp"])
    path = f"{URL}/{own.id}"
    assert (await client.delete(path, headers=coordinator)).status_code == 428
    assert (await client.delete(path, headers=coordinator | {"If-Match": '"1.0"'})).status_code == 204
    assert (await client.get(path, headers=coordinator)).status_code == 404
    assert (await client.post(URL, headers=coordinator, json=FACTS)).status_code == 201
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.type == "indicator.deleted"))).one()
    assert event.version == 2


@pytest.mark.parametrize(
    ("role", "unit", "own", "shared"), [("leader", "hp", 403, 403), ("coordinator", "qng", 404, 403)]
)
async def test_who_does_not_coordinate_changes_none(client, session, as_, ids, role, unit, own, shared):
    indicators = {own: await an_indicator(session, ids["hp"]), (shared, "shared"): await an_indicator(session)}
    headers = await as_(role, unit) | {"If-Match": "*"}
    for key, indicator in indicators.items():
        expected = key if isinstance(key, int) else key[0]
        path = f"{URL}/{indicator.id}"
        assert (await client.patch(path, headers=headers, json={"name": "x"})).status_code == expected
        assert (await client.delete(path, headers=headers)).status_code == expected


async def test_the_shared_catalogue_is_not_a_department_s_to_change(client, session, coordinator):
    shared = await an_indicator(session)
    headers = coordinator | {"If-Match": "*"}
    assert (await client.patch(f"{URL}/{shared.id}", headers=headers, json={"name": "x"})).status_code == 403


async def test_a_seeded_indicator_is_made_once_and_never_overwritten(session, ids):
    first = await an_indicator(session)
    first.name = "Đã sửa"
    await session.commit()
    again = await ensure_indicator(session, SYSTEM, IndicatorIn.model_validate(FACTS))
    assert (again.id, again.name) == (first.id, "Đã sửa")
