"""What the real plans ask of a school, with the proposals as they come; and through a year."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from api.assignments.models import Assignment
from api.assignments.service import as_asks, load_of, proposals, resolve
from api.audit.service import SYSTEM
from api.kit.calendar import vietnam_today
from api.plans.models import Engagement, Plan, Task
from api.units.models import Unit
from tests.seed.conftest import seed_settings, seeded, seeded_session, seeded_url

__all__ = ["seed_settings", "seeded", "seeded_session", "seeded_url"]


async def plan_of(session, department, year):
    found = select(Plan).join(Unit, Unit.id == Plan.unit_id).where(Unit.code == department, Plan.year == year)
    return (await session.scalars(found)).one()


async def engage_as_proposed(session, plan):
    for place, ask in enumerate(as_asks(plan, await proposals(session, plan))):
        assert ask.to is not None
        session.add(
            Engagement(
                plan_id=plan.id, task_id=ask.task_id, audience_id=ask.to.audience_id, position=place,
                owes=ask.owed.owes, education_levels=list(ask.to.education_levels),
                ownership=list(ask.to.ownership), area=[],
            )
        )  # fmt: skip
    await session.flush()


async def owed_by(session, plan, code):
    found = (
        select(Task.code, Assignment.occurrence, Assignment.due_at)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.plan_id == plan.id, Unit.code == code)
        .order_by(Assignment.due_at, Task.position)
    )
    return (await session.execute(found)).all()


@pytest.mark.parametrize("school", ["qng-001001", "qng-001003", "qng-001004"])
async def test_a_school_named_in_38_rows_owes_at_most_ten_things_in_a_period(seeded_session, school):
    plan = await plan_of(seeded_session, "qng", 2025)
    named = [row for row in await proposals(seeded_session, plan) if row.audience.code == "qng-dt-csgd"]
    assert len(named) == 38
    await engage_as_proposed(seeded_session, plan)
    await resolve(seeded_session, SYSTEM, plan, plan.effective_on)
    owed = await owed_by(seeded_session, plan, school)
    assert 0 < len(owed) <= 10, "the whole of them, whatever the period"
    loads = await load_of(seeded_session, plan, plan.effective_on)
    assert all(load.peak.things <= 10 for load in loads)


async def test_the_clock_walked_through_2025_for_quang_ninh(seeded_session):
    """Issued on 30 April, the work follows every day after; nothing is handed out twice, nothing late, all of it."""
    session, plan = seeded_session, await plan_of(seeded_session, "qni", 2025)
    await engage_as_proposed(session, plan)
    day = date(2025, 4, 30)
    session.info["now"] = noon(day)
    await resolve(session, SYSTEM, plan, day)
    born = dict.fromkeys(await keys(session, plan), day)
    while day < date(2025, 12, 31):
        day += timedelta(days=1)
        session.info["now"] = noon(day)
        if day.day in {1, 5} or day.month == 7:  # the days on which something could change
            await resolve(session, SYSTEM, plan, day)
            found = await keys(session, plan)
            assert max(Counter(found).values()) == 1
            assert born.keys() <= set(found)
            born |= {key: day for key in found if key not in born}
    times = await times_of(session, plan)
    assert times["6.2", "qni-ttr"] == {f"2025-{month:02}": date(2025, month + 1, 4) for month in range(4, 12)} | {
        "2025-12": date(2026, 1, 4)
    }
    assert times["4.3", "qni-gdpt"] == {"2025-09-01": date(2025, 8, 31)}
    assert times["1.4", "qni-ttr"] == {"2025": date(2025, 12, 31)}
    assert times["6.1", "qni-tchc"] == {"2025-Q3": date(2025, 9, 30)}, "Quý I was over when the plan took effect"
    assert list(times["3.3", "qni-khtc"]) == [f"2025-{month:02}" for month in range(4, 13)], "reported monthly"
    heirs = {code for task, code in times if task == "6.2"} - {"qni-ttr"}
    assert len(heirs) == 1, "Thanh tra Sở ended on 30 June; its work passed on"
    assert list(times["6.2", heirs.pop()]) == [f"2025-{month:02}" for month in range(4, 13)], "and all it left undone"


def noon(day):
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


async def keys(session, plan):
    found = select(Assignment.task_id, Assignment.unit_id, Assignment.occurrence).where(Assignment.plan_id == plan.id)
    return [tuple(row) for row in await session.execute(found)]


async def times_of(session, plan):
    """What was handed out, still owed or not: by task and unit, each occurrence with its last day."""
    found = (
        select(Task.code, Unit.code, Assignment.occurrence, Assignment.due_at)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.plan_id == plan.id)
        .order_by(Assignment.due_at)
    )
    times: dict[tuple[str, str], dict[str, date | None]] = defaultdict(dict)
    for task, unit, label, due_at in await session.execute(found):
        times[task, unit][label] = due_at and vietnam_today(due_at)
    return times
