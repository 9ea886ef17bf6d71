"""What plans do by the clock and in the background."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.kit.jobs import Job, Running
from api.plans.models import PlanImport
from api.plans.service import follow_names, give_up_reading, read_import


async def names_follow_the_day(session: AsyncSession) -> None:
    """Show units by the names that hold since today; after `units.jobs.follow_the_day`."""
    await follow_names(session, vietnam_today(session.info["now"]))


async def read_plan_import(job: Running) -> dict[str, Any]:
    """Read a plan's document, unless it was thrown away while it waited."""
    found = await job.session.get_one(PlanImport, UUID(job.payload["import"]))
    if found.status == "reading":
        included = job.payload["before_includes_day"]
        await read_import(job.session, job.files, found, job.progress, before_includes_day=included)
    return {"plan_import": str(found.id), "status": found.status}


async def settle_plan_import(session: AsyncSession, job: Job) -> None:
    """Let no document be read for ever whose job was cancelled or failed."""
    found = await session.get_one(PlanImport, UUID(job.payload["import"]))
    await give_up_reading(session, found, "stopped" if job.status == "cancelled" else "failed")
