"""Work that arose outside all plans, handed out at once: from a công văn or a thông báo kết luận to assignments.

The document stands where a plan would (`Plan.source`), so that its tasks, its work, its amendments and its closing are
those of a plan, and nothing that reads them need know; see decision 0015.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.permissions import HAND_OUT
from api.assignments.schemas.outside import OutsideIn
from api.assignments.service.issuing import put_in_force
from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.jobs import Job
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, invalid
from api.plans import service as plans
from api.plans.models import Plan, Task
from api.plans.schemas.engagement import AskIn, EngagementIn
from api.units.models import Unit
from api.units.scope import governs

_WHICH_UNIT = Message("Hãy cho biết đơn vị nào giao việc này.", "Say which unit hands this out.")
_LATER = Message("Ngày văn bản không được sau hôm nay.", "The document's date may not lie after today.")


async def hand_out(
    session: AsyncSession, actor: Actor, subject: Subject, given: OutsideIn, *, before_includes_day: bool
) -> tuple[Plan, list[Task], Job]:
    """Keep a document with its tasks and hand out the work; the job that does so.

    Raises Forbidden for a unit the caller issues nothing for, Invalid for what is named and is not there, and when
    schools would be asked for more than ten things in a period without a reason.
    """
    if given.source.issued_on > vietnam_today(session.info["now"]):
        raise invalid("/source/issued_on", "not_yet", _LATER)
    unit = await _handing_out(session, subject, given.unit)
    plan = await plans.begin_outside(session, actor, unit, given.source)
    tasks = await plans.add_tasks(
        session, actor, subject, plan, given.tasks,
        since=given.source.issued_on, before_includes_day=before_includes_day, pointer="/tasks",
    )  # fmt: skip
    engaged = [each.engagements for each in given.tasks]
    asked = {
        f"/tasks/{n}/engagements/{m}": (tasks[n], ask) for n, asks in enumerate(engaged) for m, ask in enumerate(asks)
    }
    await _engage(session, actor, subject, plan, asked)
    return plan, tasks, await put_in_force(session, actor, subject, plan, reason=given.reason)


async def _handing_out(session: AsyncSession, subject: Subject, reference: str | None) -> Unit:
    """The unit named, or the caller's only one. Raises Invalid, Forbidden."""
    own = {reach.unit_id for reach in subject.reaches_with(HAND_OUT)}
    if reference is None and len(own) != 1:
        raise invalid("/unit", "missing", _WHICH_UNIT)
    directory = await plans.look_up(session, subject, [reference])
    named = directory.unit(reference, "/unit")
    directory.refuse()
    unit_id: UUID = named.id if named else own.pop()
    may = governs(subject, HAND_OUT, vietnam_today(session.info["now"]))(Unit.id)
    unit = await session.scalar(select(Unit).where(Unit.id == unit_id, may))
    if unit is None:
        raise Forbidden
    return unit


async def _engage(
    session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, asked: Mapping[str, tuple[Task, AskIn]]
) -> None:
    """What audiences owe, by where it was said. Raises Invalid with pointers there."""
    places = list(asked)
    asks = [EngagementIn(task=task.code, **dict(ask)) for task, ask in asked.values()]
    try:
        await plans.replace_engagements(session, actor, subject, plan, asks)
    except Invalid as error:
        raise Invalid(tuple(_said_at(places, fault) for fault in error.faults)) from error


def _said_at(places: Sequence[str], fault: Fault) -> Fault:
    """A fault of `/items/<number>/…` where that was said."""
    _, _, number, *rest = fault.pointer.split("/")
    return replace(fault, pointer="/".join([places[int(number)], *rest]))
