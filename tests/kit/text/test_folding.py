"""The spelling a text is searched by."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.kit.text import fold, nfc


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chuyển đổi số", "chuyen doi so"),
        ("CHUYỂN  ĐỔI\u00a0SỐ", "chuyen doi so"),
        ("Ðộc lập", "doc lap"),
        ("ươm ƠN", "uom on"),
        ("Quý I, II", "quy i, ii"),
        ("tự\u200b đánh\u00ad giá", "tu danh gia"),
        ("ﬁle ½ m²", "file 1⁄2 m2"),
        ("Straße", "strasse"),
        (" \n", ""),
    ],
)
def test_case_marks_and_layout_are_folded_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_a_plain_one() -> None:
    letters = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    for letter in [nfc(a + tone) for a in letters for tone in tones] + ["đ"]:
        assert len(letter) == 1
        assert fold(letter) == fold(letter.upper())
        assert fold(letter) in set("aeiouyd")


@given(st.text())
def test_folding_is_the_same_for_every_normal_form_and_twice(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {folded}


def test_no_character_needs_folding_twice() -> None:
    characters = [chr(i) for i in range(0x110000)]
    once = [fold(c) for c in characters]
    # Most fold to themselves, which is to be folded once and twice the same.
    assert [c for c, folded in zip(characters, once, strict=True) if folded != c and fold(folded) != folded] == []


def test_stored_text_is_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Quảng Ngãi")) == "Quảng Ngãi"
