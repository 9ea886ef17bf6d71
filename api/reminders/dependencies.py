"""Guards of reminders."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import select

from api.identity.dependencies.accounts import Today
from api.kit.db import Tx
from api.kit.permissions import Subject, guard, mark_guard
from api.kit.problems import Forbidden, NotFound
from api.plans.models import Plan
from api.plans.queries.scope import visible
from api.reminders.permissions import REMINDER_READ, REMINDER_WRITE
from api.units.scope import governs

ReminderReader = Annotated[Subject, guard(REMINDER_READ)]


async def _plan(plan_id: UUID, subject: Annotated[Subject, guard(REMINDER_WRITE)], session: Tx, today: Today) -> Plan:
    theirs = governs(subject, REMINDER_WRITE, today)(Plan.unit_id)
    found = (
        await session.execute(select(Plan, theirs).where(Plan.id == plan_id, visible(subject, today)))
    ).one_or_none()
    if found is None:
        raise NotFound
    if not found[1]:
        raise Forbidden
    plan: Plan = found[0]
    return plan


PlanToRemindOf = Annotated[Plan, mark_guard(_plan, REMINDER_WRITE)]
