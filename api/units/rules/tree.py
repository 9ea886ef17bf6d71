"""When a tree of dated edges is one: no cycles, parents that exist, one parent a day on each line, ranks in order."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.units.rules.spans import Span, overlap
from api.units.rules.words import Kind

Key = TypeVar("Key", bound=Hashable)

# A unit stands under one of a lower number. What advises or helps stands anywhere and has nothing under it.
_RANK = {
    Kind.MINISTRY: 0,
    Kind.PROVINCIAL_COMMITTEE: 1,
    Kind.DEPARTMENT: 2,
    Kind.DIVISION: 3,
    Kind.AFFILIATE: 3,
    Kind.DISTRICT_OFFICE: 3,
    Kind.COMMUNE: 4,
    Kind.SCHOOL: 5,
    Kind.STEERING_COMMITTEE: 6,
    Kind.UNION: 6,
    Kind.EXTERNAL: 6,
}


@dataclass(frozen=True, slots=True)
class Edge(Generic[Key]):
    """A child stands under a parent for a span of days."""

    child: Key
    parent: Key
    span: Span


def may_stand_under(child: str, parent: str) -> bool:
    """Whether a unit of one kind may stand under one of another, on either line."""
    return _RANK[Kind(parent)] < _RANK[Kind(child)]


def faults(edge: Edge[Key], lives: Mapping[Key, Span], edges: Mapping[Key, Sequence[Edge[Key]]]) -> list[str]:
    """What is wrong with an edge among the edges of its line, itself included: stable codes, empty when all is well.

    `lives` has the child's and the parent's; `edges`, by child, at least those of the child and of all above the
    parent.
    """
    found = []
    if not edge.span.within(lives[edge.child]):
        found.append("outside_own_life")
    if not edge.span.within(lives[edge.parent]):
        found.append("parent_does_not_exist_then")
    if overlap(other.span for other in edges.get(edge.child, ())):
        found.append("two_parents")
    if _leads_to(edge.child, edge.parent, edge.span, edges, frozenset()):
        found.append("cycle")
    return found


def by_child(edges: Iterable[Edge[Key]]) -> dict[Key, list[Edge[Key]]]:
    """Each unit's edges to those above it."""
    grouped: dict[Key, list[Edge[Key]]] = {}
    for edge in edges:
        grouped.setdefault(edge.child, []).append(edge)
    return grouped


def _leads_to(
    target: Key, unit: Key, span: Span, edges: Mapping[Key, Sequence[Edge[Key]]], passed: frozenset[Key]
) -> bool:
    """Whether going up from `unit`, on some day of `span`, one comes to `target`."""
    if unit in passed or not span:
        return False
    if unit == target:
        return True
    steps = edges.get(unit, ())
    return any(_leads_to(target, edge.parent, span & edge.span, edges, passed | {unit}) for edge in steps)
