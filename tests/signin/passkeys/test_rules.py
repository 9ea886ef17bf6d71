"""Where passkeys can be used, and the ceremonies they are used in."""

from datetime import UTC, datetime, timedelta

import pytest

from api.signin.passkeys.rules import PATIENCE, Ceremony, Place, place_of

NOW = datetime(2026, 5, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("issuer", "host", "public", "place"),
    [
        (
            "https://lotrinh.example.vn",
            "10.0.0.1:8000",
            True,
            Place("lotrinh.example.vn", "https://lotrinh.example.vn"),
        ),
        ("https://lotrinh.example.vn:8443", None, True, Place("lotrinh.example.vn", "https://lotrinh.example.vn:8443")),
        ("https://203.0.113.7", "203.0.113.7", True, None),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", False, None),
        ("http://127.0.0.1:8000", "[::1]:8000", False, None),
        ("http://127.0.0.1:8000", "LocalHost:8000", False, Place("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", "evil.example", False, None),
        ("http://127.0.0.1:8000", None, False, None),
        ("http://127.0.0.1:8000", "", False, None),
    ],
)
def test_where_browsers_allow_them(issuer: str, host: str | None, public: bool, place: Place | None) -> None:
    assert place_of(issuer, host=host, public=public) == place


def test_a_ceremony_is_what_was_written_and_ends() -> None:
    ceremony = Ceremony("add", "challenge", NOW.timestamp(), "someone")
    assert Ceremony.of_bytes(ceremony.to_bytes()) == ceremony
    assert ceremony.ends_at == NOW + PATIENCE
    assert timedelta(minutes=5) == PATIENCE
