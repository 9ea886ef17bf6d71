"""A unit ends while it has open work: what is open passes to its successor, what is done stays, by the feed.

On a database where commits are commits, with the subscribers and ticks the worker has.
"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from api.assignments.models import Assignment
from api.assignments.service import resolve
from api.audit.service import SYSTEM
from api.kit import events
from api.kit.db import Database
from api.kit.subscriptions import read_once
from api.plans.models import Engagement, Plan
from api.units.models import Audience, AudienceMember, Unit
from api.units.rules.change import Given, UnitChange
from api.units.rules.words import Line
from api.units.service import change, load, succeed
from api.worker import JOBS, SUBSCRIBERS
from tests.assignments.conftest import tasks_of
from tests.factories.plans import a_task, issued_plan, two_provinces
from tests.factories.units import TODAY, a_unit
from tests.support.clock import FixedClock

NEW_YEAR, YESTERDAY = date(2026, 1, 1), date(2026, 5, 19)
LATE, OPEN = "2026-Q1", "2026-Q2"


class Province:
    """A province with a plan that asks its schools a figure every quarter until June, and what a worker makes of it."""

    def __init__(self, database: Database, clock: FixedClock, ids: dict[str, Any], plan: Plan) -> None:
        self.database, self.clock, self.ids, self.plan = database, clock, ids, plan

    async def write(self, act: Any) -> None:
        """Do something in a transaction of its own, and let the worker follow."""
        async with self.database.session(self.clock()) as session:
            await act(session)
            await session.commit()
        await self.follow()

    async def follow(self) -> None:
        """Give events their places and let every subscriber read to the end, as the worker does."""
        while True:
            async with self.database.session(self.clock()) as session:
                moved = await events.sequence(session)
                await session.commit()
            for subscriber in SUBSCRIBERS:
                await read_once(self.database, self.clock, subscriber)
            if not moved:
                return

    async def next_day(self, now: datetime) -> None:
        """Let a day begin: what the worker does by the clock, in its order."""
        self.clock.now = now
        for name in ("units_follow_the_day", "work_follows_the_day"):
            async with self.database.session(self.clock()) as session:
                await JOBS.ticks[name][1](session)
                await session.commit()
        await self.follow()

    async def ends(self, code: str, last: date = YESTERDAY) -> None:
        """A unit's last day becomes known."""

        async def act(session: Any) -> None:
            unit = await session.get_one(Unit, self.ids[code])
            await change(session, SYSTEM, unit, UnitChange(on=last, last=Given(last)), TODAY)

        await self.write(act)

    async def taken_over(self, predecessor: str, successor: str, on: date = TODAY) -> None:
        """Who took over becomes known."""
        ids = self.ids

        async def act(session: Any) -> None:
            await succeed(session, SYSTEM, ids[predecessor], ids[successor], on=on, kind="merge")

        await self.write(act)

    async def founded(self, code: str, parent: str, kind: str = "school") -> None:
        """A unit is entered."""

        async def act(session: Any) -> None:
            await load(session, SYSTEM, [a_unit(code, kind, parent)], TODAY)
            self.ids[code] = await session.scalar(select(Unit.id).where(Unit.code == code))

        await self.write(act)

    async def is_at(self, code: str, occurrence: str, status: str) -> None:
        """A school says where its work stands."""

        async def act(session: Any) -> None:
            where = (Assignment.unit_id == self.ids[code], Assignment.occurrence == occurrence)
            (await session.scalars(select(Assignment).where(*where))).one().status = status

        await self.write(act)

    async def work(self, code: str) -> dict[str, str]:
        """Where a unit's work stands, by occurrence."""
        async with self.database.session(self.clock()) as session:
            found = select(Assignment.occurrence, Assignment.status).where(Assignment.unit_id == self.ids[code])
            rows = await session.execute(found.order_by(Assignment.occurrence))
            return {row.occurrence: row.status for row in rows}


@pytest_asyncio.fixture
async def province(real: Database, clock: FixedClock) -> AsyncIterator[Province]:
    async with real.session(clock()) as session:
        ids = await two_provinces(session)
        parties = [{"role": "lead", "unit": "hp-thpt", "printed_name": "Trường THPT"}]
        asked = a_task("1", schedule={"text": "Quý I, Quý II"}, participations=[])
        led = a_task("2", schedule={"text": "Quý I, Quý II"}, participations=parties)
        plan = await issued_plan(session, tasks=[asked, led])
        task = (await tasks_of(session, plan))[0]
        schools = {"audience_id": ids["hp-dt-csgd"], "owes": "figure", "position": 0}
        nothing = {"education_levels": ["primary", "preschool"], "ownership": [], "area": []}
        session.add(Engagement(plan_id=plan.id, task_id=task.id, **schools, **nothing))
        await session.flush()
        await resolve(session, SYSTEM, plan, NEW_YEAR)
        await session.commit()
    made = Province(real, clock, ids, plan)
    await made.follow()
    yield made


async def test_open_work_of_a_merged_school_is_its_successors(province: Province) -> None:
    assert await province.work("hp-thpt") == {LATE: "not_started", OPEN: "not_started"}
    await province.founded("hp-lien-cap", "hp")
    await province.ends("hp-thpt")
    await province.taken_over("hp-thpt", "hp-lien-cap")
    assert await province.work("hp-thpt") == {LATE: "cancelled", OPEN: "cancelled"}
    assert await province.work("hp-lien-cap") == {LATE: "not_started", OPEN: "not_started"}


async def test_it_is_so_whichever_is_entered_first(province: Province) -> None:
    await province.founded("hp-lien-cap", "hp")
    await province.taken_over("hp-thpt", "hp-lien-cap")
    assert await province.work("hp-thpt") == {LATE: "not_started", OPEN: "not_started"}
    await province.ends("hp-thpt")
    assert await province.work("hp-thpt") == {LATE: "cancelled", OPEN: "cancelled"}
    assert await province.work("hp-lien-cap") == {LATE: "not_started", OPEN: "not_started"}


async def test_what_was_done_stays_done_and_is_asked_of_nobody_again(province: Province) -> None:
    await province.is_at("hp-thpt", OPEN, "completed")
    await province.founded("hp-lien-cap", "hp")
    await province.ends("hp-thpt")
    await province.taken_over("hp-thpt", "hp-lien-cap")
    assert await province.work("hp-thpt") == {LATE: "cancelled", OPEN: "completed"}
    assert await province.work("hp-lien-cap") == {LATE: "not_started"}


@pytest.mark.parametrize("status", ["in_progress", "awaiting_confirmation"])
async def test_what_is_under_way_is_not_done(province: Province, status: str) -> None:
    await province.is_at("hp-thpt", OPEN, status)
    await province.ends("hp-thpt")
    await province.taken_over("hp-thpt", "hp-th1")
    async with province.database.session(province.clock()) as session:
        found = select(Assignment.occurrence).where(
            Assignment.unit_id == province.ids["hp-th1"], Assignment.owes == "product"
        )
        assert set(await session.scalars(found)) == {LATE, OPEN}


async def test_a_split_school_leaves_its_work_to_each_part(province: Province) -> None:
    for code in ("hp-thpt-a", "hp-thpt-b"):
        await province.founded(code, "hp")
        await province.taken_over("hp-thpt", code)
    await province.ends("hp-thpt")
    for code in ("hp-thpt-a", "hp-thpt-b"):
        assert await province.work(code) == {LATE: "not_started", OPEN: "not_started"}


async def test_a_school_taken_over_twice_leaves_it_to_the_last(province: Province) -> None:
    for code in ("hp-hai", "hp-ba"):
        await province.founded(code, "hp")
    await province.ends("hp-thpt", date(2026, 5, 10))
    await province.taken_over("hp-thpt", "hp-hai", on=date(2026, 5, 11))
    await province.ends("hp-hai")
    await province.taken_over("hp-hai", "hp-ba")
    assert await province.work("hp-ba") == {LATE: "not_started", OPEN: "not_started"}
    assert set((await province.work("hp-hai")).values()) == {"cancelled"}


async def test_a_school_closed_for_good_owes_nothing_and_nobody_does_for_it(province: Province) -> None:
    await province.ends("hp-thpt")
    assert await province.work("hp-thpt") == {LATE: "cancelled", OPEN: "cancelled"}
    async with province.database.session(province.clock()) as session:
        open_ones = select(func.count()).where(Assignment.owes == "product", Assignment.status != "cancelled")
        assert await session.scalar(open_ones) == 0


async def test_a_merger_of_a_later_day_waits_for_that_day(province: Province) -> None:
    await province.founded("hp-lien-cap", "hp")
    await province.ends("hp-thpt", date(2026, 5, 31))
    await province.taken_over("hp-thpt", "hp-lien-cap", on=date(2026, 6, 1))
    assert (await province.work("hp-thpt"), await province.work("hp-lien-cap")) == (
        {LATE: "not_started", OPEN: "not_started"},
        {},
    )
    await province.next_day(datetime(2026, 5, 31, 17, 7, tzinfo=UTC))
    assert await province.work("hp-thpt") == {LATE: "cancelled", OPEN: "cancelled"}
    assert await province.work("hp-lien-cap") == {LATE: "not_started", OPEN: "not_started"}


async def test_the_successor_of_a_school_on_a_list_owes_what_it_owed(province: Province) -> None:
    async def listed(session: Any) -> None:
        chosen = Audience(
            code="hp-dt-thi-diem", name="Trường thí điểm", sort_key="t", search="t", note="", rule=None,
            department_id=province.ids["hp"],
        )  # fmt: skip
        session.add(chosen)
        await session.flush()
        days = (await session.get_one(Unit, province.ids["hp-th1"])).valid
        session.add(AudienceMember(audience_id=chosen.id, unit_id=province.ids["hp-th1"], valid=days))
        (engagement,) = await session.scalars(select(Engagement))
        engagement.audience_id = chosen.id
        await session.flush()
        await resolve(session, SYSTEM, province.plan, TODAY)

    await province.write(listed)
    assert await province.work("hp-mn2") == {LATE: "cancelled", OPEN: "cancelled"}
    await province.founded("hp-lien-cap", "hp-xa1")
    await province.ends("hp-th1")
    await province.taken_over("hp-th1", "hp-lien-cap")
    assert await province.work("hp-lien-cap") == {LATE: "not_started", OPEN: "not_started"}
    assert await province.work("hp-th1") == {LATE: "cancelled", OPEN: "cancelled"}


async def test_the_plan_of_a_department_that_was_merged_still_asks_its_schools(province: Province) -> None:
    await province.founded("hp-moi", "bgddt", "department")
    for code in ("hp-th1", "hp-mn2", "hp-thpt", "hp-xa1", "hp-xa2", "hp-vp"):
        assert set((await province.work(code)).values()) <= {"not_started"}

    async def moved(session: Any) -> None:
        for code in ("hp-xa1", "hp-xa2", "hp-thpt", "hp-vp"):
            unit = await session.get_one(Unit, province.ids[code])
            above = {Line.PROFESSIONAL: province.ids["hp-moi"]}
            await change(session, SYSTEM, unit, UnitChange(on=TODAY, parents=above), TODAY)

    await province.write(moved)
    await province.ends("hp")
    await province.taken_over("hp", "hp-moi")
    for code in ("hp-th1", "hp-mn2", "hp-thpt"):
        assert await province.work(code) == {LATE: "not_started", OPEN: "not_started"}
    await province.founded("hp-sau", "hp-moi")
    assert await province.work("hp-sau") == {}


async def test_the_same_news_twice_changes_nothing(province: Province) -> None:
    await province.founded("hp-lien-cap", "hp")
    await province.taken_over("hp-thpt", "hp-lien-cap")
    await province.ends("hp-thpt")

    async def versions() -> Any:
        async with province.database.session(province.clock()) as session:
            return (await session.execute(select(Assignment.id, Assignment.version).order_by(Assignment.id))).all()

    before = await versions()
    await province.next_day(datetime(2026, 5, 20, 17, 7, tzinfo=UTC))
    assert await versions() == before
