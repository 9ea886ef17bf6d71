"""Values are entered: one, or the rows of a load, by the same engine in a number of statements that is constant.

Rows are read locked, decided in memory by `rules.value`, and written by one statement. One that two callers make at
the same moment is made by one of them; the other decides again on what is there then.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, TextClause, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.indicators.errors import UnitFigureStands, ValueFromElsewhere, ValueReceived
from api.indicators.models import Indicator
from api.indicators.permissions import VALUE_WRITE
from api.indicators.queries import values as queries
from api.indicators.queries.values import Key
from api.indicators.rules import Answer, BaseCountKind, IndicatorKind, Prevails, State, TimeBehaviour
from api.indicators.rules import value as rules
from api.indicators.rules.value import Facts, Measure
from api.indicators.schemas.value import ValueIn, ValueRow
from api.indicators.service.beside import Beside, Known, look_beside
from api.indicators.service.indicator import find_indicators
from api.indicators.service.writing import Entry, form_columns, put
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
_PROBLEMS: Mapping[str, type[Problem]] = {
    problem.code: problem for problem in (Stale, ValueReceived, ValueFromElsewhere, UnitFigureStands)
}
Faults = tuple[Fault, ...]
# Values as they stand.
Standing = Mapping[Key, Row[Any]]


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit that rows name, as far as its values depend on it; `on_behalf`: the caller enters for it."""

    id: UUID
    department_id: UUID | None
    kind: str
    life: tuple[date | None, date | None]
    on_behalf: bool

    @property
    def likeness(self) -> tuple[Any, ...]:
        """What of it decides whether something is asked of it."""
        return self.department_id, self.kind, self.life


@dataclass(frozen=True, slots=True)
class When:
    """A period that rows name; the label of the one before, and whether both add up to one year."""

    period: Period
    before: str
    same_year: bool
    early: Fault | None


@dataclass(frozen=True, slots=True)
class Question:
    """What rows of one indicator and period ask of units alike; many rows share one."""

    indicator: Known
    measure: Measure
    when: When

    @property
    def period(self) -> Period:
        """In which period."""
        return self.when.period


class Place(NamedTuple):
    """What a row means: a value's key, whose it is, and what is asked there."""

    key: Key
    owner: Owner
    question: Question


@dataclass(slots=True)
class Written:
    """What one caller wrote so far."""

    counts: Counter[str] = field(default_factory=Counter)
    units: set[UUID] = field(default_factory=set)
    on_behalf: int = 0
    first: Key | None = None

    def note(self, entries: Sequence[Entry]) -> None:
        """Count some more."""
        for entry in entries:
            self.counts["created" if entry.version == 1 else "updated"] += 1
            self.units.add(entry.key.unit_id)
            self.on_behalf += entry.on_behalf
        if entries and self.first is None:
            self.first = entries[0].key


class Values:
    """One request's values; units, indicators and periods are looked up once in all its chunks."""

    def __init__(
        self, session: AsyncSession, actor: Actor, subject: Subject, batch: bulk.Keeping | None = None
    ) -> None:
        self._session, self._actor, self._subject = session, actor, subject
        self._today = vietnam_today(session.info["now"])
        self._own = frozenset(own_units(subject, VALUE_WRITE))
        self._first_state = State.SENT if subject.kind == "client" else State.DRAFT
        self._source = "client" if subject.kind == "client" else "reported"
        self._owners: dict[str, tuple[Owner, int] | None] = {}
        self._likeness: dict[tuple[Any, ...], int] = {}
        self._questions: dict[tuple[str, str, int], Question | Faults] = {}
        self._indicators: dict[UUID | None, dict[str, tuple[Known, Measure] | None]] = {}
        self._periods: dict[str, When | None] = {}
        self._met: set[Key] = set()
        self._batch = batch
        self._done = Written()

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
        outcomes = await self.take(rows)
        self.record()
        return outcomes

    async def take(self, rows: Sequence[ValueRow]) -> list[bulk.Outcome]:
        """Write some rows of a load, which `record` ends; what became of each."""
        await self._look_up(rows)
        outcomes: dict[int, bulk.Outcome] = {}
        places: dict[int, Place] = {}
        for number, row in enumerate(rows):
            placed = self._place(row)
            if isinstance(placed, Place):
                places[number] = placed
            else:
                outcomes[number] = placed
        while left := {number: place for number, place in places.items() if number not in outcomes}:
            outcomes |= await self._turn(rows, left)
        return [outcomes[number] for number in range(len(rows))]

    async def _turn(self, rows: Sequence[ValueRow], left: Mapping[int, Place]) -> dict[int, bulk.Outcome]:
        """Decide rows and write them; what became of them, but for those that somebody else made meanwhile."""
        now = await self._read(queries.LOCKED, [place.key for place in left.values()])
        before = await self._read(queries.BEFORE, [_key_before(place) for place in left.values()])
        beside = await look_beside(self._session, self._subject, rows, left, now)
        outcomes: dict[int, bulk.Outcome] = {}
        entries: dict[int, Entry] = {}
        for number, place in left.items():
            last = before.get(_key_before(place)) if before else None
            decided = self._decide(rows[number], place, now.get(place.key), last, beside)
            if isinstance(decided, Entry):
                entries[number] = decided
            else:
                outcomes[number] = decided
        if entries:
            every = [*entries.values()]
            done = await put(self._session, self._actor, every, None if self._batch is None else self._batch.id)
            lost = frozenset() if done is every else {entry.key for entry in every} - {entry.key for entry in done}
            for number, entry in entries.items():
                if entry.key not in lost:
                    outcomes[number] = "created" if entry.version == 1 else "updated"
            self._done.note(done)
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
            there = (await self._read(queries.LOCKED, [place.key])).get(place.key)
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
        for label in {row.period for row in rows} - self._periods.keys():
            self._periods[label] = self._when(label)
        await self._look_up_indicators(rows)

    async def _look_up_indicators(self, rows: Sequence[ValueRow]) -> None:
        wanted: dict[UUID | None, set[str]] = {}
        for unit, reference in {(row.unit, row.indicator) for row in rows}:
            found = self._owners[unit]
            if found is not None and reference not in self._indicators.get(found[0].department_id, {}):
                wanted.setdefault(found[0].department_id, set()).add(reference)
        for department_id, references in wanted.items():
            named = await find_indicators(self._session, self._subject, department_id, references)
            known = {reference: (known_of(each), measure_of(each)) for reference, each in named.items()}
            in_department = self._indicators.setdefault(department_id, {})
            in_department |= {reference: known.get(reference) for reference in references}

    def _owner(self, unit: Unit | None) -> tuple[Owner, int] | None:
        """The unit, and a number that all units have of which the same is asked."""
        if unit is None:
            return None
        life = to_span(unit.valid)
        helped = self._actor.subject is not None and unit.id not in self._own
        owner = Owner(unit.id, unit.department_id, unit.kind, (life.start, life.end), helped)
        return owner, self._likeness.setdefault(owner.likeness, len(self._likeness))

    def _when(self, label: str) -> When | None:
        period = rules.period_of(label)
        if period is None:
            return None
        before = period.previous()
        same_year = rules.year_of(period) == rules.year_of(before)
        return When(period, str(before), same_year, rules.too_early(period, self._today))

    def _place(self, row: ValueRow) -> Place | Faults:
        found = self._owners[row.unit]
        if found is None:
            return bulk.refused("/unit", "unknown_unit", _UNKNOWN_UNIT)
        owner, likeness = found
        question = self._questions.get((row.indicator, row.period, likeness))
        if question is None:
            question = self._questions[row.indicator, row.period, likeness] = self._question(row, owner)
        if not isinstance(question, Question):
            return question
        key = Key(owner.id, row.period, question.indicator.id)
        if key in self._met:
            return bulk.refused("", "repeated_row", _AGAIN)
        self._met.add(key)
        return Place(key, owner, question)

    def _question(self, row: ValueRow, owner: Owner) -> Question | Faults:
        named, when = self._indicators[owner.department_id][row.indicator], self._periods[row.period]
        if named is None:
            return bulk.refused("/indicator", "unknown_indicator", _UNKNOWN_INDICATOR)
        indicator, measure = named
        fault = rules.misplaced(measure, when.period if when else None, owner.kind, owner.life)
        if fault is None and when is not None:
            fault = when.early
        if when is None or fault is not None:
            return (fault,) if fault is not None else ()
        return Question(indicator, measure, when)

    async def _read(self, statement: TextClause, keys: Sequence[Key]) -> Standing:
        """The values of keys that are there; of the units in the periods, maybe others."""
        rows = await self._session.execute(statement, form_columns(keys))
        return {Key(*row[:3]): row for row in rows}

    def _decide(
        self, row: ValueRow, place: Place, there: Row[Any] | None, last: Row[Any] | None, beside: Beside
    ) -> Entry | bulk.Outcome:
        question = place.question
        if row.version is not None and row.version != (there.version if there else 0):
            return bulk.refused("/version", Stale.code, Stale.detail)
        if there is not None and there.state == State.RECEIVED:
            return bulk.refused("", ValueReceived.code, ValueReceived.detail)
        facts = Facts(row.answer, row.numerator, row.denominator, row.value, row.yes)
        wrong = rules.errors(question.measure, facts)
        if wrong:
            return wrong
        barred = beside.barred(place, facts, row, there)
        if barred is not None:
            return barred
        unusual = rules.warnings(question.measure, facts, last and _facts(last), same_year=question.when.same_year)
        if question.indicator.base_count is not None:
            unusual += beside.unusual(place, facts)
        if unusual and row.note is None:
            return unusual
        entry = self._entry(row, place, facts, unusual, there)
        return "unchanged" if there is not None and _is_so(entry, there) else entry

    def _entry(self, row: ValueRow, place: Place, facts: Facts, unusual: Faults, there: Row[Any] | None) -> Entry:
        owner, question = place.owner, place.question
        return Entry(
            place.key,
            1 if there is None else there.version + 1,
            facts,
            row.state or rules.state_after(there and there.state, self._first_state),
            row.source or self._source,
            row.note,
            tuple([fault.code for fault in unusual]) if unusual else (),
            owner.on_behalf,
            owner.department_id,
            question.when.period.end,
            question.indicator.code,
        )

    def record(self) -> None:
        """One audit entry for what one caller wrote at once; the values themselves say the rest."""
        done = self._done
        if done.first is None:
            return
        alone = sum(done.counts.values()) == 1
        record(
            self._session, self._actor, f"indicator_value.{'write' if alone else 'load'}",
            entity="indicator_value", entity_id=str(done.first) if alone else None,
            unit_id=done.first.unit_id if alone else None,
            changes={
                **done.counts,
                "units": len(done.units),
                "on_behalf": done.on_behalf,
                **({} if self._batch is None else {"batch": str(self._batch.id)}),
            },
        )  # fmt: skip


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


def _key_before(place: Place) -> Key:
    unit_id, _, indicator_id = place.key
    return Key(unit_id, place.question.when.before, indicator_id)


def _facts(row: Row[Any]) -> Facts:
    return Facts(Answer(row.answer), row.numerator, row.denominator, row.value, row.yes)


def _is_so(entry: Entry, there: Row[Any]) -> bool:
    """Whether nothing would change; who says it again does not count."""
    said = (there.answer, there.numerator, there.denominator, there.value, there.yes)
    return entry.facts == said and (entry.state, entry.source, entry.note) == (there.state, there.source, there.note)
