"""When signing keys sign, are shown, and go.

A key is made a day before it begins to sign, so that whoever keeps a copy of our key set has it by then; and is shown
until the last token it signed is over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

# How long a key is shown before it signs.
LEAD = timedelta(days=1)


class Timed(Protocol):
    """Anything that begins to sign at an instant."""

    @property
    def signs_from(self) -> datetime:
        """The first instant it may sign at."""


Key = TypeVar("Key", bound=Timed)


def signing(keys: Sequence[Key], now: datetime) -> Key | None:
    """The key that signs now: the youngest that has begun; None when none has."""
    begun = [key for key in keys if key.signs_from <= now]
    return max(begun, key=lambda key: key.signs_from, default=None)


def next_begins(keys: Sequence[Timed], now: datetime, age: timedelta) -> datetime | None:
    """When a key that must be made now shall begin to sign; None while no new one is needed."""
    current = signing(keys, now)
    if current is None:
        return now
    due = current.signs_from + age
    if any(key.signs_from > now for key in keys) or now < due - LEAD:
        return None
    return max(due, now + LEAD)


def over(keys: Sequence[Key], now: datetime, token_life: timedelta) -> list[Key]:
    """Keys whose last token has expired: a younger one has been signing for longer than a token lives."""
    current = signing(keys, now - token_life)
    if current is None:
        return []
    return [key for key in keys if key.signs_from < current.signs_from]
