"""Derived figures follow the facts: they equal a recount in plain SQL, leave no trace when nothing changed."""

import asyncio
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import func, select, text

from api.assignments.models import Assignment
from api.audit.service import SYSTEM
from api.evidence.models import Evidence
from api.indicators import subscribers
from api.indicators.jobs import derived_figures_follow_the_day
from api.indicators.models import IndicatorValue, IndicatorValueVersion
from api.indicators.rules.value import Facts
from api.indicators.schemas import TargetRow
from api.indicators.service import Derived, enter_derived, store_targets, take_turn
from api.kit import events
from api.kit.calendar import Period
from api.kit.events import FeedEvent
from api.kit.subscriptions import read_once
from api.plans.models import Plan, Task
from tests.factories.indicators import an_indicator
from tests.factories.plans import a_task, issued_plan, two_provinces
from tests.support.clock import NOON

SCHOOLS = ("hp-th1", "hp-mn2", "hp-thpt")
DUE = ("2026-02-10", "2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01")


FACTS = {
    "ke-hoach": {"kind": "share_of_units", "derivation": "child_plan_issued", "time_behaviour": "point"},
    "viec-xong": {"kind": "ratio", "derivation": "assignments_completed", "time_behaviour": "in_period"},
    "viec-dung-han": {"kind": "count", "derivation": "assignments_on_time", "time_behaviour": "cumulative"},
    "minh-chung": {"kind": "ratio", "derivation": "evidence_verified", "time_behaviour": "cumulative"},
}


async def arrange(session, ids):
    """One indicator of each rule, asked of schools by a plan, with work due on several days and some files."""
    for code, more in FACTS.items():
        await an_indicator(session, None, code=code, source="derived", frequency="quarter", **more)
    plan = await issued_plan(session, tasks=[a_task("1")])
    rows = [TargetRow(indicator=code, value=95, audience="hp-dt-csgd") for code in FACTS]
    await store_targets(session, SYSTEM, plan, rows)
    task = await session.scalar(select(Task.id).where(Task.plan_id == plan.id))
    for place, school in enumerate(SCHOOLS):
        for number, day in enumerate(DUE):
            session.add(_work(plan, task, ids, school, day, done=(place + number) % 3, number=number))
    session.add_all(_file(ids, school, verdict) for school in SCHOOLS[:2] for verdict in ("none", "verified"))
    await session.commit()
    return plan


@pytest_asyncio.fixture
async def plan(session, ids):
    """The plan that asks for all of them."""
    return await arrange(session, ids)


def _work(plan, task, ids, school, day, *, done, number):
    due = NOON.fromisoformat(f"{day}T16:59:59+00:00")
    finished = {0: None, 1: due - timedelta(days=3), 2: due + timedelta(hours=9)}[done]
    return Assignment(
        plan_id=plan.id, task_id=task, unit_id=ids[school], department_id=ids["hp"], role="lead", owes="product",
        occurrence=str(number), due_at=due, status="completed" if finished else "in_progress", withdrawn=False,
        percent=100 if finished else 0, deliverables=[], completed_at=finished,
    )  # fmt: skip


def _file(ids, school, verdict):
    return Evidence(
        unit_id=ids[school], department_id=ids["hp"], title="Biên bản", sort_key="", search="", filename="a.pdf",
        media_type="application/pdf", size=1, sha256="0" * 64, scan="clean", risk=0, verdict=verdict,
        verdict_at=NOON if verdict == "verified" else None, added_by="Thử", on_behalf=False, series_id=ids[school],
    )  # fmt: skip


def _done(session, work):
    events.emit(
        session, "assignment.updated", entity="assignment", entity_id=work.id, version=2,
        unit_id=work.unit_id, department_id=work.department_id, data={},
    )  # fmt: skip


async def hear(session):
    """What the worker does: events get their places, and the subscriber reads them."""
    await session.flush()
    await events.sequence(session)
    found = (await session.scalars(select(FeedEvent).order_by(FeedEvent.position))).all()
    wanted = [event for event in found if event.type in subscribers.DERIVED.types]
    await session.execute(text("DELETE FROM feed"))
    if wanted:
        await subscribers.DERIVED.handle(session, wanted)
    await session.flush()


RECOUNT = {
    "viec-xong": """
        SELECT u.code, p.label, count(a.id) FILTER (WHERE a.status = 'completed' AND a.completed_at < p.after),
               nullif(count(a.id), 0)
        FROM units u CROSS JOIN p LEFT JOIN assignments a
          ON a.unit_id = u.id AND a.status <> 'cancelled' AND a.due_at >= p.first AND a.due_at < p.after
        WHERE u.kind = 'school' AND u.code LIKE 'hp-%' GROUP BY 1, 2
    """,
    "viec-dung-han": """
        SELECT u.code, p.label, count(a.id) FILTER (WHERE a.completed_at <= a.due_at AND a.due_at < p.after), NULL
        FROM units u CROSS JOIN p LEFT JOIN assignments a
          ON a.unit_id = u.id AND a.status = 'completed' AND a.due_at >= p.year
        WHERE u.kind = 'school' AND u.code LIKE 'hp-%' GROUP BY 1, 2
    """,
    "minh-chung": """
        SELECT u.code, p.label, count(e.id) FILTER (WHERE e.verdict = 'verified'), nullif(count(e.id), 0)
        FROM units u CROSS JOIN p LEFT JOIN evidence e
          ON e.unit_id = u.id AND e.created_at >= p.year AND e.created_at < p.after AND e.deleted_at IS NULL
        WHERE u.kind = 'school' AND u.code LIKE 'hp-%' GROUP BY 1, 2
    """,
    "ke-hoach": """
        SELECT u.code, p.label, exists (SELECT FROM plans c WHERE c.unit_id = u.id AND c.parent_plan_id IS NOT NULL
               AND c.status <> 'draft' AND c.issued_on < p.after::date
               AND c.year = extract(year FROM p.year + interval '1 day'))::int, NULL
        FROM units u CROSS JOIN p WHERE u.kind = 'school' AND u.code LIKE 'hp-%'
    """,
}
PERIODS = """
    WITH p(label, first, after, year) AS (VALUES
        ('2025-Q4', timestamptz '2025-10-01 00:00+07', timestamptz '2026-01-01 00:00+07',
         timestamptz '2025-01-01 00:00+07'),
        ('2026-Q1', '2026-01-01 00:00+07', '2026-04-01 00:00+07', '2026-01-01 00:00+07'),
        ('2026-Q2', '2026-04-01 00:00+07', '2026-07-01 00:00+07', '2026-01-01 00:00+07'))
"""


async def check(session, periods=("2026-Q1", "2026-Q2")):
    """Kept figures are those of a recount, of every school and period that is asked."""
    for code, sql in RECOUNT.items():
        counted = {
            (row[0], row[1]): (row[2], row[3])
            for row in await session.execute(text(PERIODS + sql))
            if row[1] in periods
        }
        assert await kept(session, code) == counted, code


async def kept(session, code):
    sql = """
        SELECT u.code, v.period, v.state, v.answer, v.yes, v.numerator, v.denominator, v.value
        FROM indicator_values v JOIN units u ON u.id = v.unit_id JOIN indicators i ON i.id = v.indicator_id
        WHERE i.code = :code AND v.state <> 'withdrawn' AND v.source = 'derived'
    """
    found = {}
    for row in await session.execute(text(sql), {"code": code}):
        done = int(row.yes) if row.yes is not None else row.numerator if row.value is None else row.value
        found[row.code, row.period] = (0 if done is None else int(done), row.denominator and int(row.denominator))
    return found


async def test_figures_follow_the_facts_and_equal_a_recount(session, plan, ids):
    await hear(session)
    await check(session)
    work = (await session.scalars(select(Assignment).where(Assignment.status == "in_progress"))).all()
    for each in work:
        each.status, each.completed_at = "completed", NOON
        _done(session, each)
    file = (await session.scalars(select(Evidence).where(Evidence.verdict == "none"))).first()
    file.verdict, file.verdict_at = "verified", NOON
    events.emit(
        session, "evidence.verified", entity="evidence", entity_id=file.id, version=2, unit_id=file.unit_id,
        department_id=file.department_id,
    )  # fmt: skip
    await hear(session)
    await check(session)


async def test_a_recorded_plan_of_its_own_is_a_school_s_yes(client, session, plan, ids, as_):
    await hear(session)
    given = {
        "unit": "hp-th1",
        "number": "3/KH",
        "issued_on": "2026-04-18",
        "signer": {"name": "Trần B", "title": "Hiệu trưởng"},
    }
    path = f"/api/v1/plans/{plan.id}/child-plans"
    answer = await client.post(path, json=given, headers=await as_("school_head", "hp-th1"))
    assert answer.status_code == 201, answer.text
    await hear(session)
    await check(session)
    assert (await kept(session, "ke-hoach"))["hp-th1", "2026-Q2"] == (1, None)
    while await take_turn(session):
        pass
    rolled = "/api/v1/roll-ups?indicator=ke-hoach&unit=hp&period=2026-Q2"
    (row,) = (await client.get(rolled, headers=await as_("leader", "hp"))).json()["items"]
    assert (row["units_yes"], row["units_expected"]) == (1, 3)


async def test_worked_out_again_nothing_changes(session, plan):
    await hear(session)
    written = select(func.count(), func.sum(IndicatorValue.version)).select_from(IndicatorValue)
    before = (await session.execute(written)).one()
    assert before[0] == 24
    await derived_figures_follow_the_day(session)
    assert (await session.execute(written)).one() == before
    assert await session.scalar(select(func.count()).select_from(IndicatorValueVersion)) == 0
    assert await session.scalar(select(func.count()).where(IndicatorValue.source != "derived")) == 0


async def test_who_is_asked_no_more_has_no_figure_and_what_was_received_stays(session, plan, ids):
    await hear(session)
    one = IndicatorValue.unit_id == ids["hp-th1"]
    received = (await session.scalars(select(IndicatorValue).where(one, IndicatorValue.period == "2026-Q1"))).all()
    for each in received:
        each.state = "received"
    plan.status = "draft"
    events.emit(
        session, "plan.updated", entity="plan", entity_id=plan.id, version=9, unit_id=ids["hp"],
        department_id=ids["hp"], data={"parent_plan_id": None},
    )  # fmt: skip
    await hear(session)
    states = select(IndicatorValue.state, func.count()).group_by(IndicatorValue.state)
    assert {row[0]: row[1] for row in await session.execute(states)} == {"received": 4, "withdrawn": 20}


async def test_a_catalogue_s_new_indicator_and_a_department_s(session, ids):
    facts = {"source": "derived", "frequency": "year", "kind": "count", "derivation": "evidence_verified"}
    await hear(session)
    await an_indicator(session, ids["hp"], code="rieng", **facts)
    await an_indicator(session, None, code="chung", **facts)
    await hear(session)
    found = await kept(session, "rieng")
    assert set(found) == {(school, year) for school in SCHOOLS for year in ("2025", "2026")}
    assert await kept(session, "chung") == {}


async def test_whatever_happens_at_once_the_figures_are_those_of_the_facts_in_the_end(real):
    async with real.session(NOON) as session:
        ids = await two_provinces(session)
        await arrange(session, ids)
    stop = asyncio.Event()

    async def read():
        while not stop.is_set():
            async with real.session(NOON) as session:
                await events.sequence(session)
                await session.commit()
            await read_once(real, lambda: NOON, subscribers.DERIVED)

    async def finish(school):
        for number in range(len(DUE)):
            async with real.session(NOON) as session:
                mine = (Assignment.unit_id == ids[school], Assignment.occurrence == str(number))
                work = (await session.scalars(select(Assignment).where(*mine))).one()
                work.status, work.completed_at = "completed", NOON
                _done(session, work)
                await session.commit()

    async def count_all():
        for _ in range(3):
            async with real.session(NOON) as session:
                await derived_figures_follow_the_day(session)
                await session.commit()

    reading = asyncio.create_task(read())
    await asyncio.gather(*(finish(school) for school in SCHOOLS), count_all(), count_all())
    stop.set()
    await reading
    async with real.session(NOON) as session:
        await events.sequence(session)
        await session.commit()
    await read_once(real, lambda: NOON, subscribers.DERIVED)
    async with real.session(NOON) as session:
        await check(session)


async def test_what_stands_above_hands_in_figures_of_its_own(session, ids):
    indicator = await an_indicator(session, code="tu-tren", source="derived")
    period, school = Period.parse("2026-Q2"), ids["hp-th1"]

    async def hand_in(*rows):
        return await enter_derived(session, period, [school], [indicator], rows)

    row = Derived(indicator, school, ids["hp"], Facts(yes=True))
    assert await hand_in(row._replace(facts=None)) == 0
    assert [await hand_in(row), await hand_in(row), await hand_in(), await hand_in()] == [1, 0, 1, 0]
    assert await session.scalar(select(func.count()).select_from(Plan)) == 0


async def test_a_rule_needs_a_derived_indicator_of_its_kind(client, coordinator, ids):
    given = {
        "code": "moi", "name": "Mới", "unit_of_measure": "%", "kind": "ratio", "frequency": "year",
        "time_behaviour": "point", "department": "hp", "derivation": "child_plan_issued",
    }  # fmt: skip
    for more, code in (({}, "not_derived"), ({"source": "derived"}, "not_of_this_kind")):
        answer = await client.post("/api/v1/indicators", json=given | more, headers=coordinator)
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/derivation", code)]
    good = given | {"source": "derived", "kind": "share_of_units"}
    answer = await client.post("/api/v1/indicators", json=good, headers=coordinator)
    assert (answer.status_code, answer.json()["derivation"]) == (201, "child_plan_issued")
