"""A unit says what stands in its way, and to whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.followup.errors import DifficultyNotOpen
from api.followup.models import Difficulty
from api.followup.permissions import DIFFICULTY_ANSWER, DIFFICULTY_WRITE
from api.followup.queries.scope import put_to_own, raised_for, recipients, visible_difficulties
from api.followup.schemas.difficulty import DifficultyIn, DifficultyPatch
from api.followup.service.about import Raised, subjects_of, task_of, unit_of_report, unknown_report
from api.followup.service.journal import Voice, difficulty_wrote, voice_of
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.kit.text import fold
from api.plans.queries.plans import as_id
from api.units.models import Unit
from api.units.scope import enters, own_units
from api.units.service.references import unit_of

_WHOSE = Message("Hãy chọn đơn vị.", "Say which unit it is.")
_NOT_ABOVE = Message(
    "Chỉ gửi được đến đơn vị cấp trên hoặc phòng chủ trì nhiệm vụ.",
    "It can be put to a unit above, or to the division that leads the task.",
)


async def raise_difficulty(session: AsyncSession, actor: Actor, subject: Subject, given: DifficultyIn) -> Difficulty:
    """Raise a difficulty for one's own unit, or for one below. Raises Forbidden, and Invalid for what it names."""
    of_report = None if given.report_id is None else await unit_of_report(session, subject, given.report_id)
    reference = str(of_report) if given.unit is None and of_report is not None else given.unit
    unit = await _whose(session, subject, reference)
    if of_report not in {None, unit.id}:
        raise unknown_report()
    about = Raised(*await subjects_of(session, subject, given), report_id=given.report_id)
    rows = await recipients_of(session, unit.id, about.task_id)
    put_to = _chosen(rows, given.put_to)
    voice = voice_of(subject, unit.id, DIFFICULTY_WRITE)
    return await store_difficulty(
        session, actor, voice, unit, put_to=put_to, about=about, title=given.title, text=given.text
    )


async def store_difficulty(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    unit: Unit,
    *,
    put_to: UUID,
    about: Raised,
    title: str,
    text: str,
) -> Difficulty:
    """Keep a difficulty whose parts are known."""
    difficulty = Difficulty(
        unit_id=unit.id,
        department_id=unit.department_id,
        put_to_id=put_to,
        **about._asdict(),
        title=title,
        text=text,
        search=fold(f"{title} {text}"),
        status="open",
    )
    session.add(difficulty)
    await difficulty_wrote(session, actor, voice, "raised", difficulty, text=text)
    return difficulty


async def recipients_of(session: AsyncSession, unit_id: UUID, task_id: UUID | None) -> Sequence[Any]:
    """Whom a unit puts a difficulty to: rows of id, code, name, and depth where it stands above; nearest first."""
    found = recipients(unit_id, task_id, vietnam_today(session.info["now"]))
    rows: Sequence[Any] = (await session.execute(found)).all()
    return rows


async def recipients_for(
    session: AsyncSession, subject: Subject, unit: str | None, task_id: UUID | None
) -> Sequence[Any]:
    """The same for a unit the caller raises difficulties for, and a task the caller sees."""
    whose = await _whose(session, subject, unit)
    _, seen = await task_of(session, subject, None, None if task_id is None else str(task_id))
    return await recipients_of(session, whose.id, seen)


async def difficulty_seen(
    session: AsyncSession, subject: Subject, difficulty_id: UUID
) -> tuple[Difficulty, bool, bool]:
    """A difficulty, locked, whether the caller raises it, and whether the caller answers it. Raises NotFound."""
    today = vietnam_today(session.info["now"])
    found = select(Difficulty, raised_for(subject, today), put_to_own(subject)).where(
        Difficulty.id == difficulty_id, visible_difficulties(subject, today)
    )
    locked = found.with_for_update(of=Difficulty).execution_options(populate_existing=True)
    row = (await session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


async def change(
    session: AsyncSession,
    actor: Actor,
    subject: Subject,
    difficulty: Difficulty,
    patch: DifficultyPatch,
    *,
    raises: bool,
) -> None:
    """Say it better, or pass it on to another unit; what is so already leaves no trace.

    `raises`: the caller is one of the unit's; who only answers it passes it on. Raises DifficultyNotOpen, Forbidden.
    """
    if difficulty.status != "open":
        raise DifficultyNotOpen
    changes = patch.changes()
    if changes.keys() - {"put_to"} and not raises:
        raise Forbidden
    before = (difficulty.title, difficulty.text, difficulty.put_to_id)
    difficulty.title, difficulty.text = changes.get("title", before[0]), changes.get("text", before[1])
    difficulty.search = fold(f"{difficulty.title} {difficulty.text}")
    if "put_to" in changes:
        rows = await recipients_of(session, difficulty.unit_id, difficulty.task_id)
        difficulty.put_to_id = _chosen(rows, patch.put_to)
    if (difficulty.title, difficulty.text, difficulty.put_to_id) == before:
        return
    acting = (difficulty.unit_id, DIFFICULTY_WRITE) if raises else (before[2], DIFFICULTY_ANSWER)
    what = "passed_on" if difficulty.put_to_id != before[2] else "changed"
    await difficulty_wrote(session, actor, voice_of(subject, *acting), what, difficulty)


async def _whose(session: AsyncSession, subject: Subject, reference: str | None) -> Unit:
    """The unit named, or the caller's only one. Raises Invalid, Forbidden."""
    today = vietnam_today(session.info["now"])
    if reference is None:
        own = own_units(subject, DIFFICULTY_WRITE)
        if len(own) != 1:
            raise invalid("/unit", "unit_required", _WHOSE)
        return await session.get_one(Unit, own[0])
    unit = await unit_of(session, subject, reference, today, "/unit")
    may = select(Unit.id).where(Unit.id == unit.id, enters(subject, DIFFICULTY_WRITE, today)(Unit.id))
    if await session.scalar(may) is None:
        raise Forbidden
    return unit


def _chosen(rows: Sequence[Any], reference: str | None) -> UUID:
    """The unit named among those it can be put to, or the nearest above. Raises Invalid."""
    id_ = None if reference is None else as_id(reference)
    for row in rows:
        if row.depth is not None if reference is None else row.code == reference or row.id == id_:
            found: UUID = row.id
            return found
    raise invalid("/put_to", "not_above", _NOT_ABOVE)
