"""The events of units, clusters and audiences, by type."""

from typing import Literal

Verb = Literal["created", "updated", "deleted"]
Entity = Literal["unit", "cluster", "audience"]


def event_type(entity: Entity, verb: Verb) -> str:
    """As the feed names it: `unit.updated`."""
    return f"{entity}.{verb}"
