"""Values are entered: one, or the rows of a load, by the same engine in a number of statements that is constant.

Rows the rules have nothing against are written by one statement wherever they stand on nothing, or on one of the like.
The others are decided one by one, on what is there, locked. A value that two callers make at the same moment is made by
one of them; the other is decided again on what is there then.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor, record
from api.indicators.errors import UnitFigureStands, ValueFromElsewhere, ValueReceived
from api.indicators.permissions import VALUE_READ
from api.indicators.queries import values as queries
from api.indicators.queries.values import Key
from api.indicators.rules import Answer, State
from api.indicators.rules import value as rules
from api.indicators.rules.value import Facts
from api.indicators.schemas.value import ValueIn, ValueRow
from api.indicators.service.asking import Asking, Faults, Owner, Question
from api.indicators.service.beside import Beside, look_beside
from api.indicators.service.clean import Cleaning, Place
from api.indicators.service.loading import SO_ALREADY, UNDECIDED, Defaults, Rows, load
from api.indicators.service.writing import Entry, form_columns, put
from api.kit import bulk
from api.kit.calendar import vietnam_today
from api.kit.http.etag import expect_version
from api.kit.permissions import Subject
from api.kit.problems import Forbidden, Invalid, Message, NotFound, Problem, Stale
from api.units.models import Unit
from api.units.queries.references import unit_named

_AGAIN = Message("Số liệu này đã có ở một dòng trên.", "A row above means the same value.")
_PROBLEMS: Mapping[str, type[Problem]] = {
    problem.code: problem for problem in (Stale, ValueReceived, ValueFromElsewhere, UnitFigureStands)
}
_EFFECTS: Mapping[int, bulk.Effect] = {1: "created", SO_ALREADY: "unchanged"}
# Values as they stand.
Standing = Mapping[Key, Row[Any]]


@dataclass(slots=True)
class Written:
    """What one caller wrote so far."""

    counts: Counter[str] = field(default_factory=Counter)
    units: set[UUID] = field(default_factory=set)
    on_behalf: int = 0
    first: Key | None = None

    def note(self, places: Iterable[Place], versions: Iterable[int]) -> None:
        """Count some more: values written, and the versions they have now."""
        for (key, owner, _), version in zip(places, versions, strict=True):
            self.counts["created" if version == 1 else "updated"] += 1
            self.units.add(key.unit_id)
            self.on_behalf += owner.on_behalf
            self.first = self.first or key

    def note_many(self, rows: Rows, versions: Sequence[int]) -> None:
        """Count those of some rows that have a version now."""
        created = versions.count(1)
        written = [n for n, version in enumerate(versions) if version > 0]
        if not written:
            return
        self.counts += Counter(created=created, updated=len(written) - created)
        owners = [rows.owners[n] for n in written]
        self.units.update([owner.id for owner in owners])
        self.on_behalf += sum([owner.on_behalf for owner in owners])
        self.first = self.first or Place.of(owners[0], rows.questions[written[0]]).key


class Values:
    """One request's values, in as many parts as they come in."""

    def __init__(
        self, session: AsyncSession, actor: Actor, subject: Subject, batch: bulk.Keeping | None = None
    ) -> None:
        self._session, self._actor, self._subject = session, actor, subject
        self._today = vietnam_today(session.info["now"])
        state, source = (State.SENT, "client") if subject.kind == "client" else (State.DRAFT, "reported")
        self._defaults = Defaults(state, source)
        self._asking = Asking(session, actor, subject)
        self._cleaning = Cleaning(session, subject, self._defaults)
        self._met: set[tuple[int, int]] = set()
        self._batch = None if batch is None else batch.id
        self._done = Written()

    async def put(self, given: ValueIn, if_match: str | None) -> tuple[Key, bool]:
        """Write one; its key, and whether it is new. What is so already leaves no trace.

        Raises NotFound for a unit out of reach, Forbidden for one the caller does not enter for, Stale for another
        version than the one read, ValueReceived, and Invalid.
        """
        row = ValueRow.model_construct(**dict(given), version=None)
        (owner,), (question,) = await self._asking.of(bulk.Columns.of(ValueRow, [row]))
        if owner is None or not self._subject.holds(VALUE_READ):  # who enters for a unit and reads at all, reads of it
            await self._refuse_unreached(given.unit)
        if owner is None or not isinstance(question, Question):
            raise Invalid(question if isinstance(question, tuple) else ())
        key = Key(owner.id, question.label, question.indicator.id)
        if if_match is not None:
            await self._expect(key, if_match)
        (outcome,) = await self.load([row])
        if isinstance(outcome, tuple):
            problem = _PROBLEMS.get(outcome[0].code)
            raise Invalid(outcome) if problem is None else problem
        return key, outcome == "created"

    async def load(self, rows: Sequence[ValueRow]) -> list[bulk.Outcome]:
        """Write rows of different values; what became of each."""
        outcomes = await self.take(bulk.Columns.of(ValueRow, rows))
        self.record()
        return outcomes

    async def take(self, given: bulk.Columns[ValueRow]) -> list[bulk.Outcome]:
        """Write some rows of a load, which `record` ends; what became of each."""
        owners, questions = await self._asking.of(given)
        outcomes = self._refused(owners, questions)
        numbers = [n for n in range(given.count) if n not in outcomes]
        rows = Rows(
            given if not outcomes else given.only(numbers),
            [owner for n in numbers if (owner := owners[n]) is not None],
            [question for n in numbers if isinstance(question := questions[n], Question)],
            {},
        )
        left = await self._at_once(rows, numbers, outcomes) if numbers else []
        if left:
            one_by_one = await self._one_by_one(rows.only(left))
            outcomes |= {numbers[left[n]]: outcome for n, outcome in one_by_one.items()}
        return [outcomes[n] for n in range(given.count)]

    def _refused(
        self, owners: Sequence[Owner | None], questions: Sequence[Question | Faults]
    ) -> dict[int, bulk.Outcome]:
        """What is no question, and what was asked above."""
        outcomes: dict[int, bulk.Outcome] = {}
        for n, (owner, question) in enumerate(zip(owners, questions, strict=True)):
            if owner is None or not isinstance(question, Question):
                outcomes[n] = question if isinstance(question, tuple) else ()
                continue
            key = owner.number, question.number
            if key in self._met:
                outcomes[n] = bulk.refused("", "repeated_row", _AGAIN)
            self._met.add(key)
        return outcomes

    async def _at_once(self, rows: Rows, numbers: Sequence[int], outcomes: dict[int, bulk.Outcome]) -> list[int]:
        """Write rows the rules have nothing against, and note their outcomes; the places of those left to decide."""
        clean = await self._cleaning.of(rows)
        if not clean.numbers:
            return [*range(len(numbers))]
        versions = await load(self._session, self._actor, clean.rows, self._defaults, self._batch)
        self._done.note_many(clean.rows, versions)
        decided = [(n, version) for n, version in zip(clean.numbers, versions, strict=True) if version != UNDECIDED]
        outcomes.update([(numbers[n], _effect(version)) for n, version in decided])
        if len(decided) == len(numbers):
            return []
        known = {n for n, _ in decided}
        return [n for n in range(len(numbers)) if n not in known]

    async def _one_by_one(self, rows: Rows) -> dict[int, bulk.Outcome]:
        """Decide rows by all that stands there and beside, locked; what became of each."""
        places = {
            n: Place.of(owner, question)
            for n, (owner, question) in enumerate(zip(rows.owners, rows.questions, strict=True))
        }
        given = [rows.given.row(n) for n in range(rows.given.count)]
        outcomes: dict[int, bulk.Outcome] = {}
        while left := {number: place for number, place in places.items() if number not in outcomes}:
            outcomes |= await self._turn(given, left)
        return outcomes

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
            done = await put(self._session, self._actor, every, self._batch)
            lost = frozenset() if done is every else {entry.key for entry in every} - {entry.key for entry in done}
            written = {number: entry for number, entry in entries.items() if entry.key not in lost}
            outcomes |= {number: _effect(entry.version) for number, entry in written.items()}
            self._done.note([left[number] for number in written], [entry.version for entry in written.values()])
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

    async def _expect(self, key: Key, if_match: str) -> None:
        """Hold the value to the version it was read at."""
        there = (await self._read(queries.LOCKED, [key])).get(key)
        if there is None:
            raise Stale
        expect_version(if_match, there.version)

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
            row.state or rules.state_after(there and there.state, State(self._defaults.state)),
            row.source or self._defaults.source,
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
                **({} if self._batch is None else {"batch": str(self._batch)}),
            },
        )  # fmt: skip


def _effect(version: int) -> bulk.Effect:
    """What became of a value that has a version now."""
    return _EFFECTS.get(version, "updated")


def _key_before(place: Place) -> Key:
    unit_id, _, indicator_id = place.key
    return Key(unit_id, place.question.when.before, indicator_id)


def _facts(row: Row[Any]) -> Facts:
    return Facts(Answer(row.answer), row.numerator, row.denominator, row.value, row.yes)


def _is_so(entry: Entry, there: Row[Any]) -> bool:
    """Whether nothing would change; who says it again does not count."""
    said = (there.answer, there.numerator, there.denominator, there.value, there.yes)
    return entry.facts == said and (entry.state, entry.source, entry.note) == (there.state, there.source, there.note)
