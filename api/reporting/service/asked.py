"""A school's screen: the questions of a period and the reports to send, in one read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.rules.value import period_of
from api.indicators.service import asked_of, unit_asked
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.reporting.queries import asked as queries
from api.reporting.queries.reports import shape
from api.reporting.rules.report import may
from api.reporting.schemas.asked import AskedQuery

_BAD_PERIOD = Message("Kỳ phải viết như 2026-03, 2026-Q1, 2026-H1, 2026.", "A period is written as 2026-03, 2026-Q1.")
_UNSENT = frozenset({"draft", "returned"})


async def asked(session: AsyncSession, subject: Subject, query: AskedQuery) -> dict[str, Any]:
    """A unit's questions of a period. Raises NotFound for a unit out of reach, Invalid for a period that is none."""
    now = session.info["now"]
    today = vietnam_today(now)
    unit = await unit_asked(session, subject, query.unit)
    rows = (await session.execute(queries.reports_of(subject, unit.id, query.period, today))).all()
    period = _period(query.period) if query.period is not None else _first(rows, Period.on(PeriodKind.QUARTER, today))
    reports = [_report(row, now) for row in rows if row.period == str(period)]
    due = [each["due_at"] for each in reports if each["status"] in _UNSENT and each["due_at"] is not None]
    return {
        "unit": {"id": unit.id, "code": unit.code, "name": unit.name},
        "period": str(period),
        "due_at": min(due, default=None),
        "items": await asked_of(session, subject, unit, period),
        "reports": reports,
    }


def _period(label: str) -> Period:
    period = period_of(label)
    if period is None:
        raise invalid("/query/period", "bad_period", _BAD_PERIOD)
    return period


def _first(rows: Sequence[Row[Any]], running: Period) -> Period:
    """The period of the report due first."""
    return _period(rows[0].period) if rows else running


def _report(row: Row[Any], now: Any) -> dict[str, Any]:
    allowed = may(row.status, round_open=row.round_status == "open", writes=row.writes, sends=row.sends, receives=False)
    return {**shape(row, now), "may": allowed}
