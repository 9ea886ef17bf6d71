"""Units that have not answered are chased: recorded as any chase, and told by the system."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.followup.queries.parts import of_unit, under
from api.followup.service import Over, record_chases
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.requests.errors import DataRequestClosed
from api.requests.models import DataAnswer, DataRequest
from api.requests.queries.scope import chased_by, visible_answers
from api.requests.rules import status
from api.requests.schemas import RequestChaseIn
from api.requests.service.asking import wrote
from api.units.models.arrays import any_id


async def chase(session: AsyncSession, actor: Actor, subject: Subject, made: DataRequest, given: RequestChaseIn) -> int:
    """Chase those that have not answered, of the units the caller may chase; how many. Raises DataRequestClosed."""
    now = session.info["now"]
    today = vietnam_today(now)
    if status(made.due_at, made.closed_at, now) == "closed":
        raise DataRequestClosed
    found = select(DataAnswer.id, DataAnswer.unit_id, DataAnswer.department_id).where(
        DataAnswer.request_id == made.id,
        DataAnswer.answered_at.is_(None),
        visible_answers(subject, today),
        chased_by(subject, today),
    )
    if given.under is not None:
        found = found.where(under(DataAnswer.unit_id, given.under, today))
    if given.unit is not None:
        found = found.where(of_unit(DataAnswer.unit_id, given.unit))
    rows = (await session.execute(found.order_by(DataAnswer.id).with_for_update())).all()
    if not rows:
        return 0
    told = update(DataAnswer).where(DataAnswer.id == any_id(row.id for row in rows))
    await session.execute(told.values(chased_at=now, updated_at=now, version=DataAnswer.version + 1))
    over = [Over(row.unit_id, row.department_id, None, None, None) for row in rows]
    await record_chases(session, actor, subject, over, how=given.how, note=given.note or made.title)
    await wrote(session, actor, "chased", made, {"chased_at": now.isoformat(), "units": len(rows)})
    return len(rows)
