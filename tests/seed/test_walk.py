"""A year of the department's reports: each quarter's paper says what a recount says, and who was late is seen."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from api.audit.service import SYSTEM
from api.indicators.models import Indicator
from api.indicators.schemas.value import ValueRow
from api.indicators.service import Values, take_turn
from api.kit.calendar import Period, PeriodKind
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.reporting import service
from api.reporting.models import Report, Round
from api.reporting.queries import completeness
from api.reporting.service import Voice
from api.units.models import Unit
from api.units.service import expand
from seed.demo.figures import COURSES, Answering, figures
from seed.demo.reporting import RULE, standing
from tests.seed.walking import agree, newest_round

YEAR_END = date(2026, 12, 31)
OFFICE = "hp-vp"


async def test_the_newest_quarters_paper_says_what_a_recount_says(seeded_session, tmp_path):
    of = await newest_round(seeded_session)
    of = (await seeded_session.scalars(select(Round).where(Round.id == of.id).options(selectinload(Round.steps)))).one()
    found = await agree(seeded_session, of, tmp_path)
    assert found["reports"]["expected"] == 1014
    communes = [each for each in found["units"] if not each["rest"]]
    assert len(communes) == 114
    assert (
        sum(each["late"] for each in found["units"]) + sum(each["own"] == "late" for each in found["units"])
        == (found["reports"]["late"])
    )


@pytest.mark.soak
async def test_a_year_of_quarters_with_nine_hundred_schools(seeded_session, tmp_path):
    session = seeded_session
    await _begin_anew(session)
    department = (await session.scalars(select(Unit).where(Unit.code == "hp"))).one()
    for quarter in (1, 2, 3, 4):
        period = Period.parse(f"2026-Q{quarter}")
        folder = tmp_path / str(period)
        folder.mkdir()
        session.info["now"] = datetime(2026, 3 * quarter, 12, 3, tzinfo=UTC)
        await service.tick(session, before_includes_day=False)
        of = await _round(session, str(period))
        await _enter(session, department, period)
        late = await _send(session, of)
        while await take_turn(session):
            pass
        session.info["now"] = datetime.combine(period.end + timedelta(days=2), datetime.min.time(), UTC)
        await service.send(session, SYSTEM, Voice(None, "Văn phòng Sở"), of, [await _office(session, of)])
        found = await agree(session, of, folder)
        assert found["reports"]["late"] == len(late) > 20
        assert await _seen_late(session, department, of) == len(late)


async def _begin_anew(session):
    """Nothing was reported and nothing entered yet."""
    for table in (
        "report_acts", "report_editions", "report_compilations", "report_files", "reports", "reporting_round_steps",
        "reporting_rounds", "indicator_values", "indicator_value_versions", "roll_ups", "roll_up_queue",
    ):  # fmt: skip
        await session.execute(text(f"DELETE FROM {table}"))
    session.expunge_all()


async def _round(session, period):
    found = select(Round).join(Unit, Unit.id == Round.unit_id)
    found = found.where(Unit.code == "hp", Round.period == period, Round.title == RULE)
    return (await session.scalars(found.options(selectinload(Round.steps)))).one()


async def _enter(session, department, quarter):
    """What units answer of the periods that end in a quarter."""
    reach = await expand(session, [("coordinator", department.id)], quarter.end)
    values = Values(session, SYSTEM, Subject("user", uuid7(), "Dữ liệu mẫu", reach))
    units = (await session.scalars(select(Unit).where(Unit.department_id == department.id))).all()
    for indicator in (await session.scalars(select(Indicator).where(Indicator.code.in_(COURSES)))).all():
        asked = [Answering(unit.code, unit.kind) for unit in units if unit.kind in indicator.measured_on]
        rows = figures(indicator.code, PeriodKind(indicator.frequency), asked, YEAR_END)
        given = [row for row in rows if quarter.contains(Period.parse(row["period"]).end)]
        outcomes = await values.load([ValueRow.model_validate(row) for row in given])
        assert not [each for each in outcomes if isinstance(each, tuple)]


async def _send(session, of):
    """Reports come on time, late or not at all; which were late."""
    rows = await session.execute(
        select(Report, Unit.code).join(Unit, Unit.id == Report.unit_id).where(Report.round_id == of.id)
    )
    by_day = defaultdict(list)
    late = []
    for report, code in rows.all():
        how = standing(code, of.period)
        if code == OFFICE or how == "draft":
            continue
        if how == "late":
            late.append(report)
        by_day[report.due_at + timedelta(days=2 if how == "late" else -1)].append(report)
    for day, reports in sorted(by_day.items()):
        session.info["now"] = day
        await service.send(session, SYSTEM, Voice(None, "Dữ liệu mẫu"), of, reports)
    return late


async def _office(session, of):
    found = select(Report).join(Unit, Unit.id == Report.unit_id)
    return (await session.scalars(found.where(Report.round_id == of.id, Unit.code == OFFICE))).one()


async def _seen_late(session, department, of):
    """What the coordinator's grid says of late ones, commune by commune."""
    now = session.info["now"]
    reach = await expand(session, [("coordinator", department.id)], now.date())
    subject = Subject("user", uuid7(), "Đầu mối", reach)
    rows = await session.execute(completeness.by_unit_above(subject, [of.id], now, now.date()))
    return sum(row.late for row in rows)
