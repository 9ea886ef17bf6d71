"""The sample schools' base counts."""

from datetime import date

from sqlalchemy import func, select

from api.indicators.models import BaseCount, Indicator, IndicatorValue
from api.indicators.rules import BaseCountKind
from api.units.models import Unit
from seed.demo.base_counts import BEGINNING, MIDDLE, base_counts
from seed.loading.base_counts import load_base_counts


def test_the_same_at_every_call_and_plausible():
    made = list(base_counts(["hp-001001"]))
    assert made == list(base_counts(["hp-001001"]))
    of_middle = {row["kind"]: row["count"] for row in made if row["on"] == MIDDLE}
    assert set(of_middle) == set(BaseCountKind)
    assert of_middle["classes"] < of_middle["teachers"] < of_middle["staff"] < of_middle["pupils"]
    assert {row["on"] for row in made} == {BEGINNING, MIDDLE}


async def test_every_sample_school_has_them_and_a_second_load_changes_nothing(seeded_session):
    schools = select(func.count()).select_from(Unit).where(Unit.kind == "school", Unit.sample)
    counted = select(func.count(func.distinct(BaseCount.unit_id)), func.count(), func.max(BaseCount.version))
    before = (await seeded_session.execute(counted)).one()
    assert before[0] == await seeded_session.scalar(schools)
    assert (before[1], before[2]) == (before[0] * 8, 1)
    await load_base_counts(seeded_session)
    assert (await seeded_session.execute(counted)).one() == before


async def test_the_sample_figures_are_out_of_them(seeded_session):
    held = (BaseCount.unit_id == IndicatorValue.unit_id, BaseCount.kind == Indicator.base_count)
    off = (
        select(func.count())
        .select_from(IndicatorValue)
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .join(BaseCount, held[0] & held[1] & (BaseCount.counted_on == MIDDLE))
    )
    compared = off.where(IndicatorValue.ends_on > date(2026, 2, 1), IndicatorValue.denominator.is_not(None))
    assert await seeded_session.scalar(compared) > 1000
    assert await seeded_session.scalar(compared.where(IndicatorValue.denominator != BaseCount.count)) == 0
