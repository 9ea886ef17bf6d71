"""What of a record the audit tells; the chain: what a link is made of, and where a chain does not hold. Pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

BEGINNING = bytes(32)
"""What stands in for the link before the first."""

KEPT = timedelta(days=365)
"""Nothing younger may have gone."""


_UNTOLD = re.compile(
    r"(^|_)(version|created_at|updated_at|deleted_at|search|sort_key|key|hash|secret|password|totp)(_|$)"
)
"""Columns that are secret, derived, or said by the entry itself."""

_PERSONAL = frozenset({"email", "phone"})


def tells(field: str) -> bool:
    """Whether entries say what a column was and became."""
    return _UNTOLD.search(field) is None


def masked(field: str, value: Any) -> Any:
    """What an entry tells of a field: of personal data no more than lets somebody recognise it."""
    return f"{value[:1]}***" if field in _PERSONAL and isinstance(value, str) else value


class Fault(StrEnum):
    """How a chain can fail to hold."""

    ALTERED = "altered"
    ENTRY_GONE = "entry_gone"
    LINK_GONE = "link_gone"
    CUT = "cut"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    UNCHAINED = "unchained"


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: the position, and the entry that stands there, where one does."""

    fault: Fault
    position: int | None
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain as it is kept. `body` is the whole entry in one text, None when it is gone."""

    position: int
    entry_id: int
    hash: bytes
    body: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the chain went on a day, and the hash it had come to."""

    day: date
    position: int
    hash: bytes
    at: datetime


def link_hash(before: bytes, body: str) -> bytes:
    """The hash of a link: of the one before and of the entry."""
    return hashlib.sha256(before + body.encode()).digest()


class Walk:
    """Goes along the chain, link by link in their order, and stops at the first that does not hold."""

    def __init__(self, anchors: Mapping[int, Anchor], now: datetime) -> None:
        self._anchors = anchors
        self._now = now
        self._position = 0
        self._hash = BEGINNING

    def step(self, link: Link) -> Break | None:
        """What is wrong with the next link."""
        if self._position == 0 and link.position > 1 and not self._begin_at(link.position - 1):
            return Break(Fault.CUT, link.position, link.entry_id)
        if link.position != self._position + 1:
            return Break(Fault.LINK_GONE, self._position + 1)
        if link.body is None:
            return Break(Fault.ENTRY_GONE, link.position, link.entry_id)
        if link_hash(self._hash, link.body) != link.hash:
            return Break(Fault.ALTERED, link.position, link.entry_id)
        self._position, self._hash = link.position, link.hash
        anchor = self._anchors.get(link.position)
        if anchor is not None and anchor.hash != link.hash:
            return Break(Fault.REWRITTEN, link.position, link.entry_id)
        return None

    def _begin_at(self, position: int) -> bool:
        """Go on from what an old anchor says; false where none allows the entries before it to be gone."""
        anchor = self._anchors.get(position)
        if anchor is None or anchor.at > self._now - KEPT:
            return False
        self._position, self._hash = position, anchor.hash
        return True

    def end(self) -> Break | None:
        """What is wrong with where the chain ends: an anchor knows of more."""
        if any(position > self._position for position in self._anchors):
            return Break(Fault.TRUNCATED, self._position + 1)
        return None
