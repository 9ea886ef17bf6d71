"""Hải Phòng's sample figures."""

from datetime import date

from sqlalchemy import func, select

from api.indicators.models import Indicator, IndicatorValue, RollUp, Target
from api.indicators.service import take_turn
from api.kit.calendar import PeriodKind
from api.plans.models import Plan
from api.units.models import Unit
from seed.demo.figures import COURSES, SOURCE, Answering, figures
from seed.loading.figures import load_figures

TODAY = date(2026, 11, 24)


def test_the_same_at_every_call_and_never_less():
    units = [Answering(f"hp-{number:06d}", "school") for number in range(200)]
    made = list(figures("chu-ky-so-cbql-gv", PeriodKind.QUARTER, units, TODAY))
    assert made == list(figures("chu-ky-so-cbql-gv", PeriodKind.QUARTER, units, TODAY))
    by_period = [sum(row["numerator"] for row in made if row["period"] == f"2026-Q{n}") for n in (1, 2, 3)]
    assert by_period == sorted(by_period)
    running = [row for row in made if row["period"] == "2026-Q4"]
    assert 80 < len(running) < 140


async def test_every_target_of_the_plan_has_figures_and_all_say_they_are_samples(seeded_session):
    named = (
        select(Indicator.code).join(Target, Target.indicator_id == Indicator.id).join(Plan, Plan.id == Target.plan_id)
    )
    of_hp = named.join(Unit, Unit.id == Plan.unit_id).where(Unit.code == "hp", Plan.year == 2026)
    assert set(await seeded_session.scalars(of_hp)) == set(COURSES)
    answered = select(Indicator.code).where(Indicator.id.in_(select(IndicatorValue.indicator_id)))
    assert set(await seeded_session.scalars(answered)) >= set(COURSES)
    assert set(await seeded_session.scalars(select(IndicatorValue.source).distinct())) == {SOURCE}


async def test_a_second_load_overwrites_nothing(seeded_session):
    counted = select(func.count(), func.sum(IndicatorValue.version)).select_from(IndicatorValue)
    before = (await seeded_session.execute(counted)).one()
    await load_figures(seeded_session)
    assert (await seeded_session.execute(counted)).one() == before


async def test_they_add_up(seeded_session):
    while await take_turn(seeded_session):
        pass
    reported = select(func.sum(RollUp.units_reported), func.sum(RollUp.units_expected)).join(
        Unit, Unit.id == RollUp.unit_id
    )
    indicator = select(Indicator.id).where(Indicator.code == "chu-ky-so-cbql-gv").scalar_subquery()
    where = (Unit.code == "hp", RollUp.indicator_id == indicator, RollUp.period == "2026-Q1")
    found = (await seeded_session.execute(reported.where(*where))).one()
    assert 800 < found[0] < 900
    assert found[1] == 900
