"""The words of evidence, and in which order it is looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Scan(StrEnum):
    """What is known of malware in it; without a scanner, nothing."""

    UNSCANNED = "unscanned"
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    ERROR = "error"


class Verdict(StrEnum):
    """What an officer found of it."""

    NONE = "none"
    VERIFIED = "verified"
    REJECTED = "rejected"


# Only these are kept from everybody.
NOT_SERVED = frozenset({Scan.PENDING, Scan.INFECTED})
MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a closer look. `repeated`: the unit itself sent the same bytes before."""

    contradicted: bool
    repeated: bool
    on_behalf: bool


def risk_of(signs: Signs) -> int:
    """How early a verifier looks at it: higher first. Weights only order the queue."""
    return 40 * signs.contradicted + 30 * signs.repeated + 10 * signs.on_behalf
