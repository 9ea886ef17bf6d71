"""What of a provider's answers is believed, and where a browser may be led."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.signin.oidc.rules import (
    PATIENCE,
    Flow,
    Refused,
    check_level,
    metadata_fault,
    normal_value,
    safe_path,
    value_of,
)

NOW = datetime(2026, 5, 20, tzinfo=UTC)
FLOW = Flow("p", "state", "nonce", "verifier", "/", NOW.timestamp(), "someone")


def test_a_flow_is_what_was_written() -> None:
    assert Flow.of_bytes(FLOW.to_bytes()) == FLOW


def test_a_flow_ends() -> None:
    assert not FLOW.is_over(NOW + PATIENCE)
    assert FLOW.is_over(NOW + PATIENCE + timedelta(seconds=1))


@pytest.mark.parametrize("path", ["/", "/plans?year=2026", "/tasks/1#bottom", "/a//b", "/apiary"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "plans", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example",
     "/\n/evil.example", "\\\\evil.example", "javascript:alert(1)",
        "/api/v1/auth/oidc/p/end", "/api", "/" + "a" * 1000],
)  # fmt: skip
def test_anything_else_leads_to_the_first_page(path: str | None) -> None:
    assert safe_path(path) == "/"


METADATA = {
    "issuer": "https://p.example",
    "authorization_endpoint": "https://p.example/auth",
    "token_endpoint": "https://p.example/token",
    "jwks_uri": "https://p.example/jwks",
}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"issuer": "https://q.example"}, "issuer"),
        ({"token_endpoint": None}, "token_endpoint"),
        ({"authorization_endpoint": "/auth"}, "authorization_endpoint"),
        ({"jwks_uri": "http://p.example/jwks"}, "jwks_uri"),
    ],
)
def test_a_discovery_document_must_be_of_use(changes: dict[str, Any], fault: str | None) -> None:
    assert metadata_fault(METADATA | changes, "https://p.example") == fault


def test_a_level_is_demanded_only_where_one_was_asked_for() -> None:
    check_level({}, ())
    check_level({"acr": "loa2"}, ("loa2", "loa3"))
    for claims in ({}, {"acr": "loa1"}):
        with pytest.raises(Refused):
            check_level(claims, ("loa2",))


@pytest.mark.parametrize(
    ("claims", "name", "value"),
    [
        ({"sub": "An"}, "sub", "An"),
        ({"cccd": 31099000001}, "cccd", "31099000001"),
        ({"cccd": True}, "cccd", None),
        ({"cccd": ["1"]}, "cccd", None),
        ({}, "sub", None),
        ({"email": "An@Example.vn", "email_verified": True}, "email", "an@example.vn"),
        ({"email": "an@example.vn", "email_verified": "true"}, "email", None),
    ],
)
def test_what_somebody_is_known_by(claims: dict[str, Any], name: str, value: str | None) -> None:
    assert value_of(claims, name) == value


def test_one_spelling() -> None:
    assert normal_value(" 0310 9900 0001 ", "cccd") == "031099000001"
    assert normal_value(" Nguyễn An ", "sub") == "Nguyễn An"
    assert normal_value("  ", "sub") is None
    assert normal_value("a" * 501, "sub") is None
