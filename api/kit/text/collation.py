"""The Vietnamese alphabet as a stored key, so that any server sorts alike, whether or not it was built with ICU.

The key follows the Unicode Collation Algorithm with CLDR's Vietnamese tailoring, which is what ICU's `vi` does:
first all letters of the text are compared (29 of them and f, j, w, z, after digits, after signs, after spaces),
then all tones, then case. A test holds it equal to PostgreSQL's `vi-VN-x-icu` over thousands of strings.

The promise covers Vietnamese and other Latin letters written as a base with marks, digits, and the signs listed
here. Whatever else turns up is placed by its code point, after the listed signs or after z.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# In ICU's order. Spaces and signs come before digits, as in its root; none of them is ignored.
_BEFORE_SPACE = "\t\n\x0b\x0c\r\x85\u2028\u2029"
_SIGNS = (
    "‾_‗-‐‒–—―⁓,;:!¡?¿.·⁞'‘’‚‛‹›\"“”„‟«»()[]{}‖§¶@*/\\&#%‰‱†‡•‣‧⁃′‵※`´˜^¯˘˙¨˚˝¸˛°©®"
    "←→↑↓↔⇐⇒⇔∆∑+±÷×<=>¬|¦~−∕⁄√∞≈≡≤≥■□▪▫▲△►▼▽◆◇◊○●◦¤¢$£¥₫€"
)
_DIGITS = "0123456789"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Huyền, hỏi, ngã, sắc, nặng. Then foreign marks in ICU's order.
_MARKS = "\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0327\u0328\u0304"
# Marks that make another letter of the alphabet rather than a tone.
_LETTER_MARKS = {"a": "\u0306\u0302", "e": "\u0302", "o": "\u0302\u031b", "u": "\u031b"}
# Old fonts' Ð for Đ: to ICU it is a d with a mark of its own, after all others.
_ETH_MARK = "\uffff"
_ETH = {"ð": "d", "Ð": "D"}

# A weight is one or two printable ASCII characters, never a space, which separates the three levels of the key.
_SPACE, _OTHER_SIGN, _OTHER_LETTER = "#", "'", "~"
_WEIGHTS = {
    **{c: "!" + chr(0x30 + i) for i, c in enumerate(_BEFORE_SPACE)},
    " ": _SPACE,
    **{c: "$%&"[i // 64] + chr(0x30 + i % 64) for i, c in enumerate(_SIGNS)},
    **{c: c for c in _DIGITS},
    **{c: chr(0x5D + i) for i, c in enumerate(_LETTERS)},
}
_PLAIN, _COMPATIBLE, _UPPER, _UPPER_COMPATIBLE = "0123"
_MARK_WEIGHTS = {c: chr(0x31 + i) for i, c in enumerate(_MARKS)} | {_ETH_MARK: "~"}
_OTHER_MARK = "}"

# Long enough to tell two titles apart, short enough for a page cursor and a B-tree entry (2,704 bytes).
KEY_LENGTH = 400


def sort_key(text: str) -> str:
    """The text's place in Vietnamese order: keys compare by code point as ICU's `vi` compares the texts.

    Store it in a column of collation "C". The key is cut at 400 characters, so texts that differ only later are
    left to the list's tie-breaker. What ICU ignores (control and zero-width characters) is ignored; NFC and NFD of
    a text have one key.
    """
    elements = [_weigh(*cluster) for cluster in _clusters(text)]
    letters, marks, cases = ("".join(level) for level in zip(*elements, strict=True)) if elements else ("", "", "")
    return " ".join((letters, marks.rstrip(_PLAIN), cases.rstrip(_PLAIN)))[:KEY_LENGTH].rstrip(" ")


def _clusters(text: str) -> Iterator[tuple[str, str, bool]]:
    """Each base with its marks, and whether the base came out of a compatibility form.

    Marks that stand before any base have an empty base.
    """
    base, marks, compatible = "", "", False
    for character, taken_apart in _characters(text):
        if _is_mark(character):
            marks += character
            continue
        yield base, marks, compatible
        base, marks, compatible = character, "", taken_apart
    yield base, marks, compatible


def _characters(text: str) -> Iterator[tuple[str, bool]]:
    """The characters that count, decomposed: (character, whether it came out of a compatibility form)."""
    for character in unicodedata.normalize("NFD", text):
        if character in _ETH:
            yield from ((_ETH[character], False), (_ETH_MARK, False))
        elif character.lower() in _WEIGHTS or _is_mark(character):
            yield character, False
        elif unicodedata.category(character) not in ("Cc", "Cf"):
            parts = unicodedata.normalize("NFKD", character)
            yield from ((part, parts != character) for part in parts)


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return character == _ETH_MARK or unicodedata.category(character) == "Mn"


@lru_cache(maxsize=4096)
def _weigh(base: str, marks: str, compatible: bool) -> tuple[str, str, str]:
    """The weights of one cluster on the three levels."""
    letter, tones = _letter(base.lower(), marks)
    case = (_UPPER_COMPATIBLE if compatible else _UPPER) if base != base.lower() else str(int(compatible))
    plain = _PLAIN if base else ""
    secondary = "".join(_MARK_WEIGHTS.get(tone, _OTHER_MARK) for tone in tones)
    return _primary(letter), plain + secondary, case * len(plain) + _PLAIN * len(tones)


def _letter(base: str, marks: str) -> tuple[str, str]:
    """The letter of the alphabet that base and marks make, and the marks left over.

    As in Unicode's algorithm, a mark does not reach its base over another one that sits in the same place.
    """
    for i, mark in enumerate(marks):
        place = unicodedata.combining(mark)
        if mark in _LETTER_MARKS.get(base, "") and all(unicodedata.combining(m) != place for m in marks[:i]):
            return unicodedata.normalize("NFC", base + mark), marks[:i] + marks[i + 1 :]
    return base, marks


def _primary(letter: str) -> str:
    if not letter or letter in _WEIGHTS:
        return _WEIGHTS.get(letter, "")
    return (_OTHER_LETTER if unicodedata.category(letter)[0] in "LN" else _OTHER_SIGN) + letter
