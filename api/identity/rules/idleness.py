"""When an account has been left alone for too long, and what becomes of it: pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# How long before its end its holder is told.
NOTICE = timedelta(days=7)


class Standing(StrEnum):
    """Whether an account may be used: as ever, once its owner says so again, or once somebody opens it."""

    OPEN = "open"
    IDLE = "idle"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Usage:
    """What is known of how an account is used. `privileged_since` is None for whom holds no keys of the house."""

    used_on: date | None
    made_on: date
    privileged_since: date | None
    sample: bool


def standing(usage: Usage, today: date, days: int) -> Standing:
    """How an account stands that is idle after so many days; those of the demonstration never are.

    An ordinary account that was never used waits behind the link or the password it was given, however long.
    """
    end = closes_on(usage, days)
    if end is not None:
        return Standing.CLOSED if end <= today else Standing.OPEN
    if usage.sample or usage.used_on is None or (today - usage.used_on).days < days:
        return Standing.OPEN
    return Standing.IDLE


def closes_on(usage: Usage, days: int) -> date | None:
    """The day a privileged account closes unless it is used; it counts from when it was given its keys, at least."""
    if usage.sample or usage.privileged_since is None:
        return None
    return max(usage.used_on or usage.made_on, usage.privileged_since) + timedelta(days=days)


def is_closing(usage: Usage, today: date, days: int) -> bool:
    """Whether an account closes so soon that its holder should be told."""
    end = closes_on(usage, days)
    return end is not None and today < end <= today + NOTICE
