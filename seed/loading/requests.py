"""Hải Phòng's sample ad hoc request; once, and its answers in one statement."""

from datetime import timedelta

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.owing import Narrowing
from api.assignments.service.asking import Members
from api.audit.service import SYSTEM
from api.kit.calendar import vietnam_today
from api.kit.text import fold
from api.requests.models import DataAnswer, DataRequest
from api.requests.service import store_request
from api.units.models import Audience, Unit
from seed.demo.requests import AUDIENCE, COLUMNS, DEPARTMENT, HOURS, OFFICE, TEXT, TITLE, answer


async def load_requests(session: AsyncSession) -> None:
    """Ask and answer, unless this seed has done so before."""
    department = await session.scalar(select(Unit).where(Unit.code == DEPARTMENT))
    audience = await session.scalar(select(Audience).where(Audience.code == AUDIENCE))
    there = await session.scalar(select(exists().where(DataRequest.sample)))
    if department is None or audience is None or there:
        return
    now = session.info["now"]
    made = DataRequest(
        unit_id=department.id, department_id=department.id, audience_id=audience.id, title=TITLE, text=TEXT,
        search=fold(f"{TITLE} {TEXT}"), columns=[each._asdict() for each in COLUMNS],
        due_at=now + timedelta(hours=HOURS), by_name=OFFICE, sample=True,
    )  # fmt: skip
    members = await Members(session, vietnam_today(now)).of(Narrowing(audience.id))
    await store_request(session, SYSTEM, made, members)
    await _answer(session, made)


async def _answer(session: AsyncSession, made: DataRequest) -> None:
    asked = select(DataAnswer.id, Unit.code, Unit.name).join(Unit, Unit.id == DataAnswer.unit_id)
    rows = await session.execute(asked.where(DataAnswer.request_id == made.id))
    told = [{"row": row.id, "said": said, "who": row.name} for row in rows if (said := answer(row.code)) is not None]
    table = DataAnswer.__table__
    values = {"values": bindparam("said"), "answered_by": bindparam("who"), "answered_at": session.info["now"]}
    if told:
        statement = update(table).where(table.c.id == bindparam("row"))  # type: ignore[arg-type]
        await session.execute(statement.values(values), told)
