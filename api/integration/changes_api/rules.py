"""Who may see which changes, and what a place in the feed may look like: pure.

A change is seen by whoever may read its record where it stands: the permission here, over the unit it is about. What is
published also goes to the units below. An entity that is not named here is shown to nobody.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

KEPT_DAYS = 400
# Positions one answer looks through, however few of them the caller may see.
SCANNED = 10_000

# Entity → the permission to read it.
READ_BY: Mapping[str, str] = {
    "assignment": "assignment:read",
    "audience": "audience:read",
    "base_count": "base_count:read",
    "batch": "batch:read",
    "chase": "chase:read",
    "clarification_request": "clarification:read",
    "client": "client:read",
    "cluster": "cluster:read",
    "confirmation": "indicator_value:read",
    "data_request": "data_request:read",
    "data_request_answer": "data_request:read",
    "deliverable": "plan:read",
    "difficulty": "difficulty:read",
    "evidence": "evidence:read",
    "grant": "grant:read",
    "indicator": "indicator:read",
    "indicator_value": "indicator_value:read",
    "plan": "plan:read",
    "plan_import": "plan:read",
    "report": "report:read",
    "reporting_regime": "reporting:read",
    "reporting_round": "reporting:read",
    "target": "indicator:read",
    "task": "plan:read",
    "task_group": "plan:read",
    "unit": "unit:read",
    "user": "user:read",
}
# What units publish to all below them, whatever happens to it.
PUBLISHED = frozenset({"audience", "cluster", "indicator", "reporting_regime", "reporting_round", "unit"})
# Of plans, whose drafts are nobody's below, only that they came into force or were amended.
PUBLISHED_TYPES: Mapping[str, str] = {"plan.issued": "plan:read", "plan.amended": "plan:read"}

# What is told to the system it answers too, whatever else that may read: the change names the system (`told_by_id`),
# and this is the permission by which that sent the figure.
ADDRESSED: Mapping[str, str] = {"confirmation": "indicator_value:write"}

TYPE_PATTERN = r"[a-z_]{1,40}\.(?:[a-z_]{1,40}|\*)"
_TYPE = re.compile(TYPE_PATTERN, re.ASCII)
Where = TypeVar("Where")


class Wanted(NamedTuple):
    """Types of change asked for: by their whole name, or all of a kind (`plan.*`)."""

    types: tuple[str, ...]
    kinds: tuple[str, ...]


def wanted_of(text: str | None) -> Wanted | None:
    """What `types=plan.issued,report.*` asks for; everything when nothing is asked. Raises ValueError."""
    if text is None:
        return None
    names = text.split(",")
    if not all(_TYPE.fullmatch(name) for name in names):
        raise ValueError(text)
    return sorted_out(names)


def sorted_out(names: Iterable[str]) -> Wanted | None:
    """Names of types as `Wanted`; None, which is everything, for none."""
    kinds = sorted({name.removesuffix(".*") for name in names if name.endswith(".*")})
    types = sorted({name for name in names if not name.endswith(".*")})
    return Wanted(tuple(types), tuple(kinds)) if types or kinds else None


def grouped(reach_of: Callable[[str], Where | None]) -> dict[Where, list[str]]:
    """Entities by how far the caller reads them; `reach_of` a permission is None where the caller does not hold it."""
    groups: dict[Where, list[str]] = {}
    for entity, permission in READ_BY.items():
        reach = reach_of(permission)
        if reach is not None:
            groups.setdefault(reach, []).append(entity)
    return groups


def published_to_holder(holds: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """Entities and types whose publications are read by a holder of these permissions."""
    entities = sorted(entity for entity in PUBLISHED if holds(READ_BY[entity]))
    return entities, sorted(type_ for type_, permission in PUBLISHED_TYPES.items() if holds(permission))


def place_of(after: int | None, last_event_id: str | None) -> int | None:
    """Where a stream goes on: after the last event its reader has had, else where it was told to. Raises ValueError."""
    if not last_event_id:
        return after
    if not (last_event_id.isascii() and last_event_id.isdecimal() and len(last_event_id) < 19):
        raise ValueError(last_event_id)
    return int(last_event_id)
