"""Who reaches what: `governs`, `administers`, `published_to`, and what grants expand to."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.kit.permissions import Reach, Subject
from api.units import service
from api.units.models import Unit
from api.units.rules.spans import Span
from api.units.scope import administers, governs, published_to
from tests.factories.units import TODAY, a_unit, caller, callers_of, plant
from tests.units.reorganised import BEFORE, FIRST, LAST

READ, WRITE = "unit:read", "unit:write"


async def codes(session, condition) -> set[str]:
    return set(await session.scalars(select(Unit.code).where(condition(Unit.id))))


async def test_a_grant_reaches_its_unit_and_everything_below_on_the_professional_line(session, ids):
    head = await caller(session, "commune_leader", ids["hp-xa1"])
    assert await codes(session, governs(head, READ, TODAY)) == {"hp-xa1", "hp-th1"}
    leader = await caller(session, "leader", ids["hp"])
    below = {"hp", "hp-vp", "hp-xa1", "hp-xa2", "hp-th1", "hp-mn2", "hp-thpt"}
    assert await codes(session, governs(leader, READ, TODAY)) == below


async def test_the_administrative_line_gives_no_rights(session, ids):
    committee = await caller(session, "viewer", ids["ubnd-hp"])
    assert await codes(session, governs(committee, READ, TODAY)) == {"ubnd-hp"}


async def test_an_administrator_of_the_root_governs_all(session, ids):
    root = await caller(session, "admin", ids["bgddt"])
    assert await codes(session, governs(root, WRITE, TODAY)) == set(ids)


async def test_a_role_without_the_permission_reaches_nothing(session, ids):
    leader = await caller(session, "leader", ids["hp"])
    assert await codes(session, governs(leader, WRITE, TODAY)) == set()


async def test_several_grants_add_up_each_with_its_own_role(session, ids):
    both = await callers_of(session, [("admin", ids["hp-xa1"]), ("viewer", ids["qng-xa2"])])
    assert await codes(session, governs(both, WRITE, TODAY)) == {"hp-xa1", "hp-th1"}
    assert await codes(session, governs(both, READ, TODAY)) == {"hp-xa1", "hp-th1", "qng-xa2", "qng-mn2"}


async def test_what_is_published_is_for_the_unit_and_those_below(session, ids):
    head = await caller(session, "school_head", ids["hp-th1"])
    assert await codes(session, published_to(head)) == {"hp-th1", "hp-xa1", "hp", "bgddt"}
    assert await codes(session, published_to(head, date(2020, 1, 1))) == {"hp-th1", "hp-xa1", "hp", "bgddt"}


async def test_the_nearest_unit_above_comes_first(session, ids):
    head = await caller(session, "school_head", ids["hp-th1"])
    assert head.reaches[0].ancestors == (ids["hp-th1"], ids["hp-xa1"], ids["hp"], ids["bgddt"])


async def test_grants_on_a_unit_that_ended_pass_to_its_successor_that_day(session, summer):
    last_day = await caller(session, "coordinator", summer["la"], LAST)
    assert [(reach.unit_id, reach.on) for reach in last_day.reaches] == [(summer["la"], None)]
    next_day = await caller(session, "coordinator", summer["la"], FIRST)
    assert [(reach.unit_id, reach.on) for reach in next_day.reaches] == [(summer["tn"], None), (summer["la"], LAST)]


async def test_the_predecessor_is_read_never_written(session, summer):
    admin = await caller(session, "admin", summer["tn"])
    old = {"la", "la-vp", "la-duc-hoa", "la-000001"}
    new = {"tn", "tn-vp", "tn-xa1", "tn-xa2", "tn-th1", "tn-mn2", "tn-thpt", "tn-duc-hoa", "la-000001"}
    assert await codes(session, governs(admin, READ, TODAY)) == old | new
    assert await codes(session, governs(admin, WRITE, TODAY)) == new
    assert await codes(session, administers(admin, WRITE, TODAY)) == new


async def test_the_tree_is_the_one_of_the_day_asked_about(session, summer):
    leader = await caller(session, "leader", summer["qni"])
    on_the_last_day = await codes(session, governs(leader, "unit:read", LAST))
    assert {"qni-ha-long", "qni-ttr", "qni-000001"} <= on_the_last_day
    district = await caller(session, "viewer", summer["qni-ha-long"], LAST)
    assert await codes(session, governs(district, READ, LAST)) == {"qni-ha-long", "qni-000001"}


async def test_what_ended_below_a_unit_stays_readable_from_above_and_its_record_can_be_put_right(session, summer):
    leader = await caller(session, "leader", summer["qni"])
    assert "qni-ha-long" in await codes(session, governs(leader, READ, TODAY))
    admin = await caller(session, "admin", summer["qni"])
    assert "qni-ha-long" not in await codes(session, governs(admin, WRITE, TODAY))
    assert "qni-ha-long" in await codes(session, administers(admin, WRITE, TODAY))


async def test_a_district_office_that_ended_no_longer_reaches_its_schools(session, summer):
    officer = await caller(session, "commune_officer", summer["qni-ha-long"])
    assert officer.reaches == ()


async def test_thanh_tra_so_hands_its_coordinating_role_to_its_successor(session, summer):
    before = await caller(session, "coordinator", summer["qni-ttr"], LAST)
    assert [reach.unit_id for reach in before.reaches] == [summer["qni-ttr"]]
    after = await caller(session, "coordinator", summer["qni-ttr"], FIRST)
    assert [(reach.role, reach.unit_id, reach.on) for reach in after.reaches] == [
        ("coordinator", summer["qni-tchc"], None),
        ("coordinator", summer["qni-ttr"], LAST),
    ]


async def test_what_the_predecessor_published_the_successors_units_read(session, summer):
    head = await caller(session, "school_head", summer["la-000001"])
    assert {"tn-duc-hoa", "tn", "bgddt", "la"} <= await codes(session, published_to(head))
    assert "la-duc-hoa" in await codes(session, published_to(head, LAST))
    stranger = await caller(session, "school_head", summer["hp-th1"])
    assert await codes(session, published_to(stranger)) == {"hp-th1", "hp-xa1", "hp", "bgddt"}


async def test_succession_is_followed_through_several_ends(session, summer):
    ended = a_unit("x1", "division", "qni", span=BEFORE), a_unit("x2", "division", "qni")
    ids = await plant(session, ended)
    await service.succeed(session, SYSTEM, summer["qni-ttr"], ids["x1"], on=date(2024, 1, 1), kind="rename")
    await service.succeed(session, SYSTEM, ids["x1"], ids["x2"], on=FIRST, kind="merge")
    heirs = await caller(session, "coordinator", summer["qni-ttr"])
    assert {reach.unit_id for reach in heirs.reaches if not reach.read_only} == {summer["qni-tchc"], ids["x2"]}


async def test_a_ring_of_successions_ends(session, summer):
    await service.succeed(session, SYSTEM, summer["qni-tchc"], summer["qni-ttr"], on=FIRST, kind="transfer")
    heirs = await caller(session, "coordinator", summer["qni-ttr"])
    assert heirs.reaches[0].unit_id == summer["qni-tchc"]


async def test_a_unit_that_has_not_begun_gives_no_rights_yet(session, ids):
    tomorrow = TODAY + timedelta(days=1)
    new = await plant(session, [a_unit("hp-new", "school", "hp-xa1", span=Span(tomorrow, None))])
    assert (await caller(session, "school_head", new["hp-new"])).reaches == ()
    head = await caller(session, "school_head", new["hp-new"], tomorrow)
    assert [reach.unit_id for reach in head.reaches] == [new["hp-new"]]


async def test_all_grants_take_two_statements(session, summer, count_queries):
    grants = [("viewer", unit) for unit in summer.values()]
    with count_queries() as queries:
        await service.expand(session, grants, TODAY)
    assert len(queries) == 2


async def test_nobody_without_grants_reaches_anything(session, ids):
    nobody = Subject("user", ids["hp"], "Không ai", await service.expand(session, [], TODAY))
    assert nobody.reaches == ()
    assert await codes(session, governs(nobody, READ, TODAY)) == set()
    assert await codes(session, published_to(nobody)) == set()


async def test_a_client_reaches_only_what_its_scopes_name(session, ids):
    reach = Reach("admin", ids["hp"], (ids["hp"], ids["bgddt"]))
    client = Subject("client", ids["hp"], "IOC", (reach,), scopes=frozenset({"plan:read"}))
    assert await codes(session, governs(client, READ, TODAY)) == set()


@pytest.mark.parametrize("permission", [READ, WRITE])
async def test_another_departments_units_are_never_reached(session, ids, permission):
    admin = await caller(session, "admin", ids["hp"])
    assert not {code for code in await codes(session, governs(admin, permission, TODAY)) if code.startswith("qng")}
