"""The stored sort key against ICU's Vietnamese order, as Debian's PostgreSQL 15 has it."""

import json
import random
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.kit.text import fold, nfc, sort_key
from api.kit.text.collation import KEY_LENGTH

SEEDED_PLANS = Path(__file__).resolve().parents[3] / "seed" / "plans"
BASES = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [nfc(base + tone) for base in BASES for tone in (TONES if base in "aăâeêioôơuưy" else ("",))]
FOREIGN = list("éüñçčşèêöäÿðÐ")
SIGNS = list(" \t\n–—-‑_,;:!?.·…'‘’\"“”«»()[]{}§@*/\\&#%‰†•`´^¨°©®←→+±÷×<=>≠≤≥|~−½²³№■●$€₫0123456789")
SYLLABLES = re.findall(
    r"\w+", "trường tiểu học mầm non phổ thông Nguyễn Trãi Lê Hồng Phong số 1 2 10 xã phường Đông Đồng đông"
)


def words(source: random.Random) -> str:
    """A made-up name: syllables in any case, signs among them."""
    chosen = [source.choice(SYLLABLES) for _ in range(source.randint(1, 4))]
    return source.choice([" ", " ", "-", " – ", ", ", "  "]).join(
        getattr(word, source.choice(["lower", "upper", "title", "strip"]))() for word in chosen
    )


def letters(source: random.Random) -> str:
    """A few letters from a small alphabet, so that many differ only in tone or case."""
    alphabet = LETTERS + [letter.upper() for letter in LETTERS] + FOREIGN + SIGNS
    few = source.sample(alphabet, 5) + list("aAàÁăẮâđĐd")
    return "".join(source.choice(few) for _ in range(source.randint(1, 5)))


def loose_marks(source: random.Random) -> str:
    """Letters and combining marks in any order, as broken keyboards leave them."""
    return "".join(source.choice("aAeoUdđ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323") for _ in range(5))


def printed_names() -> set[str]:
    """Every name of a unit, and every other short text, printed in the five plans."""
    return {text for path in sorted(SEEDED_PLANS.glob("*.json")) for text in texts(json.loads(path.read_text("utf-8")))}


def texts(value: object) -> list[str]:
    """The strings anywhere in a JSON value."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) and len(value) < 100 else []


def samples() -> list[str]:
    source = random.Random(26)
    single = [*LETTERS, *(letter.upper() for letter in LETTERS), *FOREIGN, *SIGNS]
    made = [make(source) for make in (words, letters, loose_marks) for _ in range(4000)]
    composed = {*single, *made, *printed_names()}
    return sorted(composed | {unicodedata.normalize("NFD", text) for text in single})


async def icu_ranks(url: str, strings: list[str]) -> dict[str, int]:
    """Each string's place in ICU's order, one place for those it holds equal."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "CREATE COLLATION IF NOT EXISTS vietnamese (provider = icu, locale = 'vi', deterministic = false)"
        )
        rows = await connection.fetch(
            "SELECT s, dense_rank() OVER (ORDER BY s COLLATE vietnamese) FROM unnest($1::text[]) s", strings
        )
    finally:
        await connection.close()
    return dict(map(tuple, rows))


async def test_keys_order_as_icu_orders_the_texts(icu_server_url: str) -> None:
    strings = samples()
    assert len(strings) > 10_000
    rank = await icu_ranks(icu_server_url, strings)
    by_key = sorted(strings, key=sort_key)
    disagreements = [
        (a, b)
        for a, b in pairwise(by_key)
        if rank[a] > rank[b] or (rank[a] == rank[b]) is not (sort_key(a) == sort_key(b))
    ]
    assert disagreements == []


@pytest.mark.parametrize("collation", ["C", "vi-VN-x-icu"])
async def test_a_column_of_keys_sorts_bytewise_as_a_column_of_names_does_by_icu(
    icu_server_url: str, collation: str
) -> None:
    names = ["Ứng", "Út", "Ung", "ơn", "ôn", "on", "Ê", "Em", "Đà Nẵng", "Dương", "Ân", "Ăn", "Anh"]
    connection = await asyncpg.connect(icu_server_url)
    sorted_by = {"C": "k", "vi-VN-x-icu": "n"}[collation]
    rows = await connection.fetch(
        f'SELECT n FROM unnest($1::text[], $2::text[]) t(n, k) ORDER BY {sorted_by} COLLATE "{collation}"',
        names,
        [sort_key(name) for name in names],
    )
    await connection.close()
    assert [row["n"] for row in rows] == [
        "Anh", "Ăn", "Ân", "Dương", "Đà Nẵng", "Em", "Ê", "on", "ôn", "ơn", "Ung", "Út", "Ứng",
    ]  # fmt: skip


async def test_vietnamese_text_folds_as_unaccent_and_lower_fold_it(icu_server_url: str) -> None:
    texts = [*LETTERS, *(letter.upper() for letter in LETTERS), "Chuyển đổi số", "ĐƯỜNG LỐI"]
    connection = await asyncpg.connect(icu_server_url)
    await connection.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    rows = await connection.fetch("SELECT s, lower(unaccent(s)) folded FROM unnest($1::text[]) s", texts)
    await connection.close()
    assert {row["s"]: row["folded"] for row in rows} == {text: fold(text) for text in texts}


def test_letters_no_alphabet_lists_come_after_z_and_signs_before_digits() -> None:
    assert sorted(["字", "z", "1", "☃", "-", "я"], key=sort_key) == ["-", "☃", "1", "z", "я", "字"]


def test_what_icu_ignores_leaves_no_trace() -> None:
    assert sort_key("tự\u200b đánh\u00ad giá\x01") == sort_key("tự đánh giá")
    assert sort_key("") == sort_key("\u200b") == ""


def test_a_mark_without_a_letter_sorts_after_nothing() -> None:
    assert sort_key("") < sort_key("\u0301") < sort_key("\u0350") < sort_key("a")


@given(st.text())
def test_one_text_has_one_short_key_in_every_canonical_form(text: str) -> None:
    key = sort_key(text)
    assert key == sort_key(unicodedata.normalize("NFD", text)) == sort_key(nfc(text))
    assert len(key) <= KEY_LENGTH


@given(st.text(st.sampled_from("abđ ăâ")), st.text(st.sampled_from("abđ ăâ")))
def test_a_text_that_begins_another_comes_first(a: str, b: str) -> None:
    assert sort_key(a) <= sort_key(a + b)
