"""Codes by which other systems name indicators: given, changed, taken away."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.identity.models import Client
from api.indicators.models import Indicator, IndicatorCode
from api.indicators.permissions import INDICATOR_CODE_WRITE
from api.indicators.queries import codes as queries
from api.indicators.queries.indicators import visible
from api.indicators.schemas.code import IndicatorCodeIn
from api.indicators.service.indicator import find_indicators
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Message, NotFound, invalid
from api.plans.queries.plans import as_id
from api.units.models import Unit
from api.units.scope import governs

_UNKNOWN = Message("Không có chỉ tiêu này.", "There is no such indicator.")
_TAKEN = Message(
    "Hệ thống này đã dùng mã ấy cho một chỉ tiêu khác.", "The system uses this code for another indicator already."
)
_OURS = Message(
    "Mã này là mã của một chỉ tiêu khác trên Lộ Trình, nên sẽ bị hiểu nhầm.",
    "This is our own code of another indicator, and would be taken for it.",
)


async def set_code(session: AsyncSession, actor: Actor, subject: Subject, given: IndicatorCodeIn) -> tuple[UUID, bool]:
    """What a system calls an indicator from now on; its id, and whether there was none before.

    Raises NotFound for a system out of reach, Invalid for such an indicator and a code that means another.
    """
    client = await _client(session, subject, given.client)
    indicator = await _indicator(session, subject, client, given.indicator)
    await _check(session, subject, client, indicator, given.value)
    found = select(IndicatorCode).where(
        IndicatorCode.client_id == client.id, IndicatorCode.indicator_id == indicator.id
    )
    code = await session.scalar(found)
    if code is not None and code.deleted_at is None and code.value == given.value:
        return code.id, False
    new = code is None or code.deleted_at is not None
    if code is None:
        code = IndicatorCode(client_id=client.id, indicator_id=indicator.id, value=given.value)
        session.add(code)
    code.value, code.deleted_at = given.value, None
    await _wrote(session, actor, "create" if new else "update", code, client)
    return code.id, new


async def code_to_change(session: AsyncSession, subject: Subject, code_id: UUID) -> tuple[IndicatorCode, Client]:
    """A code with its system, locked. Raises NotFound for one out of sight, Forbidden for others'."""
    today = vietnam_today(session.info["now"])
    seen = queries.codes(subject, today).with_only_columns(IndicatorCode.id)
    mine = governs(subject, INDICATOR_CODE_WRITE, today)(Client.unit_id)
    statement = select(IndicatorCode, Client, mine).join(Client, Client.id == IndicatorCode.client_id)
    found = statement.where(IndicatorCode.id == code_id, IndicatorCode.id.in_(seen)).with_for_update(of=IndicatorCode)
    row = (await session.execute(found)).one_or_none()
    if row is None:
        raise NotFound
    if not row[2]:
        raise Forbidden
    return row[0], row[1]


async def take_code_away(session: AsyncSession, actor: Actor, code: IndicatorCode, client: Client) -> None:
    """The system has no code for the indicator any more."""
    code.deleted_at = session.info["now"]
    await _wrote(session, actor, "delete", code, client)


async def _client(session: AsyncSession, subject: Subject, reference: str) -> Client:
    """The system, locked: its codes are given one after the other."""
    mine = governs(subject, INDICATOR_CODE_WRITE, vietnam_today(session.info["now"]))(Client.unit_id)
    named = select(Client).where(queries.is_client(reference), Client.deleted_at.is_(None), mine)
    client = await session.scalar(named.with_for_update(of=Client))
    if client is None:
        raise NotFound
    return client


async def _indicator(session: AsyncSession, subject: Subject, client: Client, reference: str) -> Indicator:
    department_id = await session.scalar(select(Unit.department_id).where(Unit.id == client.unit_id))
    found = (await find_indicators(session, subject, department_id, {reference})).get(reference)
    if found is None:
        raise invalid("/indicator", "unknown_indicator", _UNKNOWN)
    return found


async def _check(session: AsyncSession, subject: Subject, client: Client, indicator: Indicator, value: str) -> None:
    """Raise Invalid where the value would mean two indicators."""
    taken = select(queries.meant_by(client.id, value).where(IndicatorCode.indicator_id != indicator.id).exists())
    if await session.scalar(taken):
        raise invalid("/value", "code_taken", _TAKEN)
    today = vietnam_today(session.info["now"])
    named_so = or_(Indicator.code == value, Indicator.id == as_id(value))
    ours = exists().where(visible(subject, today), Indicator.id != indicator.id, named_so)
    if await session.scalar(select(ours)):
        raise invalid("/value", "code_is_ours", _OURS)


async def _wrote(session: AsyncSession, actor: Actor, verb: str, code: IndicatorCode, client: Client) -> None:
    await session.flush()
    department_id = await session.scalar(select(Unit.department_id).where(Unit.id == client.unit_id))
    data = {"client": client.code, "indicator_id": str(code.indicator_id), "value": code.value}
    record(
        session, actor, f"indicator_code.{verb}",
        entity="indicator_code", entity_id=code.id, unit_id=client.unit_id, changes=data,
    )  # fmt: skip
    emit(
        session, f"indicator_code.{verb}d",
        entity="indicator_code", entity_id=code.id, version=code.version,
        unit_id=client.unit_id, department_id=department_id, data=data,
    )  # fmt: skip
