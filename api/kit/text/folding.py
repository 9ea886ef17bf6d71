"""The stored spelling of a text (NFC) and the one it is searched by.

Search compares folded with folded, and both are folded here: the service writes `fold(text)` beside the text,
the query folds what was typed. So no `unaccent()` or `lower()` runs when somebody searches, the trigram index is
on a plain column, and an upgrade of the server or of its unaccent rules cannot make old rows unfindable. The
`unaccent` extension is created all the same, for people who look into the database by hand: over Vietnamese text
`lower(unaccent(x))` and `fold(x)` agree, and a test says so.
"""

import unicodedata

# Letters that carry their mark inside and so survive decomposition. Ð is the Icelandic letter that old Vietnamese
# fonts left in place of Đ; it is in real plans (“Ðộc lập”).
_BARRED = str.maketrans({"đ": "d", "ð": "d"})


def nfc(text: str) -> str:
    """The composed form (NFC), the only one that is stored and sent."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """What the text is searched by: no case, no marks, đ as d, compatibility forms plain, spaces single.

    `fold("Chuyển  ĐỔI số") == "chuyen doi so"`, whatever normal form or case the text came in. Folding twice
    changes nothing. Zero-width and other format characters, which come along when text is pasted, are dropped.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join(unicodedata.normalize("NFC", kept.translate(_BARRED)).split())
