"""How far a caller sees which changes, and what a place in the feed may look like: pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

KEPT_DAYS = 400
# Positions one answer looks through, however few of them the caller may see.
SCANNED = 10_000

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


def grouped(read_by: Mapping[str, str], reach_of: Callable[[str], Where | None]) -> dict[Where, list[str]]:
    """Entities by how far the caller reads them; `reach_of` a permission is None where the caller does not hold it."""
    groups: dict[Where, list[str]] = {}
    for entity, permission in read_by.items():
        reach = reach_of(permission)
        if reach is not None:
            groups.setdefault(reach, []).append(entity)
    return groups


def held(permissions: Mapping[str, str], holds: Callable[[str], bool]) -> list[str]:
    """Of words by the permission each needs, those a holder gets; sorted."""
    return sorted(word for word, permission in permissions.items() if holds(permission))


def place_of(after: int | None, last_event_id: str | None) -> int | None:
    """Where a stream goes on: after the last event its reader has had, else where it was told to. Raises ValueError."""
    if not last_event_id:
        return after
    if not (last_event_id.isascii() and last_event_id.isdecimal() and len(last_event_id) < 19):
        raise ValueError(last_event_id)
    return int(last_event_id)
