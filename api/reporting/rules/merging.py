"""What many reports say made one: said once where it is alike, with how many say it, and who."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.kit.text import fold

# The section whose lines are proposals (kiến nghị), which a consolidated report lists by who makes them.
PROPOSALS = "kien-nghi"
# Whole texts kept beside a title that many have in common: more of them nobody reads.
MOST_TEXTS = 5
# Units named of those that say the same.
MOST_UNITS = 100
_AROUND = " .;,:-–+*•\t"


@dataclass(slots=True)
class _Alike:
    text: str
    units: dict[str, None] = field(default_factory=dict)
    more: dict[str, None] = field(default_factory=dict)


def alike(said: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """What was said (by which unit, what, and more on it), those alike as one; what most say first.

    Alike is what differs in case, marks, bullets or the stop at its end. It is shown as it was first said.
    """
    found: dict[str, _Alike] = {}
    for unit, text, more in said:
        key = fold(text).strip(_AROUND)
        if not key:
            continue
        group = found.setdefault(key, _Alike(text.strip(_AROUND)))
        group.units[unit] = None
        if more.strip():
            group.more[more.strip()] = None
    ordered = sorted(found.values(), key=lambda group: -len(group.units))
    return [
        {
            "text": group.text,
            "count": len(group.units),
            "units": list(group.units)[:MOST_UNITS],
            "more": list(group.more)[:MOST_TEXTS],
        }
        for group in ordered
    ]


def by_section(codes: Sequence[str], written: Iterable[tuple[str, Mapping[str, str]]]) -> list[dict[str, Any]]:
    """The lines units wrote in each free section, those alike as one; sections nobody wrote in are left out."""
    texts = list(written)
    found = []
    for code in codes:
        lines = ((unit, line, "") for unit, sections in texts for line in sections.get(code, "").splitlines())
        if items := alike(lines):
            found.append({"section": code, "items": items})
    return found


def many(units: Sequence[str], count: int, most: int = 3) -> str:
    """Who of so many, in words: “Xã An Dương, Xã An Hải và 5 đơn vị khác”."""
    named = ", ".join(units[:most])
    return named if count <= most else f"{named} và {count - most} đơn vị khác"


@dataclass(frozen=True, slots=True)
class Came:
    """Whether a report came, on time or late; None where it has no due day or did not come."""

    came: bool
    on_time: bool | None
    received: bool = False


def counted(reports: Iterable[Came]) -> dict[str, int]:
    """How many were asked, came, came on time or late, are missing."""
    every = list(reports)
    came = sum(each.came for each in every)
    return {
        "expected": len(every),
        "came": came,
        "received": sum(each.received for each in every),
        "on_time": sum(each.on_time is True for each in every),
        "late": sum(each.on_time is False for each in every),
        "missing": len(every) - came,
    }
