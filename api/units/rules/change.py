"""A change of a unit on a day, before it is checked."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from api.units.rules.newcomer import OutsideCode
from api.units.rules.words import Line

Value = TypeVar("Value")

# What a version of a unit holds.
STATE = ("name", "kind", "education_levels", "ownership", "area")


@dataclass(frozen=True, slots=True)
class Given(Generic[Value]):
    """A value that was sent, None included; a field that was not sent is None instead of this."""

    value: Value


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What changes, and from which day; what is not named stays.

    `state` holds some of STATE. `parents` gives the unit to stand under on a line from `on`, None for nothing.
    `last` is the unit's last day (None: it goes on). Codes and aliases replace the whole list, past included.
    """

    on: date
    state: dict[str, Any] = field(default_factory=dict)
    parents: dict[Line, UUID | None] = field(default_factory=dict)
    last: Given[date | None] | None = None
    codes: tuple[OutsideCode, ...] | None = None
    aliases: tuple[str, ...] | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the day matters."""
        return bool(self.state or self.parents)
