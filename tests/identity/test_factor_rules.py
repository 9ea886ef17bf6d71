"""Codes of an authenticator app, recovery codes, and who must show one: pure."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from api.identity.rules import totp
from api.identity.rules.factors import lacks_second_factor

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(NOW.timestamp()) // 30


def _code(step: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(step)


@pytest.mark.parametrize(
    ("step", "last", "matches"),
    [
        (STEP, None, True),
        (STEP - 1, None, True),
        (STEP + 1, None, True),
        (STEP - 2, None, False),
        (STEP + 2, None, False),
        (STEP, STEP - 1, True),
        (STEP, STEP, False),
        (STEP - 1, STEP, False),
        (STEP + 1, STEP, True),
    ],
)
def test_a_code_is_of_a_step_near_and_younger_than_the_last(step: int, last: int | None, matches: bool) -> None:
    assert totp.matching_step(SECRET, _code(step), NOW, last) == (step if matches else None)


def test_another_code_is_of_no_step() -> None:
    other = f"{(int(_code(STEP)) + 1) % 1_000_000:06}"
    near = {_code(STEP - 1), _code(STEP), _code(STEP + 1)}
    assert other in near or totp.matching_step(SECRET, other, NOW, None) is None


def test_what_the_picture_says() -> None:
    parts = urlsplit(totp.address(SECRET, issuer="Lộ Trình", username="admin.a"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query) == {"secret": [SECRET], "issuer": ["Lộ Trình"]}
    assert len(totp.new_secret()) == 32


@pytest.mark.parametrize(
    ("typed", "of_app"), [(" 123 456 ", True), ("12345", False), ("ABCDE-fghjk", False), ("１２３４５６", False)]
)
def test_what_was_typed(typed: str, of_app: bool) -> None:
    assert totp.is_of_app(totp.packed(typed)) is of_app


def test_a_recovery_code_is_easy_to_copy() -> None:
    code = totp.recovery_code(bytes(range(16)))
    assert len(code) == 11
    assert code[5] == "-"
    assert not set(code) & set("01ilo")
    assert totp.recovery_code(bytes(16)) != code


@pytest.mark.parametrize(
    ("roles", "strong", "sample", "lacks"),
    [
        (["leader"], False, False, False),
        (["leader", "admin"], False, False, True),
        (["admin"], True, False, False),
        (["admin"], False, True, False),
        ([], False, False, False),
    ],
)
def test_who_must_show_a_second_factor(roles: list[str], strong: bool, sample: bool, lacks: bool) -> None:
    assert lacks_second_factor(roles, strong=strong, sample=sample) is lacks


def test_a_pending_secret_waits_half_an_hour() -> None:
    assert timedelta(minutes=30) == totp.PENDING_FOR
