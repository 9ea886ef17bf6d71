"""Kept roll-ups equal a recount after whatever happens at once: real commits, several connections."""

import asyncio
import os
import random
import subprocess
import sys
from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import delete, func, select, update

from api.audit.service import SYSTEM, Actor
from api.indicators import subscribers
from api.indicators.jobs import keep_roll_ups
from api.indicators.models import AudienceRollUp, Indicator, IndicatorValue, RollUp, RollUpTurn, Target
from api.indicators.schemas import TargetRow
from api.indicators.schemas.value import ValueRow
from api.indicators.service import Values, differences, store_targets, take_turn
from api.kit import events
from api.kit.subscriptions import read_once
from api.plans.models import Plan
from api.units import service as units
from api.units.models import Unit
from api.units.rules.change import Given, UnitChange
from api.units.rules.groups import Membership, NewAudience
from api.units.rules.words import Line
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan, two_provinces
from tests.factories.units import a_unit, caller, plant
from tests.support.clock import NOON

SCHOOLS = [f"hp-s{number}" for number in range(24)]
LEVELS = (("primary",), ("lower_secondary", "primary"), ("preschool",))
TODAY = date(2026, 5, 20)
PERIODS = ("2025-Q4", "2026-Q1", "2026-Q2")
PRIMARY = {"any_of": [{"kinds": ["school"], "education_levels": ["primary"]}]}
CODES = ("ty-le", "lms", "dem")


def clock():
    return NOON


@pytest_asyncio.fixture
async def world(real):
    """A department with 24 schools in two communes and three indicators, one asked of all schools by a plan, one of
    those of a level and of some picked, which are told apart."""
    async with real.session(NOON) as session:
        ids = await two_provinces(session)
        made = [
            a_unit(code, "school", f"hp-xa{1 + number % 2}", education_levels=LEVELS[number % 3], ownership="public")
            for number, code in enumerate(SCHOOLS)
        ]
        ids |= await plant(session, made)
        await an_indicator(session, ids["hp"], code="ty-le")
        await an_indicator(session, code="lms", kind="share_of_units")
        await an_indicator(session, ids["hp"], code="dem", kind="count", unit_of_measure="máy")
        primary = NewAudience("hp-dt-th", "hp", "Các trường tiểu học", PRIMARY)
        pilot = NewAudience("hp-dt-td", "hp", "Các trường thí điểm", members=tuple(map(Membership, SCHOOLS[:9])))
        await units.enter_audiences(session, SYSTEM, [primary, pilot])
        plan = await issued_plan(session)
        rows = [TargetRow(indicator="lms", value=95, audience="hp-dt-csgd")]
        rows += [TargetRow(indicator="dem", value=5, audience=code) for code in ("hp-dt-th", "hp-dt-td")]
        await store_targets(session, SYSTEM, plan, rows)
        await session.commit()
    return ids


async def write(real, ids, rows):
    """Enter rows as the coordinator, in one transaction."""
    async with real.session(NOON) as session:
        subject = await caller(session, "coordinator", ids["hp"])
        values = Values(session, Actor("user", subject.id, subject=subject), subject)
        outcomes = await values.load([ValueRow.model_validate(row | {"note": "Đã rà soát"}) for row in rows])
        assert not [outcome for outcome in outcomes if isinstance(outcome, tuple)]
        await session.commit()


def form(unit, period, chance):
    """What a school answers in a period."""
    numerator = chance.randint(0, 40)
    key = {"unit": unit, "period": period}
    lms = chance.choice([{"yes": True}, {"yes": False}, {"answer": "not_applicable"}])
    return [
        key | {"indicator": "ty-le", "numerator": numerator, "denominator": 40},
        key | {"indicator": "lms", **lms},
        key | {"indicator": "dem", "value": chance.randint(0, 9)},
    ]


async def drain(real):
    """Let the room above hear what happened, and count all that waits."""
    async with real.session(NOON) as session:
        await events.sequence(session)
        await session.commit()
    await read_once(real, clock, subscribers.ROLL_UPS)
    taken = 1
    while taken:
        async with real.session(NOON) as session:
            taken = await take_turn(session)
            await session.commit()


async def differing(real):
    async with real.session(NOON) as session:
        return [difference async for difference in differences(session)]


async def kept(real, unit_id, period="2026-Q2"):
    """Numerators, reported and expected of a unit's kept ratio."""
    sums = [func.sum(each) for each in (RollUp.numerator, RollUp.units_reported, RollUp.units_expected)]
    async with real.session(NOON) as session:
        ratio = select(Indicator.id).where(Indicator.code == "ty-le").scalar_subquery()
        where = (RollUp.unit_id == unit_id, RollUp.period == period, RollUp.indicator_id == ratio)
        found = select(*sums).where(*where)
        return tuple((await session.execute(found)).one())


async def test_sixteen_forms_a_load_corrections_and_deletions_at_once(real, world):
    stop = asyncio.Event()

    async def count_meanwhile():
        while not stop.is_set():
            async with real.session(NOON) as session:
                await take_turn(session)
                await session.commit()
            await asyncio.sleep(0.01)

    async def fill(seed):
        chance = random.Random(seed)
        for _ in range(4):
            await write(real, world, form(chance.choice(SCHOOLS), chance.choice(PERIODS), chance))

    async def load():
        chance = random.Random(99)
        await write(
            real, world, [row for unit in sorted(SCHOOLS) for period in PERIODS for row in form(unit, period, chance)]
        )

    async def take_back(seed):
        chance = random.Random(seed)
        rows = [row | {"state": "withdrawn"} for row in form(chance.choice(SCHOOLS), "2026-Q1", chance)]
        await write(real, world, rows)

    counting = [asyncio.create_task(count_meanwhile()) for _ in range(2)]
    await asyncio.gather(*(fill(seed) for seed in range(16)), load(), *(take_back(seed) for seed in range(4)))
    stop.set()
    await asyncio.gather(*counting)
    await drain(real)
    assert await differing(real) == []
    async with real.session(NOON) as session:
        assert await session.scalar(select(func.count()).select_from(RollUpTurn)) == 0
        counted = select(func.sum(IndicatorValue.numerator)).where(IndicatorValue.state != "withdrawn")
        whole = await session.scalar(counted)
        for top in ("hp", "bgddt"):
            kept_sum = select(func.sum(RollUp.numerator)).where(RollUp.unit_id == world[top])
            assert await session.scalar(kept_sum) == whole
            apart = select(func.sum(AudienceRollUp.units_reported)).where(AudienceRollUp.unit_id == world[top])
            assert await session.scalar(apart) == (16 + 9) * len(PERIODS) - await _withdrawn(session)


async def _withdrawn(session):
    """How often a value of an audience that is told apart was taken back."""
    dem = select(Indicator.id).where(Indicator.code == "dem").scalar_subquery()
    found = select(Unit.code).join(IndicatorValue, IndicatorValue.unit_id == Unit.id)
    codes = await session.scalars(found.where(IndicatorValue.indicator_id == dem, IndicatorValue.state == "withdrawn"))
    return sum((SCHOOLS.index(code) % 3 != 2) + (code in SCHOOLS[:9]) for code in codes)


async def changed(real, world, code, change):
    async with real.session(NOON) as session:
        unit = await session.get_one(Unit, world[code])
        await units.change(session, SYSTEM, unit, change, TODAY)
        await session.commit()


async def test_a_reorganisation_moves_figures_from_its_day_on(real, world):
    chance = random.Random(5)
    for unit in SCHOOLS[:6]:
        for period in PERIODS:
            await write(real, world, form(unit, period, chance))
    await drain(real)
    before = {
        code: (await kept(real, world[code], "2025-Q4"), await kept(real, world[code])) for code in ("hp-xa1", "hp")
    }
    moved = UnitChange(on=date(2026, 4, 1), parents={Line.PROFESSIONAL: world["hp-xa2"]})
    await changed(real, world, SCHOOLS[0], moved)
    await changed(real, world, SCHOOLS[2], UnitChange(on=date(2026, 4, 1), last=Given(date(2026, 5, 1))))
    await changed(
        real, world, SCHOOLS[4], UnitChange(on=date(2026, 1, 1), state={"education_levels": ["upper_secondary"]})
    )
    await drain(real)
    assert await differing(real) == []
    assert await kept(real, world["hp-xa1"], "2025-Q4") == before["hp-xa1"][0]
    _, reported, expected = await kept(real, world["hp-xa1"])
    assert (reported, expected) == (before["hp-xa1"][1][1] - 1, before["hp-xa1"][1][2] - 1)
    assert (await kept(real, world["hp"]))[0] == before["hp"][1][0]


async def test_units_that_come_and_go_change_of_whom_it_is_expected(real, world):
    await write(real, world, form(SCHOOLS[0], "2026-Q2", random.Random(1)))
    await drain(real)
    _, reported, expected = await kept(real, world["hp"])
    async with real.session(NOON) as session:
        await plant(session, [a_unit("hp-moi", "school", "hp-xa1", education_levels=("primary",))])
        await session.commit()
    await drain(real)
    assert await differing(real) == []
    async with real.session(NOON) as session:
        school = (await session.scalars(select(Unit).where(Unit.code == "hp-moi"))).one()
        await units.delete_unit(session, SYSTEM, school)
        await session.commit()
    await drain(real)
    assert await differing(real) == []
    assert (await kept(real, world["hp"]))[1:] == (reported, expected)


async def test_audiences_plans_and_indicators_that_change_are_followed(real, world):
    await write(real, world, form(SCHOOLS[0], "2026-Q2", random.Random(1)))
    await drain(real)

    async def expected():
        async with real.session(NOON) as session:
            found = select(func.sum(RollUp.units_expected)).where(
                RollUp.unit_id == world["hp"], RollUp.denominator == 0
            )
            return await session.scalar(found)

    assert await expected() > 2
    async with real.session(NOON) as session:
        plan = (await session.scalars(select(Plan))).one()
        assert await session.scalar(select(func.count()).select_from(AudienceRollUp)) > 0
        await session.execute(update(Target).values(deleted_at=NOON))
        events.emit(session, "plan.amended", entity="plan", entity_id=plan.id, version=2, department_id=world["hp"])
        await session.commit()
    await drain(real)
    assert await differing(real) == []
    async with real.session(NOON) as session:
        assert await session.scalar(select(func.count()).select_from(AudienceRollUp)) == 0


async def test_what_differs_is_named_and_what_waits_is_not(real, world, own_database_url, tmp_path):
    await write(real, world, form(SCHOOLS[0], "2026-Q2", random.Random(1)))
    await drain(real)
    given = {"LOTRINH_DATABASE_URL": own_database_url, "LOTRINH_HOME": str(tmp_path), "LOTRINH_DEMO": "false"}

    def verify():
        words = [sys.executable, "-m", "api.cli", "verify", "roll-ups"]
        done = subprocess.run(words, env={**os.environ, **given}, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert verify() == (0, "0 roll-ups differ from a recount\n")
    async with real.session(NOON) as session:
        await session.execute(
            update(RollUp).where(RollUp.unit_id == world["hp"], RollUp.denominator > 0).values(numerator=99)
        )
        await session.execute(delete(RollUp).where(RollUp.unit_id == world["hp-xa1"], RollUp.denominator > 0))
        apart = (AudienceRollUp.unit_id == world["hp"], AudienceRollUp.period == "2026-Q2")
        await session.execute(update(AudienceRollUp).where(*apart).values(total=99))
        await session.commit()
    code, printed = verify()
    assert code == 1
    assert printed.endswith("4 roll-ups differ from a recount\n")
    assert "ty-le hp 2026-Q2 primary: numerator 99.000000 but " in printed
    assert "ty-le hp-xa1 2026-Q2 primary: " in printed
    assert "dem hp 2026-Q2 hp-dt-th: total 99.000000 but " in printed
    await write(real, world, form(SCHOOLS[0], "2026-Q2", random.Random(3)))
    assert await differing(real) == []
    await drain(real)
    assert await differing(real) == []


async def test_the_worker_counts_within_two_seconds(real, world):
    work = asyncio.create_task(keep_roll_ups(real, clock))
    await asyncio.sleep(0.5)
    await write(real, world, form(SCHOOLS[0], "2026-Q2", random.Random(1)))
    async with asyncio.timeout(2):
        while (await kept(real, world["bgddt"]))[0] is None:
            await asyncio.sleep(0.05)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await differing(real) == []
