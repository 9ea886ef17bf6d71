"""Which rows of a load the rules have nothing against, whatever stands there: most, in most loads.

The rules are asked once of all rows that say the same. What is not surely in order is left to be decided one by one.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries import values as queries
from api.indicators.queries.values import Key
from api.indicators.rules import Answer
from api.indicators.rules import value as rules
from api.indicators.rules.confirmation import origin
from api.indicators.rules.value import Facts
from api.indicators.service.asking import Owner, Question
from api.indicators.service.beside import Beside, Writer, look_beside
from api.indicators.service.loading import Defaults, Rows
from api.kit.permissions import Subject
from api.kit.problems import Fault

_Said = tuple[int, tuple[object, ...]]
# So many answers are remembered to be in order, and no more.
_REMEMBERED = 20_000


class Place(NamedTuple):
    """What a row means: a value's key, whose it is, and what is asked there."""

    key: Key
    owner: Owner
    question: Question

    @classmethod
    def of(cls, owner: Owner, question: Question) -> "Place":
        """The place of an owner's answer to a question."""
        return cls(Key(owner.id, question.label, question.indicator.id), owner, question)


class Clean(NamedTuple):
    """The rows in order, and their numbers."""

    numbers: list[int]
    rows: Rows


class Cleaning:
    """The loads of one request."""

    def __init__(self, session: AsyncSession, subject: Subject, defaults: Defaults) -> None:
        self._session, self._subject, self._defaults = session, subject, defaults
        self._writer = Writer.of_subject(subject)
        self._in_order: dict[_Said, bool] = {}
        self._own_kind: dict[tuple[str | None, int], bool] = {}

    async def of(self, rows: Rows) -> Clean:
        """Those whose figures are in order, that are not unusual without a word, and stand on nothing but the like."""
        facts = [*zip(*(rows.given[name] for name in Facts._fields), strict=True)]
        in_order = self._figures_in_order(rows, facts)
        like = self._stand_on_the_like(rows)
        unusual = await self._unusual(rows, facts)
        notes = rows.given["note"]
        numbers = [
            n
            for n, (right, own) in enumerate(zip(in_order, like, strict=True))
            if right and own and (n not in unusual or notes[n] is not None)
        ]
        warnings = {n: " ".join([fault.code for fault in found]) for n, found in unusual.items()}
        return Clean(numbers, Rows(rows.given, rows.owners, rows.questions, warnings).only(numbers))

    def _figures_in_order(self, rows: Rows, facts: list[tuple[object, ...]]) -> list[bool]:
        said = [*zip([question.number for question in rows.questions], facts, strict=True)]
        different = dict(zip(said, rows.questions, strict=True))
        if len(self._in_order) + len(different) > _REMEMBERED:
            self._in_order.clear()
        for each, question in different.items():
            if each not in self._in_order:
                self._in_order[each] = not rules.errors(question.measure, Facts(*each[1]))  # type: ignore[arg-type]
        return [self._in_order[each] for each in said]

    def _stand_on_the_like(self, rows: Rows) -> list[bool]:
        """Whether a row may take the place of what says the same source and was written by the like of who writes."""
        sources = rows.given["source"]
        named = [*zip(sources, [question.number for question in rows.questions], strict=True)]
        for key, question in dict(zip(named, rows.questions, strict=True)).items():
            if key not in self._own_kind:
                writer = self._writer.of(key[0], question.indicator)
                says = key[0] or self._defaults.source
                stands = origin(says, self._subject.kind, question.indicator.source)
                self._own_kind[key] = writer is stands
        return [self._own_kind[key] for key in named]

    async def _unusual(self, rows: Rows, facts: list[tuple[object, ...]]) -> dict[int, tuple[Fault, ...]]:
        """What of rows asks for a note, beside the period before and base counts."""
        found: dict[int, tuple[Fault, ...]] = {}
        before = await self._before(rows)
        for n in self._followed(rows, before):
            owner, question = rows.owners[n], rows.questions[n]
            last = before[owner.text, question.when.before, question.indicator_id]
            same_year = question.when.same_year
            found[n] = rules.warnings(question.measure, Facts(*facts[n]), last, same_year=same_year)  # type: ignore[arg-type]
        counting = {
            n: Place.of(rows.owners[n], question)
            for n, question in enumerate(rows.questions)
            if question.indicator.base_count is not None
        }
        if counting:
            beside: Beside = await look_beside(self._session, self._subject, (), counting, {})
            for n, place in counting.items():
                found[n] = found.get(n, ()) + beside.unusual(place, Facts(*facts[n]))  # type: ignore[arg-type]
        return {n: faults for n, faults in found.items() if faults}

    @staticmethod
    def _followed(rows: Rows, before: Mapping[tuple[str, str, str], Facts]) -> Iterable[int]:
        """The rows that follow a value of the period before."""
        if not before:
            return []
        keys = [
            (owner.text, question.when.before, question.indicator_id)
            for owner, question in zip(rows.owners, rows.questions, strict=True)
        ]
        return [n for n, key in enumerate(keys) if key in before]

    async def _before(self, rows: Rows) -> dict[tuple[str, str, str], Facts]:
        """The values of the periods before, by unit, period and indicator."""
        forms = {
            (owner.text, question.when.before) for owner, question in zip(rows.owners, rows.questions, strict=True)
        }
        units, periods = zip(*forms, strict=True)
        given = {
            "unit_id": ",".join(units),
            "period": ",".join(periods),
            "indicator_id": ",".join({question.indicator_id for question in rows.questions}),
        }
        found = (await self._session.execute(queries.BEFORE, given)).all()
        return {_named(*row[:3]): Facts(Answer(row.answer), *row[4:8]) for row in found}


def _named(unit_id: UUID, period: str, indicator_id: UUID) -> tuple[str, str, str]:
    return str(unit_id), period, str(indicator_id)
