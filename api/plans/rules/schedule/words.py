"""The words of a deadline phrase. The whole vocabulary is the table below; a phrase outside it is never guessed at.

Words are matched folded (no case, no marks), so “Hằng quý”, “HÀNG QÚY” and “hang quy” are one phrase in any normal
form; the tokens remember where they stood, so that what is quoted is quoted as printed.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from api.kit.text import fold


class Word(Enum):
    """What a word does in a phrase."""

    NUMBER = auto()
    MARK = auto()
    UNKNOWN = auto()
    NOISE = auto()
    AND = auto()
    BEFORE = auto()
    LATEST = auto()
    UNTIL = auto()
    UNTIL_MISPRINTED = auto()
    FROM = auto()
    NOW = auto()
    WITHIN = auto()
    DAY = auto()
    MONTH = auto()
    QUARTER = auto()
    FIRST_HALF = auto()
    SECOND_HALF = auto()
    HALF_YEAR = auto()
    YEAR = auto()
    SCHOOL_YEAR = auto()
    SEMESTER = auto()
    FOLLOWING_YEARS = auto()
    EVERY = auto()
    PERIODICALLY = auto()
    REPORT = auto()
    ONCE = auto()
    TIME = auto()
    FIRST = auto()
    MIDDLE = auto()
    LAST = auto()
    NEXT = auto()
    OF = auto()
    BATCH = auto()
    CONTINUOUS = auto()
    REGULATED = auto()
    DIRECTED = auto()
    AS_IT_ARISES = auto()
    TENTATIVE = auto()


# Phrases by what they do, folded; the longest that fits is taken.
VOCABULARY: dict[Word, tuple[str, ...]] = {
    Word.NOISE: (
        "bao dam", "bat dau", "cac", "hoan tat", "hoan thanh", "hoan thanh viec", "la", "phai", "sau do", "thoi diem",
        "thoi gian", "thoi han", "thuc hien", "to chuc", "trien khai", "tro di", "xong", "nop", "gui",
    ),
    Word.AND: ("va", "hoac"),
    Word.BEFORE: ("truoc", "truoc thoi diem"),
    Word.LATEST: (
        "het", "cham nhat", "cham nhat la", "muon nhat", "muon nhat la", "khong qua", "khong muon hon",
        "khong cham hon",
    ),
    Word.UNTIL: ("den", "den het", "cho den", "cho den het", "toi", "cho toi", "toi het"),
    Word.UNTIL_MISPRINTED: ("hen het",),
    Word.FROM: ("tu", "bat dau tu", "ke tu"),
    Word.NOW: ("nay", "khi ban hanh", "ngay ban hanh", "ngay ky", "ngay ky ban hanh"),
    Word.WITHIN: ("trong", "trong ca", "trong suot", "ca", "suot", "vao", "trong vong", "giai doan"),
    Word.DAY: ("ngay",),
    Word.MONTH: ("thang", "t"),
    Word.QUARTER: ("quy", "qui", "q"),
    Word.FIRST_HALF: ("6 thang dau nam", "06 thang dau nam", "sau thang dau nam", "nua dau nam"),
    Word.SECOND_HALF: ("6 thang cuoi nam", "06 thang cuoi nam", "sau thang cuoi nam", "nua cuoi nam"),
    Word.HALF_YEAR: ("sau thang", "nua nam"),
    Word.YEAR: ("nam",),
    Word.SCHOOL_YEAR: ("nam hoc",),
    Word.SEMESTER: ("hoc ky", "hoc ki", "hk", "ky hoc"),
    Word.FOLLOWING_YEARS: (
        "cac nam tiep theo", "nhung nam tiep theo", "nam tiep theo", "cac nam sau", "nhung nam sau", "nam sau",
        "cac nam ke tiep",
    ),
    Word.EVERY: ("hang", "moi", "tung", "dinh ky hang", "dinh ki hang", "dinh ky moi"),
    Word.PERIODICALLY: ("dinh ky", "dinh ki"),
    Word.REPORT: ("bao cao",),
    Word.ONCE: ("1 lan", "01 lan", "mot lan"),
    Word.TIME: ("lan",),
    Word.FIRST: ("dau", "dau tien"),
    Word.MIDDLE: ("giua",),
    Word.LAST: ("cuoi", "cuoi cung"),
    Word.NEXT: ("sau", "tiep theo", "ke tiep", "lien ke"),
    Word.OF: ("cua",),
    Word.BATCH: ("dot",),
    Word.CONTINUOUS: (
        "thuong xuyen", "thuong xuyen lien tuc", "lien tuc", "duy tri", "duy tri thuong xuyen",
        "duy tri lien tuc", "quanh nam",
    ),
    Word.REGULATED: (
        "theo quy dinh", "theo dung quy dinh", "theo thoi gian quy dinh", "theo thoi han quy dinh", "theo tien do",
        "theo ke hoach", "theo lo trinh", "theo ky", "theo lich", "theo quyet dinh", "theo thong tu",
        "theo nghi quyet", "theo de an", "theo chuong trinh", "theo giai doan", "theo tung giai doan",
    ),
    Word.DIRECTED: (
        "theo chi dao", "theo yeu cau", "theo huong dan", "theo thong bao", "theo de nghi", "theo van ban",
        "theo cong van", "khi co huong dan", "khi co chi dao", "khi co van ban", "sau khi co huong dan",
    ),
    Word.AS_IT_ARISES: (
        "dot xuat", "theo chi dao dot xuat", "theo yeu cau dot xuat", "khi co yeu cau", "khi phat sinh",
        "khi co phat sinh", "kip thoi",
    ),
    Word.TENTATIVE: ("du kien",),
}  # fmt: skip

_PHRASES = {phrase: word for word, phrases in VOCABULARY.items() for phrase in phrases}
_LONGEST = max(phrase.count(" ") + 1 for phrase in _PHRASES)
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_DASHES = "-‐‑‒–—―−~"
# More digits than any day or year: kept apart so that nobody converts them.
_LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Token:
    """A word, number or mark: what it does, how it reads folded, and where it stands in the text."""

    word: Word
    folded: str
    start: int
    end: int

    @property
    def number(self) -> int:
        """The value of a NUMBER."""
        return int(self.folded)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text that is in NFC."""
    pieces = [_piece(match) for match in _PIECES.finditer(text)]
    tokens: list[Token] = []
    at = 0
    while at < len(pieces):
        token = _phrase(pieces[at : at + _LONGEST]) or pieces[at]
        at += 1 + token.folded.count(" ")
        tokens.append(token)
    return tokens


def _piece(match: re.Match[str]) -> Token:
    text = match[0]
    if text[0] in "0123456789":
        word = Word.NUMBER if len(text) <= _LONGEST_NUMBER else Word.UNKNOWN
        return Token(word, text, match.start(), match.end())
    if text.isalpha():
        return Token(Word.UNKNOWN, fold(text).replace(" ", ""), match.start(), match.end())
    return Token(Word.MARK, "-" if text in _DASHES else text, match.start(), match.end())


def _phrase(pieces: list[Token]) -> Token | None:
    """The longest phrase of the vocabulary that the pieces begin with."""
    for length in range(len(pieces), 0, -1):
        folded = " ".join(piece.folded for piece in pieces[:length])
        if folded in _PHRASES:
            return Token(_PHRASES[folded], folded, pieces[0].start, pieces[length - 1].end)
    return None
