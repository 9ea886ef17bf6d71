"""Spans of the rules as ranges of the database, and back."""

from datetime import date

from sqlalchemy.dialects.postgresql import Range

from api.units.rules.spans import Span


def to_range(span: Span) -> Range[date]:
    """The span as PostgreSQL keeps it."""
    return Range(span.start, span.end, bounds="[)")


def to_span(days: Range[date]) -> Span:
    """The span a range of the database stands for."""
    return Span(days.lower, days.upper)
