"""What a report merges from below is kept when it is sent, with all its document names: so it stays."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.problems import NotFound
from api.reporting.models import Report, ReportCompilation, Round
from api.reporting.queries import compiling as queries
from api.reporting.service.compiling import Compiled, Progress, compile_
from api.reporting.service.gathering import gather
from api.reporting.service.heading import headings

_KEPT = frozenset({"sent", "received"})


async def keep(session: AsyncSession, of: Round, reports: Sequence[Report]) -> None:
    """Keep what reports of a round merge and say at this moment, where there is anything below them."""
    compiled = await compile_(session, of, reports)
    if not compiled:
        return
    merging = [report for report in reports if report.id in compiled]
    heads, contents = await headings(session, of, merging, compiled), await gather(session, of, merging)
    rows = [
        {
            "report_id": report.id,
            "edition": report.edition,
            "kept_at": session.info["now"],
            "content": {
                **compiled[report.id],
                "heading": heads[report.id],
                "own": {**contents[report.id], "sections": report.sections},
            },
        }
        for report in merging
    ]
    made = insert(ReportCompilation)
    newest = {name: made.excluded[name] for name in ("kept_at", "content")}
    await session.execute(made.on_conflict_do_update(index_elements=["report_id", "edition"], set_=newest), rows)


async def keep_missing(session: AsyncSession, of: Round, reports: Sequence[Report]) -> None:
    """Keep what reports merge that were sent before anything was kept: what is received stays as it is then."""
    rows = await session.execute(queries.kept_of(report.id for report in reports))
    there = {(row.report_id, row.edition) for row in rows}
    await keep(session, of, [report for report in reports if (report.id, report.edition) not in there])


async def kept(session: AsyncSession, report: Report, edition: int) -> dict[str, Any] | None:
    """What was kept of an edition; None where it merged nothing, or is still being written."""
    if edition == report.edition and report.status not in _KEPT:
        return None
    found = await session.get(ReportCompilation, (report.id, edition), populate_existing=True)
    return None if found is None else _as_now(found.content)


def _as_now(content: Compiled) -> Compiled:
    """With what figures did not say yet when older ones were kept."""
    figures = [{"audience": None, "forecast": None, **line} for line in content["figures"]]
    return {**content, "figures": figures}


async def compiled_of(
    session: AsyncSession, of: Round, report: Report, progress: Progress | None = None
) -> Compiled | None:
    """What a report merges: as it was kept, or as it is now; None where it has none below."""
    there = await kept(session, report, report.edition)
    if there is not None:
        return there
    return (await compile_(session, of, [report], progress)).get(report.id)


async def compilation(session: AsyncSession, of: Round, report: Report) -> Compiled:
    """The same. Raises NotFound where it has none below."""
    found = await compiled_of(session, of, report)
    if found is None:
        raise NotFound
    return found
