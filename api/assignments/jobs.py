"""What work does in the background: a plan's work handed out, and the calendar followed."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments import service
from api.assignments.queries.owing import issued_plans
from api.audit.service import SYSTEM
from api.kit import bulk
from api.kit.calendar import vietnam_today
from api.kit.jobs import Running
from api.plans.models import Plan
from api.settings import get_settings

_MANY = 1_000
"""From so many new rows on the planner is told at once: until it is, it reads all of a plan's work for one page."""


async def resolve_assignments(job: Running) -> dict[str, Any]:
    """Hand out the work of a plan just issued; one transaction, so a job that was killed starts over from nothing."""
    plan = await job.session.get_one(Plan, UUID(job.payload["plan"]))
    if plan.status != "issued":
        return {"created": 0, "changed": 0, "cancelled": 0, "units": 0}
    on = date.fromisoformat(job.payload["on"])
    done = await service.resolve(job.session, SYSTEM, plan, on, progress=job.progress)
    if done.created >= _MANY:
        await job.session.execute(text("ANALYZE assignments"))
    counts = {"created": done.created, "changed": done.changed, "cancelled": done.cancelled}
    return counts | {"units": len(done.units)}


async def load_assignments(job: Running) -> dict[str, Any]:
    """Carry out a load that was too large for one request, or that nobody wanted to wait for."""
    return await bulk.carry_out(job, partial(service.assignment_load_of_job, job), get_settings().max_load_bytes)


async def work_follows_the_day(session: AsyncSession) -> int:
    """Bring the work of all plans in force in line with the units and the year of today; after units' own tick."""
    await service.follow_departments(session)
    today, created = vietnam_today(session.info["now"]), 0
    for plan in (await session.scalars(issued_plans())).all():
        created += (await service.resolve(session, SYSTEM, plan, today)).created
    return created
