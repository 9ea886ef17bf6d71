"""The reconciliation sheet of a unit for a period: its rows as the plain data that the writers take."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.form import in_figures, letterhead
from api.documents.paper import Paper
from api.documents.reconciliation import ReconciledFigure, ReconciliationFacts, reconciliation_paper
from api.indicators.models import Indicator, IndicatorValue
from api.indicators.permissions import VALUE_READ
from api.indicators.queries import confirmations as queries
from api.indicators.rules.confirmation import Known, as_said, known, origin
from api.indicators.rules.reconciliation import (
    BY_OTHERS,
    OUTCOMES,
    STANDINGS,
    VERDICTS,
    figure_in_words,
    period_in_words,
)
from api.indicators.rules.value import period_of
from api.kit.calendar import Period, vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Message, invalid
from api.plans.queries.plans import named
from api.units.models import Unit
from api.units.queries.letterhead import letterhead as letterhead_of
from api.units.scope import governs

_BAD_PERIOD = Message("Không có kỳ này.", "There is no such period.")
_UNKNOWN_UNIT = Message("Không có đơn vị này trong phạm vi của bạn.", "There is no such unit in your reach.")
# Of those that are not the last two levels the sheet holds only what somebody found wrong: a province has thousands.
_WHOLE = frozenset({"school", "commune", "affiliate", "district_office"})


async def reconciliation(
    session: AsyncSession, subject: Subject, reference: str, label: str, today: date
) -> tuple[Paper, str]:
    """The paper of a unit the caller reads, and what to call it. Raises Invalid."""
    period = period_of(label)
    if period is None:
        raise invalid("/query/period", "bad_period", _BAD_PERIOD)
    read = governs(subject, VALUE_READ, today)(Unit.id)
    unit = await session.scalar(select(Unit).where(named(Unit, reference), read, Unit.deleted_at.is_(None)))
    if unit is None:
        raise invalid("/query/unit", "unknown_unit", _UNKNOWN_UNIT)
    statement = queries.reconciled(unit.id, label, today, disputed_only=unit.kind not in _WHOLE)
    rows = (await session.execute(statement)).all()
    head = (await session.execute(letterhead_of(unit.id, min(period.end, today)))).one()
    facts = _facts(head, period, rows)
    return reconciliation_paper(facts), f"Biên bản đối soát {label} - {facts.letterhead.name}"


def _facts(head: Row[Any], period: Period, rows: Sequence[Row[Any]]) -> ReconciliationFacts:
    standings = [_standing(row) for row in rows]
    counts = Counter(standings)
    return ReconciliationFacts(
        letterhead=letterhead(head.name, head.kind, head.parent),
        period=period_in_words(period),
        last_day=period.end,
        counts=[("Tổng số", len(rows)), *((words, counts[each]) for each, words in STANDINGS.items() if counts[each])],
        figures=[_figure(row, each) for row, each in zip(rows, standings, strict=True)],
    )


def _standing(row: Row[Any]) -> Known | None:
    value, indicator = row.IndicatorValue, row.Indicator
    whose = origin(value.source, value.by_kind, indicator.source)
    return known(whose, as_said(value), row.said_status, row.said_told, row.said_believed)


def _figure(row: Row[Any], standing: Known | None) -> ReconciledFigure:
    value: IndicatorValue = row.IndicatorValue
    indicator: Indicator = row.Indicator
    told = row.said_told if row.said_believed is not None else as_said(value)
    return ReconciledFigure(
        unit=row.unit_name,
        indicator=indicator.name,
        told=_in_words(told, indicator.unit_of_measure),
        source=value.source,
        believed="" if row.said_believed is None else _in_words(row.said_believed, indicator.unit_of_measure),
        verdict=_who(_joined(": ", VERDICTS[standing], row.said_reason), *_speaker(row, standing)),
        outcome=_who(_joined(". ", OUTCOMES[standing], row.said_remark), row.said_settled_by, row.said_settled_at),
    )  # fmt: skip


def _joined(by: str, *parts: str | None) -> str:
    return by.join(part for part in parts if part)


def _speaker(row: Row[Any], standing: Known | None) -> tuple[str | None, datetime | None]:
    """Who spoke of the figure, and when; nobody as long as its unit has not."""
    if row.said_status is None or standing is Known.UNCONFIRMED:
        return None, None
    return f"{row.said_said_by}{BY_OTHERS if row.said_on_behalf else ''}", row.said_created_at


def _who(words: str, name: str | None, at: datetime | None) -> str:
    """“Báo sai: đã nghỉ hưu (Nguyễn Văn A, 20/5/2026)”."""
    return words if not words or name is None or at is None else f"{words} ({name}, {in_figures(vietnam_today(at))})"


def _in_words(said: Mapping[str, Any], unit_of_measure: str) -> str:
    figure = queries.said(said, unit_of_measure)
    numbers: dict[str, Decimal | None] = {name: figure[name] for name in ("numerator", "denominator", "value")}
    return figure_in_words(figure["answer"], figure["yes"], unit_of_measure, **numbers)
