"""Many reports are received at once: those named, or all of a round that a filter finds."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, invalid
from api.reporting.models import Report, Round
from api.reporting.queries import reports as queries
from api.reporting.schemas.report import MOST, ReceiveManyIn
from api.reporting.service.journal import Voice
from api.reporting.service.reports import receive

_UNKNOWN = Message("Không có báo cáo này.", "There is no such report.")
_NOT_SENT = Message("Báo cáo này không ở trạng thái chờ tiếp nhận.", "This report does not wait to be received.")
_TOO_MANY = Message("Có quá {most} báo cáo; hãy thu hẹp bộ lọc.", "There are more than {most}; narrow the filter.")


async def receive_many(
    session: AsyncSession, actor: Actor, voice: Voice, subject: Subject, given: ReceiveManyIn
) -> int:
    """Receive reports, all or none; how many. Raises Forbidden, and Invalid for ids or when a filter finds too many."""
    reports = await (_named(session, subject, given.ids) if given.ids else _found(session, subject, given))
    of_round: dict[UUID, list[Report]] = defaultdict(list)
    for report in reports:
        of_round[report.round_id].append(report)
    rounds = {each.id: each for each in await session.scalars(queries.rounds_of(of_round))}
    for round_id, each in of_round.items():
        of: Round = rounds[round_id]
        await receive(session, actor, voice, of, each)
    return len(reports)


async def _named(session: AsyncSession, subject: Subject, ids: Sequence[UUID]) -> list[Report]:
    wanted = list(dict.fromkeys(ids))
    statement = queries.receivable(subject, vietnam_today(session.info["now"])).where(Report.id.in_(wanted))
    rows = {report.id: (report, may) for report, may in await session.execute(statement)}
    faults = [
        Fault(f"/ids/{place}", *(("unknown_report", _UNKNOWN) if id_ not in rows else ("not_sent", _NOT_SENT)))
        for place, id_ in enumerate(ids)
        if id_ not in rows or rows[id_][0].status != "sent"
    ]
    if faults:
        raise Invalid(tuple(faults[:100]))
    if not all(may for _, may in rows.values()):
        raise Forbidden
    return [report for report, _ in rows.values()]


async def _found(session: AsyncSession, subject: Subject, given: ReceiveManyIn) -> list[Report]:
    today = vietnam_today(session.info["now"])
    statement = queries.to_receive(subject, given.filter, session.info["now"], today).limit(MOST + 1)
    reports = [report for report, _ in await session.execute(statement)]
    if len(reports) > MOST:
        raise invalid("/filter", "too_many", _TOO_MANY, most=MOST)
    return reports
