"""What something is about: the task or indicator a request names, or the one refusal that tells nothing."""

from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.followup.queries.reports import report_seen
from api.indicators.models import Indicator
from api.indicators.queries import indicators
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Invalid, Message, invalid
from api.plans.models import Plan, Task
from api.plans.queries.plans import as_id
from api.plans.queries.scope import visible

_UNKNOWN_TASK = Message("Không có nhiệm vụ này trong kế hoạch đã ban hành.", "No issued plan has such a task.")
_UNKNOWN_INDICATOR = Message("Không có chỉ tiêu này.", "There is no such indicator.")
_UNKNOWN_REPORT = Message("Đơn vị không có báo cáo này.", "The unit has no such report.")


class Subjects(NamedTuple):
    """What something is about."""

    plan_id: UUID | None = None
    task_id: UUID | None = None
    indicator_id: UUID | None = None


class Raised(NamedTuple):
    """What a difficulty is about, and the report it is raised in."""

    plan_id: UUID | None = None
    task_id: UUID | None = None
    indicator_id: UUID | None = None
    report_id: UUID | None = None


class Naming(Protocol):
    """A request that names what it is about."""

    plan: UUID | None
    task: str | None
    indicator: str | None


async def subjects_of(session: AsyncSession, subject: Subject, given: Naming) -> Subjects:
    """What a request names. Raises Invalid `unknown_task`, `unknown_indicator`."""
    plan_id, task_id = await task_of(session, subject, given.plan, given.task)
    return Subjects(plan_id, task_id, await _indicator(session, subject, given.indicator))


async def task_of(
    session: AsyncSession, subject: Subject, plan: UUID | None, reference: str | None
) -> tuple[UUID | None, UUID | None]:
    """The plan and the id of a task by id, or by its code in a plan, by default the latest that has it."""
    if reference is None:
        return None, None
    id_, today = as_id(reference), vietnam_today(session.info["now"])
    found = select(Task.plan_id, Task.id).join(Plan, Plan.id == Task.plan_id)
    found = found.where(Task.code == reference if id_ is None else Task.id == id_, Task.deleted_at.is_(None))
    found = found.where(Plan.status != "draft", visible(subject, today))
    if plan is not None:
        found = found.where(Plan.id == plan)
    row = (await session.execute(found.order_by(Plan.effective_on.desc(), Task.id).limit(1))).one_or_none()
    if row is None:
        raise invalid("/task", "unknown_task", _UNKNOWN_TASK)
    return row.plan_id, row.id


async def _indicator(session: AsyncSession, subject: Subject, reference: str | None) -> UUID | None:
    if reference is None:
        return None
    seen = indicators.visible(subject, vietnam_today(session.info["now"]))
    found = select(Indicator.id).where(indicators.named_by({reference}), seen)
    # The department's own before one of the shared catalogue.
    id_: UUID | None = await session.scalar(found.order_by(Indicator.department_id.nulls_last(), Indicator.id).limit(1))
    if id_ is None:
        raise invalid("/indicator", "unknown_indicator", _UNKNOWN_INDICATOR)
    return id_


async def unit_of_report(session: AsyncSession, subject: Subject, report_id: UUID) -> UUID:
    """Whose a report is. Raises Invalid `unknown_report`."""
    found = report_seen(subject, report_id, vietnam_today(session.info["now"]))
    unit_id: UUID | None = (await session.execute(found)).scalar_one_or_none()
    if unit_id is None:
        raise unknown_report()
    return unit_id


def unknown_report() -> Invalid:
    """The report is nobody's, out of reach, or another unit's."""
    return invalid("/report_id", "unknown_report", _UNKNOWN_REPORT)
