"""What plans ask of targets: set them from a document, read them for one, copy them to another plan."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.indicators.models import Indicator, Target
from api.kit.problems import Invalid
from api.plans.schemas.party import ParticipationIn
from api.plans.service import PrintedTarget, targets_above
from tests.factories.indicators import an_indicator
from tests.factories.plans import draft_plan
from tests.factories.units import caller

LEAD = ParticipationIn(role="lead", unit="hp-vp", printed_name="Văn phòng Sở")
NEW = PrintedTarget(
    "Trường có phòng học thông minh", "%", "≥60%", "I", "1", 2026, None, "ge", Decimal(60), None, [LEAD]
)


async def _set(session, role, unit, ids, plan, *rows):
    return await targets_above().create(session, SYSTEM, await caller(session, role, ids[unit]), plan, rows)


async def test_a_target_of_a_known_name_stands_on_the_indicator_there_is(session, ids):
    indicator = await an_indicator(session)
    plan, _ = await draft_plan(session)
    row = PrintedTarget("Cán bộ quản lý, giáo viên sử dụng Chữ ký số", "%", "100%", value=Decimal(100))
    assert await _set(session, "coordinator", "hp", ids, plan, row) == 1
    target = (await session.scalars(select(Target))).one()
    assert (target.indicator_id, target.comparator, plan.target_count) == (indicator.id, "eq", 1)


async def test_a_name_nobody_has_becomes_one_indicator_however_often_it_stands(session, ids):
    plan, _ = await draft_plan(session)
    later = PrintedTarget("Trường có phòng học  thông minh", "%", "≥80%", year=2030, comparator="ge", value=Decimal(80))
    assert await _set(session, "coordinator", "hp", ids, plan, NEW, later) == 2
    made = (await session.scalars(select(Indicator))).one()
    assert (made.code, made.kind, made.provenance) == ("truong-co-phong-hoc-thong-minh", "ratio", "printed")
    assert made.department_id == ids["hp"]


async def test_who_may_not_define_indicators_is_told_which_row_names_none(session, ids):
    plan, _ = await draft_plan(session, "hp-th1")
    with pytest.raises(Invalid) as refused:
        await _set(session, "school_head", "hp-th1", ids, plan, NEW)
    assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == (
        "/targets/0/indicator",
        "unknown_indicator",
    )


async def test_targets_are_read_as_they_are_printed(session, ids):
    plan, _ = await draft_plan(session)
    await _set(session, "coordinator", "hp", ids, plan, NEW)
    (row,) = await targets_above().printed(session, plan.id)
    assert (row.name, row.text, row.group, row.number, row.unit_of_measure) == (NEW.name, "≥60%", "I", "1", "%")
    assert [(each.role, each.printed_name) for each in row.participations] == [("lead", "Văn phòng Sở")]


async def test_copied_targets_move_with_the_year_and_keep_their_units(session, ids):
    plan, _ = await draft_plan(session)
    await _set(session, "coordinator", "hp", ids, plan, NEW)
    into, _ = await draft_plan(session, year=2027)
    assert await targets_above().copy(session, SYSTEM, plan, into) == 1
    copied = (await session.scalars(select(Target).where(Target.plan_id == into.id))).one()
    assert (copied.year, copied.value, into.target_count) == (2027, Decimal(60), 1)
    await session.refresh(copied, ["participations"])
    assert copied.participations[0].unit_id == ids["hp-vp"]


async def test_names_are_matched_with_how_surely(session, ids):
    indicator = await an_indicator(session)
    subject = await caller(session, "coordinator", ids["hp"])
    names = {indicator.name, "Cán bộ, giáo viên sử dụng chữ ký số", "Diện tích sân chơi"}
    found = await targets_above().match(session, subject, ids["hp"], names)
    assert found[indicator.name]["confidence"] == 1
    assert 0.6 <= found["Cán bộ, giáo viên sử dụng chữ ký số"]["confidence"] < 0.9
    assert "Diện tích sân chơi" not in found
