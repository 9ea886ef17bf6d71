"""What else is known of values about to be written: base counts, and whose figure stands where two differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.errors import UnitFigureStands, ValueFromElsewhere
from api.indicators.models import Indicator
from api.indicators.queries.base_counts import Asked
from api.indicators.queries.confirmations import rejected
from api.indicators.queries.values import Key
from api.indicators.rules import Prevails, State
from api.indicators.rules.base_count import disagreement
from api.indicators.rules.confirmation import Origin, as_said, may_replace, origin
from api.indicators.rules.value import Facts
from api.indicators.service.base_count import Counted, base_of, counted
from api.kit import bulk
from api.kit.calendar import Period
from api.kit.permissions import Subject
from api.kit.problems import Fault


class Meant(Protocol):
    """What a row means."""

    @property
    def key(self) -> Key:
        """The value's key."""

    @property
    def indicator(self) -> Indicator:
        """What is measured."""

    @property
    def period(self) -> Period:
        """In which period."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside some values; `rejected` are other systems' figures that units' own were accepted for."""

    writer: Origin
    counts: Mapping[Asked, Counted]
    rejected: Mapping[Key, list[dict[str, Any]]]

    def unusual(self, meant: Meant, facts: Facts) -> tuple[Fault, ...]:
        """What of an answer asks for a note."""
        base = base_of(meant.key.unit_id, meant.indicator, meant.period)
        known = None if base is None else self.counts.get(base)
        if base is None or known is None:
            return ()
        fault = disagreement(base.kind, facts.denominator, known.count)
        return () if fault is None else (fault,)

    def barred(self, meant: Meant, facts: Facts, row: Any, there: Row[Any] | None) -> bulk.Outcome | None:
        """What becomes of a row that may not take the place of what is there; None where it may.

        A form that sends a figure from elsewhere back as it is changes nothing and is no mistake.
        """
        if there is None or there.state == State.WITHDRAWN:
            return None
        whose = origin(there.source, there.by_kind, meant.indicator.source)
        said = as_said(facts)
        was_rejected = said in self.rejected.get(meant.key, ())
        if may_replace(self.writer, whose, Prevails(meant.indicator.prevails), rejected=was_rejected):
            return None
        if whose is Origin.UNIT:
            return bulk.refused("", UnitFigureStands.code, UnitFigureStands.detail)
        as_it_is = said == as_said(there) and row.state in {None, there.state} and row.note in {None, there.note}
        return "unchanged" if as_it_is else bulk.refused("", ValueFromElsewhere.code, ValueFromElsewhere.detail)


async def look_beside(
    session: AsyncSession, subject: Subject, meant: Iterable[Meant], there: Mapping[Key, Row[Any]]
) -> Beside:
    """What stands beside values.

    The database is asked for base counts only where an indicator names one, and for settled disputes only where a
    system writes over what a unit said.
    """
    every = list(meant)
    bases = (base_of(each.key.unit_id, each.indicator, each.period) for each in every)
    counts = await counted(session, (base for base in bases if base is not None))
    if subject.kind != "client":
        return Beside(Origin.UNIT, counts, {})
    said_by_units = [each.key for each in every if _is_of_unit(each, there.get(each.key))]
    return Beside(Origin.SYSTEM, counts, await _rejected(session, said_by_units))


def _is_of_unit(meant: Meant, there: Row[Any] | None) -> bool:
    return there is not None and origin(there.source, there.by_kind, meant.indicator.source) is Origin.UNIT


async def _rejected(session: AsyncSession, keys: list[Key]) -> dict[Key, list[dict[str, Any]]]:
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    if keys:
        for *key, told in await session.execute(rejected(keys)):
            found[Key(*key)].append(told)
    return found
