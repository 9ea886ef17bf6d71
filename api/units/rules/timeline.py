"""Dated changes: what holds from which day on, and what a change on a day does to it."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Generic, TypeVar

from api.units.rules.spans import Span, order

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Fact(Generic[Value]):
    """A value and the days it holds."""

    span: Span
    value: Value


Timeline = tuple[Fact[Value], ...]


def merged(facts: Iterable[Fact[Value]]) -> Timeline[Value]:
    """In order, without empty spans; neighbours that say the same are one."""
    result: list[Fact[Value]] = []
    for fact in sorted((fact for fact in facts if fact.span), key=lambda fact: order(fact.span)):
        before = result[-1] if result else None
        if before and before.value == fact.value and before.span.end == fact.span.start is not None:
            result[-1] = Fact(Span(before.span.start, fact.span.end), fact.value)
        else:
            result.append(fact)
    return tuple(result)


def changed(timeline: Timeline[Value], on: date, value: Value | None, life: Span) -> Timeline[Value]:
    """The timeline with `value` (None: nothing) from `on` to the next change already known, or the end of `life`.

    What was entered for later stays; what held before `on` stays.
    """
    later = [fact.span.start for fact in timeline if fact.span.start is not None and fact.span.start > on]
    ends = [fact.span.end for fact in timeline if on in fact.span]
    end = ends[0] if ends else min(later, default=life.end)
    kept = [Fact(fact.span & Span(None, on), fact.value) for fact in timeline]
    kept += [Fact(fact.span, fact.value) for fact in timeline if fact.span.start is not None and fact.span.start > on]
    if value is not None:
        kept.append(Fact(Span(on, end) & life, value))
    return merged(kept)


def fitted(timeline: Timeline[Value], before: Span, after: Span) -> Timeline[Value]:
    """The timeline when the life around it changes: cut to the new one; what ended with the old ends with the new."""
    stretched = (
        Fact(Span(fact.span.start, after.end), fact.value) if fact.span.end == before.end else fact for fact in timeline
    )
    return merged(Fact(fact.span & after, fact.value) for fact in stretched)


def split(versions: Iterable[tuple[Span, Mapping[str, Any]]]) -> dict[str, Timeline[Any]]:
    """One timeline for each field of rows that hold several."""
    fields: dict[str, list[Fact[Any]]] = {}
    for span, values in versions:
        for name, value in values.items():
            fields.setdefault(name, []).append(Fact(span, value))
    return {name: merged(facts) for name, facts in fields.items()}


def joined(fields: Mapping[str, Timeline[Any]], life: Span) -> list[tuple[Span, dict[str, Any]]]:
    """Rows that hold all fields, a new one wherever some field changes; the opposite of `split`."""
    spans = [fact.span for timeline in fields.values() for fact in timeline]
    days = {day for span in spans for day in (span.start, span.end) if day is not None}
    inside = sorted(day for day in days - {life.start} if day in life)
    bounds = [life.start, *inside, life.end]
    rows = [Span(start, end) for start, end in pairwise(bounds)]
    return [(row, {name: _first(timeline, row) for name, timeline in fields.items()}) for row in rows]


def _first(timeline: Timeline[Any], span: Span) -> Any:
    """The value on the first day of a span; an open beginning is before every day."""
    return next((fact.value for fact in timeline if span.within(fact.span)), None)
