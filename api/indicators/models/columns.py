"""What columns of several tables have in common."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import CheckConstraint, Numeric

# Figures as printed, in the unit of measure.
FIGURE = Numeric(18, 6)
SUM = Numeric(24, 6)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """A column holds one of some words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(word)) for word in words)})", name=column)


def words(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A column holds a word of an enumeration."""
    return one_of(column, (word.value for word in words))
