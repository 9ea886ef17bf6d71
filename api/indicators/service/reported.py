"""The figures of units as a report shows them: what is asked, what it should reach, what was answered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.owing import Narrowing
from api.assignments.service.asking import Members
from api.indicators.queries import reported as queries
from api.indicators.queries.values import Key
from api.kit.calendar import PeriodKind, periods_between
from api.units.models import Unit
from api.units.models.arrays import any_id

_SAID = ("answer", "numerator", "denominator", "value", "yes", "state", "source", "note", "version", "on_behalf")


@dataclass(frozen=True, slots=True)
class Reporting:
    """Whose figures are reported: of a plan, or of all plans of a department; of which days."""

    plan_id: UUID | None
    department_id: UUID | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Question:
    """An indicator that is asked: the targets set of it, the nearest year first, and the periods of those days."""

    asks: Sequence[Row[Any]]
    periods: Sequence[str]


async def figures_of(
    session: AsyncSession, units: Sequence[UUID], about: Reporting
) -> dict[UUID, list[dict[str, Any]]]:
    """The figures of units, each list in the plan's order: of every period that ends in those days.

    There is a line for what is asked of the unit and for what it answered; `asked` says whether it is to be entered.
    A constant number of statements, however many units.
    """
    found: dict[UUID, list[dict[str, Any]]] = {unit: [] for unit in units}
    for key, ask, asked, value in await _lines(session, units, about, queries.SHOWN):
        found[key.unit_id].append(_line(key, ask, value, asked=asked))
    return found


@dataclass(frozen=True, slots=True)
class Answered:
    """A figure a report is made of, in short: whether the unit is to enter it, how far it is, whether it is unusual."""

    key: Key
    asked: bool
    state: str | None
    unusual: bool


async def answers_of(session: AsyncSession, units: Sequence[UUID], about: Reporting) -> dict[UUID, list[Answered]]:
    """The same in short, for many units at once."""
    found: dict[UUID, list[Answered]] = {unit: [] for unit in units}
    for key, _, asked, value in await _lines(session, units, about, queries.STANDING):
        state, unusual = (None, False) if value is None else (value.state, bool(value.warnings))
        found[key.unit_id].append(Answered(key, asked, state, unusual))
    return found


_Line = tuple[Key, Row[Any], bool, Row[Any] | None]


async def _lines(session: AsyncSession, units: Sequence[UUID], about: Reporting, columns: Sequence[Any]) -> list[_Line]:
    """Each value asked of units or answered by them: its key, the nearest target, whether it is asked, what it is."""
    rows = (await session.execute(queries.asked(about.plan_id, about.department_id, about.last.year))).all()
    questions = _questions(rows, about)
    meant = await _members(session, (row.audience_id for row in rows), units, about.last)
    of_kind = await session.execute(select(Unit.id, Unit.kind).where(Unit.id == any_id(units)))
    kinds = {row.id: row.kind for row in of_kind}
    given = await session.execute(queries.answered(units, questions, about.first, about.last, columns))
    values = {Key(row.unit_id, row.period, row.indicator_id): row for row in given}
    return [
        (key, ask, asked and ask.source == "reported", values.get(key))
        for unit in units
        for question in questions.values()
        for key, ask, asked in _asked(unit, kinds[unit], question, meant)
        if asked or key in values
    ]


def _questions(rows: Sequence[Row[Any]], about: Reporting) -> dict[UUID, _Question]:
    asks: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        asks[row.id].append(row)
    return {id_: _Question(each, _ending(PeriodKind(each[0].frequency), about)) for id_, each in asks.items()}


def _ending(kind: PeriodKind, about: Reporting) -> list[str]:
    """The periods of a kind that end in those days."""
    return [str(each) for each in periods_between(kind, about.first, about.last) if each.end <= about.last]


def _asked(
    unit: UUID, kind: str, question: _Question, meant: Mapping[UUID, frozenset[UUID]]
) -> Iterator[tuple[Key, Row[Any], bool]]:
    """Each value of one indicator a unit may have, the target nearest to it, and whether it is asked of the unit."""
    of_unit = [ask for ask in question.asks if ask.audience_id is None or unit in meant[ask.audience_id]]
    nearest = (of_unit or question.asks)[0]
    asked = bool(of_unit) and (not nearest.measured_on or kind in nearest.measured_on)
    for period in question.periods:
        yield Key(unit, period, nearest.id), nearest, asked


async def _members(
    session: AsyncSession, audiences: Iterable[UUID | None], units: Sequence[UUID], on: date
) -> dict[UUID, frozenset[UUID]]:
    """Which of the units are in the audiences."""
    members = Members(session, on, units)
    return {
        audience: frozenset(each.id for each in await members.of(Narrowing(audience)))
        for audience in {each for each in audiences if each is not None}
    }


def _line(key: Key, ask: Row[Any], value: Row[Any] | None, *, asked: bool) -> dict[str, Any]:
    said = {name: None if value is None else _plain(getattr(value, name)) for name in _SAID}
    return {
        "id": str(key),
        "name": ask.name,
        "indicator": {"id": str(ask.id), "code": ask.code, "name": ask.name},
        "period": key.period,
        "unit_of_measure": ask.unit_of_measure,
        "kind": ask.kind,
        "numerator_label": ask.numerator_label,
        "denominator_label": ask.denominator_label,
        "target": {"year": ask.year, "text": ask.text, "comparator": ask.comparator, "value": _plain(ask.wanted)},
        "asked": asked,
        "warnings": [] if value is None else list(value.warnings),
        **said,
    }


def _plain(value: Any) -> Any:
    """A number as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
