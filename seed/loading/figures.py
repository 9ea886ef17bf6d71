"""Hải Phòng's sample figures: a year of them, entered as a load would be; once, if there are none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.indicators.models import Indicator, IndicatorValue
from api.indicators.schemas.value import ValueRow
from api.indicators.service import Values, keep_day, take_turn
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.holidays import Workdays
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.units.models import Unit
from api.units.service import expand
from seed.demo.figures import COURSES, DEPARTMENT, Answering, figures, said_today
from seed.demo.reporting import left_to_answer

_AT_ONCE = 2_000


async def load_figures(session: AsyncSession) -> None:
    """Enter the year, unless anybody, this seed included, has entered a figure of the department before."""
    today = vietnam_today(session.info["now"])
    department = (await session.scalars(select(Unit).where(Unit.code == DEPARTMENT))).one_or_none()
    if department is None or await session.scalar(
        select(exists().where(IndicatorValue.department_id == department.id))
    ):
        return
    reach = await expand(session, [("coordinator", department.id)], today)
    values = Values(session, SYSTEM, Subject("user", uuid7(), "Dữ liệu mẫu", reach))
    found = select(Unit).where(Unit.department_id == department.id, Unit.deleted_at.is_(None)).order_by(Unit.code)
    units = (await session.scalars(found)).all()
    indicators = await session.scalars(select(Indicator).where(Indicator.code.in_(COURSES)).order_by(Indicator.code))
    newest: list[dict[str, Any]] = []
    for indicator in indicators.all():
        asked = [Answering(unit.code, unit.kind) for unit in units if unit.kind in indicator.measured_on]
        every = figures(indicator.code, PeriodKind(indicator.frequency), asked, today)
        there = [row for row in every if indicator.source != "reported" or not _left(row, today)]
        newest += (row for row in there if said_today(row, today))
        await _load(values, (row for row in there if not said_today(row, today)))
    # What moved since the last day of work shows on the leader's page from the first day on.
    while await take_turn(session):
        pass
    await keep_day(session, Workdays().last_until(today - timedelta(days=1)))
    await _load(values, iter(newest))


async def _load(values: Values, rows: Iterator[dict[str, Any]]) -> None:
    while part := [ValueRow.model_validate(row) for row in islice(rows, _AT_ONCE)]:
        _accepted(await values.load(part))


def _left(row: Mapping[str, Any], today: date) -> bool:
    return left_to_answer(row["unit"], Period.parse(row["period"]), today)


def _accepted(outcomes: Sequence[object]) -> None:
    refused = [outcome for outcome in outcomes if isinstance(outcome, tuple)]
    if refused:
        raise ValueError(f"a sample figure was refused: {refused[0]}")
