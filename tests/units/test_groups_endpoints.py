"""Audiences and clusters over HTTP: by rule, by hand, on a day."""

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.kit.events import OutboxEvent
from api.kit.ids import uuid7
from api.units import service
from api.units.rules.groups import Membership, NewAudience, NewCluster
from tests.factories.units import a_unit, caller, plant
from tests.units.reorganised import BEFORE

SCHOOLS = {"any_of": [{"kinds": ["school"]}]}
AUDIENCE = {"name": "Các cơ sở giáo dục", "rule": SCHOOLS}
CLUSTER = {"name": "Cụm 1", "members": [{"unit": "hp-th1"}]}


@pytest_asyncio.fixture
async def as_(session, ids, callers):
    async def sign_in(role: str, code: str):
        return callers.sign_in(await caller(session, role, ids[code]))

    return sign_in


@pytest_asyncio.fixture
async def coordinator(as_):
    return await as_("coordinator", "hp")


@pytest_asyncio.fixture
async def admin(as_):
    return await as_("admin", "hp")


def members_of(answer) -> list[str]:
    return [unit["code"] for unit in answer.json()["items"]]


# Audiences


async def test_a_coordinator_enters_an_audience_by_rule(client, session, coordinator, ids):
    answer = await client.post("/api/v1/audiences", headers=coordinator, json=AUDIENCE | {"aliases": ["CSGD"]})
    assert answer.status_code == 201, answer.text
    audience = answer.json()
    assert (audience["code"], audience["department"]["code"], audience["aliases"]) == ("hp-dt-000001", "hp", ["CSGD"])
    assert audience["members"] is None
    assert audience["rule"]["any_of"][0] == {
        "kinds": ["school"],
        "education_levels": [],
        "ownership": [],
        "area": [],
        "managed_by": None,
    }
    assert (await client.get(answer.headers["location"], headers=coordinator)).json() == audience
    entry = await session.scalar(select(AuditEntry).where(AuditEntry.entity_id == audience["id"]))
    assert (entry.action, entry.unit_id) == ("audience.create", ids["hp"])
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.entity_id == audience["id"]))
    assert event.type == "audience.created"


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        ([{"kinds": ["school"]}], ["hp-mn2", "hp-th1", "hp-thpt"]),
        ([{"kinds": ["school"], "education_levels": ["primary", "preschool"]}], ["hp-mn2", "hp-th1"]),
        ([{"kinds": ["school"], "ownership": ["public"]}], ["hp-th1", "hp-thpt"]),
        ([{"kinds": ["school"], "area": ["urban"]}], []),
        ([{"kinds": ["school"], "managed_by": "department"}], ["hp-thpt"]),
        ([{"kinds": ["division"]}, {"kinds": ["commune"]}], ["hp-vp", "hp-xa1", "hp-xa2"]),
        ([{"kinds": ["department"]}], ["hp"]),
        ([{}], ["hp", "hp-mn2", "hp-th1", "hp-thpt", "hp-vp", "hp-xa1", "hp-xa2"]),
    ],
)
async def test_a_rule_means_units_of_the_department_only(client, coordinator, clauses, found):
    created = await client.post(
        "/api/v1/audiences", headers=coordinator, json={"name": "X", "rule": {"any_of": clauses}}
    )
    members = f"/api/v1/audiences/{created.json()['id']}/members"
    answer = await client.get(members, headers=coordinator, params={"sort": "code"})
    assert members_of(answer) == found
    assert answer.json()["total"] == len(found)


async def test_a_member_names_its_place(client, coordinator):
    created = (await client.post("/api/v1/audiences", headers=coordinator, json=AUDIENCE)).json()
    answer = await client.get(f"/api/v1/audiences/{created['code']}/members", headers=coordinator, params={"limit": 1})
    [unit] = answer.json()["items"]
    assert (unit["code"], unit["parent"]["code"], unit["kind"]) == ("hp-mn2", "hp-xa2", "school")
    assert answer.json()["next_cursor"]


async def test_members_are_resolved_at_a_date(client, session, summer, callers):
    audience = NewAudience("qni-dt-pgd", "qni", "Các phòng GDĐT", {"any_of": [{"kinds": ["district_office"]}]})
    await service.enter_audiences(session, SYSTEM, [audience])
    reader = callers.sign_in(await caller(session, "viewer", summer["qni"]))
    url = "/api/v1/audiences/qni-dt-pgd/members"
    assert members_of(await client.get(url, headers=reader, params={"on": "2025-06-30"})) == ["qni-ha-long"]
    assert members_of(await client.get(url, headers=reader)) == []


async def test_a_hand_picked_list_is_dated(client, coordinator):
    members = [{"unit": "hp-th1", "to": "2026-05-19"}, {"unit": "hp-mn2", "from": "2026-05-20"}, {"unit": "hp-thpt"}]
    body = {"name": "Trường thí điểm", "members": members, "code": "hp-dt-thi-diem"}
    created = await client.post("/api/v1/audiences", headers=coordinator, json=body)
    assert [(each["unit"]["code"], each["from"], each["to"]) for each in created.json()["members"]] == [
        ("hp-mn2", "2026-05-20", None),
        ("hp-th1", None, "2026-05-19"),
        ("hp-thpt", None, None),
    ]
    url = "/api/v1/audiences/hp-dt-thi-diem/members"
    then = await client.get(url, headers=coordinator, params={"on": "2026-05-19", "sort": "code"})
    assert members_of(then) == ["hp-th1", "hp-thpt"]
    assert members_of(await client.get(url, headers=coordinator, params={"sort": "code"})) == ["hp-mn2", "hp-thpt"]


async def test_an_empty_hand_picked_list_waits_for_the_coordinator(client, coordinator):
    created = await client.post("/api/v1/audiences", headers=coordinator, json={"name": "Đơn vị CNTT", "members": []})
    assert created.json()["members"] == []
    assert members_of(await client.get(f"/api/v1/audiences/{created.json()['id']}/members", headers=coordinator)) == []


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"rule": None}, "/rule", "rule_or_members"),
        ({"members": []}, "/rule", "rule_or_members"),
        ({"rule": {"any_of": []}}, "/rule/any_of", "too_short"),
        ({"rule": {"any_of": [{"kinds": ["kingdom"]}]}}, "/rule/any_of/0/kinds/0", "enum"),
        ({"rule": None, "members": [{"unit": "qng-th1"}]}, "/members/0/unit", "unknown_unit"),
        ({"rule": None, "members": [{"unit": "nowhere"}]}, "/members/0/unit", "unknown_unit"),
        ({"rule": None, "members": [{"unit": "hp-th1"}, {"unit": "hp-th1"}]}, "/members/0", "overlapping"),
        (
            {"rule": None, "members": [{"unit": "hp-th1", "from": "2026-05-02", "to": "2026-05-01"}]},
            "/members/0/to",
            "empty_span",
        ),
        ({"department": "qng"}, "/department", "unknown_unit"),
        ({"department": "hp-vp"}, "/department", "unknown_unit"),
        ({"code": "qng-dt-x"}, "/code", "wrong_prefix"),
        ({"aliases": ["x", "X"]}, "/aliases/1", "alias_taken"),
    ],
)
async def test_an_audience_that_does_not_fit_is_refused(client, coordinator, body, pointer, code):
    answer = await client.post("/api/v1/audiences", headers=coordinator, json=AUDIENCE | body)
    assert answer.status_code == 422, answer.text
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert (await client.get("/api/v1/audiences", headers=coordinator)).json()["items"] == []


async def test_who_coordinates_two_departments_says_which(client, session, ids, callers):
    both = callers.sign_in(await caller(session, "coordinator", ids["bgddt"]))
    answer = await client.post("/api/v1/audiences", headers=both, json=AUDIENCE)
    assert answer.json()["errors"][0]["pointer"] == "/department"
    assert (
        await client.post("/api/v1/audiences", headers=both, json=AUDIENCE | {"department": "qng"})
    ).status_code == 201


async def test_a_code_is_taken_once_and_comes_back_after_deletion(client, coordinator):
    body = AUDIENCE | {"code": "hp-dt-csgd", "aliases": ["CSGD"]}
    first = (await client.post("/api/v1/audiences", headers=coordinator, json=body)).json()
    taken = await client.post("/api/v1/audiences", headers=coordinator, json=body)
    assert taken.json()["errors"][0]["code"] == "code_taken"
    gone = await client.delete(f"/api/v1/audiences/{first['id']}", headers=coordinator | {"If-Match": '"1.0"'})
    assert gone.status_code == 204
    assert (await client.get(f"/api/v1/audiences/{first['id']}", headers=coordinator)).status_code == 404
    again = (await client.post("/api/v1/audiences", headers=coordinator, json=body)).json()
    assert (again["id"], again["version"]) == (first["id"], 3)


async def change(client, headers, url, expected=200, **body):
    tag = (await client.get(url, headers=headers)).headers["etag"]
    answer = await client.patch(url, headers=headers | {"If-Match": tag}, json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


async def test_an_audience_changes_from_rule_to_list_and_back(client, coordinator):
    created = (await client.post("/api/v1/audiences", headers=coordinator, json=AUDIENCE)).json()
    url = f"/api/v1/audiences/{created['id']}"
    listed = await change(client, coordinator, url, members=[{"unit": "hp-th1"}])
    assert (listed["rule"], listed["members"][0]["unit"]["code"]) == (None, "hp-th1")
    ruled = await change(client, coordinator, url, rule=SCHOOLS)
    assert ruled["members"] is None
    renamed = await change(client, coordinator, url, name="Trường học", note="Ghi chú", aliases=["Trường"])
    assert (renamed["name"], renamed["note"], renamed["aliases"], renamed["version"]) == (
        "Trường học",
        "Ghi chú",
        ["Trường"],
        4,
    )
    refused = await change(client, coordinator, url, 422, rule=SCHOOLS, members=[])
    assert refused["errors"][0]["code"] == "rule_or_members"


async def test_audiences_are_searched_sorted_and_narrowed(client, coordinator):
    for name in ("Ân", "An", "Bình"):
        await client.post("/api/v1/audiences", headers=coordinator, json=AUDIENCE | {"name": name})
    listed = await client.get("/api/v1/audiences", headers=coordinator, params={"sort": "name", "department": "hp"})
    assert [each["name"] for each in listed.json()["items"]] == ["An", "Ân", "Bình"]
    found = await client.get("/api/v1/audiences", headers=coordinator, params={"q": "binh"})
    assert [each["name"] for each in found.json()["items"]] == ["Bình"]
    later = {"updated_since": "2030-01-01T00:00:00Z"}
    assert (await client.get("/api/v1/audiences", headers=coordinator, params=later)).json()["items"] == []


@pytest.mark.parametrize("role", ["leader", "viewer", "admin", "school_head"])
async def test_only_coordinators_write_audiences(client, session, as_, coordinator, role):
    created = (await client.post("/api/v1/audiences", headers=coordinator, json=AUDIENCE)).json()
    reader, url = await as_(role, "hp"), f"/api/v1/audiences/{created['id']}"
    assert (await client.get(url, headers=reader)).status_code == 200
    assert (await client.post("/api/v1/audiences", headers=reader, json=AUDIENCE)).status_code == 403
    assert (await client.patch(url, headers=reader | {"If-Match": '"1.0"'}, json={"name": "x"})).status_code == 403
    assert (await client.delete(url, headers=reader | {"If-Match": '"1.0"'})).status_code == 403


async def test_a_coordinator_elsewhere_in_the_department_does_not_write_its_audiences(client, as_):
    of_commune = await as_("coordinator", "hp-xa1")
    answer = await client.post("/api/v1/audiences", headers=of_commune, json=AUDIENCE | {"department": "hp"})
    assert answer.status_code == 403


async def test_nobody_sees_or_writes_groups(client, ids):
    for kind in ("audiences", "clusters"):
        for path in ("", f"/{uuid7()}", f"/{uuid7()}/members"):
            assert (await client.get(f"/api/v1/{kind}{path}")).status_code == 401
        assert (await client.post(f"/api/v1/{kind}", json={})).status_code == 401
        assert (await client.patch(f"/api/v1/{kind}/x", json={})).status_code == 401
        assert (await client.delete(f"/api/v1/{kind}/x")).status_code == 401


# Clusters


async def test_an_admin_enters_a_cluster(client, session, admin, ids):
    answer = await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)
    assert answer.status_code == 201, answer.text
    cluster = answer.json()
    assert (cluster["code"], cluster["member_count"], cluster["sample"]) == ("hp-cum-000001", 1, False)
    members = await client.get(f"/api/v1/clusters/{cluster['id']}/members", headers=admin)
    assert members_of(members) == ["hp-th1"]
    event = await session.scalar(select(OutboxEvent).where(OutboxEvent.entity_id == cluster["id"]))
    assert (event.type, event.unit_id) == ("cluster.created", ids["hp"])


async def test_a_unit_is_in_one_cluster_a_day(client, admin):
    first = (await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)).json()
    clash = await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)
    assert clash.json()["errors"][0] == clash.json()["errors"][0] | {"pointer": "/members/0", "code": "overlapping"}
    ended = await change(
        client, admin, f"/api/v1/clusters/{first['id']}", members=[{"unit": "hp-th1", "to": "2026-05-19"}]
    )
    assert ended["member_count"] == 0
    later = CLUSTER | {"members": [{"unit": "hp-th1", "from": "2026-05-20"}]}
    assert (await client.post("/api/v1/clusters", headers=admin, json=later)).status_code == 201


async def test_clusters_are_listed_changed_and_taken_back(client, admin):
    created = (await client.post("/api/v1/clusters", headers=admin, json=CLUSTER | {"code": "hp-cum-01"})).json()
    renamed = await change(client, admin, "/api/v1/clusters/hp-cum-01", name="Cụm Đồ Sơn")
    assert (renamed["name"], renamed["version"]) == ("Cụm Đồ Sơn", 2)
    found = await client.get("/api/v1/clusters", headers=admin, params={"q": "do son", "department": "hp"})
    assert [each["id"] for each in found.json()["items"]] == [created["id"]]
    gone = await client.delete("/api/v1/clusters/hp-cum-01", headers=admin | {"If-Match": '"2.0"'})
    assert gone.status_code == 204
    assert (await client.get("/api/v1/clusters", headers=admin)).json()["items"] == []
    assert (await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)).status_code == 201


async def test_a_clustered_school_is_not_taken_back(client, admin):
    await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)
    answer = await client.delete("/api/v1/units/hp-th1", headers=admin | {"If-Match": '"1.0"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "has_history")


async def test_a_change_of_a_group_needs_the_version_read(client, admin):
    created = (await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)).json()
    url = f"/api/v1/clusters/{created['id']}"
    assert (await client.patch(url, headers=admin, json={"name": "x"})).status_code == 428
    stale = admin | {"If-Match": '"0.0"'}
    assert (await client.patch(url, headers=stale, json={"name": "x"})).status_code == 412
    assert (await client.delete(url, headers=stale)).status_code == 412


@pytest.mark.parametrize("role", ["leader", "coordinator", "viewer"])
async def test_only_admins_write_clusters(client, as_, admin, role):
    created = (await client.post("/api/v1/clusters", headers=admin, json=CLUSTER)).json()
    reader, url = await as_(role, "hp"), f"/api/v1/clusters/{created['id']}"
    assert (await client.get(url, headers=reader)).status_code == 200
    assert (await client.post("/api/v1/clusters", headers=reader, json=CLUSTER)).status_code == 403
    assert (await client.patch(url, headers=reader | {"If-Match": '"1.0"'}, json={"name": "x"})).status_code == 403


@pytest.mark.parametrize("kind", ["audiences", "clusters"])
async def test_lists_of_groups_take_one_statement(client, admin, count_queries, kind):
    with count_queries() as queries:
        await client.get(f"/api/v1/{kind}", headers=admin)
    assert len(queries) == 1


# Through the services, as the seed does


async def test_loading_twice_changes_nothing(session, ids):
    audiences = [
        NewAudience("hp-dt-csgd", "hp", "Các cơ sở giáo dục", SCHOOLS, aliases=("CSGD",)),
        NewAudience("hp-dt-thi-diem", "hp", "Trường thí điểm", members=(Membership(str(ids["hp-th1"])),)),
    ]
    clusters = [NewCluster("hp-cum-01", "hp", "Cụm 1", (Membership("hp-th1"),), sample=True)]
    assert await service.load_audiences(session, SYSTEM, audiences) == 2
    assert await service.load_audiences(session, SYSTEM, audiences) == 0
    assert await service.load_clusters(session, SYSTEM, clusters) == 1
    assert await service.load_clusters(session, SYSTEM, clusters) == 0


async def test_a_member_that_ended_stays_on_the_list_under_its_name(client, session, ids, coordinator):
    await plant(session, [a_unit("hp-old", "school", "hp-xa1", span=BEFORE)])
    body = {"name": "X", "members": [{"unit": "hp-old", "to": "2025-06-30"}]}
    created = (await client.post("/api/v1/audiences", headers=coordinator, json=body)).json()
    assert created["members"][0]["unit"]["name"] == "Đơn vị hp-old"
    url = f"/api/v1/audiences/{created['id']}/members"
    assert members_of(await client.get(url, headers=coordinator)) == []
    assert members_of(await client.get(url, headers=coordinator, params={"on": "2025-06-30"})) == ["hp-old"]
