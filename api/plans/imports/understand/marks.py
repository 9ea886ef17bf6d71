"""The numbers rows are counted with: “I”, “A”, “1.”, “1.1”, “a)”, “-”."""

import re
from dataclasses import dataclass
from enum import IntEnum

from api.plans.imports.roman import is_roman
from api.plans.imports.understand.cells import flat


class Rank(IntEnum):
    """How high a number stands; a lower rank holds the higher ones."""

    LETTER = 0
    ROMAN = 1
    DECIMAL = 2
    SMALL = 3
    NONE = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A row's number without the signs around it, and its rank."""

    text: str
    rank: Rank

    @property
    def parent(self) -> str | None:
        """“1” of “1.2”."""
        return self.text.rpartition(".")[0] or None if self.rank is Rank.DECIMAL else None


NO_MARK = Mark("", Rank.NONE)
_DECIMAL = re.compile(r"\d{1,3}(?:[.,]\d{1,3})*")
_LEADING = re.compile(
    r"^(?:(?:nhóm|phần|mục|lĩnh vực|trụ cột)\s+)?"
    r"(?P<mark>[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.):/-]\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def mark_of(text: str) -> Mark:
    """The mark in a cell of numbers; NO_MARK when it holds none (a bullet included)."""
    plain = flat(text).strip("().:;-–+*• /")
    for word in ("nhóm ", "phần ", "mục "):
        plain = plain[len(word) :].strip() if plain.lower().startswith(word) else plain
    if _DECIMAL.fullmatch(plain):
        return Mark(".".join(str(int(part)) for part in re.split(r"[.,]", plain)), Rank.DECIMAL)
    if is_roman(plain):
        return Mark(plain, Rank.ROMAN)
    if len(plain) == 1 and plain.isalpha():
        return Mark(plain, Rank.LETTER if plain.isupper() else Rank.SMALL)
    if len(plain) <= 4 and plain.isalpha() and is_roman(plain.upper()):
        return Mark(plain, Rank.SMALL)
    return NO_MARK


def leading_mark(text: str) -> tuple[Mark, str]:
    """The mark a title begins with (“I. Thể chế số”) and the title without it."""
    match = _LEADING.match(text)
    mark = mark_of(match["mark"]) if match else NO_MARK
    if match is None or mark.rank in (Rank.NONE, Rank.SMALL):
        return NO_MARK, text
    return mark, match["title"]


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VIETNAMESE = "ABCDĐEGHIKLMNOPQRSTUVXY"


def follows(letter: str, before: str) -> bool:
    """Whether one capital comes right after another, so that C after B is a letter and no hundred."""
    return f"{before}{letter}" in _LETTERS or f"{before}{letter}" in _VIETNAMESE
