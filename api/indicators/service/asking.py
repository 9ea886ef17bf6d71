"""What rows of a load ask: which units, indicators and periods they name, each looked up once in all its parts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, func
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.models import Indicator
from api.indicators.permissions import VALUE_WRITE
from api.indicators.queries import values as queries
from api.indicators.rules import BaseCountKind, IndicatorKind, Prevails, TimeBehaviour
from api.indicators.rules import value as rules
from api.indicators.rules.value import Measure
from api.indicators.schemas.value import ValueRow
from api.indicators.service.beside import Known
from api.indicators.service.indicator import find_indicators
from api.kit import bulk
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import Fault, Message
from api.units.models import Unit
from api.units.queries.references import ids_among, the_only_ones, written_alike
from api.units.scope import own_units

_UNKNOWN_UNIT = Message("Không có đơn vị này trong phạm vi của bạn.", "There is no such unit in your reach.")
_UNKNOWN_INDICATOR = Message("Không có chỉ tiêu này.", "There is no such indicator.")
_OWNERS = queries.named_owners(
    Unit.id, Unit.department_id, Unit.kind,
    func.lower(Unit.valid, type_=Date()).label("first"), func.upper(Unit.valid, type_=Date()).label("after"),
)  # fmt: skip
Faults = tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit that rows name, as far as its values depend on it; `on_behalf`: the caller enters for it.

    `number` tells it apart, `likeness` is the same for all units of which the same is asked.
    """

    id: UUID
    text: str
    number: int
    likeness: int
    department_id: UUID | None
    kind: str
    life: tuple[date | None, date | None]
    on_behalf: bool


@dataclass(frozen=True, slots=True)
class When:
    """A period that rows name; the label of the one before, and whether both add up to one year."""

    period: Period
    before: str
    same_year: bool
    early: Fault | None


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What rows of one indicator and period ask of units alike; many rows share one.

    `number` tells the indicator and period apart; `indicator_id` and `ends_on` are written as statements take them.
    """

    number: int
    indicator: Known
    measure: Measure
    label: str
    when: When
    indicator_id: str

    @property
    def period(self) -> Period:
        """In which period."""
        return self.when.period


class Asking:
    """What the rows of one request ask."""

    def __init__(self, session: AsyncSession, actor: Actor, subject: Subject) -> None:
        self._session, self._actor, self._subject = session, actor, subject
        self._today = vietnam_today(session.info["now"])
        self._own = frozenset(own_units(subject, VALUE_WRITE))
        self._owners: dict[str, Owner | None] = {}
        self._ids: dict[UUID, int] = {}
        self._likeness: dict[tuple[object, ...], int] = {}
        self._questions: dict[tuple[str, str, int | None], Question | Faults] = {}
        self._numbers: dict[tuple[UUID, str], int] = {}
        self._indicators: dict[UUID | None, dict[str, tuple[Known, Measure] | None]] = {}
        self._periods: dict[str, When | None] = {}

    async def of(self, rows: bulk.Columns[ValueRow]) -> tuple[list[Owner | None], list[Question | Faults]]:
        """Whose each row is, and what it asks, or why that is no question; without an owner it is none."""
        await self._look_up(rows)
        owners = [*map(self._owners.__getitem__, rows["unit"])]
        likeness = [None if owner is None else owner.likeness for owner in owners]
        keys = [*zip(rows["indicator"], rows["period"], likeness, strict=True)]
        for key, owner in dict(zip(keys, owners, strict=True)).items():
            if key not in self._questions:
                self._questions[key] = self._question(key[0], key[1], owner)
        return owners, [*map(self._questions.__getitem__, keys)]

    async def _look_up(self, rows: bulk.Columns[ValueRow]) -> None:
        """Learn what the rows name and was not named before."""
        new = set(rows["unit"]) - self._owners.keys()
        if new:
            given = {"references": list(new), "reference_ids": ids_among(new), "on": self._today}
            found = await self._session.execute(_OWNERS, given | queries.entering(self._subject, self._today))
            named = the_only_ones((row[0], row) for row in found)
            self._owners |= {reference: self._owner(named.get(written_alike(reference))) for reference in new}
        for label in set(rows["period"]) - self._periods.keys():
            self._periods[label] = self._when(label)
        await self._look_up_indicators({*zip(rows["unit"], rows["indicator"], strict=True)})

    async def _look_up_indicators(self, named: Collection[tuple[str, str]]) -> None:
        wanted: dict[UUID | None, set[str]] = {}
        for unit, reference in named:
            owner = self._owners[unit]
            if owner is not None and reference not in self._indicators.get(owner.department_id, {}):
                wanted.setdefault(owner.department_id, set()).add(reference)
        for department_id, references in wanted.items():
            found = await find_indicators(self._session, self._subject, department_id, references)
            known = {reference: (known_of(each), measure_of(each)) for reference, each in found.items()}
            in_department = self._indicators.setdefault(department_id, {})
            in_department |= {reference: known.get(reference) for reference in references}

    def _owner(self, unit: Row[Any] | None) -> Owner | None:
        if unit is None:
            return None
        life = unit.first, unit.after
        helped = self._actor.subject is not None and unit.id not in self._own
        alike = unit.department_id, unit.kind, life
        likeness = self._likeness.setdefault(alike, len(self._likeness))
        number = self._ids.setdefault(unit.id, len(self._ids))
        return Owner(unit.id, str(unit.id), number, likeness, unit.department_id, unit.kind, life, helped)

    def _when(self, label: str) -> When | None:
        period = rules.period_of(label)
        if period is None:
            return None
        before = period.previous()
        same_year = rules.year_of(period) == rules.year_of(before)
        return When(period, str(before), same_year, rules.too_early(period, self._today))

    def _question(self, reference: str, label: str, owner: Owner | None) -> Question | Faults:
        if owner is None:
            return bulk.refused("/unit", "unknown_unit", _UNKNOWN_UNIT)
        named, when = self._indicators[owner.department_id][reference], self._periods[label]
        if named is None:
            return bulk.refused("/indicator", "unknown_indicator", _UNKNOWN_INDICATOR)
        indicator, measure = named
        fault = rules.misplaced(measure, when.period if when else None, owner.kind, owner.life)
        if fault is None and when is not None:
            fault = when.early
        if when is None or fault is not None:
            return (fault,) if fault is not None else ()
        number = self._numbers.setdefault((indicator.id, label), len(self._numbers))
        return Question(number, indicator, measure, label, when, str(indicator.id))


def known_of(indicator: Indicator) -> Known:
    """What of an indicator is looked at for each of its values."""
    return Known(
        indicator.id, indicator.code, indicator.source, Prevails(indicator.prevails),
        None if indicator.base_count is None else BaseCountKind(indicator.base_count),
    )  # fmt: skip


def measure_of(indicator: Indicator) -> Measure:
    """What of an indicator its values are judged by."""
    return Measure(
        IndicatorKind(indicator.kind),
        PeriodKind(indicator.frequency),
        TimeBehaviour(indicator.time_behaviour),
        indicator.unit_of_measure,
        frozenset(indicator.measured_on),
        indicator.source == "derived",
    )
