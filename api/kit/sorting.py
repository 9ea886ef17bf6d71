"""`?sort=due_on,-created_at`: a documented set of names, each a column, ended by the primary key.

NULLs come last whichever way one sorts, as a reader expects of “no deadline”.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, UnaryExpression, and_, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from api.kit.problems import Message, invalid

_UNKNOWN = Message("Chỉ sắp xếp được theo: {allowed}.", "Sorting is possible by: {allowed}.")
Column = ColumnElement[Any] | InstrumentedAttribute[Any]
# A primary key: one column, or several in their order.
Tie = Column | tuple[Column, ...]
_LARGEST_INTEGER = 2**31 - 1


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("PostgreSQL holds no NUL")
    return value


def _integer(value: int) -> int:
    if abs(value) > _LARGEST_INTEGER:
        raise ValueError("no value of a column of ours")
    return int(value)


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


_READERS: dict[type, Callable[[Any], Any]] = {
    str: _text,
    int: _integer,
    date: date.fromisoformat,
    datetime: _instant,
    UUID: UUID,
}


@dataclass(frozen=True, eq=False)
class SortKey:
    """A column one may sort by. `nullable` says whether NULL can stand in it."""

    column: Column
    nullable: bool = False

    @cached_property
    def name(self) -> str:
        """What cursors call it."""
        return str(self.column)

    def read(self, value: Any) -> Any:
        """A value out of a cursor's JSON, as the column's own type; raises ValueError, TypeError or OverflowError."""
        if value is None:
            return None
        kind = self.column.expression.type.python_type
        if not isinstance(value, int if kind is int else str):
            raise TypeError(value)
        return _READERS[kind](value)


@dataclass(frozen=True, eq=False)
class Term:
    """One part of an order: a key and its direction."""

    key: SortKey
    descending: bool

    def clause(self, column: Column | None = None) -> UnaryExpression[Any]:
        """The ORDER BY element; `column` is where the key stands, if not in its table."""
        column = self.key.column if column is None else column
        ordered = column.desc() if self.descending else column.asc()
        return ordered.nulls_last() if self.key.nullable else ordered

    def after(self, value: Any) -> ColumnElement[bool]:
        """Rows that come strictly after a value in this term."""
        column = self.key.column
        if value is None:
            return false()
        beyond = column < value if self.descending else column > value
        return or_(beyond, column.is_(None)) if self.key.nullable else beyond

    def same(self, value: Any) -> ColumnElement[bool]:
        """Rows that are equal in this term."""
        return self.key.column.is_(None) if value is None else self.key.column == value


def parse_sort(text: str, allowed: Mapping[str, SortKey], tie: Tie) -> tuple[Term, ...]:
    """The order asked for, ended by the primary key. Raises Invalid for a name outside the set."""
    terms = []
    for part in text.split(","):
        name = part.strip().removeprefix("-")
        if name not in allowed:
            raise invalid("/query/sort", "unknown_sort", _UNKNOWN, allowed=", ".join(sorted(allowed)))
        terms.append(Term(allowed[name], part.strip().startswith("-")))
    ending = tie if isinstance(tie, tuple) else (tie,)
    return (*terms, *(Term(SortKey(column), terms[-1].descending) for column in ending))


def after(terms: tuple[Term, ...], values: Sequence[Any]) -> ColumnElement[bool]:
    """The keyset condition: rows that come after the one with these values (or bind parameters of them)."""
    alternatives = []
    for position, term in enumerate(terms):
        equal = [earlier.same(value) for earlier, value in zip(terms[:position], values, strict=False)]
        alternatives.append(and_(*equal, term.after(values[position])))
    return or_(*alternatives)
