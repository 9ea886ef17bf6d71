"""Hải Phòng's sample difficulties."""

from collections import Counter

from sqlalchemy import func, select

from api.followup.models import Clarification, Difficulty, DifficultyAct
from api.requests.models import DataAnswer, DataRequest
from api.requests.rules import columns_of, read
from api.units.models import Unit
from seed.loading.followup import load_followup
from seed.loading.requests import load_requests
from tests.seed.test_work import plan_of


async def test_schools_have_raised_a_handful_marked_as_samples(seeded_session):
    plan = await plan_of(seeded_session)
    found = (await seeded_session.scalars(select(Difficulty).where(Difficulty.task_id.is_not(None)))).all()
    assert Counter(each.status for each in found) == {"open": 4, "answered": 1, "resolved": 1}
    assert all("(dữ liệu mẫu)" in each.text and each.plan_id == plan.id for each in found)
    kinds = await seeded_session.scalars(select(Unit.kind).where(Unit.id.in_({each.unit_id for each in found})))
    assert set(kinds) == {"school"}


async def test_the_leader_asks_one_school(seeded_session):
    found = select(Clarification).where(Clarification.task_id.is_not(None))
    asked = (await seeded_session.scalars(found)).one()
    assert (asked.status, asked.wording) == ("open", "require")


async def test_a_second_load_changes_nothing(seeded_session):
    counted = select(func.count(), func.max(DifficultyAct.at))
    before = (await seeded_session.execute(counted)).one()
    await load_followup(seeded_session)
    assert (await seeded_session.execute(counted)).one() == before


async def test_one_ad_hoc_request_is_open_and_most_schools_have_answered(seeded_session):
    asked = (await seeded_session.scalars(select(DataRequest))).one()
    rows = (await seeded_session.scalars(select(DataAnswer).where(DataAnswer.request_id == asked.id))).all()
    answered = [row for row in rows if row.answered_at is not None]
    assert len(rows) // 2 < len(answered) < len(rows)
    columns = columns_of(asked.columns)
    assert all(read(columns, row.values) == (row.values, []) for row in answered)
    await load_requests(seeded_session)
    assert await seeded_session.scalar(select(func.count()).select_from(DataRequest)) == 1
