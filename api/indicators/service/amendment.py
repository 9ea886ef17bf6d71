"""An amendment changes tasks and targets of a plan in one act; so its verb stands where both are known."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import any_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from api.audit.service import Actor
from api.indicators.models import Target
from api.indicators.queries.history import keep
from api.indicators.queries.targets import bodies, shape
from api.indicators.schemas.amendment import AmendmentIn, TargetChanges
from api.indicators.service.target import add_targets, delete_target, update_target
from api.kit.http.answers import to_json
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.plans.models import Amendment, Plan
from api.plans.rules import history
from api.plans.service import amend_tasks, begin_amendment, check_once, conclude_amendment
from api.units.models import arrays

_UNKNOWN_TARGET = Message("Kế hoạch không có chỉ tiêu này.", "The plan has no such target.")


async def amend(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    plan: Plan,
    given: AmendmentIn,
    *,
    before_includes_day: bool,
) -> Amendment:
    """Amend an issued plan, its tasks and targets. Raises Invalid for what it names and is not there."""
    await begin_amendment(session, plan, given.effective_on)
    tasks = await amend_tasks(
        session, actor, subject, plan,
        groups=given.task_groups, given=given.tasks, since=given.effective_on, before_includes_day=before_includes_day,
    )  # fmt: skip
    targets = await _amend_targets(session, actor, subject, plan, given=given.targets, since=given.effective_on)
    return await conclude_amendment(session, actor, plan, given, [*tasks, *targets])


async def _amend_targets(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, *, given: TargetChanges, since: date
) -> list[dict[str, Any]]:
    """Add, change and cancel targets from a day on; what that did."""
    found = await _touched(session, plan, given)
    before = await _bodies(session, found)
    await session.execute(keep(found, since))
    for target in found.values():
        target.since = since
    for place, patch in enumerate(given.change):
        target = found[patch.target]
        target.since = since
        await update_target(session, actor, subject, plan, target, patch=patch, pointer=f"/targets/change/{place}")
    for id_ in given.cancel:
        await delete_target(session, actor, plan, found[id_])
    added = await add_targets(session, actor, subject, plan, given.add, since=since) if given.add else []
    after = await _bodies(session, {*found, *(target.id for target in added)} - {*given.cancel})
    return history.changes(before, after, "target")


async def _touched(session: AsyncSession, plan: Plan, given: TargetChanges) -> dict[UUID, Target]:
    """The targets named, by id. Raises Invalid for one the plan does not have, or named twice."""
    named = [(each.target, f"/targets/change/{place}/target") for place, each in enumerate(given.change)]
    named += [(id_, f"/targets/cancel/{place}") for place, id_ in enumerate(given.cancel)]
    of_plan = select(Target).where(Target.plan_id == plan.id, Target.deleted_at.is_(None))
    statement = of_plan.where(Target.id == any_(arrays.ids(id_ for id_, _ in named)))
    rows = await session.scalars(statement.options(selectinload(Target.participations)))
    found, seen = {target.id: target for target in rows}, set[UUID]()
    for id_, pointer in named:
        if id_ not in found:
            raise invalid(pointer, "unknown_target", _UNKNOWN_TARGET)
        check_once(id_, seen, (), pointer)
    return found


async def _bodies(session: AsyncSession, ids: Iterable[UUID]) -> dict[str, dict[str, Any]]:
    """Targets as answers show them, in the order of the plan."""
    await session.flush()
    rows = await session.execute(bodies(Target.id == any_(arrays.ids(ids))))
    return {str(row.id): orjson.loads(to_json(shape(row))) for row in rows}
