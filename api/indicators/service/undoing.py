"""A load of values is taken back: each is again what it was before, as its next version; what was new is withdrawn."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.models import IndicatorValueBatch
from api.indicators.permissions import VALUE_WRITE
from api.indicators.queries import undoing as queries
from api.indicators.queries.values import Key, entered_by
from api.indicators.rules import Answer, State
from api.indicators.rules.value import Facts
from api.indicators.service.writing import Entry, put
from api.kit.bulk import BatchOvertaken
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Forbidden
from api.units.scope import own_units


async def undo_values(session: AsyncSession, actor: Actor, subject: Subject, batch_id: UUID) -> int:
    """Take back what a batch wrote; how many values that were.

    Raises BatchOvertaken where one was written since, Forbidden where one is of a unit the caller does not enter for.
    """
    parts = select(IndicatorValueBatch.seq).where(IndicatorValueBatch.batch_id == batch_id)
    reached = entered_by(subject, vietnam_today(session.info["now"]))
    own = frozenset(own_units(subject, VALUE_WRITE))
    newer: list[str] = []
    count = 0
    for seq in await session.scalars(parts.order_by(IndicatorValueBatch.seq)):
        if await session.scalar(queries.out_of_reach(seq, reached)):
            raise Forbidden
        rows = (await session.execute(queries.WRITTEN, {"seq": seq})).all()
        newer += [str(_key(row)) for row in rows if row.version != row.written]
        if not newer:
            entries = [_entry(row, on_behalf=row.unit_id not in own) for row in rows]
            count += len(await put(session, actor, entries))
    if newer:
        raise BatchOvertaken(newer)
    return count


def _entry(row: Row[Any], *, on_behalf: bool) -> Entry:
    """What a value was before; what the batch made stays as it is, withdrawn."""
    return Entry(
        _key(row),
        row.version + 1,
        Facts(Answer(row.answer), row.numerator, row.denominator, row.value, row.yes),
        State.WITHDRAWN if row.written == 1 else row.state,
        row.source,
        row.note,
        tuple(row.warnings),
        on_behalf,
        row.department_id,
        row.ends_on,
        row.code,
    )


def _key(row: Row[Any]) -> Key:
    return Key(row.unit_id, row.period, row.indicator_id)
