"""The text inside a cell: lines, bullets, lists."""

import re
from collections.abc import Iterable

# “-”, “+”, “•” and what Word's symbol fonts leave of them; “a)”, “1.”, “(1)” before words.
# Word's hollow bullet is an “o”, which is one only before a space.
_BULLET = re.compile(r"^\s*(o(?=\s)|[-–—−+*•·●○◦▪■□➢➤✓►\uf0b7\uf0a7\uf0d8\uf02d])(?:\s+|(?=[A-ZĐÀ-Ỹ“\"(\d]))(?=\S)")
_ORDINAL = re.compile(r"^\s*(?:\((\d{1,2}|[a-zđ])\)|(\d{1,2}|[a-zđ])[.)])\s+(?=\S)")
_ENDS = (".", ";", ":", "!", "?")
_SPACES = re.compile(r"[^\S\n]+")


def tidy(text: str) -> str:
    """Single spaces, no blank lines, no space at an end; line ends kept."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def flat(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def bullet_of(line: str) -> str:
    """The bullet a line begins with (“-”), the kind of its ordinal (“1)”, “a)”), or nothing."""
    match = _BULLET.match(line)
    if match:
        return match[1]
    match = _ORDINAL.match(line)
    if match is None:
        return ""
    return "1)" if (match[1] or match[2]).isdigit() else "a)"


def unbulleted(line: str) -> str:
    """The line without its bullet or ordinal."""
    return _ORDINAL.sub("", _BULLET.sub("", line, count=1), count=1).strip() if bullet_of(line) else line.strip()


def starts_fresh(text: str) -> bool:
    """Whether the text looks like a beginning: a capital, a digit, a quote or a bullet."""
    first = text.lstrip("“\"'(≥≤>< ")[:1]
    return bool(bullet_of(text)) or first.isupper() or first.isdigit()


def run_on(before: str, after: str) -> str:
    """Two lines of one sentence: with a space, but for a word cut at its hyphen or slash (“41/KH-” “UBND”)."""
    cut = len(before) > 1 and before[-1] in "-/" and not before[-2].isspace()
    return f"{before}{'' if cut else ' '}{after}".strip()


def joined(before: str, after: str) -> str:
    """Two pieces of one cell: on a new line when the second begins an item, else running on."""
    if not before or not after:
        return before or after
    if bullet_of(after) or (before.endswith(_ENDS[:2]) and starts_fresh(after)):
        return f"{before}\n{after}"
    return run_on(before, after)


def items_of(text: str) -> list[str]:
    """The items of a cell: its bullets if it has any, else its lines and what stands between semicolons.

    Nested bullets stay with the item they stand under, on lines of their own. A line that runs on in lower case
    belongs to the line before it.
    """
    lines = _whole_lines(tidy(text).split("\n"))
    marks = [bullet_of(line) for line in lines]
    if any(marks) and (len(lines) > 1 or marks[0] not in ("", "1)", "a)")):
        return _bulleted(lines, marks)
    return [item for line in lines for item in split_outside(line, ";")]


def split_outside(text: str, separator: str) -> list[str]:
    """The parts between separators that stand outside brackets and quotes; empty ones left out."""
    parts = [""]
    depth = 0
    quoted = False
    for character in text:
        depth += (character in "([{“‘") - (character in ")]}”’")
        quoted ^= character == '"'
        depth = max(depth, 0)
        if character == separator and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    if depth or quoted:  # a bracket that never closes hides nothing
        parts = text.split(separator)
    return [part.strip() for part in parts if part.strip()]


def _whole_lines(lines: Iterable[str]) -> list[str]:
    whole: list[str] = []
    for line in lines:
        if whole and (_is_open(whole[-1]) or not (starts_fresh(line) or whole[-1].endswith(_ENDS[:2]))):
            whole[-1] = run_on(whole[-1], line)
        elif line:
            whole.append(line)
    return whole


def _without_ends(items: list[str]) -> list[str]:
    """The items without the semicolons between them, nor the full stop that closes a list with such."""
    listed = len(items) > 1 and all(item.endswith(";") for item in items[:-1])
    if listed and items[-1].endswith(".") and not items[-1].endswith(".."):
        items[-1] = items[-1][:-1]
    return [item.rstrip(";").strip() for item in items]


def _is_open(text: str) -> bool:
    """Whether a bracket is still open, so that the next line belongs to this one."""
    return text.count("(") > text.count(")")


def _bulleted(lines: list[str], marks: list[str]) -> list[str]:
    top = next(mark for mark in marks if mark)
    items: list[str] = []
    nested = False
    for line, mark in zip(lines, marks, strict=True):
        if mark == top or not items or (not mark and not nested):
            items.append(unbulleted(line) if mark == top else line)
            nested = False
        else:
            items[-1] += f"\n{line}"
            nested = True
    return _without_ends(items)
