"""The engine: rows are read, checked and written a few hundred at a time; every row is accounted for."""

from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from api.kit.bulk.cells import Cells, Columns
from api.kit.bulk.rows import Raw, Table
from api.kit.problems import Fault, Invalid, Message, Problem
from api.kit.validation import faults

# Rows written at once: few enough to hold, many enough for one statement to be worth it.
CHUNK = 2_000
ROWS_MAX = 100_000
_REPEATED = Message("Trùng với một dòng ở trên trong cùng tệp.", "The same as a row above in this file.")
R = TypeVar("R", bound=BaseModel)
F = TypeVar("F", bound=BaseModel)

Effect = Literal["created", "updated", "unchanged"]
# What became of a row: its effect, or why it is rejected, with pointers into the row.
Outcome = Effect | tuple[Fault, ...]


class TooManyRows(Problem):
    """One request holds so many rows and no more."""

    status, code = 413, "too_many_rows"
    title = Message("Quá nhiều dòng", "Too many rows")
    detail = Message(
        "Mỗi lần gửi nhiều nhất {limit} dòng; hãy chia tệp.", "At most {limit} rows at once; split the file."
    )


@dataclass(frozen=True)
class Door(Generic[R]):
    """A resource's way in.

    `key` tells whether two rows of a file mean the same thing. `write` is handed rows that are well-formed and of
    different keys, and answers for each in their order; it writes those it does not reject and no others. `taken` is
    called when all rows were read and what was written of them stays.
    """

    model: type[R]
    key: Callable[[R], Hashable]
    write: Callable[[Sequence[R]], Awaitable[Sequence[Outcome]]]
    taken: Callable[[], None] | None = None

    @property
    def table(self) -> Table:
        """What a table of such rows may look like."""
        return _table(self.model, {}, frozenset())

    def passage(self) -> "Passage":
        """What rows of one load go through."""
        seen: set[Hashable] = set()

        async def through(chunk: Sequence[Raw]) -> Sequence[Outcome]:
            checked = [_checked(raw, self, seen) for raw in chunk]
            good = [row for row in checked if not isinstance(row, tuple)]
            written = iter(await self.write(good) if good else ())
            return [row if isinstance(row, tuple) else next(written) for row in checked]

        return through


@dataclass(frozen=True)
class WideDoor(Generic[R]):
    """The way in of a resource whose loads are large: rows come as columns of cells that were checked one by one.

    The model's fields know nothing of each other, and nobody asks which of them were given. `write` also finds out
    which rows mean the same thing. `headings` are other names of columns, as tables for people have them; a row of a
    workbook that has no cell but those of `naming` was left blank, and is none.
    """

    model: type[R]
    write: Callable[[Columns[R]], Awaitable[Sequence[Outcome]]]
    taken: Callable[[], None] | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    naming: frozenset[str] = frozenset()

    @property
    def table(self) -> Table:
        """What a table of such rows may look like."""
        return _table(self.model, self.headings, self.naming)

    def passage(self) -> "Passage":
        """What rows of one load go through."""
        cells = Cells(self.model)

        async def through(chunk: Sequence[Raw]) -> Sequence[Outcome]:
            unread = {n: raw.faults for n, raw in enumerate(chunk) if raw.faults}
            columns, refused = cells.columns([raw.value for raw in chunk if not raw.faults])
            written = await self.write(columns) if columns.count else ()
            if not unread and not refused:
                return written
            left = iter(written)
            read = iter([refused[n] if n in refused else next(left) for n in range(len(chunk) - len(unread))])
            return [unread[n] if n in unread else next(read) for n in range(len(chunk))]

        return through


@dataclass(frozen=True)
class Filter(Generic[F]):
    """A resource's other way in: one object says which records are meant, and what is to be so of each of them.

    `write` answers for each record, in its own order; pointers of what it refuses start at the body.
    """

    model: type[F]
    write: Callable[[F], Awaitable[Sequence[Outcome]]]


@dataclass(frozen=True, slots=True)
class Rejection:
    """One thing wrong with one row; its pointer starts at the body."""

    row: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused row as it was sent, with all that is wrong with it; pointers start at the row."""

    row: int
    sent: Any
    faults: tuple[Fault, ...]


@dataclass
class Tally:
    """What became of the rows. `effects` has a word for each row, in order, where that was asked for.

    Of what is wrong the first `most_named` are kept in words.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("created", "updated", "unchanged"), 0))
    received: int = 0
    rejected: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    effects: list[str] | None = None
    most_named: int | None = None

    def note(self, rows: Iterable[int], outcomes: Sequence[Outcome]) -> None:
        """Account for rows by their numbers; what is wrong with one points into the body."""
        self.received += len(outcomes)
        words = [outcome if isinstance(outcome, str) else "rejected" for outcome in outcomes]
        for word, count in Counter(words).items():
            if word == "rejected":
                self.rejected += count
            else:
                self.counts[word] += count
        if self.effects is not None:
            self.effects += words
        for row, outcome in zip(rows, outcomes, strict=True):
            if not isinstance(outcome, str) and not self._is_full():
                self.rejections += [Rejection(row, fault) for fault in outcome]

    def _is_full(self) -> bool:
        return self.most_named is not None and len(self.rejections) >= self.most_named


def _table(model: type[BaseModel], headings: Mapping[str, str], naming: frozenset[str]) -> Table:
    fields = model.model_fields.items()
    names = frozenset(info.alias or name for name, info in fields)
    texts = frozenset(info.alias or name for name, info in fields if _is_text(info.annotation))
    return Table(names, texts, headings, naming)


def _is_text(annotation: Any) -> bool:
    inner = get_args(annotation)
    return annotation is str or any(_is_text(each) for each in inner[:2] if each is not annotation)


Refuse = Callable[[Sequence[Rejected]], Awaitable[None]]
# Told how many rows are through.
Advance = Callable[[int], Awaitable[None]]
# What becomes of some rows of a load, in their order.
Passage = Callable[[Sequence[Raw]], Awaitable[Sequence[Outcome]]]


def refused(pointer: str, code: str, message: Message, **parameters: object) -> tuple[Fault, ...]:
    """The outcome of a row with one thing wrong."""
    return (Fault(pointer, code, message, tuple(parameters.items())),)


def _placed(row: int, found: Iterable[Fault]) -> tuple[Fault, ...]:
    """What is wrong with a row, with pointers from the body."""
    return tuple(replace(fault, pointer=f"/{row - 1}{fault.pointer}") for fault in found)


async def run(
    rows: Iterable[Raw],
    door: Door[R] | WideDoor[R],
    tally: Tally,
    *,
    most: int = ROWS_MAX,
    refuse: Refuse | None = None,
    advance: Advance | None = None,
) -> Tally:
    """Put rows through a door; `refuse` is handed those that do not pass, some at a time.

    Raises TooManyRows, and whatever reading them raises.
    """
    through = door.passage()
    for chunk in _chunks(iter(rows)):
        if chunk[-1].number > most:
            raise TooManyRows(limit=most)
        outcomes = await through(chunk)
        rejected = [
            Rejected(raw.number, raw.value, outcome)
            for raw, outcome in zip(chunk, outcomes, strict=True)
            if not isinstance(outcome, str)
        ]
        placed = {each.row: _placed(each.row, each.faults) for each in rejected}
        numbers = [raw.number for raw in chunk]
        tally.note(numbers, outcomes if not placed else [*map(placed.get, numbers, outcomes)])
        if refuse is not None and rejected:
            await refuse(rejected)
        if advance is not None:
            await advance(tally.received)
    return tally


async def run_filter(value: Any, way: Filter[F], tally: Tally) -> Tally:
    """Do to all records of a filter what a body says. Raises Invalid where it is not of the shape."""
    try:
        given = way.model.model_validate(value)
    except ValidationError as error:
        raise Invalid(faults(each | {"loc": ("body", *each["loc"])} for each in error.errors())) from error
    outcomes = await way.write(given)
    tally.note(range(1, len(outcomes) + 1), outcomes)
    return tally


def _chunks(rows: Iterator[Raw]) -> Iterator[list[Raw]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _checked(raw: Raw, door: Door[R], seen: set[Hashable]) -> R | tuple[Fault, ...]:
    """The row in its shape, or what is wrong with it."""
    if raw.faults:
        return raw.faults
    try:
        row = door.model.model_validate(raw.value)
    except ValidationError as error:
        return faults(each | {"loc": ("body", *each["loc"])} for each in error.errors())
    key = door.key(row)
    if key in seen:
        return refused("", "repeated_row", _REPEATED)
    seen.add(key)
    return row
