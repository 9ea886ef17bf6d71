"""What every write of this domain leaves behind: who said what, an audit entry and an event, in its transaction."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.followup.models import Clarification, ClarificationAct, Difficulty, DifficultyAct
from api.kit.events import emit
from api.kit.permissions import Subject
from api.units.scope import own_units


class Voice(NamedTuple):
    """Who says something; `on_behalf`: for a unit below."""

    id: UUID | None
    name: str
    on_behalf: bool = False


def voice_of(subject: Subject, unit_id: UUID, permission: str) -> Voice:
    """The caller, speaking for a unit."""
    return Voice(subject.id, subject.name, unit_id not in own_units(subject, permission))


def act(session: AsyncSession, voice: Voice, what: str, text: str | None) -> dict[str, Any]:
    """The columns of something that happened."""
    by = {"by_id": voice.id, "by_name": voice.name, "on_behalf": voice.on_behalf}
    return {"at": session.info["now"], "act": what, "text": text} | by


async def difficulty_wrote(
    session: AsyncSession,
    actor: Actor,
    voice: Voice,
    what: str,
    difficulty: Difficulty,
    *,
    text: str | None = None,
    amendment_id: UUID | None = None,
) -> None:
    """Keep what happened to a difficulty, and tell of it."""
    await session.flush()
    said = act(session, voice, what, text)
    session.add(DifficultyAct(difficulty_id=difficulty.id, amendment_id=amendment_id, **said))
    changes = {"status": difficulty.status, "on_behalf": voice.on_behalf} | ({"text": text} if text else {})
    record(
        session, actor, f"difficulty.{what}",
        entity="difficulty", entity_id=difficulty.id, unit_id=difficulty.unit_id, changes=changes,
    )  # fmt: skip
    emit(
        session, f"difficulty.{what}",
        entity="difficulty", entity_id=difficulty.id, version=difficulty.version,
        unit_id=difficulty.unit_id, department_id=difficulty.department_id, data=difficulty_data(difficulty),
    )  # fmt: skip
    await session.flush()


def difficulty_data(difficulty: Any) -> dict[str, Any]:
    """What the feed shows of a difficulty."""
    return {
        "title": difficulty.title,
        "status": difficulty.status,
        "put_to_id": str(difficulty.put_to_id),
        "task_id": difficulty.task_id and str(difficulty.task_id),
        "plan_id": difficulty.plan_id and str(difficulty.plan_id),
    }


async def clarification_wrote(
    session: AsyncSession, actor: Actor, voice: Voice, what: str, asked: Clarification, *, text: str | None = None
) -> None:
    """Keep what happened to a request to clarify, and tell of it."""
    await session.flush()
    session.add(ClarificationAct(clarification_id=asked.id, **act(session, voice, what, text)))
    changes = {"status": asked.status, "due_on": asked.due_on.isoformat(), "on_behalf": voice.on_behalf}
    record(
        session, actor, f"clarification.{what}",
        entity="clarification_request", entity_id=asked.id, unit_id=asked.unit_id,
        changes=changes | ({"text": text} if text else {}),
    )  # fmt: skip
    data = {
        "title": asked.title,
        "status": asked.status,
        "wording": asked.wording,
        "due_on": asked.due_on.isoformat(),
        "asked_by_id": str(asked.asked_by_id),
        "task_id": asked.task_id and str(asked.task_id),
        "plan_id": asked.plan_id and str(asked.plan_id),
    }
    emit(
        session, f"clarification.{what}",
        entity="clarification_request", entity_id=asked.id, version=asked.version,
        unit_id=asked.unit_id, department_id=asked.department_id, data=data,
    )  # fmt: skip
    await session.flush()
