"""What audiences owe for the tasks of a plan.

Indicators stand above plans; `indicators.service` tells this module, by `use_indicators`, how to find them.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import any_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.http.answers import to_json
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.plans.models import Engagement, Plan, Task
from api.plans.queries.parties import audience_ref, raw
from api.plans.schemas.engagement import EngagementIn
from api.plans.schemas.party import PartyIn
from api.plans.service.journal import plan_data, touch, wrote
from api.plans.service.outline import Outline
from api.plans.service.references import look_up
from api.units.models import arrays

UNKNOWN_INDICATOR = Message("Không có chỉ tiêu này.", "There is no such indicator.")
_TWICE = Message("Đối tượng này đã có việc ở nhiệm vụ này.", "This audience already owes something for this task.")
_NO_ANSWER = Message(
    "Chỉ việc báo số liệu hoặc trả lời có/không mới có chỉ tiêu.", "Only a figure or a yes or no has an indicator."
)
# What answers an indicator; a notice or a product does not.
_ANSWERS = ("yes_no", "figure")

Ref = dict[str, Any]


class Indicators(NamedTuple):
    """How to find indicators: by reference for a caller in a plan's department, and by id; and which nobody reports."""

    find: Callable[[AsyncSession, Subject, UUID | None, set[str]], Awaitable[dict[str, UUID]]]
    refs: Callable[[AsyncSession, set[UUID]], Awaitable[dict[UUID, Ref]]]
    known_otherwise: Callable[[AsyncSession, set[UUID]], Awaitable[set[UUID]]]


_indicators: list[Indicators] = []


def use_indicators(indicators: Indicators) -> None:
    """Say how to find indicators; called once, by the package above."""
    _indicators[:] = [indicators]


async def replace_engagements(
    session: AsyncSession, actor: Actor, subject: Subject | None, plan: Plan, given: list[EngagementIn]
) -> None:
    """Make these the engagements of a draft. Raises Invalid for unknown references and for one given twice.

    Without a subject (the seed) every audience may be named, and no indicator.
    """
    rows = await _rows(session, subject, plan, {f"/items/{place}": each for place, each in enumerate(given)})
    await session.execute(delete(Engagement).where(Engagement.plan_id == plan.id))
    session.add_all(rows)
    touch(plan)
    await wrote(session, actor, "update", plan, plan=plan, data=plan_data(plan), changes={"engagements": len(rows)})


async def engage(
    session: AsyncSession, subject: Subject, plan: Plan, tasks: Iterable[UUID], given: Mapping[str, EngagementIn]
) -> None:
    """Make these, by where they were said, what audiences owe for some tasks of a plan in force.

    What they owe for its other tasks stays. Raises Invalid as `replace_engagements`.
    """
    rows = await _rows(session, subject, plan, given)
    last = await session.scalar(select(func.max(Engagement.position)).where(Engagement.plan_id == plan.id))
    for row in rows:
        row.position += (last or 0) + 1
    await session.execute(delete(Engagement).where(Engagement.task_id == any_(arrays.ids(tasks))))
    session.add_all(rows)
    await session.flush()


async def owed_by_task(session: AsyncSession, plan: Plan) -> Mapping[str, list[dict[str, Any]]]:
    """What audiences owe for each task of a plan, as plain JSON by the task's id."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in orjson.loads(to_json(await engagements(session, plan.id))):
        found[each["task"]["id"]].append({name: each[name] for name in each if name not in ("id", "task")})
    return found


async def engagements(session: AsyncSession, plan_id: UUID) -> list[dict[str, Any]]:
    """The engagements of a plan, as the contract's engagements."""
    statement = (
        select(Engagement, Task.code, Task.title, audience_ref(Engagement.audience_id))
        .join(Task, Task.id == Engagement.task_id)
        .where(Engagement.plan_id == plan_id, Task.deleted_at.is_(None))
        .order_by(Engagement.position, Engagement.id)
    )
    rows = (await session.execute(statement)).all()
    refs = await _refs(session, {row.Engagement.indicator_id for row in rows} - {None})
    return [
        {
            "id": each.id,
            "task": {"id": each.task_id, "code": code, "name": title},
            "audience": raw(audience),
            "owes": each.owes,
            "education_levels": each.education_levels,
            "ownership": each.ownership,
            "area": each.area,
            "indicator": each.indicator_id and refs.get(each.indicator_id),
        }
        for each, code, title, audience in rows
    ]


async def known_otherwise(session: AsyncSession, ids: set[UUID]) -> set[UUID]:
    """Of these indicators, those the system knows itself (derived, or fed by a client): nobody is asked for them."""
    return await _indicators[0].known_otherwise(session, ids) if ids else set()


async def _found(
    session: AsyncSession, subject: Subject | None, plan: Plan, given: Iterable[EngagementIn]
) -> dict[str, UUID]:
    wanted = {each.indicator for each in given if each.indicator is not None}
    return await _indicators[0].find(session, subject, plan.department_id, wanted) if wanted and subject else {}


async def _refs(session: AsyncSession, ids: set[UUID]) -> dict[UUID, Ref]:
    return await _indicators[0].refs(session, ids) if ids else {}


async def _rows(
    session: AsyncSession, subject: Subject | None, plan: Plan, given: Mapping[str, EngagementIn]
) -> list[Engagement]:
    """Engagements not yet stored, by where they were said. Raises Invalid with pointers there."""
    directory = await look_up(session, subject, parties=[PartyIn(audience=each.audience) for each in given.values()])
    outline = await Outline.of(session, plan)
    known = await _found(session, subject, plan, given.values())
    rows: dict[tuple[UUID, UUID], Engagement] = {}
    for place, (pointer, each) in enumerate(given.items()):
        audience = directory.audience(each.audience, f"{pointer}/audience")
        task = outline.task(each.task, f"{pointer}/task")
        if audience is None:
            continue
        if (task.id, audience.id) in rows:
            raise invalid(pointer, "given_twice", _TWICE)
        rows[task.id, audience.id] = Engagement(
            plan_id=plan.id,
            task_id=task.id,
            audience_id=audience.id,
            position=place,
            owes=each.owes,
            education_levels=each.education_levels,
            ownership=each.ownership,
            area=each.area,
            indicator_id=_indicator(each, known, pointer),
        )
    directory.refuse()
    return [*rows.values()]


def _indicator(given: EngagementIn, known: dict[str, UUID], pointer: str) -> UUID | None:
    if given.indicator is None:
        return None
    if given.owes not in _ANSWERS:
        raise invalid(f"{pointer}/indicator", "no_answer", _NO_ANSWER)
    if given.indicator not in known:
        raise invalid(f"{pointer}/indicator", "unknown_indicator", UNKNOWN_INDICATOR)
    return known[given.indicator]
