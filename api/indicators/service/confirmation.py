"""A figure from another system is confirmed or disputed by its unit, not retyped; the coordinator settles a dispute."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.indicators.errors import DisputeNotOpen, ValueNotFromElsewhere, ValueReceived
from api.indicators.models import Confirmation, Indicator, IndicatorValue
from api.indicators.permissions import VALUE_WRITE
from api.indicators.queries import confirmations as queries
from api.indicators.queries.values import Key
from api.indicators.rules import ConfirmationStatus, Prevails, State
from api.indicators.rules import value as value_rules
from api.indicators.rules.confirmation import REPORTED, Origin, as_said, counts_at_once, facts_of, origin
from api.indicators.rules.value import Facts
from api.indicators.schemas.confirmation import DisputeIn, SettlementIn
from api.indicators.service.asking import measure_of
from api.indicators.service.entering import enter
from api.indicators.service.writing import Entry
from api.kit.calendar import vietnam_today
from api.kit.events import emit
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Invalid, Message, NotFound, invalid
from api.units.scope import own_units

_PAST = {"confirm": "confirmed", "dispute": "disputed", "withdraw": "withdrawn", "settle": "settled"}
_SAME = Message(
    "Số liệu này giống số liệu đang có. Nếu đúng, hãy chọn Đúng.",
    "This is the figure that is there. If it is right, confirm it.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A value that came from another system, locked, with its indicator."""

    value: IndicatorValue
    indicator: Indicator

    @property
    def key(self) -> Key:
        """The value's key."""
        return Key(self.value.unit_id, self.value.period, self.value.indicator_id)

    @property
    def origin(self) -> Origin:
        """Whose the figure is."""
        return origin(self.value.source, self.value.by_kind, self.indicator.source)


async def value_to_confirm(session: AsyncSession, subject: Subject, key: Key) -> Told:
    """A value the caller speaks for. Raises NotFound, Forbidden (also for a system)."""
    statement = queries.value_seen(subject, key, vietnam_today(session.info["now"]))
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    if subject.kind == "client" or not row.speaks:
        raise Forbidden
    return Told(row[0], row[1])


async def confirm(session: AsyncSession, actor: Actor, subject: Subject, told: Told) -> Confirmation:
    """Say that the figure is right; said again it leaves no trace. An open dispute is taken back.

    Raises ValueNotFromElsewhere.
    """
    _refuse_own(told)
    last = await _last_word(session, told.key)
    said = as_said(told.value)
    if last is not None and last.status == ConfirmationStatus.CONFIRMED and last.told == said:
        return last
    await _take_back(session, actor, last)
    return await _say(session, actor, subject, told, ConfirmationStatus.CONFIRMED)


async def dispute(session: AsyncSession, actor: Actor, subject: Subject, told: Told, given: DisputeIn) -> Confirmation:
    """Say that the figure is wrong, which is right, and why; an earlier dispute gives way.

    Raises ValueNotFromElsewhere, Invalid.
    """
    _refuse_own(told)
    facts = Facts(given.answer, given.numerator, given.denominator, given.value, given.yes)
    wrong = value_rules.errors(measure_of(told.indicator), facts)
    if wrong:
        raise Invalid(wrong)
    believed = as_said(facts)
    if believed == as_said(told.value):
        raise invalid("", "same_figure", _SAME)
    last = await _last_word(session, told.key)
    open_ = last if last is not None and last.status == ConfirmationStatus.DISPUTED else None
    if open_ is not None and (open_.believed, open_.reason) == (believed, given.reason):
        return open_
    await _take_back(session, actor, open_)
    made = await _say(
        session, actor, subject, told, ConfirmationStatus.DISPUTED, believed=believed, reason=given.reason
    )
    if counts_at_once(Prevails(told.indicator.prevails)) and told.value.state != State.RECEIVED:
        await _put(session, actor, told, facts, source=REPORTED, note=given.reason)
    return made


async def dispute_to_settle(session: AsyncSession, subject: Subject, confirmation_id: UUID) -> Confirmation:
    """A dispute the caller settles, locked. Raises NotFound, Forbidden."""
    statement = queries.dispute_seen(subject, confirmation_id, vietnam_today(session.info["now"]))
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    if not row.settles:
        raise Forbidden
    found: Confirmation = row[0]
    return found


async def settle(
    session: AsyncSession, actor: Actor, subject: Subject, open_: Confirmation, given: SettlementIn
) -> None:
    """Accept the unit's figure, which then stands, or the other system's. Raises DisputeNotOpen, ValueReceived."""
    if open_.status != ConfirmationStatus.DISPUTED or open_.believed is None:
        raise DisputeNotOpen
    for_unit = given.in_favour_of == "unit"
    meant = facts_of(open_.believed if for_unit else open_.told)
    told = await _value(session, open_)
    wanted = Origin.UNIT if for_unit else Origin.SYSTEM
    if told is not None and told.origin is not wanted:
        if told.value.state == State.RECEIVED:
            raise ValueReceived
        note = open_.reason if for_unit else given.remark
        await _put(session, actor, told, meant, source=REPORTED if for_unit else open_.source, note=note)
    open_.status = ConfirmationStatus.SETTLED_FOR_UNIT if for_unit else ConfirmationStatus.SETTLED_FOR_SOURCE
    open_.remark, open_.settled_at = given.remark, session.info["now"]
    open_.settled_by_id, open_.settled_by = subject.id, subject.name
    await _wrote(session, actor, "settle", open_)


def _refuse_own(told: Told) -> None:
    if told.origin is Origin.UNIT:
        raise ValueNotFromElsewhere


async def _value(session: AsyncSession, about: Confirmation) -> Told | None:
    """The value a word is about, locked; None where it counts no more."""
    columns = select(IndicatorValue, Indicator).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    same = (
        IndicatorValue.unit_id == about.unit_id,
        IndicatorValue.period == about.period,
        IndicatorValue.indicator_id == about.indicator_id,
    )
    found = columns.where(*same, IndicatorValue.state != State.WITHDRAWN)
    locked = found.with_for_update(of=IndicatorValue).execution_options(populate_existing=True)
    row = (await session.execute(locked)).one_or_none()
    return None if row is None else Told(row[0], row[1])


async def _last_word(session: AsyncSession, key: Key) -> Confirmation | None:
    return (await session.scalars(queries.last_words([key]))).one_or_none()


async def _take_back(session: AsyncSession, actor: Actor, word: Confirmation | None) -> None:
    if word is not None and word.status == ConfirmationStatus.DISPUTED:
        word.status = ConfirmationStatus.WITHDRAWN
        await _wrote(session, actor, "withdraw", word)


async def _say(
    session: AsyncSession, actor: Actor, subject: Subject, told: Told, status: ConfirmationStatus, **more: Any
) -> Confirmation:
    made = Confirmation(
        **told.key._asdict(),
        department_id=told.value.department_id,
        status=status,
        told=as_said(told.value),
        source=told.value.source,
        told_by_kind=told.value.by_kind,
        told_by_id=told.value.by_id,
        told_by=told.value.by_name,
        said_by_id=subject.id,
        said_by=subject.name,
        on_behalf=told.value.unit_id not in own_units(subject, VALUE_WRITE),
        **more,
    )
    session.add(made)
    await _wrote(session, actor, "confirm" if status is ConfirmationStatus.CONFIRMED else "dispute", made)
    return made


async def _put(session: AsyncSession, actor: Actor, told: Told, facts: Facts, *, source: str, note: str | None) -> None:
    """Write a figure in the place of the one that is there, which stays in its history."""
    value, indicator = told.value, told.indicator
    entry = Entry(
        key=told.key,
        version=value.version + 1,
        facts=facts,
        state=value.state,
        source=source,
        note=note,
        warnings=(),
        on_behalf=actor.subject is not None and value.unit_id not in own_units(actor.subject, VALUE_WRITE),
        department_id=value.department_id,
        ends_on=value.ends_on,
        code=indicator.code,
    )
    await enter(session, actor, [entry])


async def _wrote(session: AsyncSession, actor: Actor, verb: str, written: Confirmation) -> None:
    await session.flush()
    value_id = str(Key(written.unit_id, written.period, written.indicator_id))
    record(
        session, actor, f"confirmation.{verb}",
        entity="confirmation", entity_id=written.id, unit_id=written.unit_id,
        changes={"value": value_id, "on_behalf": written.on_behalf},
    )  # fmt: skip
    emit(
        session, f"confirmation.{_PAST[verb]}",
        entity="confirmation", entity_id=written.id, version=written.version,
        unit_id=written.unit_id, department_id=written.department_id,
        data={"value_id": value_id, "told_by_id": written.told_by_id, **_said(written)},
    )  # fmt: skip


def _said(word: Confirmation) -> dict[str, Any]:
    """What whoever sent the figure must know to put it right, or to leave it. Names of persons stay with us."""
    plain = ("period", "status", "told", "source", "believed", "reason", "on_behalf", "remark")
    return {name: getattr(word, name) for name in plain}
