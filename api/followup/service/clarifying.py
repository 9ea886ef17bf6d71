"""A leader asks one unit why, the unit answers, the leader is content or asks on."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.models import Assignment
from api.assignments.queries import assignments
from api.audit.service import Actor
from api.followup.errors import ClarificationClosed, ClarificationNotAnswered, ClarificationNotOpen
from api.followup.models import Clarification
from api.followup.permissions import CLARIFICATION_ASK
from api.followup.queries.scope import asked_of, may_ask, visible_clarifications
from api.followup.rules import wording
from api.followup.schemas.clarification import ClarificationIn, ClarificationPatch, ReopenIn
from api.followup.service.about import Subjects, subjects_of
from api.followup.service.journal import Voice, clarification_wrote
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.kit.text import fold
from api.plans.service import touch
from api.units.models import Unit, UnitClosure
from api.units.models.arrays import any_id
from api.units.scope import governs
from api.units.service.references import unit_of

_PAST = Message("Thời hạn trả lời phải từ hôm nay trở đi.", "The day to answer by must be today or later.")
_UNKNOWN_WORK = Message("Đơn vị này không có việc này.", "The unit has no such assignment.")


async def ask(session: AsyncSession, actor: Actor, subject: Subject, given: ClarificationIn) -> Clarification:
    """Ask a unit below one's own why. Raises Forbidden, and Invalid for what it names or a day that is over."""
    today = vietnam_today(session.info["now"])
    unit = await unit_of(session, subject, given.unit, today, "/unit")
    if (
        await session.scalar(select(governs(subject, CLARIFICATION_ASK, today)(Unit.id)).where(Unit.id == unit.id))
        is not True
    ):
        raise Forbidden
    _check_day(given.due_on, today)
    about, assignment_id = await subjects_of(session, subject, given), None
    if given.assignment is not None:
        work = await _work(session, subject, unit, given.assignment, today)
        about = about._replace(plan_id=work.plan_id, task_id=work.task_id)
        assignment_id = work.id
    asking = await _asking(session, subject, unit, today)
    voice = Voice(subject.id, subject.name)
    return await store_clarification(
        session,
        actor,
        voice,
        unit,
        asking=asking,
        about=about,
        title=given.title,
        text=given.text,
        due_on=given.due_on,
        assignment_id=assignment_id,
    )


async def store_clarification(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    unit: Unit,
    *,
    asking: UUID,
    about: Subjects,
    title: str,
    text: str,
    due_on: date,
    assignment_id: UUID | None = None,
) -> Clarification:
    """Keep a request whose parts are known, worded by the rank of who is asked."""
    asked = Clarification(
        unit_id=unit.id,
        department_id=unit.department_id,
        asked_by_id=asking,
        assignment_id=assignment_id,
        **about._asdict(),
        title=title,
        text=text,
        search=fold(f"{title} {text}"),
        wording=wording(unit.kind, itself=unit.id == asking),
        due_on=due_on,
        status="open",
    )
    session.add(asked)
    await clarification_wrote(session, actor, voice, "asked", asked, text=text)
    return asked


async def clarification_seen(
    session: AsyncSession, subject: Subject, clarification_id: UUID
) -> tuple[Clarification, bool, bool]:
    """A request, locked, whether the caller asks it, and whether the caller answers it. Raises NotFound."""
    today = vietnam_today(session.info["now"])
    found = select(Clarification, may_ask(subject, today), asked_of(subject, today)).where(
        Clarification.id == clarification_id, visible_clarifications(subject, today)
    )
    locked = found.with_for_update(of=Clarification).execution_options(populate_existing=True)
    row = (await session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


async def change_clarification(
    session: AsyncSession, actor: Actor, voice: Voice, asked: Clarification, patch: ClarificationPatch
) -> None:
    """Ask it better, or give more time; what is so already leaves no trace. Raises ClarificationNotOpen, Invalid."""
    if asked.status != "open":
        raise ClarificationNotOpen
    changes = {name: value for name, value in patch.changes().items() if value != getattr(asked, name)}
    if "due_on" in changes:
        _check_day(patch.due_on, vietnam_today(session.info["now"]))
    for name, value in changes.items():
        setattr(asked, name, value)
    if changes:
        asked.search = fold(f"{asked.title} {asked.text}")
        await clarification_wrote(session, actor, voice, "changed", asked, text=changes.get("text"))


async def answer_clarification(
    session: AsyncSession, actor: Actor, voice: Voice, asked: Clarification, text: str
) -> None:
    """Answer, the first time or further. Raises ClarificationClosed."""
    if asked.status == "closed":
        raise ClarificationClosed
    asked.status, asked.answered_at = "answered", session.info["now"]
    touch(asked)
    await clarification_wrote(session, actor, voice, "answered", asked, text=text)


async def close_clarification(
    session: AsyncSession, actor: Actor, voice: Voice, asked: Clarification, text: str | None
) -> None:
    """Be content. Raises ClarificationClosed."""
    if asked.status == "closed":
        raise ClarificationClosed
    asked.status, asked.closed_at = "closed", session.info["now"]
    await clarification_wrote(session, actor, voice, "closed", asked, text=text)


async def reopen_clarification(
    session: AsyncSession, actor: Actor, voice: Voice, asked: Clarification, given: ReopenIn
) -> None:
    """Ask on. Raises ClarificationNotAnswered, and Invalid for a day that is over."""
    if asked.status == "open":
        raise ClarificationNotAnswered
    _check_day(given.due_on, vietnam_today(session.info["now"]))
    asked.status, asked.due_on, asked.closed_at = "open", given.due_on, None
    await clarification_wrote(session, actor, voice, "reopened", asked, text=given.text)


def _check_day(due_on: date, today: date) -> None:
    if due_on < today:
        raise invalid("/due_on", "in_the_past", _PAST)


async def _work(session: AsyncSession, subject: Subject, unit: Unit, id_: UUID, today: date) -> Assignment:
    found = assignments.seen_one(subject, id_, today).where(Assignment.unit_id == unit.id)
    work: Assignment | None = await session.scalar(found)
    if work is None:
        raise invalid("/assignment", "unknown_assignment", _UNKNOWN_WORK)
    return work


async def _asking(session: AsyncSession, subject: Subject, unit: Unit, today: date) -> UUID:
    """Of the units the caller leads, the one nearest above who is asked."""
    leading = any_id({reach.unit_id for reach in subject.reaches_with(CLARIFICATION_ASK)})
    way = (UnitClosure.line == "professional", UnitClosure.valid.contains(today), UnitClosure.ancestor_id == leading)
    found = select(UnitClosure.ancestor_id).where(UnitClosure.descendant_id == unit.id, *way)
    return (await session.scalars(found.order_by(UnitClosure.depth).limit(1))).one()
