"""What changed of figures that a report is compiled from since the reports they came in were received."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries.confirmations import said
from api.indicators.queries.values import Key
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import NotFound
from api.reporting.models import Report
from api.reporting.queries import changing as queries
from api.reporting.queries.scope import visible_reports
from api.reporting.rules.content import line_of
from api.reporting.service.compiling import reports_below
from api.reporting.service.reports import Seen
from api.units.models.arrays import any_id

_NUMBERS = ("numerator", "denominator", "value")
_CAME = frozenset({"sent", "received"})


async def changed_below(session: AsyncSession, subject: Subject, seen: Seen) -> dict[str, Any]:
    """The figures of received reports below one that are otherwise now, the latest change first.

    Of a compiled report that was sent, against what was received by then. Who compiles sees those of all reports below,
    others those of reports they see. Raises NotFound where none are below.
    """
    below = await reports_below(session, seen.of, seen.report)
    if not below:
        raise NotFound
    if not (seen.writes or seen.sends):
        there = select(Report.id).where(
            Report.id == any_id(below), visible_reports(subject, vietnam_today(session.info["now"]))
        )
        below = list(await session.scalars(there))
    told_at = seen.report.sent_at if seen.report.status in _CAME else session.info["now"]
    rows = (await session.execute(queries.CHANGED, {"reports": below, "told_at": told_at})).all()
    return {"total": rows[0].total if rows else 0, "items": [_change(row) for row in rows], "next_cursor": None}


def _change(row: Row[Any]) -> dict[str, Any]:
    key = Key(row.unit_id, row.period, row.indicator_id)
    return {
        "report_id": row.report_id,
        "unit": {"id": row.unit_id, "code": row.unit_code, "name": row.unit_name},
        "edition": row.edition,
        "received_at": row.received_at,
        "line": line_of("figures", {"id": str(key)}),
        "indicator": {"id": row.indicator_id, "code": row.indicator_code, "name": row.indicator_name},
        "period": row.period,
        "unit_of_measure": row.unit_of_measure,
        "before": _said(row.line, row.unit_of_measure),
        "now": _said(row._asdict(), row.unit_of_measure),
        "note": row.note,
        "reason": row.reason,
        "by": row.by_name,
        "at": row.updated_at,
        "on_behalf": row.on_behalf,
    }


def _said(answer: Mapping[str, Any], unit_of_measure: str) -> dict[str, Any] | None:
    """What was answered, None where nothing was."""
    if answer["answer"] is None:
        return None
    numbers = {name: None if answer[name] is None else str(answer[name]) for name in _NUMBERS}
    return said({"answer": answer["answer"], "yes": answer["yes"], **numbers}, unit_of_measure)
