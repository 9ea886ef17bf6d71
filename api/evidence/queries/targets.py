"""What evidence can be about: rooms above say how their records are found, and whose work they are led by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select

from api.kit.permissions import Subject


def _has_none(_: UUID, part: str) -> bool:
    return not part


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record evidence links to.

    `seen` gives `id`, `may` (whether the caller may hang evidence on it) and `unit_id` (whose it is; null where it is
    many units') of every record the caller sees. `led` gives the ids of those that divisions, an array of ids, lead:
    their people read and judge what hangs on them. `fits` says whether what stands behind the UUID of an identifier may
    be said of evidence of a unit; most have nothing there.
    """

    name: str
    seen: Callable[[Subject, date], Select[Any]]
    led: Callable[[ColumnElement[Any]], Select[Any]]
    fits: Callable[[UUID, str], bool] = _has_none


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of record known; each once."""
    if kind.name in _KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    _KINDS[kind.name] = kind


def find(name: str) -> Kind | None:
    """The kind of this name."""
    return _KINDS.get(name)


def all_kinds() -> list[Kind]:
    """Every kind, by name."""
    return [_KINDS[name] for name in sorted(_KINDS)]
