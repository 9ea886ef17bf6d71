"""What a unit is asked for in a period, with what is known already: base counts, the last figures, the present ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
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
from api.indicators.rules import IndicatorKind
from api.indicators.rules import value as rules
from api.indicators.rules.confirmation import Known as WithUnit
from api.indicators.rules.confirmation import as_said, origin
from api.indicators.rules.confirmation import known as standing_with_unit
from api.indicators.rules.question import answered_by, question
from api.indicators.rules.rollup import Asking, asked
from api.indicators.schemas.expected import ExpectedQuery
from api.indicators.service.base_count import Counted, base_of, counted
from api.kit.calendar import Period, PeriodKind, periods_between, start_of_day, vietnam_today
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
    return await form_of(session, subject, await unit_asked(session, subject, query.unit), query.period)


async def form_of(session: AsyncSession, subject: Subject, unit: Unit, label: str | None) -> dict[str, Any]:
    """The questions to a unit whose values the caller reads. Raises Invalid for a period that is none."""
    today = vietnam_today(session.info["now"])
    period = _period(label)
    kinds = None if period is None else (period.kind,)
    found = await session.scalars(queries.candidates(subject, unit, kinds, today))
    concerned = [(each, period or Period.on(PeriodKind(each.frequency), today)) for each in found]
    return {
        "unit": {"id": unit.id, "code": unit.code, "name": unit.name},
        "items": await _questions(session, unit, concerned),
    }


async def asked_of(session: AsyncSession, subject: Subject, unit: Unit, period: Period) -> list[dict[str, Any]]:
    """The questions that end in a period and have begun, the longer periods' too, with all plans that ask each."""
    today = vietnam_today(session.info["now"])
    ending = {kind: periods for kind in PeriodKind if (periods := _ending(kind, period, today))}
    found = await session.scalars(queries.candidates(subject, unit, ending.keys(), today))
    concerned = [(each, one) for each in found for one in ending[PeriodKind(each.frequency)]]
    return await _questions(session, unit, concerned)


def _ending(kind: PeriodKind, within: Period, today: date) -> list[Period]:
    every = periods_between(kind, within.start, within.end)
    return [each for each in every if each.end <= within.end and each.start <= today]


async def _questions(
    session: AsyncSession, unit: Unit, concerned: Sequence[tuple[Indicator, Period]]
) -> list[dict[str, Any]]:
    """Those that are asked of a unit, as a form shows them; a constant number of statements."""
    wanted = await _asked(session, unit, concerned)
    keys = [Key(unit.id, str(each.period), each.indicator.id) for each in wanted]
    bases = (base_of(unit.id, each.indicator.base_count, each.period) for each in wanted)
    form = _Form(
        unit.id,
        await counted(session, (base for base in bases if base)),
        await _standing(session, keys, wanted),
        {Key(each.unit_id, each.period, each.indicator_id): each for each in await session.scalars(last_words(keys))},
        await _shown(session, unit, wanted),
    )
    return [form.item(each) for each in wanted]


class _Wanted(NamedTuple):
    """A question to a unit, and the plans that put it."""

    indicator: Indicator
    period: Period
    plans: list[dict[str, Any]]


async def _shown(session: AsyncSession, unit: Unit, wanted: Sequence[_Wanted]) -> list[Row[Any]]:
    """What the unit showed for those questions with which something is to be shown."""
    proven = [each for each in wanted if each.indicator.proof]
    if not proven:
        return []
    first = start_of_day(min(each.period.start for each in proven))
    return list(await session.execute(queries.shown(unit.id, [each.indicator.id for each in proven], first)))


async def _standing(session: AsyncSession, keys: Sequence[Key], wanted: Sequence[_Wanted]) -> dict[Key, Row[Any]]:
    """The values of these keys and of the periods before."""
    before = [key._replace(period=str(each.period.previous())) for key, each in zip(keys, wanted, strict=True)]
    rows = await session.execute(standing([*keys, *before]))
    return {Key(row.unit_id, row.period, row.indicator_id): row for row in rows}


def _period(label: str | None) -> Period | None:
    period = None if label is None else rules.period_of(label)
    if label is not None and period is None:
        raise invalid("/query/period", "bad_period", _BAD_PERIOD)
    return period


async def unit_asked(session: AsyncSession, subject: Subject, reference: str | None) -> Unit:
    """Whose questions are wanted: by default the caller's own. Raises NotFound, and Invalid where there are several."""
    today = vietnam_today(session.info["now"])
    own = {reach.unit_id for reach in subject.reaches_with(VALUE_READ) if not reach.read_only}
    found = (await session.scalars(queries.unit_asked(subject, reference, own, today))).all()
    if not found and reference is not None:
        raise NotFound
    if len(found) != 1:
        raise invalid("/query/unit", "missing", _WHICH_UNIT)
    return found[0]


async def _asked(session: AsyncSession, unit: Unit, concerned: Sequence[tuple[Indicator, Period]]) -> list[_Wanted]:
    """Those of the indicators that are asked of the unit in their periods, as roll-ups expect them."""
    if not concerned:
        return []
    on = max(period.end for _, period in concerned)
    line = set(await session.scalars(queries.above(unit.id, on)))
    rows = await session.execute(queries.asking({one.id for one, _ in concerned}, unit, line))
    asks = [Asks(*row) for row in rows]
    among = await _audiences(session, unit, {each.audience_id for each in asks if each.audience_id}, on)
    found = ((*pair, _plans(*pair, asks, line, among)) for pair in concerned)
    return [_Wanted(indicator, period, plans) for indicator, period, plans in found if plans is not None]


def _plans(
    indicator: Indicator, period: Period, asks: Sequence[Asks], line: set[UUID], among: set[UUID | None]
) -> list[dict[str, Any]] | None:
    """The plans that ask it of the unit, each once; None where it is not asked."""
    own = [each for each in asks if each.indicator_id == indicator.id]
    meant = asked([Asking(each.under, each.audience_id, *each[3:5]) for each in own], indicator.department_id, period)
    if not any(under in line and audience in among for under, audience in meant):
        return None
    asking = {
        each.plan_id: each.plan_title
        for each in own
        if (each.under, each.audience_id) in meant and each.under in line and each.audience_id in among
    }
    return [{"id": plan_id, "code": None, "name": title} for plan_id, title in asking.items()]


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
    shown: Sequence[Row[Any]]

    def item(self, wanted: _Wanted) -> dict[str, Any]:
        """One question."""
        indicator, period, plans = wanted
        base = base_of(self.unit_id, indicator.base_count, period)
        count = None if base is None else self.counts.get(base)
        key = Key(self.unit_id, str(period), indicator.id)
        now = self.there.get(key)
        last = self.there.get(key._replace(period=str(period.previous())))
        plain = ("kind", "numerator_label", "denominator_label", "unit_of_measure", "note", "source", "proof")
        return {
            "indicator": {"id": indicator.id, "code": indicator.code, "name": indicator.name},
            "period": str(period),
            **{name: getattr(indicator, name) for name in plain},
            "question": question(indicator.numerator_label, indicator.name),
            "answered_by": answered_by(IndicatorKind(indicator.kind), indicator.numerator_label),
            "time_behaviour": indicator.time_behaviour,
            "plans": plans,
            "shown": [_file(each) for each in self.shown if self._is_for(each, wanted)],
            "suggested": count and {"denominator": count.count, "base_count": indicator.base_count, "on": count.on},
            "last": last and figure_of(last, indicator.unit_of_measure),
            "present": now and _present(now, indicator, self.words.get(key)),
        }

    def _is_for(self, shown: Row[Any], wanted: _Wanted) -> bool:
        """Whether a file was shown for a question: there, since its period began."""
        asked_for = wanted.indicator.proof and shown.target_id == wanted.indicator.id
        return bool(asked_for) and shown.created_at >= start_of_day(wanted.period.start)


def _file(row: Row[Any]) -> dict[str, Any]:
    return {"id": row.id, "title": row.title, "filename": row.filename, "verdict": row.verdict}


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
