"""What every write of this domain leaves behind: an audit entry and an event, in its own transaction."""

from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from api.audit.service import Actor, record
from api.kit.db import Record
from api.kit.events import emit
from api.plans.models import Deliverable, Plan, PlanImport, Task, TaskGroup

Verb = Literal["create", "update", "delete", "issue", "amend"]
_ENTITIES = {Plan: "plan", TaskGroup: "task_group", Task: "task", Deliverable: "deliverable", PlanImport: "plan_import"}
PAST = {"create": "created", "update": "updated", "delete": "deleted", "issue": "issued", "amend": "amended"}


async def wrote(
    session: AsyncSession,
    actor: Actor,
    verb: Verb,
    written: Record,
    *,
    plan: Plan | PlanImport,
    data: dict[str, Any],
    changes: dict[str, Any] | None = None,
) -> None:
    """Flush a plan or a part of it, and say who wrote it. `data` is what the change feed shows of it."""
    entity = _ENTITIES[type(written)]
    await session.flush()
    record(
        session, actor, f"{entity}.{verb}",
        entity=entity, entity_id=written.id, unit_id=plan.unit_id, changes=changes,
    )  # fmt: skip
    emit(
        session, f"{entity}.{PAST[verb]}",
        entity=entity, entity_id=written.id, version=written.version,
        unit_id=plan.unit_id, department_id=plan.department_id, data=data,
    )  # fmt: skip


def touch(parent: Record) -> None:
    """Give a record a new version because a part of it changes."""
    flag_modified(parent, "updated_at")


def plan_data(plan: Plan) -> dict[str, Any]:
    """What the feed shows of a plan."""
    return {
        "year": plan.year,
        "title": plan.title,
        "number": plan.number,
        "status": plan.status,
        "effective_on": plan.effective_on,
        "parent_plan_id": plan.parent_plan_id,
    }
