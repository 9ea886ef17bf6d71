"""An import begins, is found again, and is thrown away."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit import jobs
from api.kit.calendar import vietnam_today
from api.kit.http.upload import Upload
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, NotFound
from api.plans.errors import ImportNotReady
from api.plans.models import PlanImport
from api.plans.queries.imports import visible
from api.plans.queries.scope import writable
from api.plans.schemas.imports import ImportIn
from api.plans.service.journal import wrote
from api.plans.service.plan import owner_of, parent_plan
from api.units.models import Unit

READ_IMPORT = "read_plan_import"
# From here a document may still be thrown away.
_OPEN = ("reading", "ready", "refused")


async def begin_import(
    session: AsyncSession, actor: Actor, subject: Subject, upload: Upload, given: ImportIn, *, before_includes_day: bool
) -> PlanImport:
    """Take in a document and ask for it to be read.

    Raises Forbidden for a unit the caller may not draft for, Invalid for an unknown unit or plan above.
    """
    unit_id = await owner_of(session, subject, given.unit)
    found = PlanImport(
        unit_id=unit_id,
        department_id=await session.scalar(select(Unit.department_id).where(Unit.id == unit_id)),
        parent_plan_id=await parent_plan(session, subject, given.parent_plan),
        filename=upload.filename,
        sha256=upload.stored.sha256,
        size=upload.stored.size,
        status="reading",
        year=given.year,
        header={},
        rows=[],
        remarks=[],
        left_out=[],
    )
    session.add(found)
    await session.flush()
    payload = {"import": str(found.id), "before_includes_day": before_includes_day}
    found.job_id = (await jobs.enqueue(session, READ_IMPORT, payload, subject)).id
    await wrote(session, actor, "create", found, plan=found, data=import_data(found))
    return found


async def import_to_change(session: AsyncSession, subject: Subject, import_id: UUID) -> PlanImport:
    """An import the caller may work on, locked. Raises NotFound, or Forbidden when others draft for that unit."""
    today = vietnam_today(session.info["now"])
    mine = writable(subject, today)(PlanImport.unit_id)
    statement = select(PlanImport, mine).where(PlanImport.id == import_id, visible(subject, today))
    row = (await session.execute(statement.with_for_update().execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFound
    if not row[1]:
        raise Forbidden
    found: PlanImport = row[0]
    return found


async def discard_import(session: AsyncSession, actor: Actor, found: PlanImport) -> None:
    """Throw it away; nothing of it becomes a plan. Raises ImportNotReady once it was committed or thrown away."""
    if found.status not in _OPEN:
        raise ImportNotReady
    found.status = "discarded"
    await wrote(session, actor, "update", found, plan=found, data=import_data(found), changes={"status": "discarded"})


def import_data(found: PlanImport) -> dict[str, Any]:
    """What the feed shows of an import."""
    return {"filename": found.filename, "status": found.status, "plan_id": found.plan_id}
