"""A difficulty is answered, one at a time or many alike at once, resolved, raised again, or becomes an amendment."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.followup.errors import DifficultyResolved, DifficultyStillOpen
from api.followup.models import Difficulty, DifficultyAct
from api.followup.permissions import DIFFICULTY_ANSWER, DIFFICULTY_WRITE
from api.followup.queries.difficulties import answerable, filtered
from api.followup.queries.scope import put_to_own
from api.followup.rules import amended_by
from api.followup.schemas.difficulty import MOST, AmendedIn, ManyAnswersIn
from api.followup.service.journal import Voice, act, difficulty_data, difficulty_wrote, voice_of
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, invalid
from api.plans.models import Amendment
from api.plans.service import touch
from api.units.models.arrays import any_id

_UNKNOWN = Message("Không có khó khăn, vướng mắc này.", "There is no such difficulty.")
_RESOLVED = Message("Khó khăn, vướng mắc này đã được giải quyết.", "This difficulty is resolved.")
_TOO_MANY = Message("Có quá {most} nội dung; hãy thu hẹp bộ lọc.", "There are more than {most}; narrow the filter.")
_OTHER_PLAN = Message(
    "Kế hoạch của nhiệm vụ không có lần điều chỉnh, bổ sung này.", "The plan of the task has no such amendment."
)
_LINKED = Message("Đã gắn với lần điều chỉnh này.", "It names this amendment already.")
_TABLE: Any = Difficulty.__table__


async def answer(session: AsyncSession, actor: Actor, voice: Voice, difficulty: Difficulty, text: str) -> None:
    """Answer one, the first time or further. Raises DifficultyResolved."""
    _answered(session, difficulty)
    await difficulty_wrote(session, actor, voice, "answered", difficulty, text=text)


async def amended(
    session: AsyncSession, actor: Actor, subject: Subject, difficulty: Difficulty, given: AmendedIn
) -> None:
    """Answer one by the amendment it became. Raises DifficultyResolved, Invalid for one of another plan or linked."""
    of_plan = (Amendment.id == given.amendment, Amendment.plan_id == difficulty.plan_id)
    amendment = await session.scalar(select(Amendment).where(*of_plan))
    if amendment is None:
        raise invalid("/amendment", "unknown_amendment", _OTHER_PLAN)
    named = (DifficultyAct.difficulty_id == difficulty.id, DifficultyAct.amendment_id == amendment.id)
    if await session.scalar(select(DifficultyAct.id).where(*named)) is not None:
        raise invalid("/amendment", "given_twice", _LINKED)
    _answered(session, difficulty)
    text = given.text or amended_by(amendment.number, amendment.effective_on, amendment.reason)
    voice = voice_of(subject, difficulty.put_to_id, DIFFICULTY_ANSWER)
    await difficulty_wrote(session, actor, voice, "amended", difficulty, text=text, amendment_id=amendment.id)


def _answered(session: AsyncSession, difficulty: Difficulty) -> None:
    if difficulty.status == "resolved":
        raise DifficultyResolved
    difficulty.status, difficulty.answered_at = "answered", session.info["now"]
    touch(difficulty)


async def resolve(
    session: AsyncSession, actor: Actor, voice: Voice, difficulty: Difficulty, text: str | None = None
) -> None:
    """Say that nothing stands in the way any more, answered or not. Raises DifficultyResolved."""
    if difficulty.status == "resolved":
        raise DifficultyResolved
    difficulty.status, difficulty.resolved_at = "resolved", session.info["now"]
    await difficulty_wrote(session, actor, voice, "resolved", difficulty, text=text)


async def reopen(session: AsyncSession, actor: Actor, subject: Subject, difficulty: Difficulty, text: str) -> None:
    """Raise it again because the answer does not do. Raises DifficultyStillOpen."""
    if difficulty.status == "open":
        raise DifficultyStillOpen
    difficulty.status, difficulty.resolved_at = "open", None
    voice = voice_of(subject, difficulty.unit_id, DIFFICULTY_WRITE)
    await difficulty_wrote(session, actor, voice, "reopened", difficulty, text=text)


async def answer_many(session: AsyncSession, actor: Actor, subject: Subject, given: ManyAnswersIn) -> tuple[int, int]:
    """Give one answer to many: how many difficulties, of how many units.

    Raises Invalid for an id that is unknown or resolved, or when a filter finds too many; Forbidden for one put to
    others. All are answered or none, in as many statements as one would take.
    """
    rows = await (_named(session, subject, given) if given.ids else _found(session, subject, given))
    if rows:
        await _answer_all(session, actor, Voice(subject.id, subject.name), rows, given.text)
    return len(rows), len({row.unit_id for row in rows})


async def _named(session: AsyncSession, subject: Subject, given: ManyAnswersIn) -> Sequence[Any]:
    ids = list(dict.fromkeys(given.ids or ()))
    found = answerable(subject, vietnam_today(session.info["now"])).where(Difficulty.id == any_id(ids))
    rows = {row.id: row for row in await session.execute(found.order_by(Difficulty.id))}
    faults = [
        Fault(f"/ids/{place}", "unknown_difficulty", _UNKNOWN)
        if id_ not in rows
        else Fault(f"/ids/{place}", "resolved", _RESOLVED)
        for place, id_ in enumerate(given.ids or ())
        if id_ not in rows or rows[id_].status == "resolved"
    ]
    if faults:
        raise Invalid(tuple(faults[:100]))
    if not all(row.may for row in rows.values()):
        raise Forbidden
    return list(rows.values())


async def _found(session: AsyncSession, subject: Subject, given: ManyAnswersIn) -> Sequence[Any]:
    today = vietnam_today(session.info["now"])
    mine = filtered(answerable(subject, today), given.filter, today).where(put_to_own(subject))
    rows: Sequence[Any] = (await session.execute(mine.order_by(Difficulty.id).limit(MOST + 1))).all()
    if len(rows) > MOST:
        raise invalid("/filter", "too_many", _TOO_MANY, most=MOST)
    return rows


async def _answer_all(session: AsyncSession, actor: Actor, voice: Voice, rows: Sequence[Any], text: str) -> None:
    now = session.info["now"]
    values = {"status": "answered", "answered_at": now, "updated_at": now, "version": _TABLE.c.version + 1}
    chosen = update(_TABLE).where(_TABLE.c.id == any_id(row.id for row in rows)).values(values)
    changed = await session.execute(chosen.returning(_TABLE.c.id, _TABLE.c.version))
    versions = {row.id: row.version for row in changed}
    said = act(session, voice, "answered", text)
    await session.execute(insert(DifficultyAct), [{"id": uuid7(), "difficulty_id": row.id, **said} for row in rows])
    for row in rows:
        about: dict[str, Any] = {"entity": "difficulty", "entity_id": row.id, "unit_id": row.unit_id}
        changes = {"status": "answered", "text": text, "together": len(rows)}
        record(session, actor, "difficulty.answered", changes=changes, **about)
        data = difficulty_data(row) | {"status": "answered"}
        emit(
            session, "difficulty.answered",
            version=versions[row.id], department_id=row.department_id, data=data, **about,
        )  # fmt: skip
    await session.flush()
