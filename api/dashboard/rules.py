"""What the page shows of a year: which of its periods, beside which of the year before, and who is late first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from api.indicators.rules import rollup
from api.kit.calendar import Period, PeriodKind

# Columns of the grid: more of them nobody reads at a glance.
COLUMNS = 6
_OF_SCHOOLS = frozenset({PeriodKind.SCHOOL_YEAR, PeriodKind.SEMESTER})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A year in the periods of one rhythm: all of them, those that have begun, those of the year before."""

    year: Period
    whole: tuple[Period, ...]
    begun: tuple[Period, ...]
    before: tuple[Period, ...]


@lru_cache(maxsize=256)
def rhythm(kind: PeriodKind, until: Period, today: date) -> Rhythm:
    """The year `until` ends in, as far as it goes, in the periods of a kind: a calendar year, or a school year."""
    last = min(until.end, today)
    year = Period.on(PeriodKind.SCHOOL_YEAR if kind in _OF_SCHOOLS else PeriodKind.YEAR, max(last, until.start))
    whole = rollup.parts(year, kind)
    begun = tuple(part for part in whole if part.start <= last) or whole[:1]
    return Rhythm(year, whole, begun, rollup.parts(year.previous(), kind))


def rhythm_of(kind: PeriodKind, target_year: int, until: Period, today: date) -> Rhythm:
    """The year a target is told of: the one looked at, or its own where that is over; 2026 is the school year that
    ends in it."""
    looked_at = rhythm(kind, until, today)
    if target_year >= looked_at.year.end.year:
        return looked_at
    own = PeriodKind.SCHOOL_YEAR if kind in _OF_SCHOOLS else PeriodKind.YEAR
    last = date(target_year, 8, 31) if kind in _OF_SCHOOLS else date(target_year, 12, 31)
    return rhythm(kind, Period.on(own, last), today)


def columns(rhythms: Iterable[Rhythm]) -> list[Period]:
    """The periods of a grid: the newest that have begun, in the order they end, a longer one behind its parts."""
    found = {part for each in rhythms for part in each.begun}
    return sorted(found, key=lambda part: (part.end, -part.start.toordinal()))[-COLUMNS:]


@dataclass(frozen=True, slots=True)
class Told:
    """How many answers are there of those expected."""

    reported: int = 0
    expected: int = 0

    @property
    def missing(self) -> int:
        """How many are not there."""
        return self.expected - self.reported

    def __add__(self, other: "Told") -> "Told":
        return Told(self.reported + other.reported, self.expected + other.expected)

    def __sub__(self, other: "Told") -> "Told":
        return Told(self.reported - other.reported, self.expected - other.expected)


def due(periods: Sequence[Period], today: date) -> int:
    """The place of the newest period that is over, of whose answers somebody can be late; else of the first."""
    over = [place for place, period in enumerate(periods) if period.end < today]
    return over[-1] if over else 0


def lateness(cells: Sequence[Told], place: int) -> tuple[int, int]:
    """Orders the rows of a grid: who owes the most of the period at a place comes first, then of all."""
    return (-cells[place].missing, -sum(cell.missing for cell in cells))


_NEVER = datetime.max.replace(tzinfo=UTC)


def urgency(due_at: datetime | None, *, handed_in: bool) -> tuple[bool, datetime]:
    """Orders what somebody owes: what is due first, what has no day, and last what waits for others."""
    return handed_in, _NEVER if due_at is None else due_at
