"""Audiences and clusters about to be entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.units.rules.spans import OPEN, Span


@dataclass(frozen=True, slots=True)
class Membership:
    """The unit with this code, or id, belongs for these days."""

    unit: str
    span: Span = OPEN


@dataclass(frozen=True, slots=True)
class NewAudience:
    """An audience of the department with code `department`, by a rule or, with `rule` None, by its members."""

    code: str
    department: str
    name: str
    rule: dict[str, Any] | None = None
    members: tuple[Membership, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewCluster:
    """A cluster of the department with code `department`."""

    code: str
    department: str
    name: str
    members: tuple[Membership, ...] = ()
    sample: bool = False


# What a clause may ask, and what asks nothing.
_NOTHING: dict[str, Any] = {"kinds": [], "education_levels": [], "ownership": [], "area": [], "managed_by": None}


def whole(rule: dict[str, Any] | None) -> dict[str, Any] | None:
    """A rule with every part of each clause named."""
    if rule is None:
        return None
    return {"any_of": [_NOTHING | clause for clause in rule["any_of"]]}


def means_all(rule: dict[str, Any] | None, kinds: Iterable[str]) -> bool:
    """Whether a rule means every unit of these kinds, whatever else is said of them; a picked list never does."""
    plain = [clause for clause in (whole(rule) or {"any_of": []})["any_of"] if not _narrows(clause)]
    named = {kind for clause in plain for kind in clause["kinds"]}
    return any(not clause["kinds"] for clause in plain) or set(kinds) <= named


def _narrows(clause: dict[str, Any]) -> bool:
    """Whether a clause asks for more than kinds."""
    return any(asked for name, asked in clause.items() if name != "kinds")
