"""Somebody of another department, of whatever role, learns nothing: not by asking, listing, counting or guessing."""

import pytest
import pytest_asyncio

from api.audit.service import SYSTEM
from api.kit.ids import uuid7
from api.units import service
from api.units.models import Unit
from api.units.rules.groups import Membership, NewAudience, NewCluster
from tests.factories.units import caller

ROLES = ("admin", "coordinator", "viewer")


@pytest_asyncio.fixture
async def secret(session, ids):
    """What Quảng Ngãi has of its own: ids by kind."""
    [audience] = await service.enter_audiences(
        session, SYSTEM, [NewAudience("qng-dt-x", "qng", "Bí mật", members=(Membership("qng-th1"),))]
    )
    [cluster] = await service.enter_clusters(
        session, SYSTEM, [NewCluster("qng-cum-1", "qng", "Bí mật", (Membership("qng-th1"),))]
    )
    await session.commit()
    return {"units": ids["qng-th1"], "audiences": audience.id, "clusters": cluster.id}


@pytest_asyncio.fixture(params=ROLES)
async def insider(request, session, ids, callers):
    """Everybody of Hải Phòng, in turn."""
    return callers.sign_in(await caller(session, request.param, ids["hp"]))


@pytest_asyncio.fixture
async def admin(session, ids, callers):
    return callers.sign_in(await caller(session, "admin", ids["hp"]))


def same(one, other) -> bool:
    """Whether two problems differ in nothing but what the caller typed."""
    kept = ("status", "code", "title", "detail", "errors")
    return {name: one.json().get(name) for name in kept} == {name: other.json().get(name) for name in kept}


@pytest.mark.parametrize("kind", ["units", "audiences", "clusters"])
async def test_what_is_elsewhere_reads_as_what_does_not_exist(client, insider, secret, kind):
    for path in ("", "/history" if kind == "units" else "/members"):
        there = await client.get(f"/api/v1/{kind}/{secret[kind]}{path}", headers=insider)
        nowhere = await client.get(f"/api/v1/{kind}/{uuid7()}{path}", headers=insider)
        assert there.status_code == 404
        assert same(there, nowhere)


@pytest.mark.parametrize(
    "code", ["units/qng", "units/qng-th1", "units/ubnd-qng", "audiences/qng-dt-x", "clusters/qng-cum-1"]
)
async def test_codes_of_elsewhere_are_not_found(client, insider, secret, code):
    assert (await client.get(f"/api/v1/{code}", headers=insider)).status_code == 404
    if code.startswith("units"):
        then = await client.get(f"/api/v1/{code}", headers=insider, params={"as_of": "2020-01-01"})
        assert then.status_code == 404


@pytest.mark.parametrize("kind", ["units", "audiences", "clusters"])
async def test_lists_counts_and_searches_hold_nothing_of_elsewhere(client, insider, secret, kind):
    for query in ({}, {"q": "qng"}, {"q": "bi mat"}, {"sort": "-code"}):
        answer = (
            await client.get(f"/api/v1/{kind}", headers=insider, params=query | {"include": "total", "limit": 200})
        ).json()
        assert "qng" not in str(answer)
        assert "Bí mật" not in str(answer)
        assert answer["total"] == len(answer["items"])


async def test_lists_of_other_days_hold_nothing_of_elsewhere(client, insider, secret):
    for day in ("1900-01-01", "2020-01-01", "2199-12-31"):
        assert (
            "qng" not in (await client.get("/api/v1/units", headers=insider, params={"as_of": day, "limit": 200})).text
        )


@pytest.mark.parametrize("name", ["parent", "under"])
@pytest.mark.parametrize("line", ["professional", "administrative"])
async def test_filters_by_what_is_elsewhere_read_as_filters_by_nothing(client, insider, ids, name, line):
    answers = [
        await client.get("/api/v1/units", headers=insider, params={name: value, "line": line})
        for value in ("qng", str(ids["qng-xa1"]), "ubnd-qng", "nowhere", str(uuid7()))
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all(same(answers[0], answer) for answer in answers)


@pytest.mark.parametrize("kind", ["audiences", "clusters"])
async def test_departments_elsewhere_are_unknown_to_filters(client, insider, secret, kind):
    there = await client.get(f"/api/v1/{kind}", headers=insider, params={"department": "qng"})
    nowhere = await client.get(f"/api/v1/{kind}", headers=insider, params={"department": "nowhere"})
    assert there.status_code == 422
    assert same(there, nowhere)


@pytest.mark.parametrize("kind", ["units", "audiences", "clusters"])
async def test_what_is_elsewhere_cannot_be_touched(client, insider, secret, session, kind):
    headers = insider | {"If-Match": '"1.0"'}
    for name in (secret[kind], uuid7()):
        assert (await client.patch(f"/api/v1/{kind}/{name}", headers=headers, json={"name": "x"})).status_code == 404
        assert (await client.delete(f"/api/v1/{kind}/{name}", headers=headers)).status_code == 404
    untouched = await session.get_one(Unit, secret["units"])
    assert (untouched.version, untouched.deleted_at) == (1, None)


async def test_bodies_that_name_what_is_elsewhere_are_told_it_is_unknown(client, admin, ids):
    new = {"name": "X", "kind": "school"}
    answers = [
        await client.post("/api/v1/units", headers=admin, json=new | {"parent": parent})
        for parent in ("qng-xa1", str(ids["qng-xa1"]), "nowhere", str(uuid7()))
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all(same(answers[0], answer) for answer in answers)


async def test_codes_of_elsewhere_cannot_be_probed(client, admin, ids):
    new = {"name": "X", "kind": "school", "parent": "hp-xa1"}
    taken = await client.post("/api/v1/units", headers=admin, json=new | {"code": "qng-th1"})
    free = await client.post("/api/v1/units", headers=admin, json=new | {"code": "qng-free"})
    assert taken.status_code == 422
    assert same(taken, free)


async def test_outside_codes_of_elsewhere_cannot_be_probed(client, session, admin, callers, ids):
    elsewhere = callers.sign_in(await caller(session, "admin", ids["qng"]))
    new = {"name": "X", "kind": "school", "codes": [{"scheme": "moet", "value": "1"}]}
    assert (await client.post("/api/v1/units", headers=elsewhere, json=new | {"parent": "qng-xa1"})).status_code == 201
    assert (await client.get("/api/v1/units/moet:1", headers=admin)).status_code == 404
    assert (await client.post("/api/v1/units", headers=admin, json=new | {"parent": "hp-xa1"})).status_code == 201


async def test_a_school_that_moved_away_hides_where_it_went_and_came_from(client, session, callers, ids):
    root = callers.sign_in(await caller(session, "admin", ids["bgddt"]))
    moved = await client.patch(
        "/api/v1/units/hp-th1",
        headers=root | {"If-Match": (await client.get("/api/v1/units/hp-th1", headers=root)).headers["etag"]},
        json={"parent": "qng-xa1", "effective_on": "2026-05-20"},
    )
    assert moved.status_code == 200
    old = callers.sign_in(await caller(session, "leader", ids["hp"]))
    assert (await client.get("/api/v1/units/hp-th1", headers=old)).status_code == 404
    then = await client.get("/api/v1/units/hp-th1", headers=old, params={"as_of": "2026-05-19"})
    assert then.json()["parent"]["code"] == "hp-xa1"
    new = callers.sign_in(await caller(session, "leader", ids["qng"]))
    history = await client.get("/api/v1/units/hp-th1/history", headers=new)
    assert [place["parent"]["code"] for place in history.json()["places"]] == ["qng-xa1"]
    assert "hp-xa1" not in history.text
    before = await client.get("/api/v1/units/hp-th1", headers=new, params={"as_of": "2026-05-19"})
    assert before.status_code == 404
