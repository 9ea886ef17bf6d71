"""Hải Phòng's sample reporting."""

from collections import Counter

from sqlalchemy import func, select

from api.plans.models import Plan
from api.reporting.models import Regime, Report, Round
from api.units.models import Unit
from seed.loading.reporting import load_reporting


async def test_every_plan_has_the_regimes_it_prints(seeded_session):
    rows = await seeded_session.execute(
        select(Unit.code, func.count()).join(Regime, Regime.unit_id == Unit.id).group_by(Unit.code)
    )
    assert {row.code: row.count for row in rows} == {"hp": 7, "la": 10, "qb": 3, "qng": 3, "qni": 11}


async def test_the_newest_quarter_stands_plausibly(seeded_session):
    department = select(Plan.id).join(Unit, Unit.id == Plan.unit_id).where(Unit.code == "hp")
    newest = (await seeded_session.scalars(select(Round).where(Round.plan_id.in_(department)))).one()
    assert newest.period.startswith("2026-Q")
    found = Counter(await seeded_session.scalars(select(Report.status).where(Report.round_id == newest.id)))
    assert found.total() == 1015
    assert found["sent"] > 700
    assert {"draft", "sent", "received", "returned"} == set(found)


async def test_a_second_load_changes_nothing(seeded_session):
    counted = select(func.count(), func.max(Report.updated_at))
    before = (await seeded_session.execute(counted)).one()
    await load_reporting(seeded_session, before_includes_day=False)
    assert (await seeded_session.execute(counted)).one() == before
