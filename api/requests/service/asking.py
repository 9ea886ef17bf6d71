"""A coordinator asks an audience for a few columns."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.owing import Narrowing
from api.assignments.service.asking import Member, Members
from api.audit.service import Actor, record
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.kit.text import fold
from api.plans.rules.plan import bound_within
from api.requests.errors import DataRequestClosed
from api.requests.models import DataAnswer, DataRequest
from api.requests.permissions import DATA_REQUEST_WRITE
from api.requests.queries.scope import asked_by, visible_requests
from api.requests.rules import Column, status
from api.requests.schemas import DataRequestIn, DataRequestPatch
from api.units.models import Audience, Unit
from api.units.scope import governs, own_units
from api.units.service.references import audience_of, unit_of

_WHOSE = Message("Hãy chọn đơn vị.", "Say which unit it is.")
_PAST = Message("Thời hạn đã qua.", "That instant is over.")
_NOBODY = Message("Không có đơn vị nào thuộc đối tượng này.", "No unit is in this audience.")


async def ask(session: AsyncSession, actor: Actor, subject: Subject, given: DataRequestIn) -> DataRequest:
    """Ask every unit of an audience. Raises Forbidden, and Invalid for what it names."""
    now = session.info["now"]
    unit = await _asking(session, subject, given.unit)
    audience = await audience_of(session, subject, given.audience, vietnam_today(now), "/audience")
    due_at = given.due_at if given.due_in_hours is None else now + timedelta(hours=given.due_in_hours)
    if due_at is None or due_at <= now:
        raise invalid("/due_at", "in_the_past", _PAST)
    members = await _meant(session, unit, audience)
    if not members:
        raise invalid("/audience", "nobody_there", _NOBODY)
    columns = [
        Column(f"c{place}", each.label, each.kind, each.required, tuple(each.choices))
        for place, each in enumerate(given.columns, start=1)
    ]
    made = _request(unit, audience, columns, title=given.title, text=given.text, due_at=due_at, by=subject.name)
    return await store_request(session, actor, made, members)


def _request(
    unit: Unit, audience: Audience, columns: Sequence[Column], *, title: str, text: str, due_at: datetime, by: str
) -> DataRequest:
    return DataRequest(
        unit_id=unit.id,
        department_id=unit.department_id,
        audience_id=audience.id,
        title=title,
        text=text,
        search=fold(f"{title} {text}"),
        columns=[column._asdict() for column in columns],
        due_at=due_at,
        by_name=by,
        sample=False,
    )


async def store_request(
    session: AsyncSession, actor: Actor, made: DataRequest, members: Sequence[Member]
) -> DataRequest:
    """Keep a request whose parts are known, with a row for each unit asked, in one statement."""
    session.add(made)
    await session.flush()
    now = session.info["now"]
    stamp = {"version": 1, "created_at": now, "updated_at": now, "request_id": made.id, "on_behalf": False}
    rows = [stamp | {"id": uuid7(), "unit_id": each.id, "department_id": each.department_id} for each in members]
    await session.execute(insert(DataAnswer), rows)
    await wrote(session, actor, "asked", made, {"asked": len(rows)})
    return made


async def request_seen(session: AsyncSession, subject: Subject, request_id: UUID) -> tuple[DataRequest, bool]:
    """A request, locked, and whether the caller asks it. Raises NotFound."""
    today = vietnam_today(session.info["now"])
    found = select(DataRequest, asked_by(subject, today)).where(
        DataRequest.id == request_id, visible_requests(subject, today)
    )
    locked = found.with_for_update(of=DataRequest).execution_options(populate_existing=True)
    row = (await session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


async def change(session: AsyncSession, actor: Actor, made: DataRequest, patch: DataRequestPatch) -> None:
    """Say it better, or give more time, which opens it again; what is so already leaves no trace. Raises Invalid."""
    changes = {name: value for name, value in patch.changes().items() if value != getattr(made, name)}
    if "due_at" in patch.changes():
        if patch.due_at <= session.info["now"]:
            raise invalid("/due_at", "in_the_past", _PAST)
        changes |= {"closed_at": None} if made.closed_at is not None else {}
    for name, value in changes.items():
        setattr(made, name, value)
    if changes:
        made.search = fold(f"{made.title} {made.text}")
        await wrote(session, actor, "changed", made, {})


async def close(session: AsyncSession, actor: Actor, made: DataRequest) -> None:
    """Take no more answers. Raises DataRequestClosed."""
    now = session.info["now"]
    if status(made.due_at, made.closed_at, now) == "closed":
        raise DataRequestClosed
    made.closed_at = now
    await wrote(session, actor, "closed", made, {})


async def wrote(session: AsyncSession, actor: Actor, what: str, made: DataRequest, more: dict[str, Any]) -> None:
    """Leave the audit entry and the event of something done to a request."""
    await session.flush()
    about: dict[str, Any] = {"entity": "data_request", "entity_id": made.id, "unit_id": made.unit_id}
    data = {"title": made.title, "due_at": made.due_at.isoformat(), "closed": made.closed_at is not None} | more
    record(session, actor, f"data_request.{what}", changes=data, **about)
    emit(
        session, f"data_request.{what}", version=made.version, department_id=made.department_id, data=data, **about
    )  # fmt: skip
    await session.flush()


async def _asking(session: AsyncSession, subject: Subject, reference: str | None) -> Unit:
    """The unit named, or the caller's only one. Raises Invalid, Forbidden."""
    today = vietnam_today(session.info["now"])
    if reference is None:
        own = own_units(subject, DATA_REQUEST_WRITE)
        if len(own) != 1:
            raise invalid("/unit", "unit_required", _WHOSE)
        return await session.get_one(Unit, own[0])
    unit = await unit_of(session, subject, reference, today, "/unit")
    may = select(Unit.id).where(Unit.id == unit.id, governs(subject, DATA_REQUEST_WRITE, today)(Unit.id))
    if await session.scalar(may) is None:
        raise Forbidden
    return unit


async def _meant(session: AsyncSession, unit: Unit, audience: Audience) -> Sequence[Member]:
    """The units of the audience today; of a unit that is no department, those below it."""
    members = Members(session, vietnam_today(session.info["now"]))
    return await members.of(Narrowing(audience.id, within=bound_within(unit.id, unit.department_id)))
