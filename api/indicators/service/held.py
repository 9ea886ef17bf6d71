"""What units counted, over all of them and over audiences told apart, and the targets that is held against."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.indicators.rules.rollup import Sums
from api.indicators.service.judging import Asked, Judge, told
from api.plans.queries.parties import raw

# By unit and indicator, then by period, then by bucket, or by audience.
Counted = Mapping[tuple[UUID, UUID], Mapping[str, Mapping[str, Sums]]]
# What audiences counted in each part of a period.
Apart = Mapping[str, Sequence[Sums]]
_NOTHING = Sums()


# The same over all buckets.
Wholes = dict[tuple[UUID, UUID], dict[str, Sums]]


def gathered_whole(rows: Iterable[Any]) -> Wholes:
    """Rows of a unit and an indicator, each with arrays: of periods, then of each sum."""
    return {
        (row[0], row[1]): dict(zip(row[2], map(Sums._make, zip(*row[3:], strict=True)), strict=True)) for row in rows
    }


def completed(wholes: Wholes, looked: Iterable[Any]) -> Wholes:
    """The same with what was looked at, as for `gathered`, of periods that were not there."""
    for key, periods in gathered(looked).items():
        of_key = wholes.setdefault(key, {})
        for period, buckets in periods.items():
            of_key.setdefault(period, _total(buckets.values()))
    return wholes


def gathered(rows: Iterable[Any]) -> Counted:
    """Rows of sums: their unit, indicator and period in any order, then what those are apart by, then the sums."""
    found: dict[tuple[UUID, UUID], dict[str, dict[str, Sums]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        found[row.unit_id, row.indicator_id][row.period][str(row[3])] = Sums(*row[4:])
    return found


@dataclass(frozen=True)
class Counts:
    """What units counted: by sort of unit, or of all sorts; and by audience of what is told apart for some."""

    by_sort: Counted = field(default_factory=dict)
    by_audience: Counted = field(default_factory=dict)
    wholes: Wholes = field(default_factory=dict)

    def buckets(self, unit: UUID, asked: Asked) -> list[Mapping[str, Sums]]:
        """Of each part of a period, by sort of unit."""
        return _by_period(self.by_sort, unit, asked)

    def part(self, unit: UUID, asked: Asked, names: dict[str, Any]) -> "Part":
        """A unit with all below it."""
        whole = self._whole(unit, asked)
        audiences = _by_period(self.by_audience, unit, asked)
        every = {audience for of_period in audiences for audience in of_period}
        apart = {one: [of_period.get(one, Sums()) for of_period in audiences] for one in every}
        return Part(whole, names, apart)

    def _whole(self, unit: UUID, asked: Asked) -> list[Sums]:
        found = self.wholes.get((unit, asked.indicator.id))
        if found is None:
            return [_total(buckets.values()) for buckets in self.buckets(unit, asked)]
        return [found.get(label, _NOTHING) for label in asked.labels]


def _by_period(counted: Counted, unit: UUID, asked: Asked) -> list[Mapping[str, Sums]]:
    of_unit = counted.get((unit, asked.indicator.id), {})
    return [of_unit.get(label, {}) for label in asked.labels]


def _total(sums: Collection[Sums]) -> Sums:
    """Often there is one."""
    return next(iter(sums)) if len(sums) == 1 else sum(sums, Sums())


@dataclass(frozen=True)
class Part:
    """One row of an answer to be: whose it is, what it and audiences in it counted in each part of the period."""

    sums: Sequence[Sums]
    names: dict[str, Any]
    apart: Apart = field(default_factory=dict)

    def of(self, apart: str | None) -> Sequence[Sums]:
        """What an audience told apart counted, or all."""
        return self.sums if apart is None else self.apart.get(apart, [Sums()] * len(self.sums))

    def without(self, others: Sequence["Part"]) -> "Part":
        """What of this is in none of some parts of it."""
        apart = {
            one: _less(sums, [other.apart[one] for other in others if one in other.apart])
            for one, sums in self.apart.items()
        }
        some = {one: sums for one, sums in apart.items() if any(sums)}
        return Part(_less(self.sums, [other.sums for other in others]), self.names, some)


def _less(whole: Sequence[Sums], parts: Sequence[Sequence[Sums]]) -> list[Sums]:
    if not parts:
        return list(whole)
    every = [Sums._make(map(sum, zip(*of_period, strict=True))) for of_period in zip(*parts, strict=True)]
    return [total - each for total, each in zip(whole, every, strict=True)]


@dataclass(frozen=True)
class Held:
    """A target that figures are held against; `apart` is its audience, where that is told apart; `own`, whether it is
    of the unit that is asked about."""

    judge: Judge
    apart: str | None
    own: bool

    def says(self, part: Part, *, of_whole: bool) -> dict[str, Any] | None:
        """The target with the figure of its audience, and where it stands; None where nobody here is in that."""
        if self.apart is not None and self.apart not in part.apart and not (self.own and of_whole):
            return None
        sums = part.of(self.apart)
        said = self.judge.says(sums, of_whole=of_whole)
        shown = said["target"] | {"audience": raw(self.judge.target.audience)}
        return {**said, "target": shown, **told(self.judge.asked, sums)}


def judged(held: Iterable[Held], part: Part, *, of_whole: bool) -> dict[str, Any]:
    """What stands in a row beside its figure, of the targets that concern it; nothing where none does."""
    found = [said for one in held if (said := one.says(part, of_whole=of_whole)) is not None]
    if not found:
        return {}
    return {name: found[0][name] for name in ("status", "target", "forecast")} | {"targets": found}
