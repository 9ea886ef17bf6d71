"""What a unit is asked for in a period, with what is known already: base counts, the last figures, the present ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.models import Confirmation, Indicator
from api.indicators.permissions import VALUE_READ
from api.indicators.queries import expected as queries
from api.indicators.queries.base_counts import Asked
from api.indicators.queries.confirmations import last_words, said
from api.indicators.queries.expected import Asks
from api.indicators.queries.values import Key, standing
from api.indicators.rules import value as rules
from api.indicators.rules.confirmation import Known as WithUnit
from api.indicators.rules.confirmation import as_said, origin
from api.indicators.rules.confirmation import known as standing_with_unit
from api.indicators.rules.question import question
from api.indicators.rules.rollup import Asking, asked
from api.indicators.schemas.expected import ExpectedQuery
from api.indicators.service.base_count import Counted, base_of, counted
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, NotFound, invalid
from api.units.models import Audience, Unit
from api.units.models.arrays import any_id

_BAD_PERIOD = Message(
    "Kỳ phải viết như 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.",
    "A period is written as 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.",
)
_WHICH_UNIT = Message("Hãy cho biết đơn vị nào.", "Say which unit.")


async def expected(session: AsyncSession, subject: Subject, query: ExpectedQuery) -> dict[str, Any]:
    """The questions to a unit, by name. Raises NotFound for a unit out of reach, Invalid for a period that is none."""
    today = vietnam_today(session.info["now"])
    period = _period(query.period)
    unit = await _unit(session, subject, query.unit, today)
    kind = None if period is None else period.kind
    found = await session.scalars(queries.candidates(subject, unit, kind, today))
    concerned = [(each, period or Period.on(PeriodKind(each.frequency), today)) for each in found]
    wanted = await _asked(session, unit, concerned)
    keys = [Key(unit.id, str(each), one.id) for one, each in wanted]
    form = _Form(
        unit.id,
        await counted(session, (base for pair in wanted if (base := base_of(unit.id, *pair)))),
        await _standing(session, keys, wanted),
        {Key(each.unit_id, each.period, each.indicator_id): each for each in await session.scalars(last_words(keys))},
    )
    return {
        "unit": {"id": unit.id, "code": unit.code, "name": unit.name},
        "items": [form.item(*pair) for pair in wanted],
    }


async def _standing(
    session: AsyncSession, keys: Sequence[Key], wanted: Sequence[tuple[Indicator, Period]]
) -> dict[Key, Row[Any]]:
    """The values of these keys and of the periods before."""
    before = [key._replace(period=str(period.previous())) for key, (_, period) in zip(keys, wanted, strict=True)]
    rows = await session.execute(standing([*keys, *before]))
    return {Key(row.unit_id, row.period, row.indicator_id): row for row in rows}


def _period(label: str | None) -> Period | None:
    period = None if label is None else rules.period_of(label)
    if label is not None and period is None:
        raise invalid("/query/period", "bad_period", _BAD_PERIOD)
    return period


async def _unit(session: AsyncSession, subject: Subject, reference: str | None, today: date) -> Unit:
    own = {reach.unit_id for reach in subject.reaches_with(VALUE_READ) if not reach.read_only}
    found = (await session.scalars(queries.unit_asked(subject, reference, own, today))).all()
    if not found and reference is not None:
        raise NotFound
    if len(found) != 1:
        raise invalid("/query/unit", "missing", _WHICH_UNIT)
    return found[0]


async def _asked(
    session: AsyncSession, unit: Unit, concerned: Sequence[tuple[Indicator, Period]]
) -> list[tuple[Indicator, Period]]:
    """Those of the indicators that are asked of the unit in their periods, as roll-ups expect them."""
    if not concerned:
        return []
    on = max(period.end for _, period in concerned)
    line = set(await session.scalars(queries.above(unit.id, on)))
    rows = await session.execute(queries.asking({one.id for one, _ in concerned}, unit, line))
    asks = [Asks(*row) for row in rows]
    among = await _audiences(session, unit, {each.audience_id for each in asks if each.audience_id}, on)
    return [pair for pair in concerned if _is_asked(*pair, asks, line, among)]


def _is_asked(
    indicator: Indicator, period: Period, asks: Sequence[Asks], line: set[UUID], among: set[UUID | None]
) -> bool:
    own = [Asking(each.under, each.audience_id, *each[3:]) for each in asks if each.indicator_id == indicator.id]
    meant = asked(own, indicator.department_id, period)
    return any(under in line and audience in among for under, audience in meant)


async def _audiences(session: AsyncSession, unit: Unit, named: set[UUID], on: date) -> set[UUID | None]:
    """The audiences among some that the unit belongs to; None, which is everybody, always among them."""
    every = select(Audience).where(Audience.id == any_id(sorted(named)), Audience.deleted_at.is_(None))
    audiences = (await session.scalars(every)).all() if named else []
    found = await session.scalars(queries.audiences_of(unit.id, audiences, on)) if audiences else ()
    return {None, *found}


@dataclass(frozen=True, slots=True)
class _Form:
    """What is known beside a unit's questions: base counts, the values that stand, what was said of them."""

    unit_id: UUID
    counts: Mapping[Asked, Counted]
    there: Mapping[Key, Row[Any]]
    words: Mapping[Key, Confirmation]

    def item(self, indicator: Indicator, period: Period) -> dict[str, Any]:
        """One question."""
        base = base_of(self.unit_id, indicator, period)
        count = None if base is None else self.counts.get(base)
        key = Key(self.unit_id, str(period), indicator.id)
        now = self.there.get(key)
        last = self.there.get(key._replace(period=str(period.previous())))
        plain = ("kind", "numerator_label", "denominator_label", "unit_of_measure", "note", "source")
        return {
            "indicator": {"id": indicator.id, "code": indicator.code, "name": indicator.name},
            "period": str(period),
            **{name: getattr(indicator, name) for name in plain},
            "question": question(indicator.numerator_label, indicator.name),
            "suggested": count and {"denominator": count.count, "base_count": indicator.base_count, "on": count.on},
            "last": last and figure_of(last, indicator.unit_of_measure),
            "present": now and _present(now, indicator, self.words.get(key)),
        }


def figure_of(row: Any, unit_of_measure: str) -> dict[str, Any]:
    """What a value answers, with its figure in the unit of measure."""
    said: dict[str, Any] = {name: getattr(row, name) for name in ("answer", *rules.FIGURES)}
    worked_out: Decimal | None = rules.share(row.numerator, row.denominator, unit_of_measure)
    return said | {"value": worked_out if row.value is None else row.value}


def _present(row: Any, indicator: Indicator, word: Confirmation | None) -> dict[str, Any]:
    plain = ("state", "source", "note", "warnings", "version")
    key = Key(row.unit_id, row.period, row.indicator_id)
    more = {"id": str(key), "by": row.by_name, "confirmation": _word(row, indicator, word)}
    return figure_of(row, indicator.unit_of_measure) | {name: getattr(row, name) for name in plain} | more


def _word(row: Any, indicator: Indicator, word: Confirmation | None) -> dict[str, Any] | None:
    whose = origin(row.source, row.by_kind, indicator.source)
    last = (None, None, None) if word is None else (word.status, word.told, word.believed)
    status = standing_with_unit(whose, as_said(row), *last)
    if status is None:
        return None
    told = None if status is WithUnit.UNCONFIRMED else word
    believed = None if told is None or told.believed is None else said(told.believed, indicator.unit_of_measure)
    return {"status": status, "id": told and told.id, "believed": believed, "reason": told and told.reason}
