"""The chain, without a database: each way it can fail to hold is found, and where."""

from dataclasses import replace
from datetime import date

import pytest

from api.audit.rules import BEGINNING, KEPT, Anchor, Break, Fault, Link, Walk, link_hash, masked, tells
from tests.support.clock import NOON


def _chain(count: int) -> list[Link]:
    links, before = [], BEGINNING
    for position in range(1, count + 1):
        before = link_hash(before, f"entry {position}")
        links.append(Link(position, 100 + position, before, f"entry {position}"))
    return links


def _anchor(link: Link, *, age: int = 0) -> Anchor:
    return Anchor(date(2026, 5, 20), link.position, link.hash, NOON - KEPT * age)


def _walk(links: list[Link], *anchors: Anchor) -> Break | None:
    walk = Walk({anchor.position: anchor for anchor in anchors}, NOON)
    return next((found for link in links if (found := walk.step(link)) is not None), None) or walk.end()


WHOLE = _chain(6)


def test_a_whole_chain_holds() -> None:
    assert _walk(WHOLE, _anchor(WHOLE[2]), _anchor(WHOLE[5])) is None


def test_an_empty_one_holds() -> None:
    assert _walk([]) is None


def _written_anew() -> list[Link]:
    """The same chain with another fourth entry, and every link after it made to fit."""
    links, before = list(WHOLE[:3]), WHOLE[2].hash
    for link in WHOLE[3:]:
        body = f"{link.body}, but"
        before = link_hash(before, body)
        links.append(replace(link, hash=before, body=body))
    return links


BROKEN = {
    "an altered entry": ([*WHOLE[:2], replace(WHOLE[2], body="entry 3 "), *WHOLE[3:]], Break(Fault.ALTERED, 3, 103)),
    "an entry that is gone": ([*WHOLE[:2], replace(WHOLE[2], body=None), *WHOLE[3:]], Break(Fault.ENTRY_GONE, 3, 103)),
    "a link that is gone": ([*WHOLE[:2], *WHOLE[3:]], Break(Fault.LINK_GONE, 3)),
    "two that changed places": (
        [*WHOLE[:2], replace(WHOLE[3], position=3), replace(WHOLE[2], position=4), *WHOLE[4:]],
        Break(Fault.ALTERED, 3, 104),
    ),
    "a tail that is gone": (WHOLE[:4], Break(Fault.TRUNCATED, 5)),
    "a chain written anew": (_written_anew(), Break(Fault.REWRITTEN, 6, 106)),
    "a beginning that is gone": (WHOLE[2:], Break(Fault.CUT, 3, 103)),
}


@pytest.mark.parametrize(("links", "found"), BROKEN.values(), ids=BROKEN)
def test_the_first_place_that_does_not_hold_is_named(links: list[Link], found: Break) -> None:
    assert _walk(links, _anchor(WHOLE[5])) == found


def test_old_entries_may_go_below_an_old_anchor_only() -> None:
    assert _walk(WHOLE[2:], _anchor(WHOLE[1], age=1)) is None
    assert _walk(WHOLE[2:], _anchor(WHOLE[1])) == Break(Fault.CUT, 3, 103)


def test_secrets_and_what_is_derived_are_not_told() -> None:
    assert [name for name in ("title", "due_on", "keyword", "rehash") if not tells(name)] == []
    untold = ("version", "updated_at", "search", "sort_key", "username_key", "password_hash", "totp_secret")
    assert [name for name in untold if tells(name)] == []


def test_personal_data_is_masked() -> None:
    assert [masked("email", "nguyen@example.vn"), masked("email", None)] == ["n***", None]
    assert masked("title", "Kế hoạch") == "Kế hoạch"
