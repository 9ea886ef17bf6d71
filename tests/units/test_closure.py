"""The closure equals a recount after whatever changes, and the bulk path equals the one-by-one path."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from api.audit.service import SYSTEM
from api.kit.problems import Problem
from api.units import service
from api.units.models import Unit, UnitEdge
from api.units.models.days import to_span
from api.units.rules.change import Given, UnitChange
from api.units.rules.tree import Edge
from api.units.rules.words import Line
from api.units.service import closure
from tests.factories.units import TODAY, a_unit, plant
from tests.units.rules.looking import above

FIRST_DAY = date(2026, 1, 1)
COMMUNES, SCHOOLS = ("c1", "c2", "d1"), ("s1", "s2", "s3")

# Every way up in the edges, spelt out anew.
RECOUNT = text(
    """
    WITH RECURSIVE up AS (
        SELECT id AS descendant, id AS ancestor, valid, 0 AS depth FROM units
        UNION ALL
        SELECT up.descendant, e.parent_id, up.valid * e.valid, up.depth + 1
        FROM up JOIN unit_edges e ON e.child_id = up.ancestor AND e.line = :line AND e.valid && up.valid
    )
    SELECT descendant, ancestor, valid, depth FROM up
    """
)
KEPT = text("SELECT descendant_id, ancestor_id, valid, depth FROM unit_closure WHERE line = :line")

moves = st.tuples(st.just("move"), st.sampled_from(SCHOOLS), st.sampled_from(COMMUNES), st.integers(0, 60))
shifts = st.tuples(st.just("move"), st.sampled_from(COMMUNES), st.sampled_from(("c", "d")), st.integers(0, 60))
ends = st.tuples(st.just("end"), st.sampled_from(SCHOOLS), st.just(""), st.integers(0, 60))


async def world(session):
    """Two departments with communes and schools, all of whose edges may move."""
    await plant(
        session,
        [
            a_unit("c", "department", "bgddt"),
            a_unit("d", "department", "bgddt"),
            *(a_unit(code, "commune", code[0]) for code in COMMUNES),
            *(a_unit(code, "school", "c1") for code in SCHOOLS),
        ],
    )
    return {unit.code: unit for unit in await session.scalars(select(Unit))}


async def apply(session, units, step):
    """One edit through the service; what the rules refuse leaves everything as it was."""
    verb, code, parent, day = step
    on = FIRST_DAY + timedelta(days=day)
    asked = (
        UnitChange(on, parents={Line.PROFESSIONAL: units[parent].id})
        if verb == "move"
        else UnitChange(on, last=Given(on))
    )
    try:
        async with session.begin_nested():
            await service.change(session, SYSTEM, units[code], asked, TODAY)
    except Problem:
        await session.refresh(units[code])


async def assert_right(session):
    for line in Line:
        kept = (await session.execute(KEPT, {"line": line})).all()
        assert len(kept) == len(set(kept))
        assert set(kept) == set((await session.execute(RECOUNT, {"line": line})).all())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(moves, shifts, ends), min_size=1, max_size=8))
async def test_random_edits_keep_the_closure_equal_to_a_recount(session, steps):
    nested = await session.begin_nested()
    units = await world(session)
    for step in steps:
        await apply(session, units, step)
    await assert_right(session)
    await nested.rollback()
    session.expire_all()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(moves, shifts), min_size=1, max_size=6), day=st.integers(-1, 61))
async def test_the_closure_says_each_day_what_the_edges_say(session, steps, day):
    nested = await session.begin_nested()
    units = await world(session)
    for step in steps:
        await apply(session, units, step)
    rows = await session.scalars(select(UnitEdge).where(UnitEdge.line == Line.PROFESSIONAL))
    edges = [Edge(edge.child_id, edge.parent_id, to_span(edge.valid)) for edge in rows]
    on = FIRST_DAY + timedelta(days=day)
    for code in SCHOOLS:
        way = text(
            "SELECT ancestor_id FROM unit_closure"
            " WHERE descendant_id = :unit AND line = 'professional' AND valid @> CAST(:on AS date) ORDER BY depth"
        )
        kept = (await session.scalars(way, {"unit": units[code].id, "on": on})).all()
        assert kept == above(units[code].id, on, edges)
    await nested.rollback()
    session.expire_all()


async def test_rebuilding_everything_changes_nothing(session, summer):
    before = {line: set((await session.execute(KEPT, {"line": line})).all()) for line in Line}
    for line in Line:
        await closure.rebuild(session, line, summer.values())
        assert set((await session.execute(KEPT, {"line": line})).all()) == before[line]
    await assert_right(session)


async def test_a_move_rebuilds_the_moved_subtree_only(session, ids):
    assert set(await closure.below(session, Line.PROFESSIONAL, [ids["hp-xa1"]])) == {ids["hp-xa1"], ids["hp-th1"]}


async def test_what_holds_since_today_is_written_when_the_day_begins(session, ids):
    unit = await session.get_one(Unit, ids["hp-xa1"])
    tomorrow = TODAY + timedelta(days=1)
    asked = UnitChange(tomorrow, state={"name": "Phường mới"}, parents={Line.PROFESSIONAL: ids["qng"]})
    await service.change(session, SYSTEM, unit, asked, TODAY)
    assert (unit.name, unit.department_id) == ("Đơn vị hp-xa1", ids["hp"])
    await service.bring_up_to_date(session, tomorrow)
    school = await session.get_one(Unit, ids["hp-th1"])
    await session.refresh(unit)
    await session.refresh(school)
    assert (unit.name, unit.department_id, school.department_id) == ("Phường mới", ids["qng"], ids["qng"])


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=400)])
async def test_a_day_on_which_nothing_changes_writes_nothing(session, summer, day):
    before = dict((await session.execute(select(Unit.id, text("xmin::text")))).all())
    await service.bring_up_to_date(session, day)
    assert dict((await session.execute(select(Unit.id, text("xmin::text")))).all()) == before
