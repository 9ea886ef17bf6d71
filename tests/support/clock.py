"""A clock that stands still until it is told."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 5, 20, 5, 0, tzinfo=UTC)  # 12:00 in Việt Nam


class FixedClock:
    """Called, it tells the time it was set to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Move on by a timedelta's worth."""
        self.now += timedelta(**by)
