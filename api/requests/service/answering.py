"""A unit answers, the first time or better, while the request is open."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.followup.service.journal import voice_of
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Fault, Invalid, Message, NotFound
from api.plans.queries.plans import named
from api.requests.errors import DataRequestClosed
from api.requests.models import DataAnswer, DataRequest
from api.requests.permissions import DATA_REQUEST_ANSWER
from api.requests.queries.scope import answered_by, visible_answers, visible_requests
from api.requests.rules import columns_of, read, status
from api.units.models import Unit

_WRONG = {
    "unknown_column": Message("Yêu cầu không có cột này.", "The request has no such column."),
    "missing": Message("Cần điền mục này.", "This is needed."),
    "not_a_text": Message("Cần nhập chữ.", "A text is needed."),
    "not_a_number": Message("Cần nhập một con số.", "A number is needed."),
    "ambiguous_number": Message(
        "Số này đọc được hai cách; viết 12500 hoặc 12,5.", "This reads in two ways; write 12500 or 12,5."
    ),
    "number_too_long": Message("Số có quá nhiều chữ số.", "The number has too many digits."),
    "not_yes_or_no": Message("Cần chọn Có hoặc Không.", "Yes or no is needed."),
    "not_a_day": Message("Cần nhập ngày, tháng, năm.", "A day is needed."),
    "not_a_choice": Message("Cần chọn một trong các mục đã cho.", "Choose one of what is offered."),
}


class Asked(NamedTuple):
    """The row of a unit that was asked, locked, with the request; `may`: the caller may answer for it."""

    made: DataRequest
    answer: DataAnswer
    may: bool


async def answer_seen(session: AsyncSession, subject: Subject, request_id: UUID, unit: str) -> Asked:
    """The row of a unit, by its code or id. Raises NotFound."""
    today = vietnam_today(session.info["now"])
    found = select(DataRequest, DataAnswer, answered_by(subject, today)).join(
        DataAnswer, DataAnswer.request_id == DataRequest.id
    )
    found = found.join(Unit, Unit.id == DataAnswer.unit_id).where(
        DataRequest.id == request_id,
        named(Unit, unit),
        visible_requests(subject, today),
        visible_answers(subject, today),
    )
    locked = found.with_for_update(of=DataAnswer).execution_options(populate_existing=True)
    row = (await session.execute(locked)).one_or_none()
    if row is None:
        raise NotFound
    return Asked(*row)


async def answer(session: AsyncSession, actor: Actor, subject: Subject, asked: Asked, given: dict[str, Any]) -> None:
    """Keep an answer; the same again leaves no trace. Raises DataRequestClosed, Invalid."""
    made, row, now = asked.made, asked.answer, session.info["now"]
    if status(made.due_at, made.closed_at, now) == "closed":
        raise DataRequestClosed
    values, wrong = read(columns_of(made.columns), given)
    if wrong:
        raise Invalid(tuple(Fault(f"/values/{each.key}", each.code, _WRONG[each.code]) for each in wrong))
    if values == row.values:
        return
    voice = voice_of(subject, row.unit_id, DATA_REQUEST_ANSWER)
    before, row.values = row.values, values
    row.answered_at, row.answered_by, row.on_behalf = now, voice.name, voice.on_behalf
    await session.flush()
    about: dict[str, Any] = {"entity": "data_request_answer", "entity_id": row.id, "unit_id": row.unit_id}
    changes = {"request_id": str(made.id), "before": before, "values": values, "on_behalf": voice.on_behalf}
    record(session, actor, "data_request.answered", changes=changes, **about)
    data = {"request_id": str(made.id), "on_behalf": voice.on_behalf}
    emit(
        session, "data_request.answered", version=row.version, department_id=row.department_id, data=data, **about
    )  # fmt: skip
    await session.flush()
