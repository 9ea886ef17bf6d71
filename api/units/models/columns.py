"""Columns and constraints several tables of units share."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import mapped_column

# Days, first included and last excluded, as PostgreSQL keeps them; a missing bound is open.
Days = Annotated[Range[date], mapped_column(DATERANGE)]
# Compared byte by byte: the stored key already is in Vietnamese order.
SortKey = Annotated[str, mapped_column(Text(collation="C"))]
Words = Annotated[list[str], mapped_column(ARRAY(Text))]


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of the words."""
    return CheckConstraint(f"{column} IN ({_quoted(words)})", name=column)


def all_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The array holds these words only."""
    return CheckConstraint(f"{column} <@ ARRAY[{_quoted(words)}]::text[]", name=column)


def never_twice(table: str, *columns: str, name: str) -> ExcludeConstraint:
    """No two rows alike in these columns are valid on the same day."""
    elements = [(column, "=") for column in columns]
    return ExcludeConstraint(*elements, ("valid", "&&"), using="gist", name=f"ex_{table}_{name}")


def _quoted(words: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{word.value}'" for word in words)
