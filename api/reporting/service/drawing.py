"""Documents of reports that take long are drawn in the background, and kept for whoever asks next."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor, record
from api.documents.answers import drawn_from
from api.documents.paper import Paper
from api.documents.rendering import Format, render
from api.kit import jobs
from api.kit.permissions import Subject
from api.reporting.models import Report, ReportFile, Round
from api.reporting.service.compiling import STEPS, Progress
from api.reporting.service.document import report_document

DRAW = "draw_report"


async def start_drawing(
    session: AsyncSession, actor: Actor, subject: Subject, report: Report, form: Format
) -> jobs.Job:
    """Ask for a report's document in a format."""
    record(
        session, actor, "report.draw",
        entity="report", entity_id=report.id, unit_id=report.unit_id, changes={"format": form.value},
    )  # fmt: skip
    return await jobs.enqueue(session, DRAW, {"report": str(report.id), "format": form.value}, subject)


async def draw(
    session: AsyncSession, payload: Mapping[str, Any], fonts: Path | None, progress: Progress
) -> dict[str, Any]:
    """Compile and draw it; `report` and `format` of the file that is there then."""
    found = select(Report, Round).join(Round, Round.id == Report.round_id).options(selectinload(Round.steps))
    report, of = (await session.execute(found.where(Report.id == UUID(payload["report"])))).one()
    form = Format(payload["format"])
    paper, _ = await report_document(session, of, report, progress=progress)
    content = await render(paper, form, fonts)
    await progress(STEPS + 1, STEPS + 1)
    made = insert(ReportFile).values(
        report_id=report.id, format=form.value, drawn_from=drawn_from(paper), content=content
    )
    newest = {name: made.excluded[name] for name in ("drawn_from", "content")}
    await session.execute(made.on_conflict_do_update(index_elements=["report_id", "format"], set_=newest))
    return {"report": str(report.id), "format": form.value}


async def drawn(session: AsyncSession, report: Report, form: Format, paper: Paper) -> bytes | None:
    """The file kept of a report, if it was drawn from this paper."""
    kept = select(ReportFile.content).where(ReportFile.report_id == report.id, ReportFile.format == form.value)
    return await session.scalar(kept.where(ReportFile.drawn_from == drawn_from(paper)))
