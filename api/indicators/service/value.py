"""Values are entered: one, or the rows of a load, by the same engine in a number of statements that is constant.

Rows are read locked, decided in memory by `rules.value`, and written by few statements. One that two callers make at
the same moment is made by one of them; the other decides again on what is there then.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.indicators.errors import UnitFigureStands, ValueFromElsewhere, ValueReceived
from api.indicators.models import Indicator
from api.indicators.permissions import VALUE_WRITE
from api.indicators.queries import values as queries
from api.indicators.queries.values import Key
from api.indicators.rules import Answer, IndicatorKind, State, TimeBehaviour
from api.indicators.rules import value as rules
from api.indicators.rules.value import Facts, Measure
from api.indicators.schemas.value import ValueIn, ValueRow
from api.indicators.service.beside import Beside, look_beside
from api.indicators.service.indicator import find_indicators
from api.indicators.service.rollup import queue
from api.indicators.service.writing import Entry, store, tell
from api.kit import bulk
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.http.etag import expect_version
from api.kit.permissions import Subject
from api.kit.problems import Fault, Forbidden, Invalid, Message, NotFound, Problem, Stale
from api.units.models import Unit
from api.units.models.days import to_span
from api.units.queries.references import the_only_ones, unit_named, units_named, written_alike
from api.units.scope import own_units

_UNKNOWN_UNIT = Message("Không có đơn vị này trong phạm vi của bạn.", "There is no such unit in your reach.")
_UNKNOWN_INDICATOR = Message("Không có chỉ tiêu này.", "There is no such indicator.")
_AGAIN = Message("Số liệu này đã có ở một dòng trên.", "A row above means the same value.")
_SAID = ("answer", *rules.FIGURES)
_PROBLEMS: Mapping[str, type[Problem]] = {
    problem.code: problem for problem in (Stale, ValueReceived, ValueFromElsewhere, UnitFigureStands)
}
Faults = tuple[Fault, ...]
Values_ = Mapping[Key, Row[Any]]


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit that rows name, as far as its values depend on it; `on_behalf`: the caller enters for it."""

    id: UUID
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


@dataclass(frozen=True, slots=True)
class Place:
    """What a row means: a value's key, that of the period before, and whose, of what and when that is."""

    key: Key
    key_before: Key
    owner: Owner
    indicator: Indicator
    measure: Measure
    when: When

    @property
    def period(self) -> Period:
        """In which period."""
        return self.when.period


class Values:
    """One request's values; units, indicators and periods are looked up once in all its chunks."""

    def __init__(self, session: AsyncSession, actor: Actor, subject: Subject) -> None:
        self._session, self._actor, self._subject = session, actor, subject
        self._today = vietnam_today(session.info["now"])
        self._own = frozenset(own_units(subject, VALUE_WRITE))
        self._first_state = State.SENT if subject.kind == "client" else State.DRAFT
        self._source = "client" if subject.kind == "client" else "reported"
        self._owners: dict[str, Owner | None] = {}
        self._indicators: dict[UUID | None, dict[str, Indicator | None]] = {}
        self._measures: dict[UUID, Measure] = {}
        self._periods: dict[str, When | None] = {}
        self._met: set[Key] = set()

    async def put(self, given: ValueIn, if_match: str | None) -> tuple[Key, bool]:
        """Write one; its key, and whether it is new. What is so already leaves no trace.

        Raises NotFound for a unit out of reach, Forbidden for one the caller does not enter for, Stale for another
        version than the one read, ValueReceived, and Invalid.
        """
        await self._refuse_unreached(given.unit)
        row = ValueRow.model_construct(**dict(given), version=None)
        if if_match is not None:
            await self._expect(row, if_match)
        (outcome,) = await self.load([row])
        if isinstance(outcome, tuple):
            problem = _PROBLEMS.get(outcome[0].code)
            raise Invalid(outcome) if problem is None else problem
        return next(iter(self._met)), outcome == "created"

    async def load(self, rows: Sequence[ValueRow]) -> list[bulk.Outcome]:
        """Write rows of different values; what became of each."""
        await self._look_up(rows)
        outcomes: dict[int, bulk.Outcome] = {}
        places: dict[int, Place] = {}
        for number, row in enumerate(rows):
            placed = self._place(row)
            if isinstance(placed, Place):
                places[number] = placed
            else:
                outcomes[number] = placed
        written: list[Entry] = []
        while left := {number: place for number, place in places.items() if number not in outcomes}:
            outcomes |= await self._turn(rows, left, written)
        await self._tell(written)
        return [outcomes[number] for number in range(len(rows))]

    async def _turn(
        self, rows: Sequence[ValueRow], left: Mapping[int, Place], written: list[Entry]
    ) -> dict[int, bulk.Outcome]:
        """Decide rows and write them; what became of them, but for those that somebody else made meanwhile."""
        now, before = await self._standing(left.values())
        beside = await look_beside(self._session, self._subject, [(rows[n], left[n]) for n in left], now)
        decided = {number: self._decide(rows[number], place, now, before, beside) for number, place in left.items()}
        entries = {number: entry for number, entry in decided.items() if isinstance(entry, Entry)}
        stored = await store(self._session, self._actor, list(entries.values()))
        outcomes: dict[int, bulk.Outcome] = {
            number: outcome for number, outcome in decided.items() if not isinstance(outcome, Entry)
        }
        for number, entry in entries.items():
            if entry.key in stored:
                outcomes[number] = "created" if entry.version == 1 else "updated"
                written.append(entry)
        return outcomes

    async def _refuse_unreached(self, reference: str) -> None:
        found = select(Unit.id, queries.entered_by(self._subject, self._today)(Unit.id)).where(
            queries.seen_of(self._subject, self._today)(Unit.id),
            Unit.id.in_(unit_named(self._subject, reference, self._today).with_only_columns(Unit.id)),
        )
        row = (await self._session.execute(found)).first()
        if row is None:
            raise NotFound
        if not row[1]:
            raise Forbidden

    async def _expect(self, row: ValueRow, if_match: str) -> None:
        """Hold the value, if it is one, to the version it was read at."""
        await self._look_up([row])
        place = self._place(row)
        self._met.clear()
        if isinstance(place, Place):
            there = (await self._session.execute(queries.locked([place.key]))).first()
            if there is None:
                raise Stale
            expect_version(if_match, there.version)

    async def _look_up(self, rows: Sequence[ValueRow]) -> None:
        """Learn what the rows name and was not named before."""
        new = {row.unit for row in rows} - self._owners.keys()
        if new:
            reached = queries.entered_by(self._subject, self._today)
            named = the_only_ones(await self._session.execute(units_named(new, self._today, reached)))
            self._owners |= {reference: self._owner(named.get(written_alike(reference))) for reference in new}
        for row in rows:
            if row.period not in self._periods:
                self._periods[row.period] = self._when(row.period)
        await self._look_up_indicators(rows)

    async def _look_up_indicators(self, rows: Sequence[ValueRow]) -> None:
        wanted: dict[UUID | None, set[str]] = {}
        for row in rows:
            owner = self._owners[row.unit]
            if owner is not None and row.indicator not in self._indicators.get(owner.department_id, {}):
                wanted.setdefault(owner.department_id, set()).add(row.indicator)
        for department_id, references in wanted.items():
            found = await find_indicators(self._session, self._subject, department_id, references)
            known = self._indicators.setdefault(department_id, {})
            known |= {reference: found.get(reference) for reference in references}
            self._measures |= {indicator.id: measure_of(indicator) for indicator in found.values()}

    def _owner(self, unit: Unit | None) -> Owner | None:
        if unit is None:
            return None
        life = to_span(unit.valid)
        helped = self._actor.subject is not None and unit.id not in self._own
        return Owner(unit.id, unit.department_id, unit.kind, (life.start, life.end), helped)

    def _when(self, label: str) -> When | None:
        period = rules.period_of(label)
        if period is None:
            return None
        before = period.previous()
        same_year = rules.year_of(period) == rules.year_of(before)
        return When(period, str(before), same_year, rules.too_early(period, self._today))

    def _place(self, row: ValueRow) -> Place | Faults:
        owner, when = self._owners[row.unit], self._periods[row.period]
        if owner is None:
            return bulk.refused("/unit", "unknown_unit", _UNKNOWN_UNIT)
        indicator = self._indicators[owner.department_id][row.indicator]
        if indicator is None:
            return bulk.refused("/indicator", "unknown_indicator", _UNKNOWN_INDICATOR)
        measure = self._measures[indicator.id]
        fault = rules.misplaced(measure, when.period if when else None, owner.kind, owner.life)
        if fault is None and when is not None:
            fault = when.early
        if when is None or fault is not None:
            return (fault,) if fault is not None else ()
        key = Key(owner.id, row.period, indicator.id)
        if key in self._met:
            return bulk.refused("", "repeated_row", _AGAIN)
        self._met.add(key)
        return Place(key, Key(owner.id, when.before, indicator.id), owner, indicator, measure, when)

    async def _standing(self, places: Iterable[Place]) -> tuple[Values_, Values_]:
        """The values that are there, locked, and those of the periods before."""
        every = list(places)
        now = await self._by_key(queries.locked(place.key for place in every))
        return now, await self._by_key(queries.standing(place.key_before for place in every))

    async def _by_key(self, statement: Select[Any]) -> Values_:
        rows = await self._session.execute(statement)
        return {Key(row.unit_id, row.period, row.indicator_id): row for row in rows}

    def _decide(
        self, row: ValueRow, place: Place, now: Values_, before: Values_, beside: Beside
    ) -> Entry | bulk.Outcome:
        there, last = now.get(place.key), before.get(place.key_before)
        if row.version is not None and row.version != (there.version if there else 0):
            return bulk.refused("/version", Stale.code, Stale.detail)
        if there is not None and there.state == State.RECEIVED:
            return bulk.refused("", ValueReceived.code, ValueReceived.detail)
        facts = Facts(row.answer, row.numerator, row.denominator, row.value, row.yes)
        wrong = rules.errors(place.measure, facts)
        if wrong:
            return wrong
        barred = beside.barred(place, facts, row, there)
        if barred is not None:
            return barred
        unusual = rules.warnings(place.measure, facts, last and _facts(last), same_year=place.when.same_year)
        unusual += beside.unusual(place, facts)
        if unusual and row.note is None:
            return unusual
        entry = self._entry(row, place, facts, unusual, there)
        return "unchanged" if there is not None and _is_so(entry, there) else entry

    def _entry(self, row: ValueRow, place: Place, facts: Facts, unusual: Faults, there: Row[Any] | None) -> Entry:
        return Entry(
            key=place.key,
            version=1 if there is None else there.version + 1,
            facts=facts,
            state=row.state or rules.state_after(there and there.state, self._first_state),
            source=row.source or self._source,
            note=row.note,
            warnings=tuple(fault.code for fault in unusual),
            on_behalf=place.owner.on_behalf,
            department_id=place.owner.department_id,
            ends_on=place.period.end,
            code=place.indicator.code,
        )

    async def _tell(self, written: Sequence[Entry]) -> None:
        """One event for each value; one audit entry for what one caller wrote at once, the values say the rest."""
        if not written:
            return
        await tell(self._session, written)
        await queue(self._session, written)
        counts = Counter("created" if entry.version == 1 else "updated" for entry in written)
        first = written[0]
        alone = len(written) == 1
        record(
            self._session, self._actor, f"indicator_value.{'write' if alone else 'load'}",
            entity="indicator_value", entity_id=str(first.key) if alone else None,
            unit_id=first.key.unit_id if alone else None,
            changes={
                **counts,
                "units": len({entry.key.unit_id for entry in written}),
                "on_behalf": sum(entry.on_behalf for entry in written),
            },
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


def _facts(row: Row[Any]) -> Facts:
    return Facts(Answer(row.answer), row.numerator, row.denominator, row.value, row.yes)


def _is_so(entry: Entry, there: Row[Any]) -> bool:
    """Whether nothing would change; who says it again does not count."""
    said = all(getattr(entry.facts, name) == getattr(there, name) for name in _SAID)
    return said and (entry.state, entry.source, entry.note) == (there.state, there.source, there.note)
