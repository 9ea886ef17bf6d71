"""The reading of a document, by the worker: parsed in a bounded child, understood, matched, kept."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.kit.aside import aside
from api.kit.files import FileStore
from api.plans.imports import bounded
from api.plans.imports.kept import keep_header, keep_remarks, keep_row
from api.plans.imports.preview import Preview, Refused
from api.plans.imports.understand.plan import Layout, lay_out, preview_of
from api.plans.models import PlanImport
from api.plans.service.importing.matching import match_indicators, register_of
from api.plans.service.importing.opening import import_data
from api.plans.service.journal import wrote

_log = structlog.get_logger(__name__)
# A row understood less surely than this is one to look at.
DOUBTFUL = 0.9
STEPS = 3
Made = TypeVar("Made")


async def read_import(
    session: AsyncSession,
    files: FileStore,
    found: PlanImport,
    progress: Callable[[int, int], Awaitable[None]],
    *,
    before_includes_day: bool,
) -> None:
    """Read the document and say what was understood, or why it could not be read.

    One transaction: a worker killed midway leaves it `reading`, and whoever takes the job again begins anew.
    """
    await progress(0, STEPS)
    try:
        layout = await _parsed(files, found)
        await progress(1, STEPS)
        register = await register_of(session, found, layout.header)
        understand = partial(preview_of, layout, register, before_includes_day=before_includes_day)
        preview = await _ours(found, aside(understand))
        await progress(2, STEPS)
        await match_indicators(session, found, preview.rows)
    except Refused as refused:
        await _conclude(session, found, refused.code)
    else:
        await _conclude(session, found, preview)


async def _parsed(files: FileStore, found: PlanImport) -> Layout:
    """The document sorted out, with the year its sender named. Raises Refused."""
    data = b"".join([piece async for piece in files.read(found.sha256)])
    document = await _ours(found, bounded.parse(data, found.filename))
    layout = await _ours(found, aside(partial(lay_out, document)))
    if found.year is not None:
        layout.header.year = found.year
        layout.header.problems = [each for each in layout.header.problems if each.field != "year"]
    return layout


async def _ours(found: PlanImport, work: Awaitable[Made]) -> Made:
    """What a step of the reading made; a fault of ours in it is logged and raised as Refused `failed`."""
    try:
        return await work
    except Refused:
        raise
    except Exception as error:
        _log.exception("plan_import_failed", plan_import=str(found.id))
        raise Refused("failed") from error


async def give_up_reading(session: AsyncSession, found: PlanImport, code: str) -> None:
    """Say of a document still waiting to be read that it will not be, and why; `code` is one of the refusals."""
    await _conclude(session, found, code)


async def _conclude(session: AsyncSession, found: PlanImport, outcome: Preview | str) -> None:
    """Keep what came of it, unless it was thrown away meanwhile."""
    await session.refresh(found, with_for_update=True)
    if found.status != "reading":
        return
    if isinstance(outcome, str):
        found.status, found.refusal = "refused", outcome
    else:
        found.status = "ready"
        found.header, found.remarks = keep_header(outcome.header), keep_remarks(outcome)
        keep_rows(found, outcome)
    await wrote(session, SYSTEM, "update", found, plan=found, data=import_data(found), changes={"status": found.status})


def keep_rows(found: PlanImport, preview: Preview) -> None:
    """Keep the rows, and count them."""
    found.rows = [keep_row(row) for row in preview.rows]
    taken = [row for row in preview.rows if row.included]
    found.row_count = len(taken)
    found.doubtful_count = sum(row.confidence < DOUBTFUL for row in taken)
