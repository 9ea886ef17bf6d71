"""How often a system may ask: a bucket that fills evenly and holds a minute's worth."""

from dataclasses import dataclass
from math import ceil


@dataclass(slots=True)
class Bucket:
    """What one client has left, and when that was counted, seconds of any clock that only rises."""

    left: float
    at: float

    def take(self, per_minute: int, now: float) -> int:
        """Take one request; 0, or the seconds to wait where none is left."""
        pace = per_minute / 60
        self.left = min(per_minute, self.left + max(0.0, now - self.at) * pace)
        self.at = now
        if self.left >= 1:
            self.left -= 1
            return 0
        return max(1, ceil((1 - self.left) / pace))
