"""What reports are made of, gathered for many units at once: figures, work, difficulties, and texts to begin with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.service import Answered, Reporting, answers_of, figures_of
from api.reporting.models import Report, Round
from api.reporting.queries import asking, gathering
from api.reporting.rules.content import PARTS, filled, has

Content = Mapping[str, list[dict[str, Any]]]
Outline = Sequence[Mapping[str, str]]


def outline_of(of: Round, report: Report) -> Outline:
    """The sections a report has in its round."""
    return next(step.outline for step in of.steps if step.position == report.step)


async def gather(session: AsyncSession, of: Round, reports: Sequence[Report]) -> dict[UUID, Content]:
    """The parts of reports of one round as they are now, by report; a constant number of statements."""
    wanted = {part: _units(of, reports, part) for part in PARTS}
    span = (of.starts_on, of.ends_on)
    figures: Mapping[UUID, list[dict[str, Any]]] = {}
    if wanted["figures"]:
        figures = await figures_of(session, wanted["figures"], _about(of))
    work = {}
    if wanted["assignments"]:
        work = await _by_unit(session, gathering.assignments(wanted["assignments"], of.plan_id, *span), _work)
    raised = {}
    if wanted["difficulties"]:
        ids = [report.id for report in reports]
        raised = await _by_unit(session, gathering.difficulties(wanted["difficulties"], ids, *span), _difficulty)
    return {
        report.id: {
            "figures": list(figures.get(report.unit_id, ())),
            "assignments": work.get(report.unit_id, []),
            "difficulties": raised.get(report.unit_id, []),
        }
        for report in reports
    }


async def answers(session: AsyncSession, of: Round, reports: Sequence[Report]) -> dict[UUID, list[Answered]]:
    """The figures of reports of one round in short, by report."""
    units = _units(of, reports, "figures")
    found = await answers_of(session, units, _about(of)) if units else {}
    return {report.id: found.get(report.unit_id, []) for report in reports}


def _about(of: Round) -> Reporting:
    return Reporting(of.plan_id, of.department_id, of.starts_on, of.ends_on)


def _units(of: Round, reports: Sequence[Report], part: str) -> list[UUID]:
    """The units whose outline has a part."""
    return [report.unit_id for report in reports if has(outline_of(of, report), part)]


async def _by_unit(session: AsyncSession, statement: Any, shape: Any) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in await session.execute(statement):
        found[row.unit_id].append(shape(row))
    return found


def _work(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.title,
        "task": {"id": str(row.task_id), "code": row.code, "name": row.title},
        "occurrence": row.occurrence,
        "status": row.status,
        "percent": row.percent,
        "text": row.text,
        "due_at": _instant(row.due_at),
        "completed_at": _instant(row.completed_at),
    }


def _difficulty(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.title,
        "title": row.title,
        "text": row.text,
        "status": row.status,
        "created_at": _instant(row.created_at),
        "report_id": row.report_id and str(row.report_id),
    }


def _instant(at: Any) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


async def texts(session: AsyncSession, of: Round, reports: Sequence[Report]) -> dict[UUID, dict[str, str]]:
    """The free sections of reports of one round: their own texts, until there are any those of the last report."""
    new = [report.unit_id for report in reports if report.sections is None]
    last: Mapping[UUID, Any] = {}
    if new:
        rows = await session.execute(asking.last_texts(of.regime_id, new, of.starts_on))
        last = {row.unit_id: row.sections for row in rows}
    return {report.id: filled(outline_of(of, report), report.sections, last.get(report.unit_id)) for report in reports}
