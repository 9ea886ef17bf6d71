"""The pure rules of identity."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.identity.rules import browsers, keys, throttling, tokens
from api.identity.rules.accounts import password_faults, username_key
from api.identity.rules.grants import Term, lending_faults, term_of
from api.identity.rules.pace import Bucket

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LIFE = timedelta(minutes=16)


@dataclass(frozen=True)
class Key:
    signs_from: datetime


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("Đường-dài 2026", []),
        ("Đường dài 2026", []),
        ("Duong-2026", ["password_too_short"]),
        ("duong-dai 202666", ["password_too_plain"]),
        ("DUONG-DAI 202666", ["password_too_plain"]),
        ("Duong-dai khong so", ["password_too_plain"]),
        ("DuongDaiKhongCach2026", ["password_too_plain"]),
        ("Leader.HẢI-phòng 2026", ["password_has_username"]),
        ("", ["password_too_short", "password_too_plain"]),
    ],
)
def test_a_password_has_fourteen_characters_of_four_kinds(password: str, faults: list[str]) -> None:
    assert password_faults(password, "leader.hai-phong") == faults


@given(st.text(max_size=40))
def test_a_folded_username_folds_to_itself(username: str) -> None:
    assert username_key(username_key(username)) == username_key(username)


def test_the_first_key_signs_at_once() -> None:
    assert keys.signing([], NOW) is None
    assert keys.next_begins([], NOW, 90 * DAY) == NOW


def test_a_key_that_has_not_begun_does_not_sign() -> None:
    old, coming = Key(NOW - DAY), Key(NOW + DAY)
    assert keys.signing([old, coming], NOW) == old
    assert keys.signing([coming], NOW) is None


@pytest.mark.parametrize(
    ("age", "begins"),
    [
        (timedelta(days=88), None),
        (89 * DAY, NOW + DAY),
        (timedelta(days=89, hours=1), NOW + DAY),
        (200 * DAY, NOW + DAY),
    ],
)
def test_the_next_key_is_made_a_day_ahead(age: timedelta, begins: datetime | None) -> None:
    assert keys.next_begins([Key(NOW - age)], NOW, 90 * DAY) == begins


def test_no_second_next_key_is_made() -> None:
    assert keys.next_begins([Key(NOW - 90 * DAY), Key(NOW + DAY)], NOW, 90 * DAY) is None


def test_a_key_is_over_when_its_last_token_is() -> None:
    old, current = Key(NOW - 90 * DAY), Key(NOW)
    assert keys.over([old, current], NOW + LIFE - timedelta(seconds=1), LIFE) == []
    assert keys.over([old, current], NOW + LIFE, LIFE) == [old]
    assert keys.over([], NOW, LIFE) == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_is_counted_as_its_network(address: str, network: str) -> None:
    assert throttling.network_of(address) == network


@pytest.mark.parametrize(
    ("count", "left"),
    [
        (None, None),
        (throttling.Count(4, NOW), None),
        (throttling.Count(5, NOW), timedelta(minutes=15)),
        (throttling.Count(9, NOW - timedelta(minutes=14)), timedelta(minutes=1)),
        (throttling.Count(9, NOW - timedelta(minutes=15)), None),
    ],
)
def test_one_waits_for_the_end_of_the_window(count: throttling.Count | None, left: timedelta | None) -> None:
    assert throttling.wait(count, 5, timedelta(minutes=15), NOW) == left


FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("role", "is_lent", "own", "lent", "faults"),
    [
        ("leader", False, Term(FIRST, None), Term(FIRST, LAST), []),
        ("leader", False, Term(FIRST, LAST), Term(FIRST, LAST), []),
        ("leader", False, Term(FIRST, LAST), Term(FIRST, LAST + DAY), ["longer_than_own"]),
        ("leader", False, Term(FIRST, LAST), Term(FIRST - DAY, LAST), ["longer_than_own"]),
        ("leader", False, Term(FIRST, None), Term(FIRST, None), ["end_required"]),
        ("leader", True, Term(FIRST, LAST), Term(FIRST, LAST), ["already_lent"]),
        ("admin", False, Term(FIRST, LAST), Term(FIRST, LAST), ["role_not_lendable"]),
        ("viewer", True, Term(FIRST, LAST), Term(FIRST, None), ["role_not_lendable", "already_lent", "end_required"]),
    ],
)
def test_what_may_be_lent(role: str, *, is_lent: bool, own: Term, lent: Term, faults: list[str]) -> None:
    assert lending_faults(role=role, is_lent=is_lent, own=own, lent=lent) == faults


def test_a_term_has_both_its_days() -> None:
    term = term_of(FIRST, LAST + DAY)
    assert (term, term.after) == (Term(FIRST, LAST), LAST + DAY)
    assert [term.holds_on(day) for day in (FIRST - DAY, FIRST, LAST, LAST + DAY)] == [False, True, True, False]
    assert term_of(FIRST, None).holds_on(date(2199, 1, 1))
    assert not Term(FIRST, None).lies_in(Term(FIRST, LAST))


@pytest.mark.parametrize(
    ("origin", "host", "public", "same"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", False, True),
        ("http://localhost:8000", "localhost:8000", False, True),
        ("http://localhost:8000", "LOCALHOST:8000", False, True),
        ("http://localhost:8000", "127.0.0.1:8000", False, False),
        ("http://localhost:8000", "localhost:8000", True, False),
        ("http://127.0.0.1:8000", "elsewhere", True, True),
        ("ftp://localhost:8000", "localhost:8000", False, False),
        ("null", "null", False, False),
        ("http://localhost:8000", None, False, False),
        (None, "localhost:8000", False, False),
    ],
)
def test_whose_pages_are_ours(origin: str | None, host: str | None, *, public: bool, same: bool) -> None:
    assert browsers.is_same_origin(origin, host=host, issuer="http://127.0.0.1:8000", public=public) is same


@pytest.mark.parametrize(
    ("issuer", "secure"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
        ("http://[::1]:8000", False),
        ("http://192.0.2.1", True),
        ("https://localhost", True),
        ("https://lotrinh.example.vn", True),
    ],
)
def test_the_cookie_is_secure_but_on_http_loopback(issuer: str, *, secure: bool) -> None:
    assert browsers.needs_secure(issuer) is secure


def test_the_media_type_spelling_of_a_token_type_is_taken() -> None:
    assert tokens.check_header({"alg": "ES256", "typ": "application/at+JWT", "kid": "k"}) == "k"


def test_what_is_no_object_is_no_claims() -> None:
    with pytest.raises(tokens.Refused):
        tokens.check_claims(["iss"], issuer="x", now=NOW)


USER = tokens.Principal("user", UUID(int=1), "spa", UUID(int=2), None)
CLIENT = tokens.Principal("client", UUID(int=3), "ioc", None, frozenset({"plan:read", "task:read"}))


def _claims(principal: tokens.Principal, issuer: str = "https://x") -> dict[str, Any]:
    return tokens.claims(principal, issuer=issuer, now=NOW, seconds=600, token_id=UUID(int=4))


@pytest.mark.parametrize("principal", [USER, CLIENT])
def test_a_token_says_who_it_speaks_for_until_when(principal: tokens.Principal) -> None:
    verified = tokens.check_claims(_claims(principal), issuer="https://x", now=NOW)
    assert verified == tokens.Verified(principal, NOW + timedelta(minutes=10))


@pytest.mark.parametrize(
    "wrong", [{"iss": "https://y"}, {"aud": "y"}, {"sub": "nobody"}, {"exp": "soon"}, {"exp": NOW.timestamp()}]
)
def test_claims_of_others_or_of_another_time_do_not_hold(wrong: dict[str, Any]) -> None:
    with pytest.raises(tokens.Refused):
        tokens.check_claims(_claims(CLIENT) | wrong, issuer="https://x", now=NOW)


@pytest.mark.parametrize("wrong", [{"alg": "HS256"}, {"crit": ["x"]}, {"typ": "JWT"}, {"kid": 1}])
def test_the_header_of_another_kind_of_token_does_not_hold(wrong: dict[str, Any]) -> None:
    with pytest.raises(tokens.Refused):
        tokens.check_header({"alg": "ES256", "typ": "at+jwt", "kid": "k"} | wrong)


def test_a_token_is_remembered_a_minute_longer_than_it_lives() -> None:
    assert tokens.lifetime(600) == timedelta(minutes=11)


def test_a_bucket_gives_a_minutes_worth_and_fills_evenly() -> None:
    bucket = Bucket(2, 0)
    assert [bucket.take(2, 0) for _ in range(3)] == [0, 0, 30]
    assert bucket.take(2, 29) == 1
    assert [bucket.take(2, 30), bucket.take(2, 31)] == [0, 29]
    assert [bucket.take(2, 999) for _ in range(3)] == [0, 0, 30]
    assert bucket.take(2, 0) == 30
