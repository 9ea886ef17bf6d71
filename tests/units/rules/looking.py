"""Looking at timelines and trees on one day, the plain way, to hold the real ones against."""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import TypeVar

from api.units.rules.timeline import Timeline
from api.units.rules.tree import Edge, by_child

Value = TypeVar("Value", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)


def at(timeline: Timeline[Value], day: date) -> Value | None:
    """What holds on a day; None in a gap."""
    return next((fact.value for fact in timeline if day in fact.span), None)


def above(unit: Key, day: date, edges: Iterable[Edge[Key]]) -> list[Key]:
    """The unit and those above it on a day, nearest first, in a tree without faults."""
    grouped = by_child(edges)
    path = [unit]
    while parent := [edge.parent for edge in grouped.get(path[-1], ()) if day in edge.span]:
        path.extend(parent)
    return path
