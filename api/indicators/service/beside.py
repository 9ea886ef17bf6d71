"""What else is known of values about to be written: base counts, and whose figure stands where two differ."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.errors import UnitFigureStands, ValueFromElsewhere
from api.indicators.permissions import CONFIRMATION_SETTLE
from api.indicators.queries.base_counts import Asked as Base
from api.indicators.queries.confirmations import rejected
from api.indicators.queries.values import Key
from api.indicators.rules import BaseCountKind, Prevails, State
from api.indicators.rules.base_count import disagreement
from api.indicators.rules.confirmation import CLIENT, Origin, as_said, may_replace, origin
from api.indicators.rules.value import Facts
from api.indicators.schemas.value import ValueRow
from api.indicators.service.base_count import Counted, base_of, counted
from api.kit import bulk
from api.kit.calendar import Period
from api.kit.permissions import Subject
from api.kit.problems import Fault, Message

_NOT_A_SYSTEM = Message(
    "Chỉ đầu mối mới nạp được số liệu của hệ thống khác.", "Only a coordinator loads what another system exports."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What of an indicator is looked at for each of its values."""

    id: UUID
    code: str
    source: str
    prevails: Prevails
    base_count: BaseCountKind | None


class Asked(Protocol):
    """What is asked for, in which period."""

    @property
    def indicator(self) -> Known:
        """What is measured."""

    @property
    def period(self) -> Period:
        """In which period."""


class Meant(Protocol):
    """What a row means."""

    @property
    def key(self) -> Key:
        """The value's key."""

    @property
    def question(self) -> Asked:
        """What is asked there."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside some values; `rejected` are other systems' figures that units' own were accepted for."""

    writer: "Writer"
    counts: Mapping[Base, Counted]
    rejected: Mapping[Key, list[dict[str, Any]]]

    def unusual(self, meant: Meant, facts: Facts) -> tuple[Fault, ...]:
        """What of an answer asks for a note."""
        base = _base(meant)
        known = None if base is None else self.counts.get(base)
        if base is None or known is None:
            return ()
        fault = disagreement(base.kind, facts.denominator, known.count)
        return () if fault is None else (fault,)

    def barred(self, meant: Meant, facts: Facts, row: ValueRow, there: Row[Any] | None) -> bulk.Outcome | None:
        """What becomes of a row that may not take the place of what is there; None where it may.

        A form that sends a figure from elsewhere back as it is changes nothing and is no mistake.
        """
        indicator = meant.question.indicator
        writer = self.writer.of(row.source, indicator)
        if writer is None:
            return bulk.refused("/source", "not_a_system", _NOT_A_SYSTEM)
        if there is None or there.state == State.WITHDRAWN:
            return None
        whose = origin(there.source, there.by_kind, indicator.source)
        was_rejected = meant.key in self.rejected and as_said(facts) in self.rejected[meant.key]
        if may_replace(writer, whose, indicator.prevails, rejected=was_rejected):
            return None
        if whose is Origin.UNIT:
            return bulk.refused("", UnitFigureStands.code, UnitFigureStands.detail)
        same = as_said(facts) == as_said(there) and row.state in {None, there.state} and row.note in {None, there.note}
        return "unchanged" if same else bulk.refused("", ValueFromElsewhere.code, ValueFromElsewhere.detail)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: a system, or people, of whom coordinators also load what another system exports."""

    is_system: bool
    loads_exports: bool

    @classmethod
    def of_subject(cls, subject: Subject) -> "Writer":
        """What a caller is in this regard."""
        return cls(subject.kind == "client", subject.holds(CONFIRMATION_SETTLE))

    def of(self, source: str | None, indicator: Known) -> Origin | None:
        """Whose the figure of a row with a source is; None where who writes may not say that it is a system's."""
        if self.is_system:
            return Origin.SYSTEM
        if source is None:
            return Origin.UNIT
        if self.loads_exports:
            return origin(source, "user", indicator.source)
        return None if source == CLIENT else Origin.UNIT


async def look_beside(
    session: AsyncSession,
    subject: Subject,
    rows: Sequence[ValueRow],
    meant: Mapping[int, Meant],
    there: Mapping[Key, Row[Any]],
) -> Beside:
    """What stands beside values; rows and what they mean go by the numbers of the rows.

    The database is asked for base counts only where an indicator names one, and for settled disputes only where a
    system's figure comes over what a unit said.
    """
    writer = Writer.of_subject(subject)
    bases = (_base(each) for each in meant.values() if each.question.indicator.base_count is not None)
    counts = await counted(session, (base for base in bases if base is not None))
    over_units = [
        each.key
        for number, each in (meant.items() if there else ())
        if writer.of(rows[number].source, each.question.indicator) is Origin.SYSTEM
        and _is_of_unit(each, there.get(each.key))
    ]
    return Beside(writer, counts, await _rejected(session, over_units))


def _base(meant: Meant) -> Base | None:
    return base_of(meant.key.unit_id, meant.question.indicator.base_count, meant.question.period)


def _is_of_unit(meant: Meant, there: Row[Any] | None) -> bool:
    return there is not None and origin(there.source, there.by_kind, meant.question.indicator.source) is Origin.UNIT


async def _rejected(session: AsyncSession, keys: list[Key]) -> dict[Key, list[dict[str, Any]]]:
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    if keys:
        for *key, told in await session.execute(rejected(keys)):
            found[Key(*key)].append(told)
    return found
