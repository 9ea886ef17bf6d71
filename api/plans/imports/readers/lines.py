"""Words on a page become lines, and the lines of one cell a text: where a line only wrapped, and where it ended."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.plans.imports.understand.cells import bullet_of

_SLACK = 1.5  # points a renderer may differ by
_CENTRED = 3.0
_CLOSING = ".,;:!?)]}…/”’%"
_LINK = re.compile(r"(?:https?://|www\.)\S*$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the top left of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words at one height, left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """The left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right end."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """The top of its highest word."""
        return min(word.top for word in self.words)

    @property
    def height(self) -> float:
        """The height of its tallest word."""
        return max(word.bottom - word.top for word in self.words)


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """The lines the words stand in, from the top; a word belongs to a line whose middle is within half its height."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        last = lines[-1][-1] if lines else None
        if (
            last is not None
            and abs(word.middle - last.middle) < max(last.bottom - last.top, word.bottom - word.top) / 2
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [TextLine(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def parts_of(line: TextLine) -> list[TextLine]:
    """The parts of a line that wide gaps set apart, as the two halves of a letterhead."""
    gap = max(3 * line.height, 24)
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > gap:
            parts.append([word])
        else:
            parts[-1].append(word)
    return [TextLine(tuple(part)) for part in parts]


def text_of(lines: Sequence[TextLine], left: float, right: float) -> str:
    """The text of lines between two margins: a wrapped line runs on, an ended one ends."""
    text = ""
    listed = bullet_of(lines[0].text) if lines else ""
    for before, line in zip((None, *lines), lines, strict=False):
        text += (_between(before, line, left, right, listed) if before else "") + line.text
    return text


def _between(before: TextLine, line: TextLine, left: float, right: float, listed: str) -> str:
    bullet = bullet_of(line.text)
    if bullet and (bullet == listed or before.text[-1] in ".;:,!?"):
        return "\n"
    # A dash that begins a line may as well stand between two words, as in “Phòng Kế hoạch - Tài chính”.
    if _fits(before, line, left, right):
        return "\n"
    return "" if _is_cut_word(before, line, right) else " "


def _fits(before: TextLine, line: TextLine, left: float, right: float) -> bool:
    """Whether the line's first word would have had room on the line before: then that line had ended there."""
    needed = (_unbroken_end(line) - line.x0) + 0.25 * before.height
    if _is_centred(before, left, right):
        return (before.x1 - before.x0) + needed <= right - left - _SLACK
    return before.x1 + needed <= right - _SLACK


def _unbroken_end(line: TextLine) -> float:
    """Where the line could first have been broken: never before a closing sign, so “2, ...” stays in one piece."""
    end = line.words[0].x1
    for word in line.words[1:]:
        if word.text[0] not in _CLOSING:
            break
        end = word.x1
    return end


def _is_centred(line: TextLine, left: float, right: float) -> bool:
    return line.x0 - left > _CENTRED and abs((line.x0 - left) - (right - line.x1)) < _CENTRED


def _is_cut_word(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether the line was cut inside a word: after a hyphen or slash, or in an address too long for it."""
    last = before.words[-1]
    if _LINK.match(last.text):
        letter = (last.x1 - last.x0) / len(last.text)
        return len(before.words) == 1 and 0 <= right - last.x1 + _SLACK < 1.5 * letter + _SLACK
    return len(last.text) > 1 and last.text[-1] in "-/" and line.text[:1] not in "-–"
