"""Signatures, addresses and waits, by the rules alone."""

import base64
from datetime import timedelta
from ipaddress import ip_address, ip_network

import pytest

from api.integration.webhooks.rules import (
    LONGEST_WAIT,
    TRIED_FOR,
    gives_up,
    may_call,
    signature,
    url_fault,
    verdict_of,
    wait_after,
    written_secret,
)
from tests.support.clock import NOON

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = base64.b64decode(SECRET.removeprefix("whsec_"))


def test_a_message_is_signed_as_standard_webhooks_publishes() -> None:
    """The example of the specification's own libraries."""
    message = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signature([KEY], *message) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert len(signature([KEY, b"x"], *message).split(" ")) == 2
    assert written_secret(KEY) == SECRET


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://ioc.haiphong.gov.vn/changes", None),
        ("https://8.8.8.8:8443/x?y=1", None),
        ("http://ioc.haiphong.gov.vn/", "https_only"),
        ("ftp://ioc.haiphong.gov.vn/", "https_only"),
        ("https://127.0.0.1/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://user@ioc.vn/", "bad_url"),
        ("https://ioc.vn/#x", "bad_url"),
        ("https:///x", "bad_url"),
        ("https://ioc.vn:x/", "bad_url"),
        ("https://[::1/", "bad_url"),
        ("https://giáo-dục.vn/", "bad_url"),
    ],
)
def test_which_addresses_a_webhook_may_have(url: str, fault: str | None) -> None:
    assert url_fault(url, http=False, allowed=()) == fault


def test_a_deployment_may_name_networks_of_its_own() -> None:
    assert url_fault("http://127.0.0.1/", http=True, allowed=(ip_network("127.0.0.0/8"),)) is None


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "ff02::1"],
)  # fmt: skip
def test_nothing_is_sent_into_private_networks(address: str) -> None:
    assert not may_call(ip_address(address), ())


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_public_internet_may_be_called(address: str) -> None:
    assert may_call(ip_address(address), ())


def test_a_private_address_in_a_network_that_is_named() -> None:
    assert may_call(ip_address("::ffff:10.20.0.1"), (ip_network("10.20.0.0/16"),))


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(None, "trouble"), (200, "delivered"), (204, "delivered"), (302, "refused"), (400, "refused"), (404, "refused"),
     (408, "trouble"), (410, "gone"), (429, "trouble"), (500, "trouble"), (503, "trouble")],
)  # fmt: skip
def test_what_an_answer_means(status: int | None, verdict: str) -> None:
    assert verdict_of(status) == verdict


def test_waits_grow_and_spread() -> None:
    assert wait_after(1, 0.5) == timedelta(seconds=5)
    assert wait_after(2, 0) == timedelta(seconds=24)
    assert wait_after(2, 1) == timedelta(seconds=36)
    assert wait_after(50, 0.5) == LONGEST_WAIT


def test_after_days_a_delivery_is_given_up() -> None:
    assert not gives_up(NOON, NOON + TRIED_FOR - timedelta(seconds=1))
    assert gives_up(NOON, NOON + TRIED_FOR)
